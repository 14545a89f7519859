package loader

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// KeyStore is a file that holds keys or certificates.
type KeyStore struct {
	// File is the path relative to the tree.
	File string
	// Type is the format, told by the content and not by the name: jks, jceks,
	// pkcs12, pem, der, or "" when it is none of them.
	Type string
	// Opened is set when the certificates could be read, and Reason says why
	// not, in words.
	Opened bool
	Reason string
	// Absent is set for a file that the configuration names and that is not in
	// the tree because .gitignore keeps it out.
	Absent bool
	// Password tells what opens the store: "shipped" the password of every
	// download, "named" one that the configuration names, "other" none of
	// these; "" when nothing was tried.
	Password string
	// Aliases are the names of all entries in lower case, sorted.
	Aliases []string
	// Private is set when the file holds a private key, and Clear when that
	// key is protected by no password.
	Private, Clear bool
	// Certificates is what the store holds, by alias.
	Certificates []Certificate

	cache *certificateCache
}

// shippedPassword is that of the key stores of every download.
const shippedPassword = "wso2carbon"

// storeEndings are those of the names of files that may hold keys.
var storeEndings = map[string]bool{
	"jks": true, "jceks": true, "p12": true, "pfx": true, "pkcs12": true, "keystore": true, "truststore": true,
	"pem": true, "crt": true, "cer": true, "der": true, "key": true,
}

// storeName reports whether a name is that of a file that may hold keys. Every
// value of a home is asked.
func storeName(name string) bool {
	ending := name[strings.LastIndexByte(name, '.')+1:]
	return len(ending) < len(name) && len(ending) <= len("truststore") && storeEndings[strings.ToLower(ending)]
}

// listedStores returns the names of the key stores beside those of the products
// and in the configuration folder of a home.
func listedStores(l *listing, h *Home, all []*Home) []string {
	var names []string
	folder := path.Join(h.Path, "repository/resources/security")
	for _, dir := range l.sorted {
		if !within(dir, folder) && (h.Conf == "" || !within(dir, h.Conf)) || owner(dir, all) != h {
			continue
		}
		for _, name := range l.dirs[dir] {
			if storeName(name) {
				names = append(names, path.Join(dir, name))
			}
		}
	}
	return names
}

// keyStores returns the names of a home's key stores: those that are listed and
// those that the configuration names. The second list is what it names that
// .gitignore keeps out of the tree.
func keyStores(l *listing, h *Home, all []*Home) (names, ignored []string) {
	names = slices.Clone(l.selection(h, all).stores)
	for _, name := range namedStores(h) {
		if slices.Contains(names, name) || slices.Contains(ignored, name) {
			continue
		}
		switch info, err := fs.Stat(l.fsys, name); {
		case err == nil && info.Mode().IsRegular():
			names = append(names, name)
		case err != nil && gitIgnored(l, name):
			ignored = append(ignored, name)
		}
	}
	return names, ignored
}

// storePath finds the settings that name a key store, whatever its name.
var storePath = regexp.MustCompile(`(?i)(?:key|trust)[._]?store(?:[^/]*/)?[^/]*(?:location|file|path)\]?$|(?:key|trust)store$`)

// namesStore reports whether a setting names a key store. Most paths have no
// such word in them and are spared the pattern.
func namesStore(p string) bool {
	if !strings.Contains(p, "tore") && !strings.Contains(p, "TORE") {
		return false // to look from the end takes longer
	}
	at := max(strings.LastIndex(p, "tore"), strings.LastIndex(p, "TORE"))
	if at < 0 {
		return false
	}
	before := strings.ToLower(p[max(0, at-len("trust.s")):at])
	return (strings.Contains(before, "key") || strings.Contains(before, "trust")) && storePath.MatchString(p)
}

// namedStores returns the paths of the key stores that the configuration
// names below the home.
func namedStores(h *Home) []string {
	if h.Layout == LayoutConfOnly {
		return nil // what the paths are relative to is not known
	}
	var names []string
	for _, f := range h.Files {
		for _, rel := range f.stores {
			names = append(names, path.Join(h.Path, rel))
		}
	}
	return names
}

// nameStores notes what the file says of key stores.
func (f *File) nameStores() {
	for i := range f.Entries {
		e := &f.Entries[i]
		switch {
		case !e.Sensitive:
			if storeName(e.Value) || namesStore(e.Path) {
				if rel, ok := homeRelative(e.Value); ok {
					f.stores = append(f.stores, rel)
				}
			}
		case !e.Unknown && f.Kind != "cipher-text.properties" && storeSecret.MatchString(e.Path):
			f.passwords = append(f.passwords, e.Value)
		}
	}
}

// homePrefix is what stands for the home at the beginning of a path.
var homePrefix = regexp.MustCompile(`^(?:\$\{carbon\.home\}|\$\{?CARBON_HOME\}?|%CARBON_HOME%)[/\\]+|^\.[/\\]+`)

