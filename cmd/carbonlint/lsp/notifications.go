package lsp

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/carbonlint/carbonlint/cmd/carbonlint/config"
)

// notifications are what the client tells, by method. The lock is held.
var notifications = map[string]func(*server, json.RawMessage) error{
	"initialized":                         notification((*server).begun),
	"$/cancelRequest":                     notification((*server).cancelled),
	"$/setTrace":                          notification((*server).traced),
	"textDocument/didOpen":                notification((*server).opened),
	"textDocument/didChange":              notification((*server).edited),
	"textDocument/didClose":               notification((*server).closed),
	"textDocument/didSave":                notification((*server).saved),
	"workspace/didChangeWatchedFiles":     notification((*server).watched),
	"workspace/didCreateFiles":            notification((*server).moved),
	"workspace/didRenameFiles":            notification((*server).moved),
	"workspace/didDeleteFiles":            notification((*server).moved),
	"workspace/didChangeConfiguration":    notification((*server).configured),
	"workspace/didChangeWorkspaceFolders": notification((*server).rooted),
}

// notification decodes the parameters of a notification.
func notification[P any](take func(*server, *P)) func(*server, json.RawMessage) error {
	return func(s *server, params json.RawMessage) error {
		var p P
		if err := json.Unmarshal(params, &p); err != nil {
			return err
		}
		take(s, &p)
		return nil
	}
}

// begun starts to work once the client is ready for news.
func (s *server) begun(*json.RawMessage) {
	if s.client.watches {
		go s.call("client/registerCapability", map[string]any{"registrations": []any{map[string]any{
			"id": "carbonlint-files", "method": "workspace/didChangeWatchedFiles",
			"registerOptions": map[string]any{"watchers": []any{map[string]any{"globPattern": "**/*"}}},
		}}})
	}
	s.arrange()
}

func (s *server) cancelled(p *struct {
	ID jsonrpc2.ID `json:"id"`
},
) {
	if cancel := s.running[p.ID]; cancel != nil {
		cancel()
	}
}

func (s *server) traced(p *struct {
	Value string `json:"value"`
},
) {
	s.trace = p.Value
}

func (s *server) opened(p *openParams) {
	name, ok := fileOf(p.TextDocument.URI)
	if !ok {
		return
	}
	s.buffers[name] = &buffer{p.TextDocument.URI, p.TextDocument.Version, newDocument(path.Base(name), p.TextDocument.Text)}
	s.arrange()
	s.touch(name)
}

func (s *server) edited(p *changeParams) {
	name, ok := fileOf(p.TextDocument.URI)
	b := s.buffers[name]
	if !ok || b == nil {
		return
	}
	version := b.version
	if p.TextDocument.Version != nil {
		version = *p.TextDocument.Version
	}
	s.buffers[name] = b.edited(version, p.ContentChanges, s.client.encoding)
	s.touch(name)
}

func (s *server) closed(p *struct {
	TextDocument textDocument `json:"textDocument"`
},
) {
	if name, ok := fileOf(p.TextDocument.URI); ok && s.buffers[name] != nil {
		delete(s.buffers, name)
		s.touch(name)
		s.arrange()
	}
}

func (s *server) saved(p *struct {
	TextDocument textDocument `json:"textDocument"`
},
) {
	// What stands on disk beside the buffers may have changed too.
	if name, ok := fileOf(p.TextDocument.URI); ok {
		s.touch(name)
	}
}

func (s *server) watched(p *watchedParams) {
	for _, c := range p.Changes {
		if name, ok := fileOf(c.URI); ok && !strings.Contains(name, "/.git/") {
			s.touch(name)
		}
	}
}

// moved takes what the user did to files in the editor, which may not watch
// them.
func (s *server) moved(p *movedParams) {
	for _, f := range p.Files {
		for _, uri := range []string{f.URI, f.OldURI, f.NewURI} {
			if name, ok := fileOf(uri); ok {
				s.touch(name)
			}
		}
	}
}

func (s *server) configured(*json.RawMessage) {
	for _, f := range s.folders {
		f.touch()
	}
}

func (s *server) rooted(p *foldersParams) {
	for _, f := range p.Event.Removed {
		if name, ok := fileOf(f.URI); ok {
			s.roots = slices.DeleteFunc(s.roots, func(root string) bool { return root == name })
		}
	}
	for _, f := range p.Event.Added {
		s.addRoot(f.URI)
	}
	s.arrange()
}

// touch has the folders judged again that a file is in, or that a file of
// configuration holds for.
func (s *server) touch(name string) {
	for base, f := range s.folders {
		_, inside := below(base, name)
		_, above := below(path.Dir(name), base)
		if inside || above && path.Base(name) == config.Name {
			f.touch()
		}
	}
}

// arrange opens and closes folders, so that each root and each open file is
// judged once.
func (s *server) arrange() {
	want := make(map[string]bool)
	for _, root := range s.roots {
		if !slices.ContainsFunc(s.roots, func(other string) bool { _, in := below(other, root); return in && other != root }) {
			want[root] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.buffers)) {
		if home := homeOf(name); home != "" && folderOf(want, name) == "" {
			want[home] = true
		}
	}
	for base, f := range s.folders {
		if !want[base] {
			f.close()
			delete(s.folders, base)
			delete(s.given, base)
			s.retract(base)
		}
	}
	for base := range want {
		if s.folders[base] == nil {
			f := &folder{base: base, judge: s.Judge, open: s.snapshot, judged: s.judged, failed: s.failed}
			s.folders[base] = f
			f.start(s.ctx)
			if s.client.progresses {
				s.tokens++
				go s.progress(f, fmt.Sprintf("carbonlint-%d", s.tokens))
			}
		}
	}
}

// folderOf returns the folder that a file is in, "" when there is none.
func folderOf(folders map[string]bool, name string) string {
	for base := range folders {
		if _, ok := below(base, name); ok {
			return base
		}
	}
	return ""
}

// homeOf returns the home that a file outside of all folders is in, as its path
// tells, "" when it does not. No folder that may be large and no home is taken.
func homeOf(name string) string {
	for _, part := range []struct{ dir, conf string }{
		{"/repository/", "repository/conf"}, {"/conf/", "conf"}, {"/bin/", "repository/conf"}, {"/bin/", "conf"},
	} {
		i := strings.LastIndex(name, part.dir)
		if i <= 0 {
			continue
		}
		if info, err := os.Stat(native(path.Join(name[:i], part.conf))); err == nil && info.IsDir() {
			return name[:i]
		}
	}
	return ""
}

// snapshot returns the buffers as they are.
func (s *server) snapshot() buffers {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.buffers)
}

// inOrder returns the folders by path.
func (s *server) inOrder() []*folder {
	var folders []*folder
	for _, base := range slices.Sorted(maps.Keys(s.folders)) {
		folders = append(folders, s.folders[base])
	}
	return folders
}
