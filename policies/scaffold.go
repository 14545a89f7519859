package policies

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// An id is category/name, and both are names.
var (
	validID   = regexp.MustCompile(`^[a-z][a-z0-9_]*/[a-z][a-z0-9_]*$`)
	validName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
)

// WriteRule writes the folder of a new rule below dir, the folder that holds
// the categories, and returns the names of the files. The rule's test fails
// until the rule is written. An existing folder is an error.
func WriteRule(dir, id string) ([]string, error) {
	if !validID.MatchString(id) {
		return nil, fmt.Errorf("rule id %q is not category/name in lower case letters, digits and underscores", id)
	}
	category, name, _ := strings.Cut(id, "/")
	folder := filepath.Join(dir, category, name)
	if _, err := os.Stat(folder); !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s exists already", folder)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	var written []string
	for _, f := range []struct{ name, text string }{
		{name + ".rego", fmt.Sprintf(ruleTemplate, strings.ReplaceAll(id, "/", "."))},
		{"bad.txtar", badTemplate},
		{"good.txtar", goodTemplate},
	} {
		file := filepath.Join(folder, f.name)
		if err := os.WriteFile(file, []byte(f.text), 0o644); err != nil {
			return written, err
		}
		written = append(written, file)
	}
	return written, nil
}

const ruleTemplate = `# METADATA
# title: The fault in one short sentence without a period
# description: >-
#   Why it matters, in an operator's words.
# related_resources:
# - ref: https://docs.wso2.com/
#   description: The page of the guideline
# custom:
#   remediation: |-
#     What to do, in one line.
#
#     ` + "```xml" + `
#     <Setting>what to write instead</Setting>
#     ` + "```" + `
#   severity: warning
#   kind: static
#   tier: core
#   fix: none
#   guideline: security-hardening
#   since: 0.1.0
package carbonlint.rules.%s

import data.carbonlint.lib

subjects contains entry if some entry in input.settings["carbon.xml"]["Server/HostName"]

findings contains lib.finding(entry, $"{lib.quote(entry)} is wrong.") if {
	some entry in subjects
	lib.known(entry)
	entry.value == "to be written"
}
`

const badTemplate = `A home that has the fault, and the findings that it must give:
go test ./policies -update fills in the last file.
-- repository/conf/carbon.xml --
<Server xmlns="http://wso2.org/projects/carbon/carbon.xml">
    <HostName>to be written</HostName>
</Server>
-- want --
to be written
`

const goodTemplate = `A home that has no fault.
-- repository/conf/carbon.xml --
<Server xmlns="http://wso2.org/projects/carbon/carbon.xml">
    <HostName>esb.example.com</HostName>
</Server>
-- want --
to be written
`
