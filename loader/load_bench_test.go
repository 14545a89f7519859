package loader

import (
	"os"
	"testing"
)

// BenchmarkLoad loads a whole home: what a run costs besides the rules.
func BenchmarkLoad(b *testing.B) {
	const dir = "../../shared/trees/wso2ei-6.4.0"
	if _, err := os.Stat(dir); err != nil {
		b.Skipf("SKIPPED: %s is not here", dir)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Load(os.DirFS(dir)); err != nil {
			b.Fatal(err)
		}
	}
}
