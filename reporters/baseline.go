package reporters

import "github.com/carbonlint/carbonlint/policies"

// jsonBaseline is what a baseline says of the report.
type (
	jsonBaseline struct {
		Known int         `json:"known"`
		Stale []jsonStale `json:"stale"`
	}
	jsonStale struct {
		Rule  string `json:"rule"`
		File  string `json:"file"`
		Path  string `json:"path"`
		Count int    `json:"count"`
	}
)

// newJSONBaseline writes an empty one where no baseline was given.
func newJSONBaseline(b *policies.BaselineResult) jsonBaseline {
	if b == nil {
		b = &policies.BaselineResult{}
	}
	return jsonBaseline{b.Known, each(b.Stale, func(e policies.BaselineEntry) jsonStale {
		return jsonStale{e.Rule, e.File, e.Path, e.Count}
	})}
}

// stale lists what a baseline holds and the tree does not have any more.
func (t *text) stale() {
	if t.Baseline == nil || len(t.Baseline.Stale) == 0 {
		return
	}
	n, rules := 0, 0
	for _, e := range t.Baseline.Stale {
		n += e.Count
		rules = max(rules, len(e.Rule))
	}
	t.printf("Mended since the baseline was written (%s, which --write-baseline takes out):\n", count(n, "finding"))
	for _, e := range t.Baseline.Stale {
		t.printf("  %-*s  %s", rules, printable(e.Rule), printable(e.File))
		if e.Path != "" {
			t.printf(" %s", printable(e.Path))
		}
		if e.Count > 1 {
			t.printf(" (%d times)", e.Count)
		}
		t.WriteByte('\n')
	}
	t.WriteByte('\n')
}

// newer tells findings from those that a baseline left out.
func (t *text) newer() string {
	if t.Baseline != nil && t.Baseline.Known > 0 {
		return "new "
	}
	return ""
}

// known tells how many findings a baseline left out.
func (t *text) known() {
	if t.Baseline != nil && t.Baseline.Known > 0 {
		t.printf("%s in the baseline\n", count(t.Baseline.Known, "finding"))
	}
}
