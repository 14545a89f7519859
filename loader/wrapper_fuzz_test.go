package loader

import "testing"

func FuzzWrapper(f *testing.F) {
	for _, c := range wrapperCases {
		f.Add(c.text, c.file)
	}
	f.Fuzz(func(t *testing.T, text, name string) {
		src := NewSource(name, text)
		d, problem := decodeWrapper(src)
		checkReadBack(t, src, d, problem, unescapeJava)
	})
}
