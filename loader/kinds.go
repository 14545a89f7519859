package loader

import (
	"path"
	"regexp"
	"strings"
)

// A kind says what a file is to the server. Most configuration files have a
// base name of their own, and that is their kind; the table below holds those
// that do not, by their path inside the configuration folder.
var namedKinds = map[string]string{
	"tomcat/web.xml":                     "tomcat/web.xml",
	"tomcat/context.xml":                 "tomcat/context.xml",
	"tomcat/carbon/WEB-INF/web.xml":      "carbon/web.xml",
	"tomcat/carbon/META-INF/context.xml": "carbon/context.xml",
}

// The kinds that are not base names.
const (
	KindDatasources = "datasources"
	// KindIgnoredDatasources are files beside the data source files whose
	// names the server does not load.
	KindIgnoredDatasources = "datasources-ignored"
	KindLauncher           = "launcher"
	KindUserStore          = "user-store"
	KindEventPublisher     = "event-publisher"
	KindEventReceiver      = "event-receiver"
	KindWebApp             = "webapp/web.xml"
	KindUpdates            = "updates"
	KindKeyStore           = "keystore"
	KindPassword           = "password-file"
	// KindEnvironment are files from which the start of a server takes options
	// for java, and that start none themselves.
	KindEnvironment = "environment"
)

// format is a way to decode a file.
type format int

const (
	formatNone format = iota // the name alone counts
	formatXML
	formatProperties
	formatShell
	formatBatch
	formatWrapper
	formatLines
	formatJSON
	formatManifest
	formatOptions // options for java anywhere in the lines
)

// decoders has the decoder of each format.
var decoders = map[format]decoder{
	formatXML:        decodeXML,
	formatProperties: decodeProperties,
	formatShell:      decodeShell,
	formatBatch:      decodeBatch,
	formatWrapper:    decodeWrapper,
	formatLines:      decodeLines,
	formatOptions:    decodeOptions,
	formatJSON:       decodeJSON,
}

// selected is a file of a home that its name selects for loading.
type selected struct {
	name   string // path relative to the tree
	kind   string
	format format
}

// confFile tells the kind and format of a file inside a configuration folder,
// given its path there. ok is false for a file that no server loads.
func confFile(rel string) (kind string, f format, ok bool) {
	base, _ := templateSuffix(rel)
	switch path.Ext(base) {
	case ".xml":
		f = formatXML
	case ".properties":
		f = formatProperties
	default:
		return "", formatNone, false
	}
	dir, name := path.Split(base)
	switch {
	case dir == "datasources/":
		return KindDatasources, f, loadedDatasources(name)
	case strings.HasPrefix(dir, "identity/identity-providers/"):
		return "identity-provider", f, true
	case strings.HasPrefix(dir, "identity/service-providers/"):
		return "service-provider", f, true
	}
	if kind, ok := namedKinds[base]; ok {
		return kind, f, true
	}
	return name, f, true
}

// loadedDatasources reports whether Carbon reads a file of the data source
// folder: the master file and whatever ends in -datasources.xml.
func loadedDatasources(name string) bool {
	return name == "master-datasources.xml" || strings.HasSuffix(name, "-datasources.xml")
}

// ignoredDatasources reports whether a file, given its path in the
// configuration folder, looks like one of data sources and is not loaded:
// master-datasources_1.xml, "bps-datasources - Copy.xml", custom.xml.bak.
func ignoredDatasources(rel string) bool {
	base, _ := templateSuffix(rel)
	dir, name := path.Split(base)
	return dir == "datasources/" && strings.Contains(strings.ToLower(name), ".xml") && !loadedDatasources(name)
}

// variant matches the stem of a copy or a profile's variant of a file: what
// follows the stem of the live file beside it.
var variant = regexp.MustCompile(`(?i)^(?:[ _.-]+(?:copy|old|bak|backup|orig|original|new|tmp|temp|save|saved|test|sample|default|template|pt|nhttp|tm|km|controlplane|gateway|store|publisher|worker|manager|\d+)\b.*|[ _-]*\(\d+\)|[ _-]*- Copy.*|~)$`)

