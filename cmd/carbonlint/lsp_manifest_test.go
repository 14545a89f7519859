package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestEditorManifests edits files in ConfigMaps: what is said, fixed, waived and
// followed stands in the manifests.
func TestEditorManifests(t *testing.T) {
	t.Parallel()
	const conf = `kind: ConfigMap
data:
  carbon.xml: |
    <Server xmlns="http://wso2.org/projects/carbon/carbon.xml">
      <EnableHTTPAdminConsole>true</EnableHTTPAdminConsole>
      <Ports><Offset>2</Offset></Ports>
    </Server>
  catalina-server.xml: |
    <Server><Service><Connector port="9443" scheme="https" secure="true" SSLEnabled="true"/></Service></Server>
  user-mgt.xml: |
    <UserManager><Realm><Configuration>
      <Property name="dataSource">jdbc/Users</Property>
    </Configuration></Realm></UserManager>
  synapse.properties: |
    mediation.flow.statistics.enable=true
    mediation.flow.statistics.tracer.collect.payloads=true
    mediation.flow.statistics.collect.all=true
`
	const sources = `kind: ConfigMap
data:
  master-datasources.xml: |
    <datasources-configuration><datasources><datasource><name>USERS</name>
      <jndiConfig><name>jdbc/Users</name></jndiConfig>
      <definition type="RDBMS"><configuration><url>jdbc:mysql://db.acme.com/users</url></configuration></definition>
    </datasource></datasources></datasources-configuration>
`
	dir := t.TempDir()
	file, other := filepath.Join(dir, "conf.yaml"), filepath.Join(dir, "sources.yaml")
	for name, text := range map[string]string{file: conf, other: sources} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	e := start(t, allCapabilities, dir)
	d := e.found(file, "console/over_http")
	if d.Range != (lspRange{lspPosition{4, 30}, lspPosition{4, 34}}) {
		t.Errorf("the diagnostic is %+v", d)
	}
	for at, want := range map[string]string{
		"2</Offset>": "effective port 9445 (9443 and the offset 2)",
		"jdbc/Users": "Names the data source of the user manager.",
	} {
		if got := e.hover(file, position(t, conf, at)); !strings.Contains(got, want) {
			t.Errorf("hover at %s lacks %q:\n%s", at, want, got)
		}
	}
	var found []struct {
		URI   string
		Range lspRange
	}
	e.call("textDocument/definition", map[string]any{"textDocument": map[string]any{"uri": uri(file)}, "position": position(t, conf, "jdbc/Users").plain()}, &found)
	if got := fmt.Sprint(found); !strings.Contains(got, "sources.yaml {{4 24}") {
		t.Errorf("the data source is defined at %s", got)
	}

	e.open(file, conf)
	for _, a := range e.actions(file, d.Range) {
		if a.IsPreferred {
			e.change(file, 2, apply(conf, a.Edit.DocumentChanges[0].Edits))
		}
	}
	e.gone(file, "console/over_http")
	for i, rule := range []string{"gateway/payload_tracing_on", "console/over_http"} {
		e.change(file, 3+3*i, conf)
		d = e.found(file, rule)
		actions := e.actions(file, d.Range)
		at := slices.IndexFunc(actions, func(a lspAction) bool { return a.Title == "Waive "+rule+" here" })
		if at < 0 {
			t.Fatalf("%s cannot be waived: %+v", rule, actions)
		}
		var place lspPosition
		if err := json.Unmarshal(actions[at].Command.Arguments[1], &place); err != nil {
			t.Fatal(err)
		}
		waived := apply(conf, actions[at].Edit.DocumentChanges[0].Edits)
		waived = waived[:offsetOf(waived, place)] + "as agreed" + waived[offsetOf(waived, place):]
		e.change(file, 4+3*i, waived)
		e.gone(file, rule)
		if _, misused := e.find(file, "waiver/unused"); misused {
			t.Errorf("the waiver in\n%s\nwaives nothing", waived)
		}
	}
}
