package loader

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"io/fs"
	"path"
	"sort"
	"strings"
	"time"

	"github.com/pavlo-v-chernykh/keystore-go/v4"
)

// jksMagic opens a Java key store.
var jksMagic = []byte{0xFE, 0xED, 0xFE, 0xED}

// keyStores are the names of the home's Java key stores. The certificates
// stand there in clear, so no password is needed; other formats are left out
// and their certificates are unknown.
func keyStores(l *listing, h *Home) []string {
	var names []string
	folder := path.Join(h.Path, "repository/resources/security")
	for _, dir := range l.sortedDirs() {
		if !within(dir, folder) {
			continue
		}
		for _, name := range l.dirs[dir] {
			if ext := path.Ext(name); ext == ".jks" || ext == ".keystore" {
				names = append(names, path.Join(dir, name))
			}
		}
	}
	return names
}

// readJKS returns the certificates of a Java key store by alias; none when it
// is damaged or of another format.
func readJKS(fsys fs.FS, name string) []Certificate {
	raw, problem := readFile(fsys, name)
	if problem != nil || !bytes.HasPrefix(raw, jksMagic) {
		return nil
	}
	ks := keystore.New()
	// The password only proves the store's integrity; the entries are there
	// whether it fits or not.
	_ = ks.Load(bytes.NewReader(raw), nil)
	aliases := ks.Aliases()
	sort.Strings(aliases)
	var found []Certificate
	for _, alias := range aliases {
		if der, private, ok := certificate(ks, alias); ok {
			if c, err := x509.ParseCertificate(der); err == nil {
				found = append(found, describeCertificate(name, alias, private, c))
			}
		}
	}
	return found
}

// certificate returns an entry's own certificate.
func certificate(ks keystore.KeyStore, alias string) (der []byte, private, ok bool) {
	if trusted, err := ks.GetTrustedCertificateEntry(alias); err == nil {
		return trusted.Certificate.Content, false, true
	}
	chain, err := ks.GetPrivateKeyEntryCertificateChain(alias)
	if err != nil || len(chain) == 0 {
		return nil, false, false
	}
	return chain[0].Content, true, true
}

func describeCertificate(file, alias string, private bool, c *x509.Certificate) Certificate {
	names := append([]string(nil), c.DNSNames...)
	for _, ip := range c.IPAddresses {
		names = append(names, ip.String())
	}
	sum := sha256.Sum256(c.Raw)
	return Certificate{
		File: file, Alias: strings.ToLower(alias), Private: private,
		CommonName: c.Subject.CommonName, Names: names,
		NotBefore: c.NotBefore.UTC().Format(time.RFC3339), NotAfter: c.NotAfter.UTC().Format(time.RFC3339),
		SHA256: hex.EncodeToString(sum[:]),
	}
}
