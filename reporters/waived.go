package reporters

import (
	"strings"
	"time"

	"github.com/carbonlint/carbonlint/policies"
)

// jsonWaived is a finding that a waiver accepts.
type jsonWaived struct {
	jsonFinding
	Reason string `json:"reason"`
	// Until is the last day on which the waiver holds, "" for no end.
	Until  string    `json:"until"`
	Waiver jsonPlace `json:"waiver"`
}

func newJSONWaived(w policies.Waived) jsonWaived {
	return jsonWaived{newJSONFinding(w.Finding), w.Reason, date(w.Until), newJSONPlace(w.By)}
}

// jsonCheck is a waiver that says that a checklist item was checked.
type jsonCheck struct {
	Reason string `json:"reason"`
	// Until is the last day on which the check counts, "" for no end.
	Until  string    `json:"until"`
	Waiver jsonPlace `json:"waiver"`
}

func newJSONCheck(c policies.Check) jsonCheck {
	return jsonCheck{c.Reason, date(c.Until), newJSONPlace(c.By)}
}

// date writes a day, "" when there is none.
func date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// waivedAs tells that a waiver holds, until when and why.
func waivedAs(w policies.Waived) string { return accepted("waived", w.Until, w.Reason) }

// checkedAs tells that a person has checked something, until when that counts
// and what was checked.
func checkedAs(c policies.Check) string { return accepted("checked", c.Until, c.Reason) }

func accepted(as string, until time.Time, reason string) string {
	if !until.IsZero() {
		as += " until " + date(until)
	}
	return as + ": " + reason
}

// waived lists what waivers accept: the reader of a report must see what was
// decided before.
func (t *text) waived() {
	if len(t.Waived) == 0 {
		return
	}
	rules, places := 0, 0
	for _, w := range t.Waived {
		rules = max(rules, len(w.Rule))
		places = max(places, cells(where(w.Place)).width())
	}
	t.printf("Waived (%s):\n", count(len(t.Waived), "finding"))
	for _, w := range t.Waived {
		at := where(w.Place)
		t.printf("  %s%s  %s%s  %s\n",
			t.link(docsURL(w.Rule), w.Rule), strings.Repeat(" ", rules-len(w.Rule)),
			t.link(fileURL(t.Base, w.File), at), strings.Repeat(" ", places-cells(at).width()),
			printable(waivedAs(w)))
	}
	t.WriteByte('\n')
}

// waived is a skipped case: somebody has accepted what it found.
func (j *junit) waived(w policies.Waived) junitCase {
	c := j.newCase(pascalName(w.Rule)+" ["+where(w.Place)+"]", className(w.File, w.Rule))
	c.Skipped = &junitSkip{xmlText(printable(waivedAs(w)) + "\n" + printable(w.Message))}
	return c
}
