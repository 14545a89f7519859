package loader

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"
)

// MaxFileSize is the size in bytes above which a file is refused: no
// configuration file is that large, and a parser's memory is a multiple.
const MaxFileSize = 5 << 20

// Load finds the homes of a tree, or of the given folders of it, and decodes
// the files that each of them loads. A file that cannot be read or decoded keeps its [Problem], and the
// rest is still loaded. The error is set only when the tree itself cannot be
// read.
func Load(fsys fs.FS, folders ...string) (*Tree, error) {
	return loadTree(fsys, nil, nil, folders)
}

func loadTree(fsys fs.FS, cache *Cache, declared, folders []string) (*Tree, error) {
	if len(folders) == 0 {
		folders = []string{"."}
	}
	l, err := list(fsys, cache, folders)
	if err != nil {
		return nil, err
	}
	t := &Tree{Homes: l.homes(declared), Unreadable: slices.Clone(l.unreadable), files: make(map[string]*File), fsys: fsys}
	t.place()
	work := make([][]func(), len(t.Homes))
	var jobs []func()
	for i, h := range t.Homes {
		if h.NotJudged != "" {
			describe(l, h)
			continue
		}
		jobs = append(jobs, func() { work[i] = loadHome(l, h, t.Homes) })
	}
	run(jobs)
	run(slices.Concat(work...))
	for _, h := range t.Homes {
		h.spread()
	}
	// Which key stores there are, and their passwords, is told by the files.
	jobs = jobs[:0]
	for _, h := range t.Homes {
		if h.NotJudged == "" {
			jobs = append(jobs, loadStores(l, h, t.Homes)...)
		}
	}
	run(jobs)
	for _, h := range t.Homes {
		h.finish(l)
		for _, f := range h.Files {
			t.files[f.Name] = f.Whole()
			if f.Problem != nil && f.Problem.unread {
				t.Unreadable = append(t.Unreadable, f)
			}
		}
	}
	sort.Slice(t.Unreadable, func(i, j int) bool { return t.Unreadable[i].Name < t.Unreadable[j].Name })
	return t, nil
}

// run does the jobs on all cores.
func run(jobs []func()) {
	queue := make(chan func(), len(jobs))
	for _, job := range jobs {
		queue <- job
	}
	close(queue)
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(jobs)) {
		wg.Go(func() {
			for job := range queue {
				job()
			}
		})
	}
	wg.Wait()
}

// loadHome selects the files of a home and returns the work of decoding them.
func loadHome(l *listing, h *Home, all []*Home) []func() {
	var jobs []func()
	for _, s := range loadedAxis2(l, h, l.selection(h, all).files) {
		if h.carbon != nil && h.carbon.Name == s.name {
			h.Files = append(h.Files, h.carbon)
			continue
		}
		i := len(h.Files)
		h.Files = append(h.Files, &File{Name: s.name, Kind: s.kind})
		if s.format != formatNone || s.kind == KindIgnoredDatasources {
			jobs = append(jobs, func() { h.Files[i] = l.decoded(s) })
		}
	}
	return jobs
}

// load reads and decodes one file.
func (f *File) load(fsys fs.FS, format format) {
	f.format = format
	defer func() {
		// A fault of a decoder costs one file and not the run.
		if cause := recover(); cause != nil {
			f.Decoded, f.Problem = Decoded{}, &Problem{Reason: fmt.Sprintf("cannot be decoded: %v; please report this", cause)}
			f.broken = true
		}
	}()
	var problem *Problem
	f.Source, problem = readText(fsys, f.Name)
	switch {
	case problem != nil:
		f.Problem, f.broken = problem, f.breaks()
	case format == formatManifest:
		f.Problem = f.split()
	default:
		f.decode()
	}
}

// decode decodes the text of a file.
func (f *File) decode() {
	f.Decoded, f.Problem = decoders[f.format](f.Source)
	f.classify()
	if f.Problem != nil && f.format == formatXML {
		f.hideTags()
	}
	f.readDirectives(f.Source, f.format)
	f.nameStores()
	f.broken = f.Problem != nil && f.breaks()
}

// breaks reports whether a problem leaves nothing to rely on: a script runs up to
// its fault, of a malformed document nothing is read.
func (f *File) breaks() bool {
	return f.Source == nil || f.format == formatXML || f.format == formatJSON
}

