package loader

import (
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
	_, leaf, chain, err := pkcs12.DecodeChain(raw, password)
	if err != nil {
		return err
	}
	for i, c := range append([]*x509.Certificate{leaf}, chain...) {
		described := readCertificate(s, "", c.Raw)
		described.Private, described.Chain = i == 0, i
		s.Certificates = append(s.Certificates, described)
	}
	return nil
}

// pkcs12Blocks takes the certificates of a store's bags. A certificate that
// shares its key's identifier is the key's own.
func (s *KeyStore) pkcs12Blocks(blocks []*pem.Block) {
	keys := make(map[string]string) // alias by identifier
	for _, b := range blocks {
		if b.Type == "PRIVATE KEY" {
			keys[b.Headers["localKeyId"]] = strings.ToLower(b.Headers["friendlyName"])
			s.Private = true
		}
	}
	for _, b := range blocks {
		if b.Type != "CERTIFICATE" {
			continue
		}
		alias := b.Headers["friendlyName"]
		id := b.Headers["localKeyId"]
		name, private := keys[id]
		if private = private && id != ""; private && name != "" {
			alias = name
		}
		c := readCertificate(s, alias, b.Bytes)
		if c.Private = private; !private && s.Private {
			c.Chain = 1
		}
		if c.Alias != "" {
			s.Aliases = append(s.Aliases, c.Alias)
		}
		s.Certificates = append(s.Certificates, c)
	}
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
