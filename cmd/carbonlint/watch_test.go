package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// deadline is how long a test waits for what should take a tenth of a second.
const deadline = 30 * time.Second

// watchTest is a watch of a copy of the example home.
type watchTest struct {
	*testing.T
	root, home, report string
	screen, errors     lockedBuffer
	seen               int // how much of the screen was read
	stop               func() int
}

func startWatch(t *testing.T, flags ...string) *watchTest {
	t.Helper()
	dir := t.TempDir()
	w := &watchTest{T: t, root: filepath.Join(dir, "tree"), report: filepath.Join(dir, "report.json")}
	w.home = filepath.Join(w.root, "esb")
	w.must(os.CopyFS(w.home, os.DirFS(filepath.Join("..", "..", "testdata", "esb"))))
	ctx, cancel := context.WithCancel(context.Background())
	code := make(chan int, 1)
	go func() {
		args := append([]string{"watch", w.root, "--all", "-o", "json=" + w.report}, flags...)
		code <- runUntil(ctx, args, strings.NewReader(""), &w.screen, &w.errors)
	}()
	w.stop = sync.OnceValue(func() int {
		cancel()
		select {
		case c := <-code:
			return c
		case <-time.After(deadline):
			t.Error("watch does not end")
			return -1
		}
	})
	t.Cleanup(func() { w.stop() })
	w.waits(" in 1 home (")
	return w
}

func (w *watchTest) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// waits waits until a text is new on the screen.
func (w *watchTest) waits(text string) {
	w.Helper()
	for end := time.Now().Add(deadline); ; time.Sleep(5 * time.Millisecond) {
		screen := w.screen.String()
		if i := strings.Index(screen[w.seen:], text); i >= 0 {
			w.seen += i + len(text)
			return
		}
		if time.Now().After(end) {
			w.Fatalf("the screen does not show %q:\n%s\n%s", text, screen[w.seen:], w.errors.String())
		}
	}
}

// agrees waits until the report of the watch is that of a run of lint.
func (w *watchTest) agrees(when string) {
	w.Helper()
	var fresh, report string
	for end := time.Now().Add(deadline); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		var out, errs bytes.Buffer
		run([]string{"lint", w.root, "--all", "-o", "json"}, strings.NewReader(""), &out, &errs)
		data, err := os.ReadFile(w.report)
		w.must(err)
		if fresh, report = out.String(), string(data); fresh == report {
			return
		}
	}
	w.Fatalf("%s: watch has %d bytes of report and lint %d:\n%s", when, len(report), len(fresh), w.screen.String())
}

func (w *watchTest) read(name string) string {
	data, err := os.ReadFile(filepath.Join(w.root, name))
	w.must(err)
	return string(data)
}

func (w *watchTest) write(name, text string) {
	name = filepath.Join(w.root, name)
	w.must(os.MkdirAll(filepath.Dir(name), 0o755))
	w.must(os.WriteFile(name, []byte(text), 0o644))
}

func (w *watchTest) rename(from, to string) {
	w.must(os.Rename(filepath.Join(w.root, from), filepath.Join(w.root, to)))
}

const watchedFile = "esb/repository/conf/carbon.xml"

// hostName returns carbon.xml with a host name, without one for "".
func (w *watchTest) hostName(name string) string {
	text := w.read(watchedFile)
	if before, rest, ok := strings.Cut(text, "<HostName>"); ok {
		_, after, _ := strings.Cut(rest, "</HostName>")
		text = before + after
	}
	if name == "" {
		return text
	}
	return strings.Replace(text, "</Name>", "</Name><HostName>"+name+"</HostName>", 1)
}

