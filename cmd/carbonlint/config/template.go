package config

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/carbonlint/carbonlint/loader"
)

// SchemaURL is where the schema of the configuration file is published.
const SchemaURL = "https://raw.githubusercontent.com/carbonlint/carbonlint/main/docs/config.schema.json"

// environments are names of folders whose homes are not of production.
var environments = []string{"dev", "development", "test", "testing", "qa", "uat", "sandbox", "staging", "local"}

// Template is a commented configuration file for a tree: what was found, and
// what may be set. Of that it sets nothing but the root of the cascade and the
// profile, since what differs from the guidelines is for people to decide.
func Template(t *loader.Tree) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# yaml-language-server: $schema=%s\n", SchemaURL)
	b.WriteString("# Without network: carbonlint config schema > FILE, and name that file above.\n\n")
	found(&b, t)
	b.WriteString(`
# Files of the folders above do not hold.
root: true

# core: the rules of the Production Deployment Guidelines and the pages that they
# link. all: these and what experience adds.
profile: all

# Rules or whole categories: error, warning, note, off, or on for what the rule
# says itself. carbonlint rules lists them.
#severity:
#  tuning: note
#  jvm/heap_too_small: error

# What sites decide differently. carbonlint explain RULE names the parameters.
#parameters:
#  jvm/heap_too_small:
#    smallest: 2048
#  keystore/certificate_expired:
#    days: 60

# The same for some paths: homes, folders of them or files.
`)
	overrides(&b, t)
	b.WriteString(`
# What the tree does not show of homes.
`)
	homes(&b, t)
	b.WriteString(`
# Findings that somebody has looked at, and why they may stay.
#waivers:
#- rules: jmx/remote_access_on
#  path: "**/jmx.xml"
#  reason: The firewall lets only the monitoring host in.
#  until: 2030-12-31

# Rules that no comment in the tree may waive.
#locked: [secrets, keystore/default_password]

# Folders with rules of your own.
#rules: [carbonlint-rules]
`)
	return b.String()
}

// found lists the homes as a comment.
func found(b *strings.Builder, t *loader.Tree) {
	if len(t.Homes) == 0 {
		b.WriteString("# No home was found here. Under homes you can say which folders are some.\n")
		return
	}
	b.WriteString("# The homes that were found:\n")
	for _, h := range t.Homes {
		what := strings.TrimSpace(h.Product + " " + h.Version)
		switch {
		case h.NotJudged != "":
			what = h.NotJudged
		case what == "":
			what = "of an unknown product"
		}
		fmt.Fprintf(b, "#   %s: %s\n", oneLine(h.Path), oneLine(what))
	}
}

// overrides proposes an override for the folders of environments that are not
// production's.
func overrides(b *strings.Builder, t *loader.Tree) {
	glob := "environments/dev/**"
	for _, h := range t.Homes {
		parts := strings.Split(h.Path, "/")
		for i, part := range parts {
			if slices.Contains(environments, strings.ToLower(part)) {
				glob = path.Join(append(escaped(parts[:i+1]), "**")...)
				break
			}
		}
	}
	fmt.Fprintf(b, "#overrides:\n#- paths: [%s]\n#  severity:\n#    datasource/embedded_h2: off\n", inline(glob))
}

func escaped(parts []string) []string {
	out := make([]string, len(parts))
	for i, p := range parts {
		out[i] = escape(p)
	}
	return out
}

// homes names the homes whose product is not known, or shows what to write.
func homes(b *strings.Builder, t *loader.Tree) {
	unknown := false
	for _, h := range t.Homes {
		if h.NotJudged != "" || h.Product != "" && h.Version != "" {
			continue
		}
		if !unknown {
			b.WriteString("#homes:\n")
		}
		unknown = true
		fmt.Fprintf(b, "#- path: %s\n#  product: WSO2 Enterprise Integrator\n#  version: \"6.4.0\"\n", inline(escape(h.Path)))
	}
	if !unknown {
		b.WriteString("#homes:\n#- path: nodes/gw*\n#  cluster: gateway\n#  environment: production\n")
	}
}

// oneLine keeps a name of the tree from ending its comment.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029 {
			return ' '
		}
		return r
	}, text)
}
