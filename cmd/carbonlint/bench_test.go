package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/carbonlint/carbonlint/policies"
)

// These benchmarks time whole processes, since a linter's user waits for a
// process. Each prints a ratio of medians measured in turns within one run: a
// time alone says more about the machine. docs/performance.md has the figures.

// build builds a program for a benchmark.
func build(b *testing.B, name, pkg string) string {
	b.Helper()
	bin := filepath.Join(b.TempDir(), name)
	if out, err := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", bin, pkg).CombinedOutput(); err != nil {
		b.Fatalf("go build %s: %v\n%s", pkg, err, out)
	}
	return bin
}

// compareCommands runs both commands in turns and reports their medians in
// milliseconds and the ratio of the first to the second.
func compareCommands(b *testing.B, first, second []string) {
	b.Helper()
	var a, c []time.Duration
	for range b.N {
		a = append(a, timed(b, first))
		c = append(c, timed(b, second))
	}
	report := func(name string, d time.Duration) { b.ReportMetric(float64(d.Microseconds())/1000, name) }
	report("ms/"+filepath.Base(first[0]), median(a))
	report("ms/"+filepath.Base(second[0]), median(c))
	b.ReportMetric(float64(median(a))/float64(median(c)), "ratio")
	b.ReportMetric(0, "ns/op")
}

// timed runs a command and returns how long it took; its exit code is its
// own affair.
func timed(b *testing.B, args []string) time.Duration {
	b.Helper()
	cmd := exec.Command(args[0], args[1:]...)
	start := time.Now()
	if err := cmd.Run(); err != nil {
		if exit, ok := err.(*exec.ExitError); !ok || exit.ExitCode() > exitNothing {
			b.Fatalf("%s: %v", strings.Join(args, " "), err)
		}
	}
	return time.Since(start)
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}

func treeFor(b *testing.B, name string) string {
	b.Helper()
	dir := filepath.Join("..", "..", "..", "shared", "trees", name)
	if _, err := os.Stat(dir); err != nil {
		b.Skipf("SKIPPED: %s is not here", dir)
	}
	return dir
}

// BenchmarkColdHome is a cold lint of one EI 6.4 home (four runtimes) against
// a process that links OPA and does nothing.
func BenchmarkColdHome(b *testing.B) {
	tree := treeFor(b, "wso2ei-6.4.0")
	compareCommands(b, []string{build(b, "carbonlint", "."), "lint", tree}, []string{build(b, "empty", "../../policies/testdata/empty")})
}

// firstRules are the core rules about data sources, host names, TLS, clusters,
// JMX, users and configuration: the first that there were.
var firstRules = []string{
	"cluster/default_domain", "cluster/local_member_loopback", "cluster/log_level_not_set",
	"cluster/logging_type_not_set", "cluster/multicast_membership", "cluster/nodes_on_embedded_h2",
	"cluster/shutdown_hook_on",
	"config/start_validation_off", "config/update_level_unknown", "config/syntax_error",
	"datasource/connections_untested", "datasource/driver_jar_missing", "datasource/driver_mismatch",
	"datasource/embedded_h2", "datasource/reference_undefined", "datasource/schema_created_at_boot",
	"datasource/wrong_validation_query",
	"hostname/console_name_local", "hostname/localhost_url", "hostname/not_in_certificate", "hostname/not_set",
	"hostname/wsdl_prefix_missing",
	"jmx/default_ports", "jmx/hostname_wrong", "jmx/port_in_old_form", "jmx/remote_access_on",
	"jmx/remote_agent_unprotected",
	"tls/backend_hostname_verification_off", "tls/cipher_weak", "tls/client_renegotiation_on",
	"tls/ephemeral_dh_key_short", "tls/hostname_verification_off", "tls/hsts_off",
	"tls/opensaml_hostname_verification_off", "tls/passthrough_protocol_weak", "tls/servlet_protocol_weak",
	"users/default_admin_password", "users/embedded_ldap", "users/ldap_in_clear", "users/ldaps_not_pooled",
	"users/password_hash_weak", "users/store_on_h2",
}

// BenchmarkColdHomeFirst is the same with the first rules alone.
func BenchmarkColdHomeFirst(b *testing.B) {
	tree := treeFor(b, "wso2ei-6.4.0")
	compareCommands(b,
		[]string{build(b, "carbonlint", "."), "lint", "--rule", strings.Join(firstRules, ","), tree},
		[]string{build(b, "empty", "../../policies/testdata/empty")})
}

// BenchmarkColdTrees is a cold lint of all real trees at once.
func BenchmarkColdTrees(b *testing.B) {
	tree := treeFor(b, "")
	compareCommands(b, []string{build(b, "carbonlint", "."), "lint", tree}, []string{build(b, "empty", "../../policies/testdata/empty")})
}

// BenchmarkConftest is conftest with as many rules, written as its users write
// them, on 300 configuration files of a tree against a cold lint of them.
func BenchmarkConftest(b *testing.B) {
	conftest, err := exec.LookPath("conftest")
	if err != nil {
		if conftest, err = filepath.Abs("../../.ci/cache/bin/conftest"); err != nil {
			b.Fatal(err)
		}
	}
	if _, err := os.Stat(conftest); err != nil {
		b.Skip("SKIPPED: conftest is not here; make e2e installs it")
	}
	tree, files := copyFiles(b, 300)
	rules, err := policies.Rules()
	if err != nil {
		b.Fatal(err)
	}
	policy := conftestPolicy(b, len(rules))
	compareCommands(b,
		append([]string{conftest, "test", "--quiet", "--no-fail", "--all-namespaces", "--policy", policy}, files...),
		[]string{build(b, "carbonlint", "."), "lint", tree})
}

// copyFiles copies homes into one tree until it holds n files that both
// programs read.
func copyFiles(b *testing.B, n int) (dir string, files []string) {
	b.Helper()
	dir = b.TempDir()
	for i := 0; len(files) < n; i++ {
		for _, name := range []string{"wso2ei-6.4.0", "wso2am-2.6.0", "wso2is-5.7.0", "wso2esb-5.0.0"} {
			source := treeFor(b, name)
			err := filepath.Walk(source, func(path string, info os.FileInfo, err error) error {
				ext := filepath.Ext(path)
				if err != nil || info.IsDir() || len(files) >= n || ext != ".xml" && ext != ".properties" || !strings.Contains(path, "/conf/") || strings.Contains(path, "api_templates") {
					return err
				}
				rel, _ := filepath.Rel(source, path)
				to := filepath.Join(dir, fmt.Sprintf("%s-%d", name, i), rel)
				files = append(files, to)
				return copyFile(path, to)
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	return dir, files
}

func copyFile(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o644)
}

// conftestPolicy writes n rules in packages of their own.
func conftestPolicy(b *testing.B, n int) string {
	b.Helper()
	dir := b.TempDir()
	paths := []string{"Server.HostName", "Server.Ports.Offset", "wso2registry.readOnly", "UserManager.Realm.Configuration.AddAdmin", "JMX.StartRMIServer"}
	for i := range n {
		text := fmt.Sprintf("package rule%03d\n\ndeny contains msg if {\n\tvalue := input.%s\n\tvalue == \"localhost%d\"\n\tmsg := sprintf(\"%%v is wrong\", [value])\n}\n", i, paths[i%len(paths)], i)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("rule%03d.rego", i)), []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	return dir
}
