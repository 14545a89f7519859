package loader

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"strings"
	"sync"
	"time"
)

// Certificate is one certificate of a key store.
type Certificate struct {
	// File is the key store's path relative to the tree, Type its format.
	File, Type string
	// Alias is the entry's name in the store, lower case as Java keeps it; ""
	// where the format has none.
	Alias string
	// Private is set for a key entry's own certificate and not for a trusted
	// one.
	Private bool
	// Chain counts the certificates of a key entry after its own: 1 is the
	// issuer's. It is 0 for the entry's own and for a trusted certificate.
	Chain int
	// CommonName is the subject's CN; Names are the DNS names and addresses
	// of its subject alternative names. Issuer is the issuer's CN.
	CommonName, Issuer string
	Names              []string
	// SelfSigned is set when the subject is its own issuer.
	SelfSigned bool
	// Algorithm is that of the key (RSA, EC, DSA, Ed25519) and Bits its size,
	// 0 when it is not known.
	Algorithm string
	Bits      int
	// Signature is how the certificate is signed: SHA256-RSA, ECDSA-SHA256.
	Signature string
	// NotBefore and NotAfter are RFC 3339 times in UTC. These and the fields
	// above from CommonName on are empty for a certificate that Go refuses to
	// read.
	NotBefore, NotAfter string
	// SHA256 is the fingerprint of the DER encoding in lower case hex.
	SHA256 string
}

// certificateCache keeps what is known of certificates while a tree is loaded:
// its homes mostly trust the same hundred authorities.
type certificateCache struct{ known sync.Map }

// describe returns a certificate without what its store says of it.
func (cache *certificateCache) describe(der []byte) Certificate {
	sum := sha256.Sum256(der)
	if c, ok := cache.known.Load(sum); ok {
		return c.(Certificate)
	}
	c := describeCertificate(der, hex.EncodeToString(sum[:]))
	cache.known.Store(sum, c)
	return c
}

// readCertificate describes a certificate of a key store.
func readCertificate(s *KeyStore, alias string, der []byte) Certificate {
	c := s.cache.describe(der)
	c.File, c.Type, c.Alias = s.File, s.Type, strings.ToLower(alias)
	return c
}

func describeCertificate(der []byte, fingerprint string) Certificate {
	out := Certificate{SHA256: fingerprint}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		return out
	}
	out.CommonName, out.Issuer = c.Subject.CommonName, c.Issuer.CommonName
	out.SelfSigned = string(c.RawSubject) == string(c.RawIssuer)
	out.Names = append(out.Names, c.DNSNames...)
	for _, ip := range c.IPAddresses {
		out.Names = append(out.Names, ip.String())
	}
	out.Algorithm, out.Bits = keySize(c)
	out.Signature = c.SignatureAlgorithm.String()
	out.NotBefore = c.NotBefore.UTC().Format(time.RFC3339)
	out.NotAfter = c.NotAfter.UTC().Format(time.RFC3339)
	return out
}

// keySize returns the algorithm of a certificate's key and its size in bits.
func keySize(c *x509.Certificate) (algorithm string, bits int) {
	switch key := c.PublicKey.(type) {
	case *rsa.PublicKey:
		return "RSA", key.N.BitLen()
	case *ecdsa.PublicKey:
		return "EC", key.Curve.Params().BitSize
	case ed25519.PublicKey:
		return "Ed25519", 256
	}
	// The parser keeps no key of the other algorithms.
	return c.PublicKeyAlgorithm.String(), 0
}
