package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestEditorHover asks what settings are and what findings mean.
func TestEditorHover(t *testing.T) {
	t.Parallel()
	dir, read := example(t)
	e := start(t, allCapabilities, dir)
	for _, c := range []struct {
		name, file, at string
		want           []string
	}{
		{"a finding", hookFile, "true", []string{"**Hazelcast's own shutdown hook is enabled.** (warning, [`cluster/shutdown_hook_on`](https://", "hazelcast.shutdownhook.enabled=false", "finding (guideline: "}},
		{"the offset", carbonFile, "1</Offset>", []string{"`Server/Ports/Offset` in `repository/conf/carbon.xml`", "JMX registry: effective port 10000 (9999 and the offset 1), tcp, for internal use."}},
		{"a port", carbonFile, "11111", []string{"JMX server: effective port 11112 (11111 and the offset 1)"}},
		{"a data source", "repository/conf/user-mgt.xml", "jdbc/WSO2CarbonDB", []string{"Names the data source of the user manager.", "Data source WSO2\\_CARBON\\_DB, `", "master-datasources.xml:3`: `jdbc:h2:repository/database/WSO2CARBON_DB;"}},
		{"another value than shipped", axis2File, "acme.esb.domain", []string{"All products that have this setting ship it as `wso2.carbon.domain`."}},
		{"the shipped value", carbonFile, "11111", []string{"ship it with this value."}},
		{"a secret", carbonFile, "correct horse", []string{"A secret, whose value is shown nowhere."}},
		{"the name of a setting", axis2File, "domain", []string{"`axisconfig/clustering/parameter[domain]` in", "ship it as `wso2.carbon.domain`."}},
		{"a placeholder", carbonFile, "${carbon.context}", []string{"A placeholder decides the value"}},
		{"as shipped", carbonFile, "9999", []string{"it is what the product ships", "finding, as the product ships it"}},
	} {
		got := e.hover(filepath.Join(dir, c.file), position(t, read(c.file), c.at))
		for _, want := range c.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: hover lacks %q:\n%s", c.name, want, got)
			}
		}
		if strings.Contains(got, "correct horse") {
			t.Errorf("%s: hover shows a secret", c.name)
		}
	}
	if got := e.hover(filepath.Join(dir, carbonFile), lspPosition{999, 0}); got != "" {
		t.Errorf("past the end hover says %q", got)
	}
}