// variants returns those of the names, all of one folder, that are copies or
// variants of another one beside them: axis2_nhttp.xml, registry_TM.xml,
// carbon_old.xml, "api-manager - Copy.xml". The server loads none of them. It
// returns all names without the suffixes of templates as well.
func variants(names []string) (copies, stems map[string]bool) {
	stems = make(map[string]bool, len(names))
	for _, name := range names {
		base, _ := templateSuffix(name)
		stems[base] = true
	}
	copies = make(map[string]bool)
	for _, name := range names {
		if follows(name, stems, variant) {
			copies[name] = true
		}
	}
	return copies, stems
}

// follows reports whether a name is that of a neighbour with something after
// the stem that the pattern matches.
func follows(name string, neighbours map[string]bool, pattern *regexp.Regexp) bool {
	base, _ := templateSuffix(name)
	ext := path.Ext(base)
	stem := strings.TrimSuffix(base, ext)
	for i := 1; i < len(stem); i++ {
		if strings.IndexByte(" _.-(~", stem[i]) >= 0 && neighbours[stem[:i]+ext] && pattern.MatchString(stem[i:]) {
			return true
		}
	}
	return false
}

// unloaded are variants that products ship without the live file needing to
// be beside them.
var unloaded = map[string]bool{
	"axis2_pt.xml": true, "axis2_nhttp.xml": true, "axis2_TM.xml": true, "axis2_KM.xml": true,
	"registry_TM.xml": true, "registry_KM.xml": true,
}

// deployedKinds are the kinds of what is deployed, by the folder that holds it,
// of the server or of a tenant. The server deploys each XML file in it, so that
// none is a copy of another.
var deployedKinds = map[string]string{
	"userstores":      KindUserStore,
	"eventpublishers": KindEventPublisher,
	"eventreceivers":  KindEventReceiver,
}

// profileFiles are the TLS settings of single hosts that axis2.xml names,
// beside the key stores or in the configuration folder.
var profileFiles = map[string]bool{"sslprofiles.xml": true, "senderprofiles.xml": true, "listenerprofiles.xml": true}

// launcher tells the format of a start script, given its path in the home.
// The scripts that only call another one hold no options and are left out.
func launcher(rel string) (format, bool) {
	base, _ := templateSuffix(rel)
	if base == "bin/yajsw/wrapper.conf" {
		return formatWrapper, true
	}
	dir, name := path.Split(base)
	ext := path.Ext(name)
	if dir != "bin/" || !launcherNames[strings.TrimSuffix(name, ext)] {
		return formatNone, false
	}
	switch ext {
	case ".sh":
		return formatShell, true
	case ".bat":
		return formatBatch, true
	}
	return formatNone, false
}

// launcherNames are the scripts that run the server itself.
var launcherNames = map[string]bool{"wso2server": true, "integrator": true, "iot-server": true}

// environmentScripts are the scripts that a launcher reads or is called by: those
// that operators write, and those of the profiles of EI 6.
var environmentScripts = map[string]bool{
	"setenv": true, "env": true,
	"broker": true, "business-process": true, "micro-integrator": true, "msf4j": true, "analytics": true,
}

// environment tells the format of a file of the environment of a server, given
// its path in the home.
func environment(rel string) (format, bool) {
	base, _ := templateSuffix(rel)
	dir, name := path.Split(base)
	ext := path.Ext(name)
	switch script := environmentScripts[strings.TrimSuffix(name, ext)]; {
	case dir != "bin/" && dir != "":
	case ext == ".service", ext == ".env":
		return formatOptions, true
	case dir == "" || !script:
	case ext == ".sh":
		return formatShell, true
	case ext == ".bat":
		return formatBatch, true
	}
	return formatNone, false
}

// modernLaunchers are the scripts of the products that deployment.toml
// configures.
var modernLaunchers = map[string]bool{"api-manager": true, "micro-integrator": true}