// homeRelative returns a path relative to the home; ok is false for what is
// absolute, undecided or outside.
func homeRelative(value string) (rel string, ok bool) {
	rest := homePrefix.ReplaceAllString(value, "")
	rel = path.Clean(strings.ReplaceAll(rest, `\`, "/"))
	if strings.HasPrefix(rel, "/repository/") {
		rel = rel[1:] // products append it to the home as it stands
	}
	if undecided(rest) || strings.ContainsAny(rel, "${}<>%:\n") || !fs.ValidPath(rel) || rel == "." {
		return "", false
	}
	return rel, true
}

// maxPasswords is how many passwords are tried on one store: each costs as
// much time as the store asks for.
const maxPasswords = 8

// storeSecret finds the settings that hold the password of a key store.
var storeSecret = regexp.MustCompile(`(?i)(?:key|trust)[._]?store`)

// storePasswords returns the passwords that the configuration of a home names
// for key stores. They are tried in memory and go nowhere else.
func storePasswords(h *Home) []string {
	var list []string
	for _, f := range h.Files {
		for _, password := range f.passwords {
			if len(list) < maxPasswords && !slices.Contains(list, password) {
				list = append(list, password)
			}
		}
	}
	return list
}

// loadStores returns the work of reading the key stores of a home, whose
// files are decoded.
func loadStores(l *listing, h *Home, all []*Home) []func() {
	names, ignored := keyStores(l, h, all)
	passwords := storePasswords(h)
	h.KeyStores = make([]KeyStore, len(names), len(names)+len(ignored))
	var jobs []func()
	for i, name := range names {
		h.Files = append(h.Files, &File{Name: name, Kind: KindKeyStore})
		jobs = append(jobs, func() { h.KeyStores[i] = l.store(name, passwords) })
	}
	for _, name := range ignored {
		h.KeyStores = append(h.KeyStores, KeyStore{File: name, Absent: true, Reason: "is kept out of the tree by .gitignore"})
	}
	return jobs
}

// readStore reads a key store of any format.
func readStore(fsys fs.FS, cache *certificateCache, name string, passwords []string) (s KeyStore) {
	s.File, s.cache = name, cache
	defer func() {
		// A fault of a decoder costs one file and not the run.
		if cause := recover(); cause != nil {
			s = KeyStore{File: name, Type: s.Type, Reason: fmt.Sprintf("cannot be decoded: %v; please report this", cause)}
		}
	}()
	raw, problem := readFile(fsys, name)
	if problem != nil {
		s.Reason = problem.Reason
		return s
	}
	switch {
	case bytes.HasPrefix(raw, jksMagic):
		s.Type = "jks"
		s.readJKS(raw, passwords)
	case bytes.HasPrefix(raw, jceksMagic):
		s.Type = "jceks"
		s.readJKS(raw, passwords)
	case bytes.Contains(raw, []byte("-----BEGIN ")):
		s.Type = "pem"
		s.readPEM(raw)
	case len(raw) > 0 && raw[0] == 0x30:
		s.readDER(raw, passwords)
	case bytes.HasPrefix(raw, []byte("version https://git-lfs")):
		s.Reason = "is a pointer of Git LFS"
	default:
		s.Reason = "is of no known format"
	}
	slices.Sort(s.Aliases)
	s.Aliases = slices.Compact(s.Aliases)
	slices.SortStableFunc(s.Certificates, func(a, b Certificate) int {
		if a.Alias != b.Alias {
			return strings.Compare(a.Alias, b.Alias)
		}
		return a.Chain - b.Chain
	})
	return s
}

// readPEM reads the certificates of a PEM file and notices private keys.
func (s *KeyStore) readPEM(raw []byte) {
	s.Opened = true
	blocks := 0
	for block, rest := pem.Decode(raw); block != nil; block, rest = pem.Decode(rest) {
		blocks++
		switch {
		case block.Type == "CERTIFICATE" || block.Type == "TRUSTED CERTIFICATE":
			s.Certificates = append(s.Certificates, readCertificate(s, "", block.Bytes))
		case strings.HasSuffix(block.Type, "PRIVATE KEY"):
			s.Private = true
			if block.Type != "ENCRYPTED PRIVATE KEY" && !strings.Contains(block.Headers["Proc-Type"], "ENCRYPTED") {
				s.Clear = true
			}
		}
	}
	if blocks == 0 {
		s.Opened, s.Reason = false, "is damaged"
	}
	for i := range s.Certificates {
		// The certificate of the key comes first.
		s.Certificates[i].Private = s.Private && i == 0
		if s.Private {
			s.Certificates[i].Chain = i
		}
	}
}

// readDER reads what is ASN.1: PKCS#12, a certificate, a private key.
func (s *KeyStore) readDER(raw []byte, passwords []string) {
	if _, err := x509.ParseCertificate(raw); err == nil {
		s.Type, s.Opened = "der", true
		s.Certificates = []Certificate{readCertificate(s, "", raw)}
		return
	}
	if privateDER(raw) {
		s.Type, s.Opened, s.Private, s.Clear = "der", true, true, true
		return
	}
	var whole, first asn1.RawValue
	_, err := asn1.Unmarshal(raw, &whole)
	if err == nil {
		_, err = asn1.Unmarshal(whole.Bytes, &first)
	}
	switch {
	case err != nil:
		s.Reason = "is damaged, or encoded in a way that only Java reads"
	case first.Tag == asn1.TagInteger:
		s.Type = "pkcs12"
		s.readPKCS12(raw, passwords)
	case path.Ext(s.File) == ".key":
		s.Type, s.Opened, s.Private = "der", true, true // encrypted
	default:
		s.Reason = "is of no known format"
	}
}

// privateDER reports whether raw is a private key in clear.
func privateDER(raw []byte) bool {
	if _, err := x509.ParsePKCS8PrivateKey(raw); err == nil {
		return true
	}
	if _, err := x509.ParsePKCS1PrivateKey(raw); err == nil {
		return true
	}
	_, err := x509.ParseECPrivateKey(raw)
	return err == nil
}
