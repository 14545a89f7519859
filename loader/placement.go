package loader

import (
	"path"
	"slices"
	"strings"
)

// Placement says where a home stands among the other homes of the tree, as far
// as folders or a configuration tell. Homes are only ever compared within one
// environment.
type Placement struct {
	// Environment separates homes that have nothing to do with each other: the
	// path of the folder that names it, or the name that a configuration gives.
	// "" is the one environment of all homes whose path names none.
	Environment string
	// Host is what runs on one machine: a path of the tree or a stated name, ""
	// when neither tells.
	Host string
	// HostStated is set when a configuration gave the host, so that no address
	// says anything else.
	HostStated bool
	// Cluster is the cluster that a configuration gives, "" for none: then the
	// settings of the home tell, if anything does.
	Cluster string
}

// place gives every home its placement.
func (t *Tree) place() {
	homes := make(map[string]*Home, len(t.Homes))
	for _, h := range t.Homes {
		homes[h.Path] = h
	}
	for _, h := range t.Homes {
		h.Placement = folderPlacement(h, homes)
	}
}

// State says where a home stands, whatever its folders tell. What is "" stays
// as it was found.
func (p *Placement) State(environment, host, cluster string) {
	if environment != "" {
		p.Environment = environment
	}
	if host != "" {
		p.Host, p.HostStated = host, true
	}
	if cluster != "" {
		p.Cluster = cluster
	}
}

// folderPlacement reads the placement of a home from its path.
func folderPlacement(h *Home, homes map[string]*Home) Placement {
	p := Placement{Environment: folderEnvironment(h.Path), Host: nodeFolder(h.Path)}
	if p.Host != "" {
		return p
	}
	switch h.Layout {
	case LayoutEI6:
		// The profiles of one root home are started on its host.
		p.Host = h.Path
	case LayoutEI6Profile:
		if root := homes[path.Dir(path.Dir(h.Path))]; root != nil && root.Layout == LayoutEI6 {
			p.Host = root.Path
		}
	}
	return p
}

// environmentFolders hold a folder for each environment, whatever its name.
var environmentFolders = []string{"environments", "environment", "envs", "env", "inventories", "overlays", "stages"}

// environmentWords name an environment, alone or as a word of a folder's name.
var environmentWords = []string{
	"dev", "devel", "development", "test", "testing", "tst", "qa", "uat", "sit", "int", "acc", "acceptance",
	"stage", "staging", "stg", "preprod", "nonprod", "prod", "production", "prd", "live", "perf", "dr", "sandbox", "demo", "ci",
}

// folderEnvironment returns the part of a path that names an environment, with
// what is above it: acme/prod and beta/prod are two. The innermost one counts.
func folderEnvironment(home string) string {
	parts := strings.Split(home, "/")
	for i, part := range slices.Backward(parts) {
		above := path.Join(parts[:i]...)
		if i > 0 && slices.Contains(environmentFolders, strings.ToLower(parts[i-1])) {
			return path.Join(above, part)
		}
		if word := environmentWord(part); word != "" {
			return path.Join(above, word)
		}
	}
	return ""
}

// environmentWord returns the word of a folder's name that names an
// environment, so that node1-prod and node2-prod are in one; "" for none. A
// number stays: prod1 and prod2 may be two.
func environmentWord(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r == '-' || r == '_' || r == '.' })
	for i, word := range words {
		if word == "pre" || word == "non" {
			if i+1 < len(words) && environmentNamed(words[i+1]) {
				return word + "-" + words[i+1]
			}
			continue
		}
		if environmentNamed(word) {
			return word
		}
	}
	return ""
}

func environmentNamed(word string) bool {
	return slices.Contains(environmentWords, strings.TrimRight(word, "0123456789"))
}

// nodeFolders hold a folder for each machine.
var nodeFolders = []string{"nodes", "hosts", "machines"}

// nodeFolder returns the folder nodes/<name> in a path, "" where there is none.
func nodeFolder(home string) string {
	parts := strings.Split(home, "/")
	for i := len(parts) - 2; i >= 0; i-- {
		if slices.Contains(nodeFolders, strings.ToLower(parts[i])) {
			return path.Join(parts[:i+2]...)
		}
	}
	return ""
}
