package policies

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/carbonlint/carbonlint/loader"
)

// levelSite decides the severity of rules by "rule home file".
type levelSite struct {
	NoSite
	levels map[string]Severity
}

func (s levelSite) Severity(r *Rule, h *loader.Home, file string) Severity {
	for _, key := range []string{r.ID + " " + h.Path + " " + file, r.ID + " " + h.Path} {
		if level, ok := s.levels[key]; ok {
			return level
		}
	}
	return ""
}

// TestSite checks what a site's decisions make of findings and verdicts.
func TestSite(t *testing.T) {
	t.Parallel()
	const carbon = `<Server xmlns="http://wso2.org/projects/carbon/carbon.xml"><HostName>localhost</HostName></Server>`
	store := func(url string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(`<datasources-configuration><datasources><datasource><name>A</name><definition type="RDBMS"><configuration><url>` +
			url + `</url></configuration></definition></datasource></datasources></datasources-configuration>`)}
	}
	tree := fstest.MapFS{
		"a/repository/conf/carbon.xml":                         {Data: []byte(carbon)},
		"a/repository/conf/datasources/master-datasources.xml": store("jdbc:h2:x"),
		"a/repository/conf/datasources/b-datasources.xml":      store("${db}"),
		"b/repository/conf/carbon.xml":                         {Data: []byte(carbon)},
	}
	const h2, host = "datasource/embedded_h2", "hostname/not_set"
	const master, other = "a/repository/conf/datasources/master-datasources.xml", "a/repository/conf/datasources/b-datasources.xml"
	e, err := open(context.Background(), os.DirFS("."), Options{Rules: []string{h2, host}})
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		levels map[string]Severity
		want   []string
	}{
		"nothing decided": {nil, []string{"warning " + h2 + " a", "error " + host + " a", "error " + host + " b", h2 + " a fail", h2 + " b not_applicable", host + " a fail", host + " b fail"}},
		"off in one home": {
			map[string]Severity{host + " a": SeverityOff},
			[]string{"warning " + h2 + " a", "error " + host + " b", h2 + " a fail", h2 + " b not_applicable", host + " b fail"},
		},
		"another severity": {
			map[string]Severity{host + " a": SeverityNote},
			[]string{"warning " + h2 + " a", "note " + host + " a", "error " + host + " b", h2 + " a fail", h2 + " b not_applicable", host + " a fail", host + " b fail"},
		},
		"off in a file: the verdict is that of the others": {
			map[string]Severity{h2 + " a " + master: SeverityOff, host + " a": SeverityOff, host + " b": SeverityOff},
			[]string{h2 + " a unknown", h2 + " b not_applicable"},
		},
		"off in all files: there is no verdict": {
			map[string]Severity{h2 + " a " + master: SeverityOff, h2 + " a " + other: SeverityOff, host + " a": SeverityOff, host + " b": SeverityOff},
			[]string{h2 + " b not_applicable"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			loaded, err := loader.Load(tree)
			if err != nil {
				t.Fatal(err)
			}
			r, err := e.For(levelSite{levels: test.levels}).Evaluate(context.Background(), loaded)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range r.Findings {
				got = append(got, fmt.Sprintf("%s %s %s", f.Severity, f.Rule, f.Home))
			}
			for _, v := range r.Verdicts {
				got = append(got, fmt.Sprintf("%s %s %s", v.Rule, v.Home, v.Outcome))
			}
			if diff := cmp.Diff(sorted(test.want), sorted(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestSiteRan checks that a report does not list rules that are off everywhere.
func TestSiteRan(t *testing.T) {
	t.Parallel()
	e, err := compile(context.Background(), overlay(t, map[string]string{"a/on": good, "b/off": good}), Options{})
	if err != nil {
		t.Fatal(err)
	}
	loaded, err := loader.Load(home())
	if err != nil {
		t.Fatal(err)
	}
	r, err := e.For(levelSite{levels: map[string]Severity{"b/off .": SeverityOff}}).Evaluate(context.Background(), loaded)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, rule := range r.Rules {
		ids = append(ids, rule.ID)
	}
	if got := strings.Join(ids, " "); got != "a/on" {
		t.Errorf("the rules that ran are %q, want a/on", got)
	}
}

func sorted(list []string) string {
	lines := slices.Sorted(slices.Values(list))
	return strings.Join(lines, "\n")
}
