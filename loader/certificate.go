package loader

// Certificate is one certificate of a key store.
type Certificate struct {
	// File is the key store's path relative to the tree.
	File string
	// Alias is the entry's name in the store, lower case as Java keeps it.
	Alias string
	// Private is set for a key entry's own certificate and not for a trusted
	// one.
	Private bool
	// CommonName is the subject's CN; Names are the DNS names and addresses
	// of its subject alternative names.
	CommonName string
	Names      []string
	// NotBefore and NotAfter are RFC 3339 times in UTC.
	NotBefore, NotAfter string
	// SHA256 is the fingerprint of the DER encoding in lower case hex.
	SHA256 string
}
