package loader

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// kindOf returns the names of a home's files of a kind.
func kindOf(t *testing.T, text, kind string) []string {
	t.Helper()
	loaded, err := Load(tree(text))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, h := range loaded.Homes {
		for _, f := range h.Files {
			if f.Kind == kind {
				names = append(names, f.Name)
			}
		}
	}
	return names
}

// files makes an archive of a home with empty files of the given names.
func files(names ...string) string {
	return "-- repository/conf/carbon.xml --\n" + carbonXML + "\n-- " + strings.Join(names, " --\n-- ") + " --\n"
}

func TestStaleCopies(t *testing.T) {
	t.Parallel()
	const conf = "repository/conf/"
	copies := []string{
		conf + ".carbon.xml.swp",
		conf + "Copy of carbon.xml",
		conf + "api-manager - Copy.xml",
		conf + "carbon (2).xml",
		conf + "carbon.xml - Copy",
		conf + "carbon.xml.20190401",
		conf + "carbon.xml.bak",
		conf + "carbon.xml.disabled",
		conf + "carbon.xml.erb.orig",
		conf + "carbon.xml.new",
		conf + "carbon.xml.rpmsave",
		conf + "carbon.xml_old",
		conf + "carbon.xml~",
		conf + "carbon_1.xml",
		conf + "carbon_old.xml",
		conf + "security/cipher-text - Copy.properties",
	}
	others := []string{
		conf + "api-manager.xml",
		conf + "axis2/axis2.xml",
		conf + "axis2/axis2.xml_NHTTP",
		conf + "axis2/axis2.xml_PT",
		conf + "axis2/axis2_TM.xml",
		conf + "axis2/axis2_client.xml",
		conf + "axis2/axis2_nhttp.xml",
		conf + "axis2/axis2_pt.xml",
		conf + "carbon_gateway.xml",
		conf + "datasources/master-datasources.xml",
		conf + "datasources/master-datasources.xml.bak",
		conf + "datasources/master-datasources_1.xml",
		conf + "identity/identity-providers/idp.xml",
		conf + "identity/identity-providers/idp_1.xml",
		conf + "log4j.properties",
		conf + "log4j2.properties",
		conf + "registry_TM.xml",
		conf + "sample-server-wrapper.conf",
		conf + "security/cipher-text.properties",
		"bin/wso2server.sh.bak",
	}
	got := kindOf(t, files(append(append([]string(nil), others...), copies...)...), KindCopy)
	if diff := cmp.Diff(copies, got); diff != "" {
		t.Errorf("copies differ (-want +got):\n%s", diff)
	}
}

// TestCopyInUse checks that the axis2 file that carbon.xml names is loaded
// whatever it is called.
func TestCopyInUse(t *testing.T) {
	t.Parallel()
	const text = `-- repository/conf/carbon.xml --
<Server xmlns="http://wso2.org/projects/carbon/carbon.xml"><Axis2Config><ConfigurationFile>${carbon.home}/repository/conf/axis2/axis2_new.xml</ConfigurationFile></Axis2Config></Server>
-- repository/conf/axis2/axis2.xml --
<axisconfig name="old"/>
-- repository/conf/axis2/axis2_new.xml --
<axisconfig name="new"/>
`
	if got := kindOf(t, text, KindCopy); got != nil {
		t.Errorf("copies %q, want none", got)
	}
	loaded, err := Load(tree(text))
	if err != nil {
		t.Fatal(err)
	}
	f := loaded.File("repository/conf/axis2/axis2_new.xml")
	if f == nil || f.Kind != "axis2.xml" || f.first("axisconfig/@name") != "new" {
		t.Errorf("the file that carbon.xml names is not loaded: %+v", f)
	}
}

func TestRuntimeFiles(t *testing.T) {
	t.Parallel()
	names := []string{
		"dbscripts/h2.sql",
		"java_pid4711.hprof",
		"repository/data/org.wso2.carbon.directory/x",
		"repository/database/README.txt",
		"repository/database/WSO2CARBON_DB.h2.db",
		"repository/database/WSO2CARBON_DB.trace.db",
		"repository/logs/README.txt",
		"repository/logs/wso2carbon.log",
		"tmp/.gitkeep",
		"tmp/a.txt",
		"tmp/b.txt",
		"wso2carbon.pid",
	}
	want := []string{
		"java_pid4711.hprof",
		"repository/data",
		"repository/database/WSO2CARBON_DB.h2.db",
		"repository/database/WSO2CARBON_DB.trace.db",
		"repository/logs/wso2carbon.log",
		"tmp/a.txt",
		"wso2carbon.pid",
	}
	if diff := cmp.Diff(want, kindOf(t, files(names...), KindRuntime)); diff != "" {
		t.Errorf("runtime files differ (-want +got):\n%s", diff)
	}
	ignored := files(names...) + "-- .gitignore --\n*.pid\n*.hprof\n/tmp/\nrepository/data\nrepository/database\nrepository/logs\n"
	if got := kindOf(t, ignored, KindRuntime); got != nil {
		t.Errorf("kept out by .gitignore, and still there: %q", got)
	}
}

func TestVersioned(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{".git/HEAD": true, ".git": true, "nodes/.gitignore": true, "README.md": false} {
		loaded, err := Load(fstest.MapFS{
			"repository/conf/carbon.xml": &fstest.MapFile{Data: []byte(carbonXML)},
			name:                         &fstest.MapFile{Data: []byte("x")},
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := loaded.Homes[0].Versioned; got != want {
			t.Errorf("%s: versioned is %v, want %v", name, got, want)
		}
	}
}
