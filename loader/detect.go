package loader

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"regexp"
	"sort"
	"strings"
	"sync"
)

// The layouts of a home.
const (
	// LayoutClassic has repository/conf.
	LayoutClassic = "classic"
	// LayoutEI6 is the root runtime of EI 6 and IoT 3, which has conf.
	LayoutEI6 = "ei6"
	// LayoutEI6Profile is one of their profiles, wso2/<profile>/conf.
	LayoutEI6Profile = "ei6-profile"
	// LayoutConfOnly is a configuration folder without a home around it.
	LayoutConfOnly = "conf-only"
	// LayoutTOML has repository/conf/deployment.toml.
	LayoutTOML = "toml"
	// LayoutMI has conf/deployment.toml.
	LayoutMI = "mi"
)

// layouts of deployment.toml homes are not judged until their loader exists.
const notJudgedTOML = "configured by deployment.toml, which is not judged yet"

// skippedDirs are never looked into: no server reads its configuration there.
// The p2 folders of components hold copies of configuration files that were
// installed with the features and are dead from then on.
var skippedDirs = map[string]bool{
	".git": true, ".svn": true, ".hg": true, "node_modules": true,
	"components/features": true, "components/configuration": true, "components/p2": true, "components/default": true,
	"repository/data": true, "repository/database": true, "repository/logs": true, "repository/samples": true,
	"server/synapse-configs": true,
}

// skipDir decides by the folder's own name and its parent's. A volume of
// Kubernetes keeps its files in folders whose names begin with two dots; the
// links that lead there are what the server reads.
func skipDir(dir string) bool {
	base := path.Base(dir)
	if strings.HasPrefix(base, "..") || skippedDirs[base] || base == "backup" || base == "samples" || base == "dbscripts" {
		return true
	}
	parent := path.Base(path.Dir(dir))
	if parent == "resources" && path.Base(path.Dir(path.Dir(dir))) == "repository" {
		return base != "security"
	}
	return skippedDirs[parent+"/"+base]
}

// has finds a file by its path, with or without a template suffix.
func (l *listing) has(name string) (string, bool) {
	dir, base := path.Dir(name), path.Base(name)
	for _, f := range l.dirs[dir] {
		if f == base {
			return name, true
		}
	}
	for _, f := range l.dirs[dir] {
		if plain, ok := templateSuffix(f); ok && plain == base {
			return path.Join(dir, f), true
		}
	}
	return "", false
}

// contains reports whether a file holds what a test looks for; use names the
// test.
func (l *listing) contains(name, use string, test func([]byte) bool) bool {
	return l.asks.ask(func(l *listing) bool {
		return kept(l, name, "contains\x00"+use, func(fsys fs.FS) bool {
			data, err := readHead(fsys, name)
			return err == nil && test(data)
		})
	}, l)
}

// readHead reads a file up to the size above which it is refused, so that a file
// which is too large still tells what it is.
func readHead(fsys fs.FS, name string) ([]byte, error) {
	file, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	raw := make([]byte, min(info.Size(), MaxFileSize))
	n, err := io.ReadFull(file, raw)
	if err == io.ErrUnexpectedEOF {
		err = nil // it has become shorter
	}
	raw = raw[:n]
	if enc, bom := sniff(raw); err == nil && codecs[enc] != nil {
		// Nothing is found in text of two bytes a character.
		text, _ := decodeBytes(raw[bom:], enc)
		return []byte(text), nil
	}
	return raw, err
}

// mark is a file that makes a folder a configuration folder, with what tells it
// from files of the same name: an element, and a text in the element's tag.
type mark struct{ name, root, within string }

var marks = []mark{
	{"carbon.xml", "Server", "carbon.xml"},
	{"user-mgt.xml", "UserManager", ""},
	{"registry.xml", "wso2registry", ""},
	{"datasources/master-datasources.xml", "datasources-configuration", ""},
	{"axis2/axis2.xml", "axisconfig", ""},
	{"tomcat/catalina-server.xml", "Server", ""},
	{"api-manager.xml", "APIManager", ""},
	{"identity/identity.xml", "Server", ""},
	{"etc/jmx.xml", "JMX", ""},
}

// in reports whether a text has the mark. It need not be well-formed.
func (m *mark) in(text []byte) bool {
	tag := []byte("<" + m.root)
	for {
		_, rest, found := bytes.Cut(text, tag)
		if !found {
			return false
		}
		text = rest
		if len(rest) > 0 && wordByte(rest[0]) {
			continue // a longer name
		}
		attributes, _, _ := bytes.Cut(rest, []byte(">"))
		if bytes.Contains(attributes, []byte(m.within)) {
			return true
		}
	}
}

// wordByte reports whether a byte goes on with a name.
func wordByte(b byte) bool {
	return b == '_' || '0' <= b && b <= '9' || 'A' <= b && b <= 'Z' || 'a' <= b && b <= 'z'
}

