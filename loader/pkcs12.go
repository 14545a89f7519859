package loader

import (
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"slices"
	"strings"

	"software.sslmate.com/src/go-pkcs12"
)

// maxRounds is how many rounds of key derivation the parts of a PKCS#12 store
// may ask for in total: Java asks for 10,000 a part and once asked for 100,000.
const maxRounds = 1 << 20

// readPKCS12 reads a PKCS#12 store with the passwords given and the shipped
// one.
func (s *KeyStore) readPKCS12(raw []byte, passwords []string) {
	if rounds(raw, 0) > maxRounds {
		s.Reason = "asks for too many rounds of key derivation"
		return
	}
	s.Private = true // until the store is open and shows that it has none
	for _, password := range append(slices.Clone(passwords), shippedPassword, "") {
		err := s.openPKCS12(raw, password)
		switch {
		case err == nil:
			s.Opened, s.Password = true, map[string]string{shippedPassword: "shipped", "": ""}[password]
			if slices.Contains(passwords, password) && s.Password == "" {
				s.Password = "named"
			}
			return
		case !wrongPassword(err):
			s.Reason = "is damaged, or of a form that is not supported"
			return
		}
	}
	s.Password = "other"
	if s.Reason = "no password that the configuration names opens it"; len(passwords) == 0 {
		s.Password, s.Reason = "", "its password is not known"
	}
}

func wrongPassword(err error) bool {
	return errors.Is(err, pkcs12.ErrIncorrectPassword) || errors.Is(err, pkcs12.ErrDecryption) || strings.HasSuffix(err.Error(), "no MAC in data")
}

// openPKCS12 reads the certificates with one password. The library has three
// readers, none of which reads every store: with aliases, of trusted
// certificates alone, and of one key with its chain.
func (s *KeyStore) openPKCS12(raw []byte, password string) error {
	//lint:ignore SA1019 ToPEM spoils private keys, which are dropped, and alone tells aliases.
	blocks, err := pkcs12.ToPEM(raw, password)
	if err == nil {
		s.Private = false
		s.pkcs12Blocks(blocks)
		return nil
	}
	if wrongPassword(err) {
		return err
	}
	if trusted, err := pkcs12.DecodeTrustStore(raw, password); err == nil {
		s.Private = false
		for _, c := range trusted {
			s.Certificates = append(s.Certificates, readCertificate(s, "", c.Raw))
		}
		return nil
	}
	key, first, others, err := pkcs12.DecodeChain(raw, password)
	if err != nil {
		return err
	}
	s.addBags(bagsOf(key, append([]*x509.Certificate{first}, others...)))
	return nil
}

// bagsOf returns the certificates that lie beside a key. The reader does not
// tell which of them is the key's own: the first one of its public key is, or,
// for a kind of key that is not known, simply the first.
func bagsOf(key any, certificates []*x509.Certificate) []*bag {
	bags := make([]*bag, len(certificates))
	for i, c := range certificates {
		bags[i] = &bag{der: c.Raw, subject: string(c.RawSubject), issuer: string(c.RawIssuer)}
	}
	own := slices.IndexFunc(certificates, func(c *x509.Certificate) bool { return fits(key, c) })
	bags[max(own, 0)].private = true
	return bags
}

// fits reports whether a certificate is of the public half of a key.
func fits(key any, c *x509.Certificate) bool {
	signer, ok := key.(crypto.Signer)
	if !ok {
		return false
	}
	public, ok := signer.Public().(interface{ Equal(crypto.PublicKey) bool })
	return ok && public.Equal(c.PublicKey)
}

// bag is a certificate of a PKCS#12 store as it lies there.
type bag struct {
	der             []byte
	alias           string
	subject, issuer string // their encodings; empty when Go refuses to read it
	private         bool   // it is a key's own
	issued          bool   // it is an issuer of one
}

// pkcs12Blocks takes the certificates of a store's bags. A certificate that
// shares its key's identifier is the key's own. Those that its issuers lead
// to are its chain and go by its name; the others are trusted.
func (s *KeyStore) pkcs12Blocks(blocks []*pem.Block) {
	keys := make(map[string]string) // alias by identifier
	for _, b := range blocks {
		if b.Type == "PRIVATE KEY" {
			keys[b.Headers["localKeyId"]] = b.Headers["friendlyName"]
			s.Private = true
		}
	}
	var bags []*bag
	for _, b := range blocks {
		if b.Type != "CERTIFICATE" {
			continue
		}
		next := &bag{der: b.Bytes, alias: b.Headers["friendlyName"]}
		id := b.Headers["localKeyId"]
		name, private := keys[id]
		if next.private = private && id != ""; next.private && name != "" {
			next.alias = name
		}
		if c, err := x509.ParseCertificate(b.Bytes); err == nil {
			next.subject, next.issuer = string(c.RawSubject), string(c.RawIssuer)
		}
		bags = append(bags, next)
	}
	s.addBags(bags)
}

// addBags adds the certificates of a store, each key's own before its issuers.
func (s *KeyStore) addBags(bags []*bag) {
	for _, own := range bags {
		if own.private {
			s.addPair(own, bags)
		}
	}
	for _, b := range bags {
		if !b.private && !b.issued {
			s.addEntry(b, 0)
		}
	}
}

// addPair adds a key's own certificate and its issuers.
func (s *KeyStore) addPair(own *bag, bags []*bag) {
	s.addEntry(own, 0)
	issuer := own.issuer
	for n := 1; n < len(bags) && issuer != "" && issuer != own.subject; n++ {
		i := slices.IndexFunc(bags, func(b *bag) bool { return !b.private && b.subject == issuer })
		if i < 0 {
			return
		}
		bags[i].issued = true
		s.addEntry(&bag{der: bags[i].der, alias: own.alias}, n)
		if bags[i].issuer == bags[i].subject {
			return
		}
		issuer = bags[i].issuer
	}
}

// addEntry adds a certificate, which is the nth issuer of a key unless n is 0.
func (s *KeyStore) addEntry(b *bag, n int) {
	c := readCertificate(s, b.alias, b.der)
	c.Private, c.Chain = b.private, n
	if c.Alias != "" && n == 0 {
		s.Aliases = append(s.Aliases, c.Alias)
	}
	s.Certificates = append(s.Certificates, c)
}

// rounds adds up the rounds of key derivation that a DER text asks for: the
// numbers that follow a salt.
func rounds(raw []byte, depth int) int {
	total, salted := 0, false
	for len(raw) > 0 && depth < 32 && total <= maxRounds {
		var v asn1.RawValue
		rest, err := asn1.Unmarshal(raw, &v)
		if err != nil {
			break
		}
		raw = rest
		var n int
		switch {
		case salted && v.Tag == asn1.TagInteger && v.Class == asn1.ClassUniversal:
			if _, err := asn1.Unmarshal(v.FullBytes, &n); err != nil || n > maxRounds {
				return maxRounds + 1
			}
			total += n
		case v.IsCompound || v.Tag == asn1.TagOctetString && len(v.Bytes) > 0 && v.Bytes[0] == 0x30:
			total += rounds(v.Bytes, depth+1)
		}
		salted = v.Tag == asn1.TagOctetString && v.Class == asn1.ClassUniversal
	}
	return total
}