// TestEditorLinks follows names to what they name.
func TestEditorLinks(t *testing.T) {
	t.Parallel()
	dir, read := example(t)
	for name, text := range map[string]string{
		"repository/conf/security/cipher-text.properties": "# aliases\nDatasources.WSO2_REG_DB.Configuration.Password=[x]\n",
		"repository/resources/security/acme.jks":          "no store",
		"repository/conf/registry.xml": `<wso2registry>
  <currentDBConfig>wso2registry</currentDBConfig>
  <dbConfig name="wso2registry"><dataSource>jdbc/A</dataSource></dbConfig>
  <dbConfig name="mounted"><dataSource>jdbc/B</dataSource></dbConfig>
  <remoteInstance url="x"><id>far</id><dbConfig>mounted</dbConfig></remoteInstance>
  <mount path="/_system/config" overwrite="true"><instanceId>far</instanceId></mount>
  <mount path="/_system/governance" overwrite="true"><instanceId>near</instanceId></mount>
</wso2registry>
`,
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	e := start(t, allCapabilities, dir)
	for _, c := range []struct{ name, file, at, want string }{
		{"a JNDI name", "repository/conf/user-mgt.xml", "jdbc/WSO2CarbonDB", "repository/conf/datasources/master-datasources.xml:5:22"},
		{"a key store", carbonFile, "${carbon.home}/repository/resources/security/acme.jks", "repository/resources/security/acme.jks:0:0"},
		{"an alias", sourcesFile, "Datasources.WSO2_REG_DB", "repository/conf/security/cipher-text.properties:1:0"},
		{"the registry's database", "repository/conf/registry.xml", "wso2registry</currentDBConfig", "repository/conf/registry.xml:2:18"},
		{"a mount's database", "repository/conf/registry.xml", "mounted</dbConfig", "repository/conf/registry.xml:3:18"},
		{"a remote instance", "repository/conf/registry.xml", "far</instanceId", "repository/conf/registry.xml:4:30"},
		{"a remote instance of nothing", "repository/conf/registry.xml", "near</instanceId", ""},
		{"a name of nothing", carbonFile, "localhost</Mgt", ""},
	} {
		at := position(t, read(c.file), c.at)
		var found []struct {
			URI   string
			Range lspRange
		}
		e.call("textDocument/definition", map[string]any{"textDocument": map[string]any{"uri": uri(filepath.Join(dir, c.file))}, "position": at.plain()}, &found)
		got := ""
		for _, l := range found {
			got += fmt.Sprintf("%s:%d:%d", strings.TrimPrefix(l.URI, uri(dir)+"/"), l.Range.Start.Line, l.Range.Start.Character)
		}
		if got != c.want {
			t.Errorf("%s: the definition is %q, want %q", c.name, got, c.want)
		}
		var links []struct {
			Range  lspRange
			Target string
		}
		e.call("textDocument/documentLink", map[string]any{"textDocument": map[string]any{"uri": uri(filepath.Join(dir, c.file))}}, &links)
		linked := slices.ContainsFunc(links, func(l struct {
			Range  lspRange
			Target string
		},
		) bool {
			return l.Range.Start == at && strings.HasPrefix(l.Target, uri(dir)+"/"+strings.Split(c.want, ":")[0])
		})
		if linked != (c.want != "") {
			t.Errorf("%s: the links are %+v", c.name, links)
		}
	}
}

// TestEditorCompletes completes the ids of rules.
func TestEditorCompletes(t *testing.T) {
	t.Parallel()
	dir, read := example(t)
	carbon, configuration := filepath.Join(dir, carbonFile), filepath.Join(dir, ".carbonlint.yaml")
	e := start(t, allCapabilities, dir)
	e.open(carbon, read(carbonFile))
	e.open(configuration, "")
	version := 1
	complete := func(file, text string) map[string]lspEdit {
		version++
		at := position(t, text, "^")
		e.change(file, version, strings.Replace(text, "^", "", 1))
		var items []struct {
			Label    string
			TextEdit lspEdit
		}
		e.call("textDocument/completion", map[string]any{"textDocument": map[string]any{"uri": uri(file)}, "position": at.plain()}, &items)
		found := make(map[string]lspEdit)
		for _, i := range items {
			found[i.Label] = i.TextEdit
		}
		return found
	}
	for _, c := range []struct {
		text, label string
		start       int
	}{
		{"<a><!-- carbonlint:ignore ^ --></a>", "hostname/not_set", 26},
		{"<a><!-- carbonlint:ignore hostname/not_set,jm^ --></a>", "jmx/default_ports", 43},
		{"<a><!-- carbonlint:ignore-file jm^ --></a>", "jmx", 31},
		{"<a><!-- carbonlint:^ --></a>", "ignore-file", 19},
	} {
		got, ok := complete(carbon, c.text)[c.label]
		if !ok || got.Range.Start.Character != c.start || strings.TrimSpace(got.NewText) != c.label {
			t.Errorf("%s: %s is completed by %+v (%v)", c.text, c.label, got, ok)
		}
	}
	for _, text := range []string{"severity:\n  host^", "locked: [host^", "waivers:\n- rules:\n    - host^", "waivers:\n- rule: host^"} {
		if _, ok := complete(configuration, text)["hostname/not_set"]; !ok {
			t.Errorf("%q is not completed", text)
		}
	}
	for _, text := range []string{"<a>host^</a>", "<a><!-- carbonlint:ignore hostname - it is ^ --></a>"} {
		if got := complete(carbon, text); len(got) > 0 {
			t.Errorf("%s is completed with %d items", text, len(got))
		}
	}
	if _, ok := complete(carbon, "<!-- carbonlint:ignore ^ -->")["waiver/unused"]; ok {
		t.Error("a check of waivers is offered, which cannot be waived")
	}
}

// TestEditorWaives waives every finding of the example home that can be waived
// in a comment, with a reason, and sees each of them gone.
func TestEditorWaives(t *testing.T) {
	t.Parallel()
	dir, read := example(t)
	e := start(t, allCapabilities, dir)
	e.found(filepath.Join(dir, carbonFile), "hostname/not_set")
	e.mu.Lock()
	all := make(map[string][]lspDiagnostic)
	for u, list := range e.diagnostics {
		all[strings.TrimPrefix(u, uri(dir)+"/")] = slices.Clone(list)
	}
	e.mu.Unlock()
	for name, list := range all {
		file, text := filepath.Join(dir, name), read(name)
		e.open(file, text)
		waived := make(map[string]bool)
		for i, d := range list {
			if waived[d.Code] {
				continue
			}
			waived[d.Code] = true
			e.change(file, 3*i+2, text)
			title := "Waive " + d.Code + " here"
			actions := e.actions(file, d.Range)
			at := slices.IndexFunc(actions, func(a lspAction) bool { return a.Title == title })
			if d.Code == "config/syntax_error" {
				if at >= 0 {
					t.Error("a file that does not parse can be waived")
				}
				continue
			}
			if at < 0 {
				t.Errorf("%s: %s cannot be waived", name, d.Code)
				continue
			}
			a := actions[at]
			var place lspPosition
			if a.Command == nil || json.Unmarshal(a.Command.Arguments[1], &place) != nil {
				t.Fatalf("%s: there is no place for the reason", d.Code)
			}
			without := apply(text, a.Edit.DocumentChanges[0].Edits)
			with := without[:offsetOf(without, place)] + "as agreed" + without[offsetOf(without, place):]
			e.change(file, 3*i+3, without)
			e.found(file, "waiver/without_reason")
			e.change(file, 3*i+4, with)
			e.until("the end of "+d.Code+" in "+name, func() bool {
				n := 0
				for _, got := range e.diagnostics[uri(file)] {
					if got.Code == d.Code || strings.HasPrefix(got.Code, "waiver/") {
						n++
					}
				}
				others := slices.ContainsFunc(list, func(o lspDiagnostic) bool { return o.Code == d.Code && o.Range != d.Range })
				return n == 0 || others && n > 0 && !slices.ContainsFunc(e.diagnostics[uri(file)], func(g lspDiagnostic) bool { return strings.HasPrefix(g.Code, "waiver/") })
			})
		}
		e.closeFile(file)
	}
}

// TestEditorWaivesInTemplate waives a finding about an attribute before which a
// tag of the template stands.
func TestEditorWaivesInTemplate(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "templates/repository/conf/tomcat/catalina-server.xml.erb")
	text := `<Server>
  <Service name="Catalina">
    <Connector port="9443" SSLEnabled="true"
<%- if @proxy -%>
               proxyPort="<%= @proxy %>"
<%- end -%>
               server="WSO2 Carbon Server"/>
  </Service>
</Server>
`
	if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o644)); err != nil {
		t.Fatal(err)
	}
	e := start(t, allCapabilities, dir)
	const rule = "network/product_banner_shown"
	d := e.found(file, rule)
	actions := e.actions(file, d.Range)
	at := slices.IndexFunc(actions, func(a lspAction) bool { return a.Title == "Waive "+rule+" here" })
	if at < 0 {
		t.Fatalf("the finding cannot be waived: %+v", actions)
	}
	want := strings.Replace(text, "    <Connector", "    <!-- carbonlint:ignore "+rule+" - -->\n    <Connector", 1)
	if got := apply(text, actions[at].Edit.DocumentChanges[0].Edits); got != want {
		t.Errorf("the waiver makes\n%s", got)
	}
}

