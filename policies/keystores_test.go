package policies

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pavlo-v-chernykh/keystore-go/v4"
	"github.com/rogpeppe/go-internal/txtar"
	"software.sslmate.com/src/go-pkcs12"

	"github.com/carbonlint/carbonlint/loader"
)

// storeEntry is one entry of a key store, from a directive of a fixture:
//
//	keystore FILE cn=NAME alias=ALIAS names=A,B
//
// The first directive of a file also says type=jks|p12|pem|key|enckey|der,
// password=PASSWORD and damaged. Each entry may have
//
//	trusted          a trusted certificate instead of a key pair
//	key=rsa1024      a key other than ec256: rsa1024, rsa2048, ec224
//	sig=sha1         the hash of an RSA key's signature: sha1, md5
//	days=N starts=N  validity from now on; -1 is yesterday
//	issuer=NAME      another certificate of that name in the chain; issuersig= its hash
//	sha256=PRINT     count as the certificate of this fingerprint
type storeEntry struct {
	alias, key, sig, issuer, issuerSig string
	trusted                            bool
	template                           *x509.Certificate
}

// fixtureNow is the day at which a fixture is judged.
func fixtureNow(t *testing.T, archive *txtar.Archive) time.Time {
	found := directives(archive, "now")
	if len(found) == 0 {
		return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	now, err := time.Parse(time.DateOnly, found[0][0])
	if err != nil {
		t.Fatal(err)
	}
	return now
}

// fixtureDates sets the date of a loaded fixture, and the fingerprints that
// its directives ask for: nobody can make a certificate to a fingerprint.
func fixtureDates(t *testing.T, archive *txtar.Archive, tree *loader.Tree) {
	tree.At(fixtureNow(t, archive))
	for _, words := range directives(archive, "keystore") {
		prints := make(map[string]string)
		for _, o := range words[1:] {
			key, value, _ := strings.Cut(o, "=")
			prints[key] = value
		}
		alias := prints["alias"]
		if alias == "" {
			alias = "wso2carbon"
		}
		for _, h := range tree.Homes {
			for _, s := range h.KeyStores {
				for i := range s.Certificates {
					if c := &s.Certificates[i]; prints["sha256"] != "" && c.File == words[0] && (c.Alias == alias || c.Alias == "") {
						c.SHA256 = prints["sha256"]
					}
				}
			}
		}
	}
}

// fixtureStores makes the key stores that a fixture's directives describe.
func fixtureStores(t *testing.T, archive *txtar.Archive) map[string][]byte {
	type store struct {
		format, password string
		damaged          bool
		entries          []storeEntry
	}
	stores := make(map[string]*store)
	now := fixtureNow(t, archive)
	for _, words := range directives(archive, "keystore") {
		s := stores[words[0]]
		if s == nil {
			s = &store{format: "jks", password: "fixture"}
			stores[words[0]] = s
		}
		e := storeEntry{alias: "wso2carbon", key: "ec256", template: &x509.Certificate{
			SerialNumber: big.NewInt(1),
			NotBefore:    time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2040, 1, 1, 0, 0, 0, 0, time.UTC),
		}}
		for _, o := range words[1:] {
			switch key, value, _ := strings.Cut(o, "="); key {
			case "type":
				s.format = value
			case "password":
				s.password = value
			case "damaged":
				s.damaged = true
			default:
				e.set(t, now, key, value)
			}
		}
		s.entries = append(s.entries, e)
	}
	files := make(map[string][]byte)
	for name, s := range stores {
		data := storeFormats[s.format](t, s.entries, s.password)
		if s.damaged {
			data = data[:len(data)/2]
		}
		files[name] = data
	}
	return files
}

func (e *storeEntry) set(t *testing.T, now time.Time, key, value string) {
	days := func() time.Time {
		n, err := strconv.Atoi(value)
		if err != nil {
			t.Fatal(err)
		}
		return now.AddDate(0, 0, n)
	}
	switch key {
	case "cn":
		e.template.Subject = pkix.Name{CommonName: value}
	case "alias":
		e.alias = value
	case "names":
		for _, name := range strings.Split(value, ",") {
			if ip := net.ParseIP(name); ip != nil {
				e.template.IPAddresses = append(e.template.IPAddresses, ip)
			} else {
				e.template.DNSNames = append(e.template.DNSNames, name)
			}
		}
	case "trusted":
		e.trusted = true
	case "key":
		e.key = value
	case "sig":
		e.sig = value
	case "issuer":
		e.issuer = value
	case "issuersig":
		e.issuerSig = value
	case "days":
		e.template.NotAfter = days()
	case "starts":
		e.template.NotBefore = days()
	case "sha256": // fixtureDates
	default:
		t.Fatalf("unknown key store option %q", key)
	}
}

