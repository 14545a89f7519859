package loader

import (
	"regexp"
	"slices"
	"strings"
)

// placeholder finds text that something else fills in before or when the
// server reads the value: ${…} of Carbon, Maven and shells, ERB, Jinja and Go
// templates, the $env{}, $sys{} and $secret{} references, and @name@ of build
// filters.
var placeholder = regexp.MustCompile(`\$\{|<%|\{\{|\{%-?\s|\$(?:env|sys|secret)\{|(?:^|[^\w@])@[A-Za-z][\w.-]*@(?:[^\w@]|$)`)

// token finds the upper-case words, such as WSO2_REG_DB_HOSTNAME, that
// operators replace with sed. tokenEnds are what they end in.
var (
	token     = regexp.MustCompile(`(?:^|[^A-Za-z0-9_])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_(?:HOST|HOSTNAME|PORT|IP|ADDRESS|USER|USERNAME|PASSWORD|PASS|URL|DRIVER|DOMAIN)(?:[^A-Za-z0-9_]|$)`)
	tokenEnds = []string{"_HOST", "_PORT", "_IP", "_ADDRESS", "_USER", "_PASS", "_URL", "_DRIVER", "_DOMAIN"}
)

// undecided reports whether a value is not decided by the tree. What is in
// every match is looked for first: all values go through here.
func undecided(value string) bool {
	return strings.Contains(value, "${") || strings.Contains(value, "<%") || strings.Contains(value, "{{") ||
		(strings.Count(value, "@") > 1 || strings.IndexByte(value, '{') >= 0) && placeholder.MatchString(value) ||
		strings.IndexByte(value, '_') >= 0 && holdsAny(value, tokenEnds) && token.MatchString(value)
}

func holdsAny(text string, parts []string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(text, part) })
}

var (
	// publicKey finds those of them whose values are not: settings about
	// passwords, and the places of files that hold one.
	publicKey = regexp.MustCompile(`saltedpassword|passworddigest|passwordhash|passwordjavaregex|passwordjavascriptregex|errormsg|passwordhistory|temporary\.password|passwordtype|askpassword|passwordgenerator|allow-credentials|changepassword|passwordrecovery|passwordprovisioning|passwordregex|password(policy|expiry|length|pattern)|secretalias|secretprovider|secretrepositor|password[._-]?(enabled?|required|reset|callback|encryptor|validity)|resetpassword|password[._]generator|password\.expire|passwordencryption|headerrequiredapis|^secret\.conf\.|^(?:log4j\.)?(?:logger|category)\.|forgotpassword|responsetypename|granttypename|(?:password|passwd|passphrase|pwd|secret|credential|token|key)s?[._-]?(?:file|path|location|folder|directory|dir)(?:[._-]?(?:name|path|location))?$`)
	// secretValue finds values that carry a secret whatever their key is: a
	// login in a URL, as Oracle writes it too, a private key. A password may
	// hold slashes; digits before the first are a port.
	secretValue = regexp.MustCompile(`(?i)://[^/\s:@]*:(?:[^/\s@]+|\d*[^/\d\s@][^\s@]*)@|:(?:thin|oci\d?):[^/\s@]+/[^\s@]+@|-----BEGIN [A-Z ]*PRIVATE KEY`)
	// secretParameter finds a parameter that is a secret in a URL or a list of
	// properties: trustStorePassword of a JDBC driver, transport.jms.Password.
	// A question mark stands for a parameter of SQL, a star for any in LDAP.
	secretParameter = regexp.MustCompile(`(?i)(?:^|[?&;,(])\s*[\w.-]*(?:password|passwd|passphrase|pwd|secret|token|credentials?)\s*=\s*[^&;,)\s?*]`)
)

// carriesSecret reports whether a value holds a secret whatever its key is.
func carriesSecret(value string) bool {
	return (strings.IndexByte(value, '@') >= 0 && strings.IndexByte(value, ':') >= 0 ||
		strings.Contains(value, "-----BEGIN")) && secretValue.MatchString(value) ||
		strings.IndexByte(value, '=') >= 0 && secretParameter.MatchString(value)
}

// ordinary reports whether a value is never a secret.
func ordinary(value string) bool {
	return value == "" || strings.EqualFold(value, "true") || strings.EqualFold(value, "false")
}