// TestEditorFixesAll makes all safe fixes of a file at once.
func TestEditorFixesAll(t *testing.T) {
	t.Parallel()
	dir, read := example(t)
	hook := filepath.Join(dir, hookFile)
	e := start(t, strings.Replace(allCapabilities, `"documentChanges":true,`, "", 1), dir)
	e.open(hook, read(hookFile))
	e.found(hook, "cluster/shutdown_hook_on")
	if list := e.actions(hook, lspRange{}, "source.fixAll.eslint"); len(list) > 0 {
		t.Errorf("asked for the fixes of another tool, it offers %+v", list)
	}
	list := e.actions(hook, lspRange{}, "source.fixAll")
	if len(list) != 1 || list[0].Kind != "source.fixAll.carbonlint" {
		t.Fatalf("it offers %+v", list)
	}
	fixed := apply(read(hookFile), list[0].Edit.Changes[uri(hook)])
	if !strings.Contains(fixed, "hazelcast.shutdownhook.enabled=false") {
		t.Errorf("the file becomes %s", fixed)
	}
	e.change(hook, 2, fixed)
	e.gone(hook, "cluster/shutdown_hook_on")
	if list := e.actions(hook, lspRange{}, "source.fixAll"); len(list) > 0 {
		t.Errorf("after all fixes it offers %+v", list)
	}
}

