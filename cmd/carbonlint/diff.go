package main

import (
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"github.com/carbonlint/carbonlint/loader"
)

// unifiedDiff shows a change. Lines of files that were read have their secrets
// masked, so that the diff is for people; of other files it shows the names.
func unifiedDiff(c loader.Change) string {
	before, after := "a/"+c.Name, "b/"+c.Name
	switch {
	case c.Folder:
		return "" // the files in it are shown
	case c.From != "":
		return "rename from " + c.From + "\nrename to " + c.Name + "\n"
	case c.Old == nil && c.After == nil:
		return udiff.Unified("/dev/null", after, "", string(c.New))
	case c.New == nil:
		return "--- " + before + "\n+++ /dev/null\n"
	case c.Before == nil || c.After == nil:
		return "--- " + before + "\n+++ " + after + "\n"
	}
	return udiff.Unified(before, after, shown(c.Before), shown(c.After))
}

// shown is the text of a file as it may be shown.
func shown(f *loader.File) string {
	var b strings.Builder
	n := f.Source.Lines()
	for i := 1; i <= n; i++ {
		line := f.Line(i).Text
		if i == n && line == "" {
			break
		}
		b.WriteString(line)
		if span := f.Source.LineSpan(i); i < n || span.End < len(f.Source.Text) {
			b.WriteByte('\n')
		}
	}
	return b.String()
}
