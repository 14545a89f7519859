package lsp

import (
	"net/url"
	"path"
	"path/filepath"
	"strings"
)

// fileOf returns the path of a document, with slashes; ok is false for one
// that is no file.
func fileOf(uri string) (name string, ok bool) {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" || u.Path == "" || u.Host != "" && u.Host != "localhost" {
		return "", false
	}
	name = u.Path
	if len(name) > 2 && name[0] == '/' && name[2] == ':' {
		name = strings.ToUpper(name[1:2]) + name[2:] // a drive of Windows
	}
	return path.Clean(name), true
}

// uriOf returns the document of a path with slashes.
func uriOf(name string) string {
	if !strings.HasPrefix(name, "/") {
		name = "/" + name
	}
	return (&url.URL{Scheme: "file", Path: name}).String()
}

// below returns a path relative to a folder; ok is false where it is not in
// it. Both have slashes.
func below(dir, name string) (rel string, ok bool) {
	if dir == name {
		return ".", true
	}
	return strings.CutPrefix(name, strings.TrimSuffix(dir, "/")+"/")
}

// native is a path as the operating system writes it.
func native(name string) string { return filepath.FromSlash(name) }