// TestEditorCommands opens the page of a rule and moves the cursor.
func TestEditorCommands(t *testing.T) {
	t.Parallel()
	dir, _ := example(t)
	e := start(t, allCapabilities, dir)
	e.call("workspace/executeCommand", map[string]any{"command": "carbonlint.openRulePage", "arguments": []any{"jmx/default_ports"}}, nil)
	e.call("workspace/executeCommand", map[string]any{"command": "carbonlint.showPlace", "arguments": []any{uri(dir), map[string]any{"line": 3}}}, nil)
	e.until("both", func() bool {
		all := strings.Join(e.params, "\n")
		return strings.Contains(all, `"external":true,"uri":"https://github.com/carbonlint/carbonlint/blob/main/docs/rules/jmx/default_ports.md"`) && strings.Contains(all, `"line":3`)
	})
	for _, arguments := range [][]any{{"jmx/none"}, {}, {"https://example.com"}} {
		if code := e.refused("workspace/executeCommand", map[string]any{"command": "carbonlint.openRulePage", "arguments": arguments}); code != -32602 {
			t.Errorf("%v: the code is %d", arguments, code)
		}
	}
}

// TestEditorPositions counts characters as the client does, in lines that end
// in every way, behind characters of every length.
func TestEditorPositions(t *testing.T) {
	t.Parallel()
	const text = "<Server xmlns=\"http://wso2.org/projects/carbon/carbon.xml\">\r\n<!-- \u00fc\U0001F600 --><HostName>localhost</HostName>\r<ServerKey>ESB</ServerKey>\n</Server>"
	for encoding, want := range map[string]int{"utf-8": 25, "utf-16": 22, "utf-32": 21, "": 22} {
		for _, mark := range []string{"", "\ufeff"} {
			dir, _ := example(t)
			carbon := filepath.Join(dir, carbonFile)
			if err := os.WriteFile(carbon, []byte("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<Server/>"), 0o644); err != nil {
				t.Fatal(err)
			}
			capabilities := strings.Replace(allCapabilities, "{", `{"general":{"positionEncodings":["utf-7","`+encoding+`"]},`, 1)
			e := start(t, capabilities, dir)
			e.open(carbon, mark+text)
			if d := e.found(carbon, "hostname/not_set"); d.Range.Start != (lspPosition{1, want}) || d.Range.End.Character != want+9 {
				t.Errorf("%q: the finding is at %v, want character %d", encoding, d.Range, want)
			}
			// An edit in the middle of a line, behind the long characters.
			at := lspRange{lspPosition{1, want}, lspPosition{1, want + 9}}
			e.notify("textDocument/didChange", map[string]any{
				"textDocument":   map[string]any{"uri": uri(carbon), "version": 2},
				"contentChanges": []any{map[string]any{"range": at.plain(), "text": "esb.acme.example"}, map[string]any{"range": lspRange{}.plain(), "text": "\n"}},
			})
			e.gone(carbon, "hostname/not_set")
		}
	}
}