// storeKeys are the private keys of the fixtures, made once.
var storeKeys = map[string]func() crypto.Signer{
	"rsa1024": sync.OnceValue(func() crypto.Signer { return must(rsa.GenerateKey(rand.Reader, 1024)) }),
	"rsa2048": sync.OnceValue(func() crypto.Signer { return must(rsa.GenerateKey(rand.Reader, 2048)) }),
	"ec224":   sync.OnceValue(func() crypto.Signer { return must(ecdsa.GenerateKey(elliptic.P224(), rand.Reader)) }),
	"ec256":   sync.OnceValue(func() crypto.Signer { return must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)) }),
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// chain makes the entry's certificate and that of its issuer.
func (e *storeEntry) chain() [][]byte {
	key := storeKeys[e.key]()
	parent := e.template
	var issuer [][]byte
	if e.issuer != "" {
		ca := &x509.Certificate{
			SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: e.issuer},
			NotBefore: e.template.NotBefore, NotAfter: e.template.NotAfter, IsCA: true, BasicConstraintsValid: true,
		}
		root := &x509.Certificate{SerialNumber: big.NewInt(3), Subject: pkix.Name{CommonName: "root"}}
		issuer = [][]byte{signed(ca, root, key, e.issuerSig)}
		parent = ca
	}
	return append([][]byte{signed(e.template, parent, key, e.sig)}, issuer...)
}

// signed makes a certificate. Go signs with no weak hash, so that the name of
// the hash is exchanged, which is all that is read of it.
func signed(template, parent *x509.Certificate, key crypto.Signer, hash string) []byte {
	der := must(x509.CreateCertificate(rand.Reader, template, parent, key.Public(), key))
	rsaWith := []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b}
	if number := map[string]byte{"md5": 4, "sha1": 5}[hash]; number > 0 {
		der = bytes.ReplaceAll(der, rsaWith, append(rsaWith[:8:8], number))
	}
	return der
}

// storeFormats write the entries in the formats of key stores.
var storeFormats = map[string]func(t *testing.T, entries []storeEntry, password string) []byte{
	"jks": writeJKS, "p12": writePKCS12, "pem": writePEM,
	"key": func(*testing.T, []storeEntry, string) []byte {
		der := must(x509.MarshalPKCS8PrivateKey(storeKeys["ec256"]()))
		return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	},
	"enckey": func(*testing.T, []storeEntry, string) []byte {
		return pem.EncodeToMemory(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: []byte{0x30, 0}})
	},
	"der": func(_ *testing.T, entries []storeEntry, _ string) []byte { return entries[0].chain()[0] },
}

func writeJKS(t *testing.T, entries []storeEntry, password string) []byte {
	ks := keystore.New(keystore.WithOrderedAliases())
	for _, e := range entries {
		var chain []keystore.Certificate
		for _, der := range e.chain() {
			chain = append(chain, keystore.Certificate{Type: "X509", Content: der})
		}
		var err error
		if e.trusted {
			err = ks.SetTrustedCertificateEntry(e.alias, keystore.TrustedCertificateEntry{CreationTime: e.template.NotBefore, Certificate: chain[0]})
		} else {
			der := must(x509.MarshalPKCS8PrivateKey(storeKeys[e.key]()))
			err = ks.SetPrivateKeyEntry(e.alias, keystore.PrivateKeyEntry{CreationTime: e.template.NotBefore, PrivateKey: der, CertificateChain: chain}, []byte(password))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := ks.Store(&b, []byte(password)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func writePKCS12(t *testing.T, entries []storeEntry, password string) []byte {
	var data []byte
	var err error
	if entries[0].trusted {
		var list []pkcs12.TrustStoreEntry
		for _, e := range entries {
			list = append(list, pkcs12.TrustStoreEntry{Cert: must(x509.ParseCertificate(e.chain()[0])), FriendlyName: e.alias})
		}
		data, err = pkcs12.Modern.EncodeTrustStoreEntries(list, password)
	} else {
		var chain []*x509.Certificate
		for _, der := range entries[0].chain() {
			chain = append(chain, must(x509.ParseCertificate(der)))
		}
		data, err = pkcs12.Modern.Encode(storeKeys[entries[0].key](), chain[0], chain[1:], password)
	}
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func writePEM(_ *testing.T, entries []storeEntry, _ string) []byte {
	var b bytes.Buffer
	for _, e := range entries {
		for _, der := range e.chain() {
			_ = pem.Encode(&b, &pem.Block{Type: "CERTIFICATE", Bytes: der})
		}
	}
	return b.Bytes()
}
