package lsp

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"

	"github.com/carbonlint/carbonlint/loader"
)

// shippedTable has a line for each setting that all products ship with the same
// value: kind, path, value.
//
//go:embed shipped.tsv
var shippedTable string

// shippedValues reads the table once, when the first hover needs it.
var shippedValues = sync.OnceValue(func() map[[2]string]string {
	values := make(map[[2]string]string)
	for line := range strings.Lines(shippedTable) {
		if field := strings.SplitN(strings.TrimSuffix(line, "\n"), "\t", 3); len(field) == 3 {
			values[[2]string{field[0], field[1]}] = field[2]
		}
	}
	return values
})

// shippedKinds are the files of the table: each home has one of them at most,
// and people configure the server in them.
var shippedKinds = map[string]bool{
	"api-manager.xml": true, "authenticators.xml": true, "axis2.xml": true, "broker.xml": true, "carbon.xml": true,
	"carbon/web.xml": true, "catalina-server.xml": true, "config-validation.xml": true, "embedded-ldap.xml": true,
	"hazelcast.properties": true, "identity.xml": true, "jmx.xml": true, "metrics.xml": true, "registry.xml": true,
	"synapse.properties": true, "tasks-config.xml": true, "tenant-mgt.xml": true, "thrift-authentication.xml": true, "user-mgt.xml": true,
}

// buildPlaceholder matches what the build of a product replaces, unlike what
// its server does.
var buildPlaceholder = regexp.MustCompile(`\$\{[^}]*\}|@[\w.]+@`)

// unset are the attributes that nobody sets: they name an element.
var unset = map[string]bool{"@name": true, "@id": true, "@xmlns": true, "@schemaLocation": true}

// shippable returns the key of an entry in the table; ok is false for what has
// no place in it: secrets, long values, what a build decides.
func shippable(f *loader.File, e *loader.Entry) (key [2]string, ok bool) {
	key = [2]string{f.Kind, e.Path}
	if e.Sensitive || e.Value == "" || len(e.Value) > 80 || strings.ContainsAny(e.Value+e.Path, "\t\r\n`") {
		return key, false
	}
	rest := strings.NewReplacer("${carbon.", "", "${jndi.", "").Replace(e.Value)
	return key, shippedKinds[f.Kind] && !buildPlaceholder.MatchString(rest) && !unset[e.Path[strings.LastIndexByte(e.Path, '/')+1:]]
}

// shipped returns what all products ship in the place of an entry; ok is false
// where they differ or have no such setting.
func shipped(f *loader.File, e *loader.Entry) (value string, ok bool) {
	value, ok = shippedValues()[[2]string{f.Kind, e.Path}]
	return value, ok && !e.Sensitive
}
