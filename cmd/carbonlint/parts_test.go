package main

import (
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// TestParts judges the configuration of each real home without the home around
// it, as people keep it in git. What is missing there must decide nothing: no
// finding is new, none weighs more, and what the product ships stays so.
func TestParts(t *testing.T) {
	t.Parallel()
	// What only the rest of the home tells.
	weighsMore := map[string]bool{
		"datasource/embedded_h2": true, // whether a web application of API Manager uses a database
	}
	notShipped := map[string]bool{
		"console/error_details_shown": true, // the kernel of profiles that have kept a number of their own
	}
	rank := map[string]int{"note": 0, "warning": 1, "error": 2}
	type place struct {
		rule, file string
		line       int
	}
	for _, tree := range trees(t) {
		if !strings.HasPrefix(filepath.Base(tree), "wso2") {
			continue // an overlay is a part itself
		}
		whole, _ := lintJSON(t, tree)
		severity, shipped := make(map[place]int), make(map[place]bool)
		for _, f := range whole.Findings {
			p := place{f.Rule, f.File, f.Line}
			severity[p] = max(severity[p], rank[f.Severity])
			shipped[p] = shipped[p] || f.Default
		}
		for _, h := range whole.Homes {
			for _, folder := range []string{"repository/conf", "conf"} {
				folder = path.Join(h.Path, folder)
				if _, err := os.Stat(filepath.Join(tree, folder, "carbon.xml")); err != nil || !h.Judged {
					continue
				}
				part, _ := lintJSON(t, filepath.Join(tree, folder))
				for _, f := range part.Findings {
					p := place{f.Rule, path.Join(folder, f.File), f.Line}
					was, known := severity[p]
					switch {
					case !known:
						t.Errorf("%s: of the configuration alone: %s:%d: %s [%s]", tree, p.file, p.line, f.Message, f.Rule)
					case rank[f.Severity] > was && !weighsMore[f.Rule]:
						t.Errorf("%s: of the configuration alone %s weighs more: %s:%d: %s", tree, f.Rule, p.file, p.line, f.Message)
					case shipped[p] && !f.Default && !notShipped[f.Rule]:
						t.Errorf("%s: of the configuration alone %s is no longer shipped: %s:%d: %s", tree, f.Rule, p.file, p.line, f.Message)
					}
				}
			}
		}
	}
}
