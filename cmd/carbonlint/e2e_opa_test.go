//go:build e2e

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// writeBundle writes the bundle into a folder of its own.
func writeBundle(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "bundle.tar.gz")
	if code := run([]string{"bundle", "-o", file}, strings.NewReader(""), &bytes.Buffer{}, &bytes.Buffer{}); code != exitClean {
		t.Fatalf("bundle: exit code %d", code)
	}
	return file
}

// unpackBundle is the bundle as a folder.
func unpackBundle(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if out, err := exec.Command("tar", "-xzf", writeBundle(t), "-C", dir).CombinedOutput(); err != nil {
		t.Fatalf("tar: %v\n%s", err, out)
	}
	return dir
}

// opaServer is a running opa with the bundle, reached through a socket in a
// temporary folder.
type opaServer struct{ http.Client }

func startOPA(t *testing.T) *opaServer {
	t.Helper()
	dir, err := os.MkdirTemp("", "opa") // a socket's path must be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	socket := filepath.Join(dir, "s")
	cmd := exec.Command("opa", "run", "--server", "--addr", "unix://"+socket, "--log-level", "error", "--disable-telemetry", "--bundle", writeBundle(t))
	var log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Start(); err != nil {
		t.Fatalf("opa: %v", err)
	}
	t.Cleanup(func() {
		if err := cmd.Process.Kill(); err != nil {
			t.Logf("opa: %v", err)
		}
		cmd.Wait()
		if t.Failed() {
			t.Logf("opa: %s", log.String())
		}
	})
	s := &opaServer{http.Client{Timeout: time.Minute, Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", socket)
		},
	}}}
	for range 200 {
		if answer, err := s.Get("http://opa/health?bundles"); err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return s
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("opa does not come up")
	return nil
}

// ask posts an input to a document of the server.
func (s *opaServer) ask(t *testing.T, document string, input json.RawMessage, to any) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"input": input})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := s.Post("http://opa/v1/data/"+document, "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	result := struct{ Result any }{to}
	if err := json.NewDecoder(answer.Body).Decode(&result); err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("opa answers %s: %v", answer.Status, err)
	}
}

// servedReport is what the server says of a home.
type servedReport struct {
	Home     struct{ Path string }
	Findings []struct {
		regoFinding
		Rule, Severity string
	}
	Verdicts map[string]string
}

// lines are the findings and verdicts of a report in one order.
func (r servedReport) lines() []string {
	var lines []string
	for _, f := range r.Findings {
		lines = append(lines, f.Severity+" "+line(f.Rule, f.At.File, f.At.Line, f.At.Column, f.Message))
	}
	for rule, verdict := range r.Verdicts {
		lines = append(lines, fmt.Sprintf("%s: %s: %s", r.Home.Path, rule, verdict))
	}
	sort.Strings(lines)
	return lines
}

// ownLines are those that carbonlint gives, by home.
func ownLines(t *testing.T, tree string) map[string][]string {
	t.Helper()
	var out bytes.Buffer
	run([]string{"lint", "-o", "json", "--now", ledgerDate, tree}, strings.NewReader(""), &out, os.Stderr)
	var r struct {
		Findings []struct {
			Rule, Severity, Message, File, Home string
			Line, Column                        int
		}
		Verdicts []struct{ Rule, Home, Verdict string }
	}
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	lines := map[string][]string{}
	for _, f := range r.Findings {
		lines[f.Home] = append(lines[f.Home], f.Severity+" "+line(f.Rule, f.File, f.Line, f.Column, f.Message))
	}
	for _, v := range r.Verdicts {
		lines[v.Home] = append(lines[v.Home], fmt.Sprintf("%s: %s: %s", v.Home, v.Rule, v.Verdict))
	}
	for _, l := range lines {
		sort.Strings(l)
	}
	return lines
}

// dumped are the documents of a tree, as they are and as one list.
func dumped(t *testing.T, tree string) (list []json.RawMessage, all json.RawMessage) {
	t.Helper()
	var out bytes.Buffer
	if code := run([]string{"dump", "--show-secrets", "--now", ledgerDate, tree}, strings.NewReader(""), &out, os.Stderr); code != exitClean {
		t.Fatalf("dump: exit code %d", code)
	}
	if !bytes.HasPrefix(out.Bytes(), []byte("[")) {
		return []json.RawMessage{out.Bytes()}, json.RawMessage("[" + out.String() + "]")
	}
	if err := json.Unmarshal(out.Bytes(), &list); err != nil {
		t.Fatal(err)
	}
	return list, out.Bytes()
}

// TestE2EServer checks that an unmodified opa, as a server with the bundle,
// gives each node the verdicts and findings that carbonlint gives it: posted
// one by one, and all at once.
func TestE2EServer(t *testing.T) {
	server := startOPA(t)
	for _, tree := range []string{"../../testdata/esb", real("wso2ei-6.4.0"), real("wso2is-5.7.0"), real("overlays/docker-ei-6.4.0")} {
		t.Run(filepath.Base(tree), func(t *testing.T) {
			want := ownLines(t, tree)
			list, all := dumped(t, tree)
			var reports []servedReport
			server.ask(t, "carbonlint/fleet/reports", all, &reports)
			if len(reports) != len(list) || len(list) != len(want) {
				t.Fatalf("%d homes, %d documents, %d reports", len(want), len(list), len(reports))
			}
			for i, document := range list {
				var one servedReport
				server.ask(t, "carbonlint/report", document, &one)
				if diff := cmp.Diff(want[one.Home.Path], one.lines()); diff != "" {
					t.Errorf("%s: carbonlint and the server differ (-carbonlint +server):\n%s", one.Home.Path, diff)
				}
				if diff := cmp.Diff(one.lines(), reports[i].lines()); diff != "" {
					t.Errorf("%s: one by one and at once differ (-one +all):\n%s", one.Home.Path, diff)
				}
			}
		})
	}
}