// classify marks what is unknown and what is a secret.
func (f *File) classify() {
	classify(f.Kind, f.Entries)
	if f.format == formatJSON {
		f.classifyJSON()
	}
}

// hideTags cuts the paths of a malformed file at an element that holds a
// secret: a tag within it may be a piece of a password that was not escaped.
func (f *File) hideTags() {
	for i := range f.Entries {
		f.Entries[i].Path = cutAtSecret(f.Entries[i].Path)
	}
	for i := range f.Items {
		f.Items[i].Path, f.Items[i].Prefix = cutAtSecret(f.Items[i].Path), cutAtSecret(f.Items[i].Prefix)
	}
}

// cutAtSecret returns a path up to the first element that holds a secret.
func cutAtSecret(p string) string {
	end := -1
	for _, segment := range pathSegments(p) {
		if end += 1 + len(segment); secretName(keyOf(segment)) {
			return p[:end]
		}
	}
	return p
}

// readFile reads a file unless it is too large.
func readFile(fsys fs.FS, name string) ([]byte, *Problem) {
	return appendFile(nil, fsys, name)
}

// buffers hold the bytes of files until they are text, which is a copy.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// readText reads a file as text unless it is too large.
func readText(fsys fs.FS, name string) (*Source, *Problem) {
	buffer := buffers.Get().(*[]byte)
	defer buffers.Put(buffer)
	raw, problem := appendFile((*buffer)[:0], fsys, name)
	if problem != nil {
		return nil, problem
	}
	*buffer = raw
	return decodeText(name, raw)
}

// appendFile appends the bytes of a file to a buffer unless it is too large.
func appendFile(buffer []byte, fsys fs.FS, name string) (raw []byte, problem *Problem) {
	file, err := fsys.Open(name)
	if err != nil {
		return nil, &Problem{Reason: reason(err), unread: true}
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, &Problem{Reason: reason(err), unread: true}
	}
	if info.Size() > MaxFileSize {
		return nil, &Problem{Reason: "is larger than 5 MB"}
	}
	// One byte more than the file has tells its end without another turn.
	for raw = slices.Grow(buffer, int(info.Size())+1); ; raw = slices.Grow(raw, 1) {
		n, err := file.Read(raw[len(raw):cap(raw)])
		raw = raw[:len(raw)+n]
		if len(raw) > MaxFileSize {
			return nil, &Problem{Reason: "is larger than 5 MB"}
		}
		if err == io.EOF {
			return raw, nil
		}
		if err != nil {
			return nil, &Problem{Reason: reason(err), unread: true}
		}
	}
}

// reason is the cause of a file system error without the path, which may be
// absolute.
func reason(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
		if errors.Is(err, fs.ErrInvalid) && !utf8.ValidString(pe.Path) {
			return "cannot be read: its name is not UTF-8"
		}
	}
	return "cannot be read: " + err.Error()
}

// selectFiles returns the files of a home that the names alone select.
func selectFiles(l *listing, h *Home, all []*Home) []selected {
	var files []selected
	for _, dir := range l.sorted {
		if !within(dir, h.Path) || owner(dir, all) != h {
			continue
		}
		if h.Conf != "" && within(dir, h.Conf) {
			files = append(files, confFiles(l, h, dir)...)
		}
		files = append(files, otherFiles(l, h, dir)...)
		files = runtimeFiles(l, h, dir, files)
	}
	return files
}

// within reports whether a folder is the other one or lies below it.
func within(dir, above string) bool {
	return above == "." || dir == above || strings.HasPrefix(dir, above+"/")
}

// owner returns the innermost home of a folder.
func owner(dir string, all []*Home) *Home {
	var o *Home
	for _, h := range all {
		if within(dir, h.Path) && (o == nil || len(h.Path) > len(o.Path) || o.Path == ".") {
			o = h
		}
	}
	return o
}

func confFiles(l *listing, h *Home, dir string) []selected {
	var files []selected
	copies, neighbours := variants(l.dirs[dir])
	for _, name := range l.dirs[dir] {
		full := path.Join(dir, name)
		if h.manifests && dir == h.Conf && manifestName(name) {
			files = append(files, selected{full, KindManifest, formatManifest})
			continue
		}
		if ignoredDatasources(relative(full, h.Conf)) {
			files = append(files, selected{full, KindIgnoredDatasources, formatNone})
			continue
		}
		if staleCopy(relative(full, h.Conf), neighbours) {
			files = append(files, selected{full, KindCopy, formatNone})
			continue
		}
		if base, _ := templateSuffix(name); copies[name] && !strings.HasSuffix(base, "-datasources.xml") || unloaded[base] {
			continue
		}
		if kind, format, ok := confFile(relative(full, h.Conf)); ok {
			files = append(files, selected{full, kind, format})
		}
	}
	return files
}