// TestWatchSaves saves a file in the ways of several editors. Each gives the
// server its host name and takes it away.
func TestWatchSaves(t *testing.T) {
	t.Parallel()
	w := startWatch(t)
	saves := []struct {
		name string
		save func(text string)
	}{
		{"in place", func(text string) { w.write(watchedFile, text) }},
		{"vim", func(text string) {
			w.write("esb/repository/conf/.carbon.xml.swp", "b0VIM")
			w.write("esb/repository/conf/4913", "")
			w.must(os.Remove(filepath.Join(w.root, "esb/repository/conf/4913")))
			w.rename(watchedFile, watchedFile+"~")
			w.write(watchedFile, text)
			w.must(os.Chmod(filepath.Join(w.root, watchedFile), 0o644))
			w.must(os.Remove(filepath.Join(w.root, watchedFile+"~")))
			w.must(os.Remove(filepath.Join(w.root, "esb/repository/conf/.carbon.xml.swp")))
		}},
		{"emacs", func(text string) {
			w.must(os.Symlink("me@here.1:2", filepath.Join(w.root, "esb/repository/conf/.#carbon.xml")))
			w.write("esb/repository/conf/#carbon.xml#", text)
			w.write(watchedFile, text)
			w.must(os.Remove(filepath.Join(w.root, "esb/repository/conf/#carbon.xml#")))
			w.must(os.Remove(filepath.Join(w.root, "esb/repository/conf/.#carbon.xml")))
		}},
		{"IntelliJ", func(text string) {
			w.write(watchedFile+"___jb_tmp___", text)
			w.rename(watchedFile, watchedFile+"___jb_old___")
			w.rename(watchedFile+"___jb_tmp___", watchedFile)
			w.must(os.Remove(filepath.Join(w.root, watchedFile+"___jb_old___")))
		}},
		{"atomic", func(text string) {
			w.write("esb/repository/conf/.goutputstream-AB12CD", text)
			w.rename("esb/repository/conf/.goutputstream-AB12CD", watchedFile)
		}},
	}
	plain := w.hostName("")
	for _, s := range saves {
		s.save(w.hostName("esb.acme.com"))
		w.waits("- " + watchedFile)
		w.agrees(s.name)
		s.save(plain)
		w.waits("+ " + watchedFile)
		w.agrees(s.name + ", back")
	}
	if code := w.stop(); code != exitClean {
		t.Errorf("watch ends with %d, want 0", code)
	}
}

// TestWatchTrees creates, moves and deletes folders.
func TestWatchTrees(t *testing.T) {
	t.Parallel()
	w := startWatch(t)
	text := w.read(watchedFile)
	w.write("a/b/c/repository/conf/carbon.xml", text) // all folders at once
	w.waits("in 2 homes")
	w.agrees("mkdir -p")
	w.write("a/b/c/repository/conf/carbon.xml", "\n"+text)
	w.waits("stay")
	w.agrees("a file in a new folder")

	outside := filepath.Join(filepath.Dir(w.root), "outside")
	w.must(os.CopyFS(outside, os.DirFS(w.home)))
	w.must(os.Rename(outside, filepath.Join(w.root, "in")))
	w.waits("in 3 homes")
	w.agrees("moved in")
	w.write("in/repository/conf/carbon.xml", strings.Replace(text, "<Server", "<Server ", 1))
	w.waits("stay")
	w.agrees("a file in a tree that was moved in")
	w.must(os.Rename(filepath.Join(w.root, "in"), outside))
	w.waits("in 2 homes")
	w.agrees("moved out")
	w.must(os.RemoveAll(outside))

	w.must(os.RemoveAll(filepath.Join(w.root, "a")))
	w.waits("in 1 home ")
	w.write("a/b/c/repository/conf/carbon.xml", text) // with the names of before
	w.waits("in 2 homes")
	w.write("a/b/c/repository/conf/carbon.xml", "\n\n"+text)
	w.waits("stay")
	w.agrees("a folder that came again")
	w.rename("esb", "bsb")
	w.waits("- esb/")
	w.agrees("renamed home")
	w.must(os.RemoveAll(w.root))
	w.waits("! ")
	w.must(os.CopyFS(w.home, os.DirFS(filepath.Join("..", "..", "testdata", "esb"))))
	w.waits("in 1 home ")
	w.agrees("the tree itself came again")
}

// TestWatchListing changes what a run knows of the folders from the one before.
func TestWatchListing(t *testing.T) {
	t.Parallel()
	w := startWatch(t)
	steps := []struct {
		name string
		edit func()
		want string
	}{
		{"what the server writes", func() { w.write("esb/wso2carbon.pid", "1") }, "+ esb/wso2carbon.pid"},
		{"a .gitignore", func() { w.write(".gitignore", "*.pid\n") }, "- esb/wso2carbon.pid"},
		{"another .gitignore", func() { w.write(".gitignore", "*.log\n") }, "+ esb/wso2carbon.pid"},
		{"a nearer one", func() { w.write("esb/.gitignore", "/wso2carbon.pid\n") }, "- esb/wso2carbon.pid"},
		{"none", func() { w.must(os.Remove(filepath.Join(w.root, "esb/.gitignore"))) }, "+ esb/wso2carbon.pid"},
		{"a folder of another name", func() { w.rename("esb/repository/conf/axis2", "esb/repository/conf/axis3") }, "- esb/repository/conf/axis2/"},
		{"a file in it", func() { w.write("esb/repository/conf/axis3/carbon.xml.bak", "") }, "+ esb/repository/conf/axis3/carbon.xml.bak"},
		{"its name again", func() { w.rename("esb/repository/conf/axis3", "esb/repository/conf/axis2") }, "+ esb/repository/conf/axis2/"},
		{"a file that is a folder now", func() {
			w.must(os.Remove(filepath.Join(w.root, watchedFile)))
			w.must(os.Mkdir(filepath.Join(w.root, watchedFile), 0o755))
		}, "- " + watchedFile},
	}
	for _, s := range steps {
		s.edit()
		w.waits(s.want)
		w.agrees(s.name)
	}
}

