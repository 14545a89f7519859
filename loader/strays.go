package loader

import (
	"path"
	"regexp"
	"strings"
)

// The kinds of files that no server reads and that should not lie in a tree of
// configuration. The names alone count.
const (
	// KindCopy is an old or a spare copy of a configuration file.
	KindCopy = "copy"
	// KindRuntime is what a server writes while it runs: its process id, its
	// embedded databases, logs and dumps, and its folders of data and
	// temporary files.
	KindRuntime = "runtime-file"
)

var (
	// copied matches what follows the stem of the live file beside it in the
	// name of a copy: carbon_old.xml, "api-manager - Copy.xml",
	// master-datasources_1.xml. Variants that are kept on purpose, of a
	// profile or a transport, are none.
	copied = regexp.MustCompile(`(?i)^(?:[ _.-]+(?:copy|old|bak|backup|orig|original|new|tmp|temp|save|saved|\d+)\b.*|[ _-]*\(\d+\)|~)$`)
	// backedUp matches the names that editors, packages and people give to what
	// a configuration file was before: carbon.xml.bak, .carbon.xml.swp.
	backedUp = regexp.MustCompile(`(?i)\.(?:xml|properties|conf|json|sh|bat)(?:\.(?:j2|erb))?(?:[ ._-]+(?:bak|backup|bkp|orig|original|old|new|save|saved|rej|copy|disabled|rpm(?:save|new|orig)|dpkg-\w+|ucf-\w+|\d+)\b.*|~|#)$|^\..+\.sw[a-p]$|^copy (?:\(\d+\) )?of .+\.(?:xml|properties|conf|json)$`)
)

// staleCopy reports whether a file of a configuration folder, given its path
// there, is a copy of a file that may be one of its neighbours. What the server
// loads by folder, and what lies beside the data sources, is told elsewhere.
func staleCopy(rel string, neighbours map[string]bool) bool {
	dir, name := path.Split(rel)
	if loadedFolder(dir) || dir == "datasources/" {
		return false
	}
	return backedUp.MatchString(name) || follows(name, neighbours, copied)
}

// loadedFolder reports whether the server loads all files of a folder.
func loadedFolder(dir string) bool {
	return strings.HasPrefix(dir, "identity/identity-providers/") || strings.HasPrefix(dir, "identity/service-providers/")
}

// written matches, by their paths in the home, the files that a server writes.
var written = regexp.MustCompile(`^(?:wso2carbon\.pid|tmp/[^.].*|(?:.*/)?(?:hs_err_pid\d+\.log|[^/]+\.hprof|[^/]+\.lck)|repository/(?:data|logs/[^/]+\.(?:log|log\.[^/]+)|database/[^/]+\.(?:h2\.db|mv\.db|trace\.db|lock\.db|lock)))$`)

// isWritten reports whether a server writes a file of that path in the home.
// All files go through here, and few have what the pattern looks for.
func isWritten(rel string) bool {
	return (strings.HasPrefix(rel, "repository/data") || strings.HasPrefix(rel, "repository/logs/") ||
		strings.HasPrefix(rel, "tmp/") || rel == "wso2carbon.pid" || strings.HasSuffix(rel, ".log") ||
		strings.HasSuffix(rel, ".hprof") || strings.HasSuffix(rel, ".lck")) && written.MatchString(rel)
}

// writtenFiles returns what a server wrote into a folder of repository that is
// not entered: the names of such files, and of the folder of data that it is
// there.
func writtenFiles(folder string, entries []folderEntry) (names []string, filled bool) {
	for _, entry := range entries {
		if isWritten("repository/" + folder + "/" + entry.name) {
			names = append(names, entry.name)
		}
		filled = filled || folder == "data" && !strings.HasPrefix(entry.name, ".")
	}
	return names, filled
}

// runtimeFiles adds those of a folder's files that a server wrote and that
// version control does not leave out. Of temporary files one stands for all.
func runtimeFiles(l *listing, h *Home, dir string, files []selected) []selected {
	for _, name := range l.dirs[dir] {
		full := path.Join(dir, name)
		rel := relative(full, h.Path)
		if !isWritten(rel) || gitIgnored(l, full) {
			continue
		}
		files = append(files, selected{full, KindRuntime, formatNone})
		if strings.HasPrefix(rel, "tmp/") {
			break
		}
	}
	return files
}

// strays returns the text that stands between the elements of XML files, where
// no server reads any, each with the kind of its file.
func (b *builder[V]) strays() []V {
	list := []V{}
	for _, f := range b.home.Files {
		for i := range f.Entries {
			e := &f.Entries[i]
			if !strings.HasSuffix(e.Path, looseText) || f.Problem != nil {
				continue
			}
			from := b.begin()
			b.addEntry(f, e)
			b.addString("kind", f.Kind)
			list = append(list, b.record(from))
		}
	}
	return list
}
