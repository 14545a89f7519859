package loader

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/binary"
	"encoding/pem"
	"fmt"
	"math/big"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pavlo-v-chernykh/keystore-go/v4"
	"software.sslmate.com/src/go-pkcs12"
)

// pair is a key pair of the tests.
type pair struct {
	key  *ecdsa.PrivateKey
	cert *x509.Certificate
}

var testPair = sync.OnceValue(func() pair {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "esb.acme.com"}, DNSNames: []string{"esb.acme.com"},
		NotBefore: time.Date(2024, 1, 2, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2025, 1, 2, 0, 0, 0, 0, time.UTC),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		panic(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		panic(err)
	}
	return pair{key, cert}
})

func testJKS(t testing.TB, password string) []byte {
	p := testPair()
	der, err := x509.MarshalPKCS8PrivateKey(p.key)
	if err != nil {
		t.Fatal(err)
	}
	ks := keystore.New(keystore.WithOrderedAliases())
	chain := []keystore.Certificate{{Type: "X509", Content: p.cert.Raw}, {Type: "X509", Content: p.cert.Raw}}
	if err := ks.SetPrivateKeyEntry("Own", keystore.PrivateKeyEntry{CreationTime: time.Unix(0, 0), PrivateKey: der, CertificateChain: chain}, []byte(password)); err != nil {
		t.Fatal(err)
	}
	if err := ks.SetTrustedCertificateEntry("peer", keystore.TrustedCertificateEntry{CreationTime: time.Unix(0, 0), Certificate: chain[0]}); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := ks.Store(&b, []byte(password)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func testPKCS12(t testing.TB, password string) []byte {
	p := testPair()
	raw, err := pkcs12.Modern.Encode(p.key, p.cert, nil, password)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func testPEM(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

// describeStore says what was read of a store, a line each certificate.
func describeStore(s KeyStore) string {
	var b strings.Builder
	fmt.Fprintf(&b, "type=%s opened=%t password=%s private=%t clear=%t aliases=%v reason=%s\n", s.Type, s.Opened, s.Password, s.Private, s.Clear, s.Aliases, s.Reason)
	for _, c := range s.Certificates {
		fmt.Fprintf(&b, "%s private=%t chain=%d %s %v by %s (%t) %s %d %s %s–%s\n", c.Alias, c.Private, c.Chain, c.CommonName, c.Names, c.Issuer, c.SelfSigned, c.Algorithm, c.Bits, c.Signature, c.NotBefore, c.NotAfter)
	}
	return b.String()
}

const certificateOfTests = "esb.acme.com [esb.acme.com] by esb.acme.com (true) EC 256 ECDSA-SHA256 2024-01-02T00:00:00Z–2025-01-02T00:00:00Z\n"

func TestReadStore(t *testing.T) {
	t.Parallel()
	jks := testJKS(t, "own-password")
	key, err := x509.MarshalPKCS8PrivateKey(testPair().key)
	if err != nil {
		t.Fatal(err)
	}
	damage := func(at int, number uint32) []byte {
		raw := bytes.Clone(jks)
		binary.BigEndian.PutUint32(raw[at:], number)
		return raw
	}
	for _, test := range []struct {
		name      string
		raw       []byte
		passwords []string
		want      string
	}{
		{
			"Java key store", jks,
			[]string{"other", "own-password"},
			"type=jks opened=true password=named private=true clear=false aliases=[own peer] reason=\n" +
				"own private=true chain=0 " + certificateOfTests + "own private=false chain=1 " + certificateOfTests + "peer private=false chain=0 " + certificateOfTests,
		},
		{"shipped password", testJKS(t, "wso2carbon"), nil, "type=jks opened=true password=shipped"},
		{"other password", jks, []string{"wrong"}, "type=jks opened=true password=other"},
		{"password not known", jks, nil, "type=jks opened=true password= "},
		{"cut off", jks[:200], nil, "type=jks opened=false password= private=true clear=false aliases=[] reason=is damaged"},
		{"too short", jks[:10], nil, "type=jks opened=false password= private=false clear=false aliases=[] reason=is damaged"},
		{"more entries than it holds", damage(8, 0xFFFFFFFF), nil, "type=jks opened=false"},
		{"a length beyond its end", damage(12+4+2+3+8, 0xFFFFFFF0), nil, "type=jks opened=false"},
		{
			"PKCS#12", testPKCS12(t, "own-password"),
			[]string{"wrong", "own-password"},
			"type=pkcs12 opened=true password=named private=true clear=false aliases=[] reason=\n private=true chain=0 " + certificateOfTests,
		},
		{"PKCS#12 with another password", testPKCS12(t, "x"), []string{"y"}, "type=pkcs12 opened=false password=other private=true clear=false aliases=[] reason=no password that the configuration names opens it\n"},
		{"PKCS#12 of an unknown password", testPKCS12(t, "x"), nil, "type=pkcs12 opened=false password= private=true clear=false aliases=[] reason=its password is not known\n"},
		{"PKCS#12 with the shipped password", testPKCS12(t, "wso2carbon"), nil, "type=pkcs12 opened=true password=shipped"},
		{"PKCS#12 cut off", testPKCS12(t, "x")[:80], nil, "type= opened=false password= private=false clear=false aliases=[] reason=is damaged"},
		{"PEM certificate", testPEM("CERTIFICATE", testPair().cert.Raw), nil, "type=pem opened=true password= private=false clear=false aliases=[] reason=\n private=false chain=0 " + certificateOfTests},
		{"PEM key", testPEM("PRIVATE KEY", key), nil, "type=pem opened=true password= private=true clear=true aliases=[] reason=\n"},
		{"PEM key with a password", testPEM("ENCRYPTED PRIVATE KEY", key), nil, "type=pem opened=true password= private=true clear=false"},
		{"public key", testPEM("PUBLIC KEY", key), nil, "type=pem opened=true password= private=false"},
		{"PEM that is none", []byte("-----BEGIN nothing"), nil, "type=pem opened=false password= private=false clear=false aliases=[] reason=is damaged"},
		{"certificate in DER", testPair().cert.Raw, nil, "type=der opened=true password= private=false clear=false aliases=[] reason=\n private=false chain=0 " + certificateOfTests},
		{"key in DER", key, nil, "type=der opened=true password= private=true clear=true"},
		{"Git LFS", []byte("version https://git-lfs.github.com/spec/v1\n"), nil, "type= opened=false password= private=false clear=false aliases=[] reason=is a pointer of Git LFS"},
		{"something else", []byte("PK"), nil, "type= opened=false password= private=false clear=false aliases=[] reason=is of no known format"},
		{"nothing", nil, nil, "type= opened=false password= private=false clear=false aliases=[] reason=is of no known format"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := describeStore(readStore(fstest.MapFS{"x.jks": {Data: test.raw}}, new(certificateCache), "x.jks", test.passwords))
			if !strings.HasPrefix(got, test.want) {
				t.Errorf("got\n%swant\n%s", got, test.want)
			}
		})
	}
}

// TestRounds checks that a store cannot ask for days of key derivation.
func TestRounds(t *testing.T) {
	t.Parallel()
	type params struct {
		Salt   []byte
		Rounds int
	}
	der, err := asn1.Marshal(struct {
		Version int
		Data    params
	}{3, params{[]byte("salt"), 1 << 30}})
	if err != nil {
		t.Fatal(err)
	}
	got := readStore(fstest.MapFS{"x.p12": {Data: der}}, new(certificateCache), "x.p12", []string{"x"})
	if got.Opened || got.Reason != "asks for too many rounds of key derivation" {
		t.Errorf("got %+v", got)
	}
	if n := rounds(testPKCS12(t, "x"), 0); n < 2*2048 || n > maxRounds {
		t.Errorf("an ordinary store asks for %d rounds", n)
	}
}

// TestKeyStores checks which files count as key stores of which home.
func TestKeyStores(t *testing.T) {
	t.Parallel()
	fsys := tree(`
-- repository/conf/carbon.xml --
<Server xmlns="http://wso2.org/projects/carbon/carbon.xml"><Security>
  <KeyStore><Location>${carbon.home}/repository/resources/security/tls.jks</Location></KeyStore>
  <TrustStore><Location>${carbon.home}/etc/trust</Location></TrustStore>
  <InternalKeyStore><Location>/etc/pki/own.jks</Location></InternalKeyStore>
</Security></Server>
-- repository/conf/identity/EndpointConfig.properties --
client.keyStore=./keys/client.jks
client.trustStore=${TRUST}/t.jks
-- repository/conf/security/node.key --
x
-- repository/resources/security/sub/leaf.pem --
x
-- etc/trust --
x
-- other.jks --
x
-- .gitignore --
# keys
*.jks
!keep.jks
/keys/
`)
	loaded, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range loaded.Homes[0].KeyStores {
		got = append(got, fmt.Sprintf("%s absent=%t", s.File, s.Absent))
	}
	want := []string{
		"repository/conf/security/node.key absent=false", "repository/resources/security/sub/leaf.pem absent=false", "etc/trust absent=false",
		"repository/resources/security/tls.jks absent=true", "keys/client.jks absent=true",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestSecrets checks that a secret finds the attributes of its own element.
func TestSecrets(t *testing.T) {
	t.Parallel()
	fsys := tree(`
-- repository/conf/carbon.xml --
<Server xmlns="http://wso2.org/projects/carbon/carbon.xml" xmlns:svns="http://org.wso2.securevault/configuration"><Security>
  <KeyStore><Password svns:secretAlias="A">password</Password><KeyPassword>clear</KeyPassword></KeyStore>
</Security></Server>
-- repository/conf/tomcat/catalina-server.xml --
<Server><Service>
  <Connector keystorePass="one" svns:secretAlias="B"/>
  <Connector keystorePass="two" secretAlias="C"><SSLHostConfig truststorePassword="three"/></Connector>
</Service></Server>
-- repository/conf/output-event-adapters.xml --
<a><property key="mail.smtp.password">four</property></a>
-- repository/deployment/server/userstores/x.xml.j2 --
<UserStoreManager><Property name="ConnectionPassword" encrypted="true">long</Property></UserStoreManager>
`)
	loaded, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	document := loaded.Homes[0].Document(nil)
	var got []string
	for _, list := range []string{"secrets", "aliases"} {
		for _, s := range document[list].([]any) {
			s := s.(map[string]any)
			line := fmt.Sprintf("%s %s=%s template=%t", s["kind"], s["path"], s["value"], s["template"])
			for _, key := range []string{"alias", "encrypted", "key"} {
				if a, ok := s[key].(map[string]any); ok {
					line += fmt.Sprintf(" %s=%s", key, a["value"])
				}
			}
			if s["namespace"] != nil {
				line += fmt.Sprintf(" (%s)", s["namespace"])
			}
			got = append(got, line)
		}
	}
	want := []string{
		"carbon.xml Server/Security/KeyStore/Password=password template=false alias=A",
		"carbon.xml Server/Security/KeyStore/KeyPassword=clear template=false",
		"output-event-adapters.xml a/property=four template=false key=mail.smtp.password",
		"catalina-server.xml Server/Service/Connector/@keystorePass=one template=false alias=B",
		"catalina-server.xml Server/Service/Connector/@keystorePass=two template=false alias=C",
		"catalina-server.xml Server/Service/Connector/SSLHostConfig/@truststorePassword=three template=false",
		"user-store UserStoreManager/Property[ConnectionPassword]=long template=true encrypted=true",
		"carbon.xml Server/Security/KeyStore/Password/@secretAlias=A template=false (http://org.wso2.securevault/configuration)",
		"catalina-server.xml Server/Service/Connector/@secretAlias=B template=false (svns:)",
		"catalina-server.xml Server/Service/Connector/@secretAlias=C template=false",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// FuzzKeyStore checks that no bytes make the readers panic, wait or take more
// memory than they are worth.
func FuzzKeyStore(f *testing.F) {
	f.Add(testJKS(f, "wso2carbon"))
	f.Add(append(bytes.Clone(jceksMagic), testJKS(f, "x")[4:]...))
	f.Add(testPKCS12(f, "wso2carbon"))
	f.Add(testPEM("CERTIFICATE", testPair().cert.Raw))
	f.Add(testPair().cert.Raw)
	f.Fuzz(func(t *testing.T, raw []byte) {
		s := readStore(fstest.MapFS{"x": {Data: raw}}, new(certificateCache), "x", []string{"a"})
		if strings.Contains(s.Reason, "please report this") {
			t.Errorf("a reader panicked: %s", s.Reason)
		}
	})
}

// TestPKCS12Chain checks that of what lies beside a key only its issuers are
// taken for its chain.
func TestPKCS12Chain(t *testing.T) {
	t.Parallel()
	own := testPair()
	issue := func(name string, issuer *x509.Certificate) *x509.Certificate {
		template := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: name}, NotAfter: own.cert.NotAfter}
		if issuer == nil {
			issuer = template
		}
		der, err := x509.CreateCertificate(rand.Reader, template, issuer, own.key.Public(), own.key)
		if err != nil {
			t.Fatal(err)
		}
		c, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	root := issue("root", nil)
	middle := issue("middle", root)
	raw, err := pkcs12.Modern.Encode(own.key, issue("leaf", middle), []*x509.Certificate{issue("stranger", nil), root, middle}, "x")
	if err != nil {
		t.Fatal(err)
	}
	bags := bagsOf(own.key, []*x509.Certificate{strange(t), root})
	if bags[0].private || !bags[1].private {
		t.Error("the certificate of another key is taken for the key's own")
	}
	var got []string
	for _, c := range readStore(fstest.MapFS{"x.p12": {Data: raw}}, new(certificateCache), "x.p12", []string{"x"}).Certificates {
		got = append(got, fmt.Sprintf("%s %t %d", c.CommonName, c.Private, c.Chain))
	}
	want := []string{"leaf true 0", "stranger false 0", "middle false 1", "root false 2"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// strange returns a certificate of another key.
func strange(t *testing.T) *x509.Certificate {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &x509.Certificate{PublicKey: key.Public()}
}
