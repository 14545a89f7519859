package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/carbonlint/carbonlint/loader"
)

// hook is what the tests read of a hook of pre-commit.
type hook struct {
	ID, Entry, Language, Files, Exclude string
	PassFilenames                       *bool `yaml:"pass_filenames"`
	RequireSerial                       bool  `yaml:"require_serial"`
}

func hooks(t *testing.T) []hook {
	t.Helper()
	data, err := os.ReadFile("../../.pre-commit-hooks.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var list []hook
	if err := yaml.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

// concerns returns which commits the first hook runs at, by the name of a
// file.
func concerns(t *testing.T) func(name string) bool {
	t.Helper()
	h := hooks(t)[0]
	files, exclude := regexp.MustCompile(h.Files), regexp.MustCompile(h.Exclude)
	return func(name string) bool { return files.MatchString(name) && !exclude.MatchString(name) }
}

// No hook takes file names: they would reach several processes in parts.
func TestHooksTakeNoNames(t *testing.T) {
	t.Parallel()
	for _, h := range hooks(t) {
		if h.PassFilenames == nil || *h.PassFilenames || !h.RequireSerial {
			t.Errorf("%s: want pass_filenames: false and require_serial: true", h.ID)
		}
	}
}

// TestHooksSeeWhatIsRead checks that the hook runs when a file changes that
// carbonlint reads, in all real trees.
func TestHooksSeeWhatIsRead(t *testing.T) {
	t.Parallel()
	concerned := concerns(t)
	for _, tree := range trees(t) {
		loaded, err := loader.Load(os.DirFS(tree))
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range loaded.Homes {
			names := []string{}
			for _, f := range h.Files {
				names = append(names, f.Name)
			}
			for _, k := range h.KeyStores {
				names = append(names, k.File)
			}
			for _, name := range names {
				if !concerned(name) {
					t.Errorf("%s: carbonlint reads %s, and the hook would not run", filepath.Base(tree), name)
				}
			}
		}
	}
}

func TestHooksPattern(t *testing.T) {
	t.Parallel()
	concerned := concerns(t)
	for name, want := range map[string]bool{
		"repository/conf/carbon.xml":                                true,
		"modules/esb/templates/carbon.xml.erb":                      true,
		"roles/is/templates/carbon.xml.J2":                          true,
		"conf/datasources/master-datasources.xml - Copy":            true,
		"bin/wso2server.sh":                                         true,
		"wso2/broker/bin/yajsw/wrapper.conf":                        true,
		"repository/conf/deployment.toml":                           true,
		"repository/resources/security/acme.jks":                    true,
		"password-tmp":                                              true,
		"bin/setenv.sh":                                             true,
		"nodes/a/.env":                                              true,
		"systemd/wso2is.service":                                    true,
		"repository/components/lib/mysql-connector-java-5.1.49.jar": true,
		".carbonlint.yaml":                                          true,
		"README.md":                                                 false,
		"src/main/java/Main.java":                                   false,
		"pom.xml":                                                   false,
		"bin/build.sh":                                              false,
		"charts/templates/conf.yaml":                                true,
		"charts/values.yaml":                                        false,
		"charts/values-prod.yaml":                                   false,
		"repository/components/features/org.wso2.carbon_4.4.9/x.properties": false,
		"repository/deployment/server/synapse-configs/default/api/a.xml":    false,
		"samples/Clients/build.xml":                                         false,
		"repository/logs/audit.log":                                         false,
		"docs/passwords.txt":                                                false,
	} {
		if got := concerned(name); got != want {
			t.Errorf("the hook runs at %s: %v, want %v", name, got, want)
		}
	}
}
