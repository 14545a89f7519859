package reporters

import (
	"regexp"
	"testing"
)

func TestPascalName(t *testing.T) {
	for id, want := range map[string]string{
		"datasource/embedded_h2":    "DatasourceEmbeddedH2",
		"users/saml_sha1":           "UsersSamlSha1",
		"a/b":                       "Ruleab",
		"own/is_a_2nd_try":          "OwnIsa2ndTry",
		"9lives/x":                  "Rule9livesx",
		"config/reference_in_array": "ConfigReferenceInArray",
	} {
		got := pascalName(id)
		if got != want || !regexp.MustCompile(`^([A-Z][a-z0-9]+)+$`).MatchString(got) {
			t.Errorf("pascalName(%q) = %q, want %q", id, got, want)
		}
	}
}

func TestFirstParagraph(t *testing.T) {
	for in, want := range map[string]string{
		"":                                "",
		"\nSet it\nto  `yes`.\n\nOr not.": "Set it to `yes`.",
		"See [the **guide**](https://x/y) for it": "See the guide for it",
		"One.\n  \t\nTwo.":                        "One.",
	} {
		if got := firstParagraph(in); got != want {
			t.Errorf("firstParagraph(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestEncodePath(t *testing.T) {
	for in, want := range map[string]string{
		"conf/my file.xml": "conf/my%20file.xml",
		"c:/a#b?.xml":      "c%3A/a%23b%3F.xml",
		"製品/%41":           "%E8%A3%BD%E5%93%81/%2541",
		"a/[x].xml":        "a/%5Bx%5D.xml",
	} {
		if got := encodePath(in); got != want {
			t.Errorf("encodePath(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestEnumerate(t *testing.T) {
	for want, in := range map[string][]string{"": nil, "a": {"a"}, "a and b": {"a", "b"}, "a, b and c": {"a", "b", "c"}} {
		if got := enumerate(in); got != want {
			t.Errorf("enumerate(%q) = %q, want %q", in, got, want)
		}
	}
}