// TestEditorNoSecret checks that nothing that the server says or logs holds a
// secret of the tree.
func TestEditorNoSecret(t *testing.T) {
	dir := writeCanaries(t)
	e := start(t, allCapabilities, dir)
	e.notify("$/setTrace", map[string]any{"value": "verbose"})
	e.found(filepath.Join(dir, carbonFile), "secrets/plain_text")
	for name, text := range canaries {
		e.open(filepath.Join(dir, filepath.FromSlash(name)), text)
	}
	for name, text := range canaries {
		file := filepath.Join(dir, filepath.FromSlash(name))
		lines := strings.Split(text, "\n")
		whole := lspRange{End: lspPosition{len(lines), 0}}
		for _, a := range e.actions(file, whole, "quickfix", "source.fixAll") {
			if strings.Contains(a.Title, canary) {
				t.Errorf("%s: a title holds a secret", name)
			}
		}
		for n, line := range lines {
			for at := 0; at < len(line); at += 60 {
				e.hover(file, lspPosition{n, at})
			}
			if at := strings.Index(line, "jdbc/"); at >= 0 {
				e.hover(file, lspPosition{n, at})
			}
			if at := strings.Index(line, canary); at >= 0 {
				e.hover(file, lspPosition{n, at})
			}
		}
		doc := map[string]any{"textDocument": map[string]any{"uri": uri(file)}, "position": lspPosition{}.plain()}
		for _, method := range []string{"textDocument/documentLink", "textDocument/diagnostic", "textDocument/completion"} {
			e.call(method, doc, nil)
		}
	}
	for name, text := range canaries {
		file := filepath.Join(dir, filepath.FromSlash(name))
		e.notify("textDocument/didChange", map[string]any{"textDocument": map[string]any{"uri": uri(file)}, "contentChanges": text})
	}
	e.call("workspace/diagnostic", map[string]any{}, nil)
	e.call("shutdown", nil, nil)
	e.mu.Lock()
	defer e.mu.Unlock()
	said := e.traffic.String()
	for _, part := range []string{"$/logTrace", "window/logMessage", "A secret, whose value", "a URL with a secret in it", "Waive ", "is not understood"} {
		if !strings.Contains(said, part) {
			t.Errorf("the server never says %q, so this test proves nothing of it", part)
		}
	}
	for _, text := range []string{said, e.log.String()} {
		if at := strings.Index(text, canary); at >= 0 {
			t.Errorf("a secret is told: …%s…", text[max(0, at-200):at+len(canary)])
		}
	}
}

// TestEditorRenames fixes a finding by giving the file another name, for a
// client that can and for one that cannot.
func TestEditorRenames(t *testing.T) {
	t.Parallel()
	for capabilities, want := range map[string]string{
		allCapabilities: "rename",
		strings.Replace(allCapabilities, `"rename",`, "", 1): "",
	} {
		dir, read := example(t)
		file := filepath.Join(dir, "repository/conf/datasources/acme.xml")
		text := strings.NewReplacer("WSO2_", "ACME_", "jdbc/", "jdbc/Acme").Replace(read(sourcesFile))
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		e := start(t, capabilities, dir)
		d := e.found(file, "datasource/file_ignored")
		got := ""
		for _, a := range e.actions(file, d.Range) {
			for _, c := range a.Edit.DocumentChanges {
				got += c.Kind
			}
		}
		if got != want {
			t.Errorf("the fix does %q to the file, want %q", got, want)
		}
	}
}

// TestEditorDeletesFolder fixes a finding by deleting the folder that its file
// lies in: the client is asked once for all that is in it.
func TestEditorDeletesFolder(t *testing.T) {
	t.Parallel()
	dir, _ := example(t)
	app := filepath.Join(dir, "repository/deployment/server/webapps/am#sample#calculator#v1")
	file := filepath.Join(app, "WEB-INF", "web.xml")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{file, filepath.Join(app, "index.html")} {
		if err := os.WriteFile(name, []byte("<web-app/>\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	e := start(t, allCapabilities, dir)
	d := e.found(file, "gateway/samples_deployed")
	var got []string
	for _, a := range e.actions(file, d.Range) {
		for _, c := range a.Edit.DocumentChanges {
			if c.Kind != "" {
				got = append(got, fmt.Sprint(c.Kind, " ", path.Base(c.URI), " ", c.Options.Recursive))
			}
		}
	}
	if want := []string{"delete am%23sample%23calculator%23v1 true"}; !slices.Equal(got, want) {
		t.Errorf("the fix does %q, want %q", got, want)
	}
}