// tables matches a table header of a WSO2 deployment.toml. Few trees have one.
var tables = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?m)^\s*\[\[?(?:server|super_admin|user_store|database|keystore|truststore|apim|carbon|clustering|transport|mediation|synapse|authentication|oauth|identity|tenant_mgt|management_api_handler|internal_apis|realm_manager|admin_console|catalina|monitoring|event|throttling|secrets|resource)\b`)
})

// detect finds the homes of a tree, by path. The folders that are declared to
// be homes are, even where nothing in them tells.
func detect(l *listing, declared []string) []*Home {
	homes := make(map[string]*Home)
	for _, dir := range l.sorted {
		if h := tomlHome(l, dir); h != nil && homes[h.Path] == nil {
			homes[h.Path] = h
		}
	}
	for _, dir := range l.sorted {
		h := classicHome(l, dir)
		if h == nil || homes[h.Path] != nil || belowTOML(homes, h) {
			continue
		}
		homes[h.Path] = h
	}
	for _, dir := range l.sorted {
		if h := launcherHome(l, dir); h != nil && homes[h.Path] == nil && !insideConf(homes, dir) {
			homes[h.Path] = h
		}
	}
	for _, dir := range l.sorted {
		if homes[dir] != nil || insideConf(homes, dir) {
			continue
		}
		if h := manifestHome(l, dir); h != nil {
			homes[dir] = h
		}
	}
	for _, dir := range declared {
		if _, listed := l.dirs[dir]; listed && homes[dir] == nil {
			homes[dir] = declaredHome(l, dir)
		}
	}
	found := make([]*Home, 0, len(homes))
	for _, h := range homes {
		found = append(found, h)
	}
	sort.Slice(found, func(i, j int) bool { return found[i].Path < found[j].Path })
	return found
}

// declaredHome is the home that a folder is said to be: its configuration
// folder is the first of those that homes have, or the folder itself.
func declaredHome(l *listing, dir string) *Home {
	for _, conf := range []struct{ dir, layout string }{{"repository/conf", LayoutClassic}, {"conf", LayoutEI6}} {
		name := path.Join(dir, conf.dir)
		if _, ok := l.dirs[name]; !ok {
			continue
		}
		if conf.layout == LayoutEI6 && path.Base(path.Dir(dir)) == "wso2" {
			return &Home{Path: dir, Conf: name, Layout: LayoutEI6Profile}
		}
		return &Home{Path: dir, Conf: name, Layout: conf.layout}
	}
	return &Home{Path: dir, Conf: dir, Layout: LayoutConfOnly}
}

// belowTOML reports whether a bare configuration folder lies below a home
// that deployment.toml configures: then it holds generated files.
func belowTOML(homes map[string]*Home, h *Home) bool {
	if h.Layout != LayoutConfOnly {
		return false
	}
	for dir := path.Dir(h.Path); ; dir = path.Dir(dir) {
		if above := homes[dir]; above != nil && above.NotJudged != "" {
			return true
		}
		if dir == "." {
			return false
		}
	}
}

// insideConf reports whether a bin folder belongs to a home already found.
func insideConf(homes map[string]*Home, dir string) bool {
	for _, h := range homes {
		if h.Conf != "" && strings.HasPrefix(dir+"/", h.Conf+"/") {
			return true
		}
	}
	return false
}

func tomlHome(l *listing, dir string) *Home {
	name, ok := l.has(path.Join(dir, "deployment.toml"))
	if !ok || !l.contains(name, "tables", tables().Match) {
		return nil
	}
	h := &Home{Conf: dir, NotJudged: notJudgedTOML}
	switch {
	case trimConf(dir, "repository/conf", &h.Path):
		h.Layout = LayoutTOML
	case trimConf(dir, "conf", &h.Path):
		h.Layout = LayoutMI
	default:
		h.Path, h.Layout = dir, LayoutConfOnly
	}
	return h
}

// trimConf cuts the configuration folder's own path from dir.
func trimConf(dir, conf string, home *string) bool {
	if dir != conf && !strings.HasSuffix(dir, "/"+conf) {
		return false
	}
	*home = path.Clean(strings.TrimSuffix(dir, conf))
	return true
}

func classicHome(l *listing, dir string) *Home {
	n := confMarks(l, dir)
	if n == 0 {
		return nil
	}
	h := &Home{Conf: dir}
	switch {
	case trimConf(dir, "repository/conf", &h.Path):
		h.Layout = LayoutClassic
	case trimConf(dir, "conf", &h.Path) && path.Base(path.Dir(h.Path)) == "wso2":
		h.Layout = LayoutEI6Profile
	case trimConf(dir, "conf", &h.Path):
		h.Layout = LayoutEI6
	case n >= 2:
		h.Path, h.Layout = dir, LayoutConfOnly
	default:
		// One file of a telling name in a folder of another name is a sample
		// or a copy.
		return nil
	}
	return h
}

// confMarks counts the marks of a configuration folder.
func confMarks(l *listing, dir string) int {
	n := 0
	for _, m := range marks {
		if name, ok := l.has(path.Join(dir, m.name)); ok && l.contains(name, "<"+m.root+" "+m.within, m.in) {
			n++
		}
	}
	return n
}

// launcherHome recognises an overlay that holds nothing but start scripts.
func launcherHome(l *listing, dir string) *Home {
	if path.Base(dir) != "bin" {
		return nil
	}
	home := path.Dir(dir)
	for _, f := range l.dirs[dir] {
		base, _ := templateSuffix(f)
		stem := strings.TrimSuffix(base, path.Ext(base))
		if ext := path.Ext(base); ext != ".sh" && ext != ".bat" {
			continue
		}
		switch {
		case modernLaunchers[stem] && !launcherBeside(l, dir):
			return &Home{Path: home, Layout: LayoutTOML, NotJudged: notJudgedTOML}
		case stem == "wso2server":
			return &Home{Path: home, Layout: LayoutClassic}
		case launcherNames[stem]:
			return &Home{Path: home, Layout: LayoutEI6}
		}
	}
	return nil
}

// launcherBeside reports whether a bin folder also holds a classic launcher.
func launcherBeside(l *listing, dir string) bool {
	for _, f := range l.dirs[dir] {
		if _, ok := launcher("bin/" + f); ok {
			return true
		}
	}
	return false
}
