package loader

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// tree makes a file system of a txtar archive.
func tree(text string) fstest.MapFS {
	fsys := make(fstest.MapFS)
	for _, f := range txtar.Parse([]byte(text)).Files {
		fsys[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	return fsys
}

// The least that each mark must hold.
const (
	carbonXML  = `<Server xmlns="http://wso2.org/projects/carbon/carbon.xml"/>`
	axis2XML   = `<axisconfig name="AxisJava2.0"/>`
	userMgtXML = `<UserManager/>`
	masterXML  = `<datasources-configuration/>`
)

// utf16LE encodes ASCII text as Windows writes it.
func utf16LE(text string) string {
	encoded := "\xff\xfe"
	for _, b := range []byte(text) {
		encoded += string([]byte{b, 0})
	}
	return encoded
}

func TestDetect(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		files map[string]string
		want  string // path layout, a line each
	}{
		{"classic home", map[string]string{"repository/conf/carbon.xml": carbonXML}, ". classic"},
		{"classic home in a folder", map[string]string{"nodes/a/repository/conf/carbon.xml": carbonXML}, "nodes/a classic"},
		{"home without carbon.xml", map[string]string{"tm/repository/conf/axis2/axis2.xml": axis2XML}, "tm classic"},
		{
			"EI 6 with profiles",
			map[string]string{
				"conf/carbon.xml": carbonXML, "wso2/components/x.txt": "",
				"wso2/broker/conf/carbon.xml": carbonXML, "wso2/business-process/conf/carbon.xml": carbonXML,
				"wso2/analytics/conf/worker/deployment.yaml": "wso2.carbon:",
			},
			". ei6\nwso2/broker ei6-profile\nwso2/business-process ei6-profile",
		},
		{
			"folder of configuration alone",
			map[string]string{"confs/carbon.xml": carbonXML, "confs/axis2/axis2.xml": axis2XML},
			"confs conf-only",
		},
		{
			"the tree is the folder of configuration",
			map[string]string{"carbon.xml": carbonXML, "axis2/axis2.xml": axis2XML},
			". conf-only",
		},
		{"carbon.xml in UTF-16", map[string]string{"repository/conf/carbon.xml": utf16LE(carbonXML)}, ". classic"},
		{
			"carbon.xml that is too large",
			map[string]string{"repository/conf/carbon.xml": carbonXML + strings.Repeat(" ", MaxFileSize)},
			". classic",
		},
		{"one file of a telling name is a copy", map[string]string{"old/carbon.xml": carbonXML}, ""},
		{"a carbon.xml of something else", map[string]string{"repository/conf/carbon.xml": "<project/>"}, ""},
		{
			"a synapse registry.xml is no mark",
			map[string]string{"repository/deployment/server/synapse-configs/default/registry.xml": "<registry/>"},
			"",
		},
		{
			"configuration installed with features is dead",
			map[string]string{
				"repository/conf/carbon.xml":                                          carbonXML,
				"repository/components/features/org.wso2.carbon.core/conf/carbon.xml": carbonXML,
			},
			". classic",
		},
		{
			"templates of Puppet and Ansible",
			map[string]string{
				"a/templates/carbon-home/conf/carbon.xml.erb":           carbonXML,
				"b/templates/carbon-home/repository/conf/carbon.xml.j2": carbonXML,
			},
			"a/templates/carbon-home ei6\nb/templates/carbon-home classic",
		},
		{
			"a launcher alone",
			map[string]string{"templates/carbon-home/bin/integrator.sh.erb": "", "x/bin/wso2server.bat": "", "y/bin/broker.sh": ""},
			"templates/carbon-home ei6\nx classic",
		},
		{
			"deployment.toml",
			map[string]string{
				"repository/conf/deployment.toml": "[server]\nhostname = \"x\"\n",
				"repository/conf/carbon.xml":      carbonXML,
				"bin/wso2server.sh":               "",
			},
			". toml (not judged)",
		},
		{
			"micro integrator",
			map[string]string{"conf/deployment.toml": "[server]\n", "conf/carbon.xml": carbonXML, "bin/micro-integrator.sh": ""},
			". mi (not judged)",
		},
		{
			"generated files below a bare deployment.toml",
			map[string]string{
				"s/deployment.toml": "[super_admin]\n", "s/expected/carbon.xml": carbonXML, "s/expected/user-mgt.xml": userMgtXML,
				"s/nodes/a/repository/conf/carbon.xml": carbonXML,
			},
			"s conf-only (not judged)\ns/nodes/a classic",
		},
		{"a deployment.toml of something else", map[string]string{"conf/deployment.toml": "[icp]\nport = 1\n"}, ""},
		{"launcher of the later generation", map[string]string{"t/bin/api-manager.sh.erb": ""}, "t toml (not judged)"},
		{"nothing", map[string]string{"README.md": ""}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			fsys := make(fstest.MapFS)
			for name, text := range test.files {
				fsys[name] = &fstest.MapFile{Data: []byte(text)}
			}
			loaded, err := Load(fsys)
			if err != nil {
				t.Fatal(err)
			}
			var lines []string
			for _, h := range loaded.Homes {
				line := h.Path + " " + h.Layout
				if h.NotJudged != "" {
					line += " (not judged)"
				}
				lines = append(lines, line)
			}
			if diff := cmp.Diff(test.want, strings.Join(lines, "\n")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// kinds lists the files of the homes with their kinds.
func kinds(t *testing.T, fsys fstest.MapFS) string {
	t.Helper()
	loaded, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, h := range loaded.Homes {
		for _, f := range h.Files {
			fmt.Fprintf(&b, "%s: %s\n", f.Name, f.Kind)
		}
	}
	return b.String()
}

func TestFiles(t *testing.T) {
	t.Parallel()
	got := kinds(t, tree(`
-- repository/conf/carbon.xml --
<Server xmlns="http://wso2.org/projects/carbon/carbon.xml">
    <Axis2Config><ConfigurationFile>${carbon.home}/repository/conf/axis2/axis2_mine.xml</ConfigurationFile></Axis2Config>
</Server>
-- repository/conf/carbon_old.xml --
<Server/>
-- repository/conf/carbon - Copy.xml --
<Server/>
-- repository/conf/carbon.xml.bak --
<Server/>
-- repository/conf/..2026_11_22_09_00_00.1/registry.xml --
<wso2registry/>
-- repository/conf/axis2/axis2.xml --
<axisconfig/>
-- repository/conf/axis2/axis2_mine.xml --
<axisconfig/>
-- repository/conf/axis2/axis2_nhttp.xml --
<axisconfig/>
-- repository/conf/axis2/axis2_client.xml --
<axisconfig/>
-- repository/conf/registry.xml --
<wso2registry/>
-- repository/conf/registry_TM.xml --
<wso2registry/>
-- repository/conf/datasources/master-datasources.xml --
<datasources-configuration/>
-- repository/conf/datasources/master-datasources_1.xml --
<datasources-configuration/>
-- repository/conf/datasources/bps-datasources.xml --
<datasources-configuration/>
-- repository/conf/datasources/bps-datasources.xml.bak --
-- repository/conf/datasources/custom.xml.j2 --
-- repository/conf/datasources/README.md --
-- repository/conf/tomcat/web.xml --
<web-app/>
-- repository/conf/tomcat/carbon/WEB-INF/web.xml --
<web-app/>
-- repository/conf/hazelcast.properties --
a=b
-- repository/conf/security/sec.policy --
grant {};
-- repository/deployment/server/userstores/acme.xml --
<UserStoreManager/>
-- repository/tenants/7/userstores/t_com.xml --
<UserStoreManager/>
-- repository/deployment/server/eventpublishers/stats.xml --
<eventPublisher/>
-- repository/deployment/server/eventpublishers/stats_1.xml.j2 --
<eventPublisher/>
-- repository/deployment/server/eventpublishers/README.md --
-- repository/tenants/7/eventreceivers/in.xml --
<eventReceiver/>
-- repository/deployment/server/webapps/api#identity/WEB-INF/web.xml --
<web-app/>
-- repository/resources/api_templates/velocity_template.xml --
#if
-- bin/wso2server.sh --
-- bin/wso2server.bat --
-- bin/yajsw/wrapper.conf --
-- bin/ciphertool.sh --
-- updates/config.json --
-- updates/product.txt --
wso2esb-5.0.0
`))
	want := `bin/wso2server.bat: launcher
bin/wso2server.sh: launcher
bin/yajsw/wrapper.conf: launcher
repository/conf/axis2/axis2_client.xml: axis2_client.xml
repository/conf/axis2/axis2_mine.xml: axis2.xml
repository/conf/carbon - Copy.xml: copy
repository/conf/carbon.xml: carbon.xml
repository/conf/carbon.xml.bak: copy
repository/conf/carbon_old.xml: copy
repository/conf/datasources/bps-datasources.xml: datasources
repository/conf/datasources/bps-datasources.xml.bak: datasources-ignored
repository/conf/datasources/custom.xml.j2: datasources-ignored
repository/conf/datasources/master-datasources.xml: datasources
repository/conf/datasources/master-datasources_1.xml: datasources-ignored
repository/conf/hazelcast.properties: hazelcast.properties
repository/conf/registry.xml: registry.xml
repository/conf/tomcat/carbon/WEB-INF/web.xml: carbon/web.xml
repository/conf/tomcat/web.xml: tomcat/web.xml
repository/deployment/server/eventpublishers/stats.xml: event-publisher
repository/deployment/server/eventpublishers/stats_1.xml.j2: event-publisher
repository/deployment/server/userstores/acme.xml: user-store
repository/deployment/server/webapps/api#identity/WEB-INF/web.xml: webapp/web.xml
repository/tenants/7/eventreceivers/in.xml: event-receiver
repository/tenants/7/userstores/t_com.xml: user-store
updates/config.json: updates
updates/product.txt: updates
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestVariants(t *testing.T) {
	t.Parallel()
	live := []string{
		"carbon.xml", "axis2.xml", "axis2_client.xml", "axis2_blocking_client.xml", "identity.xml", "identity-event.properties",
		"identity.properties", "identity-mgt.properties", "log4j.properties", "metrics.xml", "metrics-datasources.xml", "event-processor.xml", "event.xml",
	}
	copies := []string{
		"carbon_old.xml", "carbon - Copy.xml", "carbon (1).xml", "carbon-backup.xml", "carbon_1.xml", "axis2_pt.xml", "axis2_TM.xml",
		"carbon.orig.xml", "carbon_2019-01-02.xml", "carbon.bak.xml.erb",
	}
	got, _ := variants(append(append([]string(nil), live...), copies...))
	for _, name := range live {
		if got[name] {
			t.Errorf("%s is a file of its own and was taken for a copy", name)
		}
	}
	for _, name := range copies {
		if !got[name] {
			t.Errorf("%s was not taken for a copy", name)
		}
	}
}

func TestDescribe(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, files, want string }{
		{
			"carbon.xml first", `
-- repository/conf/carbon.xml --
<Server xmlns="http://wso2.org/projects/carbon/carbon.xml"><Name>WSO2 API Manager</Name><Version>2.6.0</Version></Server>
-- bin/version.txt --
${product.name} v${product.version}
-- bin/wso2carbon-version.txt --
WSO2 Carbon Framework v4.4.35
`, "WSO2 API Manager|2.6.0|4.4.35",
		},
		{
			"version.txt where carbon.xml is a template", `
-- repository/conf/carbon.xml --
<Server xmlns="http://wso2.org/projects/carbon/carbon.xml"><Name>${product.name}</Name></Server>
-- bin/version.txt --
WSO2 Identity Server v5.7.0
`, "WSO2 Identity Server|5.7.0|4.4.35",
		},
		{
			"a profile with the number of Enterprise Integrator", `
-- wso2/micro-integrator/conf/carbon.xml --
<Server xmlns="http://wso2.org/projects/carbon/carbon.xml"><Name>WSO2 Micro Integrator</Name><Version>6.4.0</Version></Server>
`, "WSO2 Micro Integrator|6.4.0|4.4.36",
		},
		{
			"a product of its own with the name of a profile", `
-- repository/conf/carbon.xml --
<Server xmlns="http://wso2.org/projects/carbon/carbon.xml"><Name>WSO2 Business Process Server</Name><Version>3.6.0</Version></Server>
`, "WSO2 Business Process Server|3.6.0|",
		},
		{
			"the kernel itself", `
-- carbon.xml --
<Server xmlns="http://wso2.org/projects/carbon/carbon.xml"><Name>WSO2 Carbon</Name><Version>4.4.9</Version></Server>
-- axis2/axis2.xml --
<axisconfig/>
`, "WSO2 Carbon|4.4.9|4.4.9",
		},
		{
			"nothing is known", `
-- repository/conf/user-mgt.xml --
<UserManager/>
`, "||",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			loaded, err := Load(tree(test.files))
			if err != nil {
				t.Fatal(err)
			}
			h := loaded.Homes[0]
			if got := h.Product + "|" + h.Version + "|" + h.Kernel; got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestComplete(t *testing.T) {
	t.Parallel()
	whole := map[string]string{
		"repository/conf/carbon.xml": carbonXML, "repository/conf/axis2/axis2.xml": axis2XML,
		"repository/conf/user-mgt.xml": userMgtXML, "repository/conf/datasources/master-datasources.xml": masterXML,
		"repository/conf/tomcat/catalina-server.xml": "<Server/>", "bin/wso2server.sh": "",
		// An overlay may well have all the others.
		"repository/conf/etc/carboncontext-osgi-services.properties": "",
	}
	for missing := range whole {
		fsys := make(fstest.MapFS)
		for name, text := range whole {
			if name != missing {
				fsys[name] = &fstest.MapFile{Data: []byte(text)}
			}
		}
		loaded, err := Load(fsys)
		if err != nil {
			t.Fatal(err)
		}
		if loaded.Homes[0].Complete {
			t.Errorf("a home without %s is called complete", missing)
		}
		fsys[missing] = &fstest.MapFile{Data: []byte(whole[missing])}
		if loaded, err = Load(fsys); err != nil || !loaded.Homes[0].Complete {
			t.Errorf("a whole home is not called complete: %v", err)
		}
	}
}

// broken is a file system in which some files cannot be read.
type broken struct {
	fstest.MapFS
	unreadable map[string]bool
}

func (b broken) Open(name string) (fs.File, error) {
	if b.unreadable[name] {
		return nil, &fs.PathError{Op: "open", Path: "/secret/place/" + name, Err: fs.ErrPermission}
	}
	return b.MapFS.Open(name)
}

// ReadFile hides that of the map.
func (b broken) ReadFile(name string) ([]byte, error) {
	if b.unreadable[name] {
		return nil, fs.ErrPermission
	}
	return b.MapFS.ReadFile(name)
}

// TestUnreadable checks that a file which cannot be read is named without the
// path on this machine, and that the rest of the home is loaded.
func TestUnreadable(t *testing.T) {
	t.Parallel()
	fsys := broken{tree(`
-- repository/conf/carbon.xml --
<Server xmlns="http://wso2.org/projects/carbon/carbon.xml"><HostName>a</HostName></Server>
-- repository/conf/registry.xml --
<wso2registry/>
`), map[string]bool{"repository/conf/registry.xml": true}}
	loaded, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	if len(loaded.Unreadable) != 1 || loaded.Unreadable[0].Problem.Reason != "cannot be read: permission denied" {
		t.Errorf("unreadable files are %v", loaded.Unreadable)
	}
	if f := loaded.File("repository/conf/carbon.xml"); f == nil || f.first("Server/HostName") != "a" {
		t.Error("the rest of the home is not loaded")
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	fsys := tree(`
-- repository/conf/carbon.xml --
<Server xmlns="http://wso2.org/projects/carbon/carbon.xml"/>
`)
	fsys["repository/conf/huge.xml"] = &fstest.MapFile{Data: make([]byte, MaxFileSize+1)}
	fsys["repository/conf/binary.properties"] = &fstest.MapFile{Data: []byte("a=\x00b")}
	loaded, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"repository/conf/huge.xml": "is larger than 5 MB", "repository/conf/binary.properties": "is a binary file"} {
		if f := loaded.File(name); f == nil || f.Problem == nil || f.Problem.Reason != want {
			t.Errorf("%s: got %+v, want %q", name, f, want)
		}
	}
}

// TestMarks tells the marks of configuration folders from what looks like them.
func TestMarks(t *testing.T) {
	t.Parallel()
	carbon := mark{"carbon.xml", "Server", "carbon.xml"}
	for text, want := range map[string]bool{
		`<Server xmlns="http://wso2.org/projects/carbon/carbon.xml">`:                 true,
		"<Server\n  xmlns=\"http://wso2.org/projects/carbon/carbon.xml\"":             true,
		`<Servers xmlns="http://wso2.org/projects/carbon/carbon.xml">`:                false,
		`<Servers/><Server xmlns="http://wso2.org/projects/carbon/carbon.xml">`:       true,
		`<Server port="8005"><!-- http://wso2.org/projects/carbon/carbon.xml -->`:     false,
		`<Server a="b"/><Server xmlns="http://wso2.org/projects/carbon/carbon.xml"/>`: true,
		`<Server`: false,
		``:        false,
	} {
		if got := carbon.in([]byte(text)); got != want {
			t.Errorf("%q: the mark is there is %v, want %v", text, got, want)
		}
	}
	if jmx := (mark{"etc/jmx.xml", "JMX", ""}); !jmx.in([]byte("<JMX")) || jmx.in([]byte("<JMXServer>")) {
		t.Error("the end of the name is not seen")
	}
}

// TestWritten checks that what is looked for before the pattern is in all that
// the pattern matches.
func TestWritten(t *testing.T) {
	t.Parallel()
	for _, rel := range []string{
		"wso2carbon.pid", "tmp/a", "tmp/.a", "hs_err_pid12.log", "bin/hs_err_pid12.log", "a/b/x.hprof", "x.lck", "repository/data",
		"repository/database", "repository/logs/wso2carbon.log", "repository/logs/audit.log.1", "repository/logs/readme.txt",
		"repository/database/WSO2CARBON_DB.h2.db", "repository/database/a.lock", "repository/conf/carbon.xml", "repository/conf/a.lck",
		"repository/database/a.mv.db", "repository/database/a.trace.db", "repository/database/a.lock.db",
	} {
		if got, want := isWritten(rel), written.MatchString(rel); got != want {
			t.Errorf("%s: written by the server is %v, want %v", rel, got, want)
		}
	}
}
