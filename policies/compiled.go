package policies

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/version"
)

// To parse and compile the rules takes ten times as long as to judge a home.
// The program therefore carries each Rego file a second time, as what the
// compiler made of it, in the folder compiled; go test -update writes it. A
// start reads these files and has OPA build its indices, no more.
//
// A compiled file begins with the version of this format and of OPA, whose
// syntax tree it holds, and with the hash of its Rego file. If one of them
// does not fit, all rules are parsed and compiled as they are written: a rule
// may then be slow, but never out of date.

// compiledMagic begins each compiled file; its first number is to be raised
// with the format.
var compiledMagic = "carbonlint 4, opa " + version.Version + "\n"

// compiledName returns the name of the compiled file of a Rego file.
func compiledName(source string) string {
	name := strings.TrimSuffix(source, ".rego")
	if id := ruleID(source); id != "" {
		name = id
	}
	return "compiled/" + strings.ReplaceAll(name, "/", ".") + ".bin"
}

// compiledHeader returns how the compiled file of a Rego file must begin.
func compiledHeader(source []byte) string {
	sum := sha256.Sum256(source)
	return compiledMagic + string(sum[:])
}

// staleError is the error for a Rego file without a compiled file that fits.
type staleError struct{ source string }

func (e *staleError) Error() string {
	return compiledName(e.source) + " is not what " + path.Base(e.source) + " compiles to; make update writes it"
}

// openCompiled returns a decoder of the compiled file of a Rego file.
func openCompiled(fsys fs.FS, source string) (*decoder, error) {
	buffer := buffers.Get().(*[]byte)
	defer buffers.Put(buffer)
	text, err := appendFile((*buffer)[:0], fsys, source)
	if err != nil {
		return nil, err
	}
	*buffer = text
	header := compiledHeader(text)
	data, err := appendFile(text[:0], fsys, compiledName(source))
	if err != nil {
		return nil, &staleError{source}
	}
	*buffer = data
	body, ok := bytes.CutPrefix(data, []byte(header))
	if !ok {
		return nil, &staleError{source}
	}
	return newDecoder(string(body)), nil
}

// buffers hold the bytes of files while they are compared.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// appendFile appends the bytes of a file to a buffer.
func appendFile(buffer []byte, fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	out := bytes.NewBuffer(buffer)
	_, err = out.ReadFrom(f)
	return out.Bytes(), err
}

// readCompiled reads the compiled file of a Rego file.
func readCompiled(fsys fs.FS, source string) (*unit, error) {
	d, err := openCompiled(fsys, source)
	if err != nil {
		return nil, err
	}
	u := d.unit()
	u.name = source
	return u, nil
}

// readDocumentation reads the documentation of a rule from its compiled file,
// or from its Rego file where that does not fit.
func readDocumentation(fsys fs.FS, source string) (*Rule, error) {
	if d, err := openCompiled(fsys, source); err == nil {
		d.tables()
		return d.documentation(), nil
	}
	text, err := fs.ReadFile(fsys, source)
	if err != nil {
		return nil, err
	}
	r, err := readRule(ruleID(source), string(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", source, err)
	}
	return r, nil
}
