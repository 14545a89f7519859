package loader

import (
	"crypto/sha1"
	"encoding/binary"
	"strings"
	"unicode/utf16"
)

// The bytes that open a key store of the Sun provider and of SunJCE.
var (
	jksMagic   = []byte{0xFE, 0xED, 0xFE, 0xED}
	jceksMagic = []byte{0xCE, 0xCE, 0xCE, 0xCE}
)

// The kinds of entries in a Java key store.
const (
	jksKey     = 1
	jksTrusted = 2
	jksSecret  = 3 // of JCEKS alone: a serialised Java object without a length
)

// readJKS reads a Java key store. Aliases and certificates stand there in
// clear, so that no password is needed; private keys are skipped. A password
// only proves that nobody has changed the store.
func (s *KeyStore) readJKS(raw []byte, passwords []string) {
	const digest = sha1.Size
	if len(raw) < 12+digest {
		s.Reason = "is damaged"
		return
	}
	body, sum := raw[:len(raw)-digest], raw[len(raw)-digest:]
	r := jksReader{rest: body[4:], version: binary.BigEndian.Uint32(body[4:8])}
	r.number()
	for n := r.number(); n > 0 && !r.short; n-- {
		if !s.jksEntry(&r) {
			break
		}
	}
	if s.Opened = !r.short; r.short && s.Reason == "" {
		s.Reason = "is damaged"
	}
	s.Password = jksPassword(body, sum, passwords)
}

// jksEntry reads one entry; false when the rest of the store cannot be read.
func (s *KeyStore) jksEntry(r *jksReader) bool {
	tag, alias := r.number(), strings.ToLower(string(r.bytes(r.half())))
	r.bytes(8) // when it was made
	switch tag {
	case jksKey:
		r.bytes(r.number())
		chain := r.number()
		for i := 0; uint32(i) < chain && !r.short; i++ {
			if der := r.certificate(); !r.short {
				c := readCertificate(s, alias, der)
				c.Private, c.Chain = i == 0, i
				s.Certificates = append(s.Certificates, c)
			}
		}
		s.Private = true
	case jksTrusted:
		if der := r.certificate(); !r.short {
			s.Certificates = append(s.Certificates, readCertificate(s, alias, der))
		}
	case jksSecret:
		s.Aliases = append(s.Aliases, alias)
		r.short, s.Reason = true, "holds a secret key, behind which it cannot be read"
		return false
	default:
		r.short = true
	}
	if !r.short {
		s.Aliases = append(s.Aliases, alias)
	}
	return !r.short
}

// jksReader cuts a store into its fields. No length is believed before it was
// compared with what is left.
type jksReader struct {
	rest    []byte
	version uint32
	short   bool // the store ends within a field
}

func (r *jksReader) bytes(n uint32) []byte {
	if r.short || uint64(n) > uint64(len(r.rest)) {
		r.short = true
		return nil
	}
	field := r.rest[:n]
	r.rest = r.rest[n:]
	return field
}

func (r *jksReader) number() uint32 {
	if field := r.bytes(4); field != nil {
		return binary.BigEndian.Uint32(field)
	}
	return 0
}

func (r *jksReader) half() uint32 {
	if field := r.bytes(2); field != nil {
		return uint32(binary.BigEndian.Uint16(field))
	}
	return 0
}

// certificate reads one certificate, before which version 2 names its type.
func (r *jksReader) certificate() []byte {
	if r.version == 2 {
		r.bytes(r.half())
	}
	return r.bytes(r.number())
}

// jksPassword tells which password a store was signed with.
func jksPassword(body, sum []byte, passwords []string) string {
	switch {
	case jksSigned(body, sum, shippedPassword):
		return "shipped"
	case len(passwords) == 0:
		return ""
	}
	for _, password := range passwords {
		if jksSigned(body, sum, password) {
			return "named"
		}
	}
	return "other"
}

func jksSigned(body, sum []byte, password string) bool {
	h := sha1.New()
	for _, unit := range utf16.Encode([]rune(password)) {
		h.Write([]byte{byte(unit >> 8), byte(unit)})
	}
	h.Write([]byte("Mighty Aphrodite"))
	h.Write(body)
	return string(h.Sum(nil)) == string(sum)
}
