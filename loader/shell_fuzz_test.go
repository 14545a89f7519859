package loader

import (
	"strings"
	"testing"
)

func FuzzShell(f *testing.F) {
	for _, c := range shellCases {
		f.Add(c.text, c.file)
	}
	for _, text := range []string{ // each was a fault once
		"0&0\xde",
		"JAVA_OPTS=\"-Da=b\"\"c\nd -De=f\"g\"",
		"java -Da=\"$=1 \\\nf\"\\\n -Db",
		"java -Dc=d\\\r=  e\n",
		"fi\n-Da=1Strict\"  \\\n",
	} {
		f.Add(text, "wso2server.sh")
	}
	for _, c := range shellFlows {
		f.Add(c.text, "wso2server.sh")
	}
	f.Fuzz(func(t *testing.T, text, name string) {
		src := NewSource(name, text)
		d, problem := decodeShell(src)
		if strings.Contains(text, "\x00") {
			return // a shell skips these
		}
		checkReadBack(t, src, d, problem, unquoteShell)
	})
}
