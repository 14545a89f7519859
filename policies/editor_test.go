package policies

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// editor makes random changes to a tree.
type editor struct {
	*testing.T
	*rand.Rand
	root string
	// touched are the names of which the system tells a watcher of all folders
	// after the last edit: of a folder that is moved or removed its own alone.
	touched []string
}

// newEditor copies the example home of this repository twice, as two nodes, and
// makes ConfigMaps of a third.
func newEditor(t *testing.T, seed uint64) *editor {
	t.Helper()
	e := &editor{T: t, Rand: rand.New(rand.NewPCG(seed, 0)), root: t.TempDir()}
	source := filepath.Join("..", "testdata", "esb")
	if home := filepath.Join("..", "..", "shared", "trees", "wso2esb-5.0.0"); *edits >= 1000 && exists(home) {
		source = home
	}
	for _, node := range []string{"nodes/a", "nodes/b"} {
		e.must(os.CopyFS(filepath.Join(e.root, node), os.DirFS(source)))
	}
	e.manifest("nodes/c/conf.yaml", "carbon.xml", "axis2/axis2.xml", "user-mgt.xml")
	e.manifest("nodes/c/sources.yaml", "datasources/master-datasources.xml", "hazelcast.properties")
	return e
}

// manifest writes a ConfigMap of files that a node has.
func (e *editor) manifest(name string, files ...string) {
	e.Helper()
	var text strings.Builder
	text.WriteString("kind: ConfigMap\ndata:\n")
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join(e.root, "nodes/a/repository/conf", f))
		e.must(err)
		fmt.Fprintf(&text, "  %s: |\n", filepath.Base(f))
		for line := range strings.Lines(string(data)) {
			text.WriteString("    " + line)
		}
		text.WriteString("\n")
	}
	e.must(os.MkdirAll(filepath.Dir(filepath.Join(e.root, name)), 0o755))
	e.must(os.WriteFile(filepath.Join(e.root, name), []byte(text.String()), 0o644))
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

func (e *editor) must(err error) {
	e.Helper()
	if err != nil {
		e.Fatal(err)
	}
}

// pick returns a random file or folder of the tree.
func (e *editor) pick(dirs bool) string {
	var names []string
	e.must(filepath.WalkDir(e.root, func(name string, d fs.DirEntry, err error) error {
		if name != e.root && d.IsDir() == dirs {
			names = append(names, name)
		}
		return err
	}))
	if len(names) == 0 {
		again := filepath.Join(e.root, "again")
		e.must(os.CopyFS(again, os.DirFS(filepath.Join("..", "testdata", "esb"))))
		e.touch(again)
		return e.pick(dirs)
	}
	return names[e.IntN(len(names))]
}

// touch notes names that something happens to.
func (e *editor) touch(names ...string) {
	for _, name := range names {
		rel, err := filepath.Rel(e.root, name)
		e.must(err)
		e.touched = append(e.touched, filepath.ToSlash(rel))
	}
}

// edit makes one change and says which.
func (e *editor) edit() string {
	e.touched = nil
	file := e.pick(false)
	shown, _ := filepath.Rel(e.root, file)
	switch n := e.IntN(24); n {
	case 0:
		e.must(os.Remove(file))
		e.touch(file)
		return "removed " + shown
	case 1:
		to := filepath.Join(e.pick(true), filepath.Base(file))
		e.must(os.Rename(file, to))
		e.touch(file, to)
		return "moved " + shown + " to " + to
	case 2:
		e.write(file+[]string{".bak", "~", ".j2", "_old.xml"}[e.IntN(4)], e.read(file))
		return "copied " + shown
	case 3:
		return e.moveFolder()
	case 4:
		to := filepath.Join(e.root, "nodes", fmt.Sprintf("c%d", e.IntN(3)))
		e.must(os.RemoveAll(to))
		e.must(os.CopyFS(to, os.DirFS(filepath.Join("..", "testdata", "esb"))))
		e.touch(filepath.Dir(to), to)
		return "created home " + to
	case 5:
		if dir := e.pick(true); e.IntN(3) == 0 {
			e.must(os.RemoveAll(dir))
			e.touch(dir)
			return "removed folder " + dir
		}
		return e.line(file) + " of " + shown
	case 6:
		return e.ignore()
	case 7:
		return e.leave()
	case 8:
		return e.swap(file) + " " + shown
	case 9:
		name := filepath.Join(e.pick(true), "deployment.toml")
		if names, _ := filepath.Glob(filepath.Join(e.root, "*", "*", "*", "*", "deployment.toml")); len(names) > 0 && e.IntN(2) == 0 {
			name = names[0]
		}
		e.write(name, []string{"[server]\nhostname = \"a\"\n", "hostname = \"a\"\n"}[e.IntN(2)])
		return "wrote " + name
	default:
		return e.line(file) + " of " + shown
	}
}

