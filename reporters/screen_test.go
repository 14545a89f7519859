package reporters

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/carbonlint/carbonlint/loader"
	"github.com/carbonlint/carbonlint/policies"
)

// TestHistory checks what counts as one finding in two reports.
func TestHistory(t *testing.T) {
	t.Parallel()
	finding := func(fingerprint string, line int, message string) policies.Finding {
		return policies.Finding{Rule: "a/b", Severity: policies.SeverityError, Fingerprint: fingerprint, Message: message, Place: policies.Place{File: "f", Line: line}}
	}
	start := time.Date(2026, 1, 1, 10, 0, 0, 0, time.UTC)
	var h History
	first := h.Next(&policies.Report{Findings: []policies.Finding{finding("1", 1, "One."), finding("2", 2, "Two."), finding("3", 3, "Three.")}}, start)
	if !first.First || len(first.Appeared) != 3 {
		t.Errorf("at first %d appeared", len(first.Appeared))
	}
	// One moves, two is another now, three is gone.
	c := h.Next(&policies.Report{Findings: []policies.Finding{finding("1", 7, "One."), finding("2", 2, "Two!.")}}, start.Add(time.Minute))
	if c.First || len(c.Appeared) != 1 || len(c.Gone) != 2 || len(c.Stay) != 1 {
		t.Fatalf("%d appeared, %d gone, %d stay; want 1, 2, 1", len(c.Appeared), len(c.Gone), len(c.Stay))
	}
	if s := c.Stay[0]; s.Line != 7 || !s.Since.Equal(start) {
		t.Errorf("what stays is at line %d since %s", s.Line, s.Since)
	}
	if c.Gone[0].Line != 2 || c.Gone[1].Line != 3 {
		t.Error("what is gone is out of order")
	}
}

// TestScreen draws a terminal that has too few rows.
func TestScreen(t *testing.T) {
	t.Parallel()
	var findings []Seen
	for _, file := range []string{"a", "b", "c", "d", "e", "f"} {
		findings = append(findings, Seen{policies.Finding{Rule: "x/y", Severity: policies.SeverityWarning, Message: "Is wrong.", Place: policies.Place{File: file, Line: 1, Column: 2}}, time.Time{}})
	}
	report := &policies.Report{Tree: new(loader.Tree)}
	c := &Change{Appeared: findings[:1], Gone: findings[1:2], Stay: findings[2:]}
	draw := func(s Screen) string {
		var out bytes.Buffer
		if err := WriteChange(&out, report, c, s, Options{}); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	text := draw(Screen{Redraw: true, Height: 9, Title: "homes\x1b[2J"})
	if !strings.HasPrefix(text, clearScreen) || strings.Count(text, "\x1b[2J") != 1 {
		t.Errorf("the screen is not cleared once: %q", text)
	}
	if !strings.Contains(text, "… and 3 more\n") || strings.Count(text, "\n") >= 9 {
		t.Errorf("9 rows hold %d:\n%s", strings.Count(text, "\n"), text)
	}
	for _, sign := range []string{"+ 00:00:00 a:1:2", "- 00:00:00 b:1:2", "= 00:00:00 c:1:2", "1 appeared, 1 gone, 4 stay: "} {
		if !strings.Contains(text, sign) {
			t.Errorf("the screen does not show %q:\n%s", sign, text)
		}
	}
	text = draw(Screen{})
	if strings.Contains(text, "\x1b") || strings.Contains(text, "c:1:2") || strings.Count(text, "\n") != 3 {
		t.Errorf("without a terminal:\n%s", text)
	}
	c = &Change{Problem: "one\ntwo"}
	if text := draw(Screen{}); text != "00:00:00 ! one\n00:00:00 ! two\n" {
		t.Errorf("a problem is shown as %q", text)
	}
	if text := draw(Screen{Redraw: true}); !strings.Contains(text, "! one\n! two\n") {
		t.Errorf("a problem is shown as %q", text)
	}
}
