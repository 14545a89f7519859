package reporters

import (
	"bytes"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/carbonlint/carbonlint/policies"
)

func TestJSONSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("../docs/report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range map[string]*policies.Report{
		"full":    testReport(t),
		"empty":   {},
		"failure": {Failures: []policies.Failure{{Message: "crash"}}},
	} {
		t.Run(name, func(t *testing.T) {
			got := render(t, "json", r, testOptions())
			document, err := jsonschema.UnmarshalJSON(strings.NewReader(got))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(document); err != nil {
				t.Errorf("docs/report.schema.json refuses the report: %v", err)
			}
			if strings.Contains(got, "null") || !strings.HasSuffix(got, "}\n") {
				t.Errorf("null or a missing line end in\n%s", got)
			}
		})
	}
}

func TestJSONSchemaIsStrict(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("../docs/report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	got := render(t, "json", testReport(t), testOptions())
	for name, edit := range map[string][2]string{
		"unknown field":    {`"default": true`, `"default": true, "extra": 1`},
		"missing field":    {`"default": true,`, ``},
		"unknown severity": {`"severity": "error"`, `"severity": "fatal"`},
		"line zero":        {`"line": 2,`, `"line": 0,`},
	} {
		t.Run(name, func(t *testing.T) {
			edited := bytes.Replace([]byte(got), []byte(edit[0]), []byte(edit[1]), 1)
			document, err := jsonschema.UnmarshalJSON(bytes.NewReader(edited))
			if err != nil {
				t.Fatal(err)
			}
			if schema.Validate(document) == nil {
				t.Error("the schema accepts it")
			}
		})
	}
}
