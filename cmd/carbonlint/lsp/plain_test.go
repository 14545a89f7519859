package lsp

import "testing"

func TestPlain(t *testing.T) {
	t.Parallel()
	markdown := "**A \\` name \\_ of `it`.** (note, [`jmx/a_b`](https://x/a_b.md))\n\nDo this.\n\n```xml\n<a b=\"`\"/>\n  <c_d/>\n```\n\n- `x\\_**y`: pass"
	want := "A ` name _ of it. (note, jmx/a_b <https://x/a_b.md>)\n\nDo this.\n\n    <a b=\"`\"/>\n      <c_d/>\n\n- x\\_**y: pass"
	if got := plain(markdown); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