// classify sets Unknown and Sensitive of the entries of one file.
func classify(kind string, entries []Entry) {
	named := "" // the path of the element whose name the last entry gave
	secret := false
	known := make(secretNames)
	for i := range entries {
		e := &entries[i]
		if !e.Unknown && undecided(e.Value) {
			e.Unknown = true
		}
		parent, last := splitPath(e.Path)
		e.Sensitive = known.sensitive(kind, parent, last, e.Value) ||
			secret && !ordinary(e.Value) && (e.Path == named || parent == named && valueKey(last))
		if nameKey(last) {
			named, secret = parent, known.secret(e.Value)
		}
	}
}

// splitPath splits a path at its last slash that is not inside brackets.
func splitPath(p string) (parent, last string) {
	depth := 0
	for i := len(p) - 1; i >= 0; i-- {
		switch p[i] {
		case ']':
			depth++
		case '[':
			depth--
		case '/':
			if depth <= 0 {
				return p[:i], p[i+1:]
			}
		}
	}
	return "", p
}

// pathSegments splits a path at the slashes outside of brackets.
func pathSegments(path string) []string {
	var segments []string
	start, depth := 0, 0
	for i := range len(path) {
		switch path[i] {
		case '[':
			depth++
		case ']':
			depth--
		case '/':
			if depth == 0 {
				segments = append(segments, path[start:i])
				start = i + 1
			}
		}
	}
	return append(segments, path[start:])
}

// LastKey is what a person calls the value of a path: the name of its last
// element, its attribute, its key.
func LastKey(path string) string {
	_, last := splitPath(path)
	return keyOf(last)
}

// nameKey reports whether an entry names its element or its siblings, and
// valueKey whether it holds what was named: <param-name> and <param-value>,
// key="…" and value="…".
func nameKey(last string) bool {
	switch last {
	case "@key", "@name", "@id", "@property", "name", "key", "param-name", "property-name":
		return true
	}
	return false
}

func valueKey(last string) bool {
	switch last {
	case "@value", "@val", "value", "param-value", "property-value", "#text":
		return true
	}
	return false
}

// The words that make a key that of a secret, without separators: anywhere in
// it, or at its end. They are looked for one by one, since every key of every
// file goes through here and a pattern of them would be a third of loading.
var (
	secretWords = []string{
		"password", "passwd", "passphrase", "passcode", "secret", "credential", "storepass", "keypass",
		"licensekey", "licencekey", "apikey", "accesskey", "privatekey", "encryptionkey", "symmetrickey", "signingkey",
	}
	secretEnds = []string{"pwd", "token", "pass"}
	// secretStems are parts of which every one of them has one.
	secretStems = []string{"pass", "key", "secret", "pwd", "token", "credential"}
)

// secretKey finds the keys whose values are secrets.
func secretKey(name string) bool {
	if !holdsAny(name, secretStems) {
		return false
	}
	name = strings.Map(func(r rune) rune {
		if r == '.' || r == '_' || r == '-' {
			return -1
		}
		return r
	}, name)
	return holdsAny(name, secretWords) ||
		slices.ContainsFunc(secretEnds, func(end string) bool { return strings.HasSuffix(name, end) })
}

// secretName reports whether a key or a name is that of a secret.
func secretName(name string) bool {
	name = strings.ToLower(name)
	return secretKey(name) && !publicKey.MatchString(name)
}

// secretNames are the answers of [secretName]: the keys of a file repeat.
type secretNames map[string]bool

func (s secretNames) secret(name string) bool {
	secret, ok := s[name]
	if !ok {
		secret = secretName(name)
		s[name] = secret
	}
	return secret
}

func (s secretNames) sensitive(kind, parent, last, value string) bool {
	if ordinary(value) {
		return false
	}
	switch kind {
	case "cipher-text.properties", KindPassword:
		return true
	case "cipher-tool.properties":
		return false // where the secrets stand
	}
	if s.secret(keyOf(last)) || carriesSecret(value) {
		return true
	}
	// <Property name="password" value="…"/> and <Password><value>…
	_, owner := splitPath(parent)
	return valueKey(last) && s.secret(keyOf(owner))
}

// keyOf returns the name by which a path segment is known: the [name] suffix
// where there is one.
func keyOf(segment string) string {
	if i := strings.IndexByte(segment, '['); i >= 0 && strings.HasSuffix(segment, "]") {
		return segment[i+1 : len(segment)-1]
	}
	return strings.TrimPrefix(segment, "@")
}