// moveFolder moves a folder to another place, or gives it another name.
func (e *editor) moveFolder() string {
	dir := e.pick(true)
	to := filepath.Join(e.root, fmt.Sprintf("n%d", e.IntN(3)), filepath.Base(dir))
	if e.IntN(3) == 0 {
		to = dir + "2"
	}
	if exists(to) || strings.HasPrefix(to, dir+string(filepath.Separator)) {
		return "nothing"
	}
	e.touch(filepath.Dir(to))
	e.must(os.MkdirAll(filepath.Dir(to), 0o755))
	e.must(os.Rename(dir, to))
	e.touch(dir, to)
	return "moved folder " + dir + " to " + to
}

// ignore writes a .gitignore, or has one say something else.
func (e *editor) ignore() string {
	dir := e.root
	if e.IntN(2) == 0 {
		dir = e.pick(true)
	}
	name := filepath.Join(dir, ".gitignore")
	var lines []string
	for _, line := range []string{"*.jks", "logs", "*.pid", "tmp/", "/nodes/a/repository/data", "!wso2carbon.jks", "# nothing"} {
		if e.IntN(2) == 0 {
			lines = append(lines, line+"\n")
		}
	}
	e.write(name, strings.Join(lines, ""))
	return "wrote " + name
}

// leave leaves behind what a server writes while it runs.
func (e *editor) leave() string {
	home := filepath.Join(e.root, "nodes", []string{"a", "b", "c0"}[e.IntN(3)])
	left := []string{"wso2carbon.pid", "tmp/work/x", "repository/logs/a.log", "repository/data/x/y", "repository/database/a.lock", "repository/samples/s.xml"}
	name := filepath.Join(home, filepath.FromSlash(left[e.IntN(len(left))]))
	for dir := name; dir != e.root; dir = filepath.Dir(dir) {
		if !exists(dir) {
			e.touch(dir)
		}
	}
	if info, err := os.Stat(filepath.Dir(name)); err == nil && !info.IsDir() || exists(name) {
		return "nothing"
	}
	e.must(os.MkdirAll(filepath.Dir(name), 0o755))
	e.write(name, "1")
	return "left " + name
}

// swap puts a folder or a link where a file was.
func (e *editor) swap(file string) string {
	e.touch(file)
	if e.IntN(2) == 0 {
		e.must(os.Remove(file))
		e.must(os.Mkdir(file, 0o755))
		return "put a folder in place of"
	}
	to := filepath.Join(e.TempDir(), filepath.Base(file))
	e.must(os.WriteFile(to, []byte(e.read(file)), 0o644))
	e.must(os.Remove(file))
	e.must(os.Symlink(to, file))
	return "linked"
}

// line changes one line of a file.
func (e *editor) line(file string) string {
	lines := strings.Split(e.read(file), "\n")
	i := e.IntN(len(lines))
	what := fmt.Sprintf("line %d", i+1)
	switch e.IntN(6) {
	case 0:
		lines = slices.Delete(lines, i, i+1)
	case 1:
		lines = slices.Insert(lines, i, "")
	case 2:
		lines = slices.Insert(lines, i, lines[e.IntN(len(lines))])
	case 3:
		lines[i] = "<!-- carbonlint:ignore jvm/no_heap_size - because -->"
	default:
		for _, pair := range [][2]string{{"true", "false"}, {"false", "true"}, {"localhost", "10.0.0.7"}, {"admin", "hunter2-hunter2"}, {"4", "5"}, {">", ">${x}"}} {
			if strings.Contains(lines[i], pair[0]) && e.IntN(2) == 0 {
				lines[i] = strings.Replace(lines[i], pair[0], pair[1], 1)
			}
		}
	}
	e.write(file, strings.Join(lines, "\n"))
	return what
}

func (e *editor) read(file string) string {
	data, err := os.ReadFile(file)
	e.must(err)
	return string(data)
}

// write writes a file, unless swap has put a folder in its place.
func (e *editor) write(file, text string) {
	if info, err := os.Stat(file); err == nil && info.IsDir() {
		return
	}
	e.must(os.WriteFile(file, []byte(text), 0o644))
	if target, err := os.Readlink(file); err == nil {
		file = target // nobody tells of the link
	}
	e.touch(file)
}