// otherFiles are the launchers, stores and deployed files of a home.
func otherFiles(l *listing, h *Home, dir string) []selected {
	var files []selected
	for _, name := range l.dirs[dir] {
		full := path.Join(dir, name)
		rel := relative(full, h.Path)
		base, _ := templateSuffix(name)
		if f, ok := environment(rel); ok && h.Layout != LayoutConfOnly {
			files = append(files, selected{full, KindEnvironment, f})
			continue
		}
		switch f, ok := launcher(rel); {
		case ok:
			files = append(files, selected{full, KindLauncher, f})
		case dir == h.Path && h.Layout != LayoutConfOnly && passwordFiles[base]:
			files = append(files, selected{full, KindPassword, formatLines})
		case deployedKinds[path.Base(dir)] != "" && path.Ext(base) == ".xml":
			files = append(files, selected{full, deployedKinds[path.Base(dir)], formatXML})
		case strings.HasSuffix(rel, "/WEB-INF/web.xml") && strings.Contains(rel, "repository/deployment/server/"):
			files = append(files, selected{full, KindWebApp, formatXML})
		case base == "jaggery.conf" && jaggeryApp.MatchString(rel):
			files = append(files, selected{full, KindJaggery, formatJSON})
		case sample(rel):
			files = append(files, selected{full, KindSample, formatNone})
		case path.Dir(rel) == "repository/resources/security" && profileFiles[base]:
			files = append(files, selected{full, base, formatXML})
		case rel == "updates/product.txt", rel == "updates/config.json", strings.HasPrefix(rel, "updates/wum/"), updateRecord(rel):
			files = append(files, selected{full, KindUpdates, formatNone})
		}
	}
	return files
}

// updateRecord reports whether a file shows that updates were applied.
func updateRecord(rel string) bool {
	return strings.HasPrefix(rel, "repository/components/patches/patch") || strings.HasPrefix(rel, "patches/patch")
}

// relative returns name relative to the folder.
func relative(name, dir string) string {
	if dir == "." {
		return name
	}
	return strings.TrimPrefix(name, dir+"/")
}

// loadedAxis2 returns the files that the home's server loads, by name: the axis2 file
// that carbon.xml names has the kind axis2.xml, and the files of that kind that
// it does not name are left out.
func loadedAxis2(l *listing, h *Home, files []selected) []selected {
	const kind = "axis2.xml"
	live := configuredAxis2(l, h, files)
	kept := make([]selected, 0, len(files)+1)
	found := false
	for _, f := range files {
		switch {
		case f.name == live && live != "":
			f.kind, f.format, found = kind, formatXML, true
		case f.kind == kind && live != "" && (path.Base(f.name) != path.Base(live)):
			continue
		}
		kept = append(kept, f)
	}
	if live != "" && !found {
		if name, ok := l.has(live); ok {
			kept = append(kept, selected{name, kind, formatXML})
		}
	}
	sort.Slice(kept, func(i, j int) bool { return kept[i].name < kept[j].name })
	return kept
}

// configuredAxis2 returns the path of the axis2 file that carbon.xml names,
// "" when it does not tell.
func configuredAxis2(l *listing, h *Home, files []selected) string {
	for _, s := range files {
		if s.kind != "carbon.xml" {
			continue
		}
		f := l.decoded(s)
		h.carbon = f
		value := strings.TrimPrefix(f.first("Server/Axis2Config/ConfigurationFile"), "${carbon.home}/")
		if value == "" || undecided(value) || strings.HasPrefix(value, "/") {
			return ""
		}
		name := path.Join(h.Path, value)
		if h.Layout == LayoutConfOnly {
			// A bare configuration folder knows only what follows conf/.
			if _, after, ok := strings.Cut("/"+value, "/conf/"); ok {
				name = path.Join(h.Conf, after)
			}
		}
		return name
	}
	return ""
}

// first returns the first value of a path: the server takes the first of
// duplicate elements.
func (f *File) first(p string) string {
	for _, e := range f.Entries {
		if e.Path == p {
			return e.Value
		}
	}
	return ""
}
