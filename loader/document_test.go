package loader

import (
	"testing"
	"testing/fstest"
)

// The shipped scripts give an option of Java 7 under a test of the version.
// It is marked, and what surrounds it is not.
func TestDocumentConditionalOptions(t *testing.T) {
	script := "if [ -z \"$MEM\" ]; then\n  MEM=\"-Xms1g\"\n  if [ \"$java_version\" \\< \"1.8\" ]; then\n    MEM=\"$MEM -XX:MaxPermSize=256m\"\n  fi\nfi\n$JAVACMD $MEM -Xmx2g Main\n"
	d, problem := decodeShell(NewSource("wso2server.sh", script))
	if problem != nil {
		t.Fatal(problem.Reason)
	}
	for _, e := range d.Entries {
		if want := e.Path == "-XX:MaxPermSize"; e.Conditional != want {
			t.Errorf("%s: conditional is %t", e.Path, e.Conditional)
		}
	}
	if len(d.Entries) != 3 {
		t.Errorf("%d entries", len(d.Entries))
	}
}

// A start script has the same digest with the line ends of either system.
func TestDocumentDigest(t *testing.T) {
	var digests []any
	for _, text := range []string{"java -Xmx1g Main\n", "java -Xmx1g Main\r\n", "java -Xmx2g Main\n"} {
		tree, err := Load(fstest.MapFS{"bin/wso2server.bat": {Data: []byte(text)}})
		if err != nil {
			t.Fatal(err)
		}
		files := tree.Homes[0].Document(nil)["files"].(map[string]any)
		digests = append(digests, files[KindLauncher].([]any)[0].(map[string]any)["sha256"])
	}
	if digests[0] != digests[1] || digests[0] == digests[2] {
		t.Error(digests)
	}
}
