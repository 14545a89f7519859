package loader

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// finish fills in what is known of a home once its files are decoded.
func (h *Home) finish(l *listing) {
	if h.NotJudged != "" {
		return
	}
	describe(l, h)
	h.Libraries = libraries(l, h)
	h.Complete = h.complete()
	h.Versioned = l.versioned
}

// complete reports whether the tree holds a whole home and not an overlay: a
// launcher, the files without which no Carbon server starts, and one that every
// product ships and nobody edits, so that overlays have no reason to hold it.
// Templates and ConfigMaps are laid over a home that lies elsewhere.
func (h *Home) complete() bool {
	have := make(map[string]bool)
	for _, f := range h.Files {
		if _, template := templateSuffix(f.Name); template || f.whole != nil {
			return false
		}
		have[f.Kind] = true
	}
	for _, kind := range []string{"carbon.xml", "axis2.xml", "user-mgt.xml", "catalina-server.xml", KindDatasources, KindLauncher} {
		if !have[kind] {
			return false
		}
	}
	return have["carboncontext-osgi-services.properties"] || have["xss-patterns.properties"]
}

// file returns the first file of a kind.
func (h *Home) file(kind string) *File {
	for _, f := range h.Files {
		if f.Kind == kind {
			return f
		}
	}
	return nil
}

var (
	versionLine = regexp.MustCompile(`^(.*?)\s+v?(\d[\w.-]*)\s*$`)
	kernelLine  = regexp.MustCompile(`WSO2 Carbon(?: Framework)? v(\d[\w.-]*)`)
)

// describe finds product, version and kernel: carbon.xml first, since a
// version.txt is now and then an unfilled template, then the version files of
// bin, then the table of kernels.
func describe(l *listing, h *Home) {
	if f := h.file("carbon.xml"); f != nil {
		h.Product = known(f.first("Server/Name"))
		h.Version = known(f.first("Server/Version"))
	}
	if m := versionLine.FindStringSubmatch(firstLine(l, path.Join(h.Path, "bin/version.txt"))); m != nil && !undecided(m[0]) {
		h.Product = first(h.Product, m[1])
		h.Version = first(h.Version, m[2])
	}
	if m := kernelLine.FindStringSubmatch(firstLine(l, path.Join(h.Path, "bin/wso2carbon-version.txt"))); m != nil {
		h.Kernel = m[1]
	}
	h.Kernel = first(h.Kernel, kernelOf(h.Product, h.Version))
}

func known(value string) string {
	if undecided(value) {
		return ""
	}
	return value
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func firstLine(l *listing, name string) string {
	return kept(l, name, "first line", func(fsys fs.FS) string {
		data, problem := readFile(fsys, name)
		if problem != nil || len(data) > 4096 {
			return ""
		}
		line, _, _ := strings.Cut(strings.TrimSpace(string(data)), "\n")
		return strings.TrimSpace(line)
	})
}

// kernels has the kernel of each product release, from the products' own
// build files; the longest version that is a prefix counts.
var kernels = []struct{ product, version, kernel string }{
	{"API Manager", "1.10", "4.4.3"},
	{"API Manager", "2.0", "4.4.7"},
	{"API Manager", "2.1", "4.4.11"},
	{"API Manager", "2.2", "4.4.26"},
	{"API Manager", "2.5", "4.4.32"},
	{"API Manager", "2.6", "4.4.35"},
	{"Identity Server", "5.1", "4.4.3"},
	{"Identity Server", "5.3", "4.4.11"},
	{"Identity Server", "5.5", "4.4.26"},
	{"Identity Server", "5.7", "4.4.35"},
	{"Identity Server", "5.8", "4.4.40"},
	{"Enterprise Service Bus", "4.9", "4.4.1"},
	{"Enterprise Service Bus", "5.0", "4.4.8"},
	{"Enterprise Integrator", "6.0", "4.4.14"},
	{"Enterprise Integrator", "6.1", "4.4.16"},
	{"Enterprise Integrator", "6.2", "4.4.26"},
	{"Enterprise Integrator", "6.3", "4.4.32"},
	{"Enterprise Integrator", "6.4", "4.4.36"},
	{"Enterprise Integrator", "6.5", "4.4.40"},
	{"Enterprise Integrator", "6.6", "4.5.3"},
	{"Data Analytics Server", "3.1", "4.4.9"},
	{"Data Analytics Server", "3.2", "4.4.26"},
	{"IoT Server", "3.3", "4.4.26"},
}

// profiles are products of which Enterprise Integrator has had a part, under
// their own names and from 6.2 on with its number. By themselves they have
// never come so far.
var profiles = []string{"Business Process Server", "Micro Integrator"}

// kernelOf returns the kernel of a product release, "" when the table does
// not hold it. The kernel is a product too.
func kernelOf(product, version string) string {
	if product == "WSO2 Carbon" {
		return version
	}
	for _, name := range profiles {
		if strings.HasSuffix(product, name) && strings.HasPrefix(version, "6.") {
			product = "Enterprise Integrator"
		}
	}
	for _, k := range kernels {
		if strings.HasSuffix(product, k.product) && (version == k.version || strings.HasPrefix(version, k.version+".")) {
			return k.kernel
		}
	}
	return ""
}

// libraryDirs are the folders from which a server loads drivers. Driver
// bundles may also be installed among the plug-ins.
var libraryDirs = []string{
	"repository/components/lib", "repository/components/dropins", "repository/components/plugins", "repository/components/patches",
	"lib", "dropins", "extensions", "patches", "wso2/components/plugins",
}

// libraries returns the base names of the archives of a home, nil when none of
// its library folders holds an archive or, being empty, could be kept in git.
func libraries(l *listing, h *Home) []string {
	var names []string
	roots := []string{h.Path}
	if h.Layout == LayoutEI6Profile {
		// The profiles share the folders of the root runtime.
		roots = append(roots, path.Dir(path.Dir(h.Path)))
	}
	for _, root := range roots {
		for _, dir := range libraryDirs {
			for _, name := range l.dirs[path.Join(root, dir)] {
				if path.Ext(name) == ".jar" {
					names = append(names, name)
				}
			}
		}
	}
	return names
}

// Pin says of a home which product and version it is, whatever its files say.
// What is "" stays as it was found.
func (h *Home) Pin(product, version string) {
	if product == "" && version == "" {
		return
	}
	h.Product, h.Version = first(product, h.Product), first(version, h.Version)
	h.Kernel = first(kernelOf(h.Product, h.Version), h.Kernel)
}
