package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/carbonlint/carbonlint/policies"
	"github.com/carbonlint/carbonlint/reporters"
)

// stepSummary appends the summary that GitHub shows on the page of a job, when
// the format github was asked for and GitHub's runner names the file. Each
// step has a file of its own, to which the step's other commands may write.
func stepSummary(outputs []output, r *policies.Report, o reporters.Options) error {
	file := os.Getenv("GITHUB_STEP_SUMMARY")
	if file == "" || !asksFor(outputs, "github") {
		return nil
	}
	o.SourceURL = sourceURL(os.Getenv)
	f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return fmt.Errorf("write the step summary: %w", err)
	}
	if err := reporters.WriteStepSummary(f, r, o); err != nil {
		f.Close()
		return fmt.Errorf("write the step summary: %w", err)
	}
	return f.Close()
}

func asksFor(outputs []output, format string) bool {
	for _, o := range outputs {
		if o.format == format {
			return true
		}
	}
	return false
}

// sourceURL is where GitHub shows the files of the commit that the runner has
// checked out, "" outside of GitHub.
func sourceURL(getenv func(string) string) string {
	server, repository, commit := getenv("GITHUB_SERVER_URL"), getenv("GITHUB_REPOSITORY"), getenv("GITHUB_SHA")
	url := server + "/" + repository + "/blob/" + commit + "/"
	if server == "" || repository == "" || commit == "" || strings.ContainsAny(url, " ()<>[]|\"\\\r\n") {
		return ""
	}
	return url
}
