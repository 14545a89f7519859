package loader

import (
	"strings"
	"testing"
	"testing/fstest"
)

// TestAdopt brings samples into files at the place that is marked, which is an
// entry, an element or, without a path, the file.
func TestAdopt(t *testing.T) {
	t.Parallel()
	const sources = `<datasources-configuration><datasources><datasource><name>A</name><definition type="RDBMS"><configuration>
    <url>URL</url>
    <driverClassName>DRIVER</driverClassName>
</configuration></definition></datasource></datasources></datasources-configuration>
`
	const base = "datasources-configuration/datasources/datasource/definition/configuration"
	source := func(url, driver string) string {
		return strings.NewReplacer("URL", url, "DRIVER", driver).Replace(sources)
	}
	const server = "<Server xmlns=\"http://wso2.org/projects/carbon/carbon.xml\">\n    <HostName>localhost</HostName>\n</Server>\n"
	const moved = "<url>jdbc:postgresql://db/a</url>\n<driverClassName>org.postgresql.Driver</driverClassName>\n"
	for name, c := range map[string]struct {
		file, text, path, language, sample string
		want                               string // "" when there is no place
	}{
		"a value": {"carbon.xml", server, "Server/HostName", "xml", "<HostName>a.example.com</HostName>\n<MgtHostName>b</MgtHostName>", strings.Replace(server, "localhost", "a.example.com", 1)},
		"what is absent": {
			"carbon.xml", server, "", "xml", "<HostName>a</HostName>\n<MgtHostName>b</MgtHostName>",
			strings.Replace(server, "</Server>", "    <MgtHostName>b</MgtHostName>\n</Server>", 1),
		},
		"nothing absent":        {"carbon.xml", server, "", "xml", "<HostName>a</HostName>", ""},
		"of another file":       {"carbon.xml", server, "", "xml", "<!-- registry.xml -->\n<x>a</x>", ""},
		"of this file":          {"carbon.xml", server, "", "xml", "<!-- registry.xml -->\n<x>a</x>\n<!-- or, in carbon.xml -->\n<y>b</y>", strings.Replace(server, "</Server>", "    <y>b</y>\n</Server>", 1)},
		"another place":         {"carbon.xml", server, "Server/HostName", "xml", "<MgtHostName>b</MgtHostName>", ""},
		"another language":      {"carbon.xml", server, "Server/HostName", "properties", "Server/HostName=x", ""},
		"broken":                {"carbon.xml", server, "Server/HostName", "xml", "<HostName>x", ""},
		"only that it is there": {"carbon.xml", server, "", "xml", "<x>...</x>", ""},
		"the driver goes with the database": {
			"datasources/master-datasources.xml", source("jdbc:h2:./a", "org.h2.Driver"), base + "/url", "xml", moved,
			source("jdbc:postgresql://db/a", "org.postgresql.Driver"),
		},
		"another database":            {"datasources/master-datasources.xml", source("jdbc:mysql://db/a", "com.mysql.jdbc.Driver"), base + "/url", "xml", moved, ""},
		"the driver of another one":   {"datasources/master-datasources.xml", source("jdbc:mysql://db/a", "org.h2.Driver"), base + "/driverClassName", "xml", moved, ""},
		"the sample most like it":     {"datasources/master-datasources.xml", source("jdbc:mysql://db/a", "x"), base + "/url", "xml", "<url>jdbc:oracle:x</url>\n<url>jdbc:mysql://y</url>", source("jdbc:mysql://y", "x")},
		"a secret":                    {"carbon.xml", "<Server xmlns=\"http://wso2.org/projects/carbon/carbon.xml\"><Password>x</Password></Server>", "Server/Password", "xml", "<Password>y</Password>", ""},
		"computed by a template":      {"carbon.xml.erb", strings.Replace(server, "localhost", "<%= @h %>", 1), "Server/HostName", "xml", "<HostName>y</HostName>", ""},
		"which element it is":         {"registry.xml", "<wso2registry>\n    <mount path=\"/a\" overwrite=\"no\"/>\n</wso2registry>", "wso2registry/mount/@path", "xml", "<mount path=\"/b\" overwrite=\"true\"/>", ""},
		"another element":             {"registry.xml", "<wso2registry>\n    <mount path=\"/a\" overwrite=\"no\"/>\n</wso2registry>", "wso2registry/mount/@overwrite", "xml", "<mount path=\"/b\" overwrite=\"true\"/>", ""},
		"an attribute":                {"registry.xml", "<wso2registry>\n    <mount path=\"/a\" overwrite=\"no\"/>\n</wso2registry>", "wso2registry/mount/@overwrite", "xml", "<mount path=\"/a\" overwrite=\"true\"/>", "<wso2registry>\n    <mount path=\"/a\" overwrite=\"true\"/>\n</wso2registry>"},
		"a property":                  {"synapse.properties", "a.b=1\n", "a.b", "properties", "# synapse.properties\na.b=2\n# x.properties\na.c=3", "a.b=2\n"},
		"a property that is absent":   {"synapse.properties", "a.b=1\n", "", "properties", "a.b=2\na.c=3\n", "a.b=1\na.c=3\n"},
		"an option":                   {"bin/wso2server.sh", "$JAVACMD -Xms1g -Xmx1g x.Main\n", "-Xmx", "sh", `JVM_MEM_OPTS="-Xms2048m -Xmx2048m"`, "$JAVACMD -Xms1g -Xmx2048m x.Main\n"},
		"an option with others":       {"bin/wso2server.sh", "$JAVACMD -Da=1 x.Main\n", "-Da", "sh", `-Da=2 -Db=3 \`, ""},
		"a command":                   {"bin/wso2server.sh", "$JAVACMD -Da=1 x.Main\n", "-Da", "sh", "keytool -Da=2", ""},
		"a port beside what it is of": {"bin/wso2server.sh", "$JAVACMD -Dport=1 x.Main\n", "-Dport", "sh", "-Dport=2 \\\n-Dlogin=3 \\", ""},
	} {
		file := "repository/conf/" + c.file
		if strings.HasPrefix(c.file, "bin/") {
			file = c.file
		}
		tree, err := Load(fstest.MapFS{
			"repository/conf/user-mgt.xml": {Data: []byte("<UserManager/>")}, "repository/conf/carbon.xml": {Data: []byte(server)}, file: {Data: []byte(c.text)},
		})
		if err != nil {
			t.Fatal(err)
		}
		f := tree.File(file)
		if f == nil || f.Problem != nil {
			t.Fatalf("%s: %s is not read", name, file)
		}
		at := Edit{File: file, Path: c.path}
		for i := range f.Entries {
			if f.Entries[i].Path == c.path {
				at.Span = f.Entries[i].at()
			}
		}
		edits, err := f.Adopt(at, c.language, c.sample)
		if err != nil {
			if c.want != "" || strings.HasPrefix(err.Error(), "there is no ") {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		editor := NewEditor(tree)
		if err := editor.Apply(edits); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := string(editor.Changes()[0].New); got != c.want {
			t.Errorf("%s: the file becomes\n%s\nwant\n%s", name, got, c.want)
		}
	}
}
