package policies

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func day(t *testing.T, text string) time.Time {
	t.Helper()
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestWaiveConfigured checks what a waiver of the configuration accepts, by
// the rules of the findings that stay.
func TestWaiveConfigured(t *testing.T) {
	t.Parallel()
	now := day(t, "2026-03-01")
	for _, test := range []struct {
		name   string
		waiver Waiver
		stay   []string
	}{
		{"rule", Waiver{Rules: []string{"tls/a"}}, []string{"tls/b", "jmx/a"}},
		{"category", Waiver{Rules: []string{"tls"}}, []string{"jmx/a"}},
		{"path", Waiver{Rules: []string{"tls", "jmx"}, Path: "dev/**"}, []string{"tls/b", "jmx/a"}},
		{"path of a file", Waiver{Rules: []string{"jmx/a"}, Path: "**/jmx.xml"}, []string{"tls/a", "tls/b"}},
		{"home", Waiver{Rules: []string{"tls", "jmx"}, Home: "prod/*"}, []string{"tls/a"}},
		{"home and path", Waiver{Rules: []string{"tls", "jmx"}, Home: "prod/*", Path: "dev/**"}, []string{"tls/a", "tls/b", "jmx/a"}},
		{"last day", Waiver{Rules: []string{"tls"}, Until: now}, []string{"jmx/a"}},
		{"day after", Waiver{Rules: []string{"tls"}, Until: now.AddDate(0, 0, -1)}, []string{"tls/a", "tls/b", "jmx/a"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := &Report{Findings: []Finding{
				{Rule: "tls/a", Home: "dev", Place: Place{File: "dev/conf/axis2.xml"}},
				{Rule: "tls/b", Home: "prod/1", Place: Place{File: "prod/1/conf/axis2.xml"}},
				{Rule: "jmx/a", Home: "prod/1", Place: Place{File: "prod/1/conf/jmx.xml"}},
			}, Failures: []Failure{{Message: "a fault"}}}
			test.waiver.Reason = "accepted"
			test.waiver.Place = Place{File: ".carbonlint.yaml", Line: 3}
			r.Waive(Waivers{Configured: []Waiver{test.waiver}, Now: now.Add(15 * time.Hour)})
			stay := make([]string, 0, len(r.Findings))
			for _, f := range r.Findings {
				stay = append(stay, f.Rule)
			}
			if diff := cmp.Diff(test.stay, stay); diff != "" {
				t.Errorf("findings that stay differ (-want +got):\n%s", diff)
			}
			if len(r.Waived)+len(stay) != 3 || len(r.Failures) != 1 {
				t.Errorf("%d waived and %d findings, %d failures", len(r.Waived), len(stay), len(r.Failures))
			}
			for _, w := range r.Waived {
				if w.Reason != "accepted" || w.By != test.waiver.Place || !w.Until.Equal(test.waiver.Until) {
					t.Errorf("waived as %+v", w)
				}
			}
		})
	}
}