// TestWatchConfiguration changes the configuration file and a rule of the
// site's own.
func TestWatchConfiguration(t *testing.T) {
	t.Parallel()
	w := startWatch(t)
	w.write(".carbonlint.yaml", "severity:\n  hostname: nonsense\n")
	w.waits("! ")
	w.write(".carbonlint.yaml", "severity:\n  secrets: off\n")
	w.waits("- esb/")
	w.agrees("severity")
	own := filepath.Join(filepath.Dir(w.root), "own")
	w.must(os.CopyFS(own, os.DirFS(filepath.Join("..", "..", "docs", "own-rules"))))
	w.write(".carbonlint.yaml", "rules: ../own\n")
	w.waits("+ esb/")
	w.agrees("own rules")
	names, err := filepath.Glob(filepath.Join(own, "*", "*", "*.rego"))
	if err != nil || len(names) == 0 {
		t.Fatal("docs/own-rules has no rules", err)
	}
	w.must(os.WriteFile(names[0], []byte("package nonsense\n"), 0o644))
	w.waits("! ")
	w.agrees("a fault in an own rule")
	w.must(os.Remove(filepath.Join(w.root, ".carbonlint.yaml")))
	w.waits("in 1 home")
	w.agrees("without configuration")
}

// TestWatchExec has a command tell what it was told.
func TestWatchExec(t *testing.T) {
	t.Parallel()
	w := startWatch(t, "--exec", "echo told $CARBONLINT_APPEARED $CARBONLINT_GONE $CARBONLINT_EXIT_CODE")
	if got := w.errors.String(); got != "" {
		t.Errorf("the command runs before there is a change: %s", got)
	}
	w.write(watchedFile, w.hostName("esb.acme.com"))
	w.waits(" 1 gone, ")
	for end := time.Now().Add(deadline); !strings.Contains(w.errors.String(), "told 1 1 1\n"); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("the command says %q", w.errors.String())
		}
	}
}

// TestWatchPolls watches without the help of the system.
func TestWatchPolls(t *testing.T) {
	t.Parallel()
	w := startWatch(t, "--poll", "20ms")
	w.write(watchedFile, w.hostName("esb.acme.com"))
	w.waits(" 1 gone, ")
	w.write("a/b/c/repository/conf/carbon.xml", w.read(watchedFile))
	w.waits("in 2 homes")
	w.agrees("polling")
}

// TestWatchQuiet checks that nothing is shown and written where nothing that
// lint reads has changed.
func TestWatchQuiet(t *testing.T) {
	t.Parallel()
	w := startWatch(t)
	w.agrees("at first")
	before, err := os.Stat(w.report)
	w.must(err)
	shown := len(w.screen.String())
	w.write("esb/repository/conf/.carbon.xml.swp", "b0VIM")
	w.write("esb/README", "nobody reads this")
	w.write(watchedFile, w.read(watchedFile))
	time.Sleep(time.Second)
	after, err := os.Stat(w.report)
	w.must(err)
	if more := w.screen.String()[shown:]; more != "" || !os.SameFile(before, after) {
		t.Errorf("without a change the screen shows %q, and the report is written: %v", more, !os.SameFile(before, after))
	}
}

func TestWatchUsage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"watch", "-o", "json", "."}, "standard output shows the changes; give -o json a file, as in -o json=report.json"},
		{[]string{"watch", "nowhere"}, "nowhere: no such file"},
		{[]string{"watch", "--rule", "no/such", t.TempDir()}, "no/such"},
		{[]string{"watch", "--fail-on", "panic"}, "--fail-on"},
		{[]string{"watch", "--poll", "-1s", t.TempDir()}, "--poll is -1s"},
	} {
		var out, errs bytes.Buffer
		if code := run(c.args, strings.NewReader(""), &out, &errs); code != exitUsage || !strings.Contains(errs.String(), c.want) {
			t.Errorf("%v: exit code %d and %q, want 2 and %q", c.args, code, errs.String(), c.want)
		}
	}
}
