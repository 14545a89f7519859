package loader

import "testing"

func FuzzBatch(f *testing.F) {
	for _, c := range batchCases {
		f.Add(c.text, c.file)
	}
	for _, c := range batchFlows {
		f.Add(c.text, "wso2server.bat")
	}
	f.Fuzz(func(t *testing.T, text, name string) {
		src := NewSource(name, text)
		d, problem := decodeBatch(src)
		checkReadBack(t, src, d, problem, unquoteBatch)
	})
}
