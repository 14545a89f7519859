package loader

import (
	"fmt"
	"slices"
	"strings"
)

// xmlnsPrefix begins the name of an attribute that declares a prefix.
const xmlnsPrefix = "xmlns:"

// openTag is a start tag around a place.
type openTag struct {
	start int
	attrs []xmlAttribute
}

// setNamespace puts an attribute into a namespace. What is wrong is mended
// where it is: a prefix that nothing declares is declared on the root, a
// declaration that serves no other name gets the namespace, and else the
// attribute gets a prefix that stands for it, prefix itself where there is none.
func (f *File) setNamespace(e *Entry, prefix, uri string) ([]Replacement, error) {
	if !isAttribute(e.Path) {
		return nil, fmt.Errorf("%s is no attribute", LastKey(e.Path))
	}
	if !xmlName.MatchString(prefix) || strings.Contains(prefix, ":") || uri == "" {
		return nil, fmt.Errorf("%s=%q declares no namespace", xmlnsPrefix+prefix, uri)
	}
	around := f.tagsAround(e.Key)
	if around == nil {
		return nil, errLostAttribute
	}
	own, local, prefixed := strings.Cut(f.Source.Slice(e.Key), ":")
	if !prefixed {
		own, local = "", own
	}
	if prefixed {
		tag, declaration := f.declared(around, own)
		switch {
		case declaration == nil:
			return f.declare(own, uri)
		case f.Source.Slice(declaration.value) == uri:
			return nil, nil
		case !f.serves(tag, own, local):
			return []Replacement{{declaration.value, f.escape(uri, f.Source.Text[declaration.value.Start-1])}}, nil
		}
	}
	rename := func(prefix string) Replacement { return Replacement{e.Key, prefix + ":" + local} }
	if known := f.bound(around, uri); known != "" {
		return []Replacement{rename(known)}, nil
	}
	switch tag, declaration := f.declared(around, prefix); {
	case declaration == nil:
		changes, err := f.declare(prefix, uri)
		return append(changes, rename(prefix)), err
	case f.serves(tag, prefix, local):
		return nil, fmt.Errorf("the prefix %s stands for another namespace", prefix)
	default:
		value := f.escape(uri, f.Source.Text[declaration.value.Start-1])
		return []Replacement{{declaration.value, value}, rename(prefix)}, nil
	}
}

// tagsAround returns the start tags that are open at a place in a tag, that
// one last.
func (f *File) tagsAround(place Span) []openTag {
	var open []openTag
	for scan := (xmlScanner{text: f.xmlText()}); ; {
		switch tok := scan.next(); {
		case tok.kind == xmlEOF || tok.kind == xmlBad || tok.Start > place.Start:
			return nil
		case tok.kind == xmlStart:
			tag := openTag{tok.Start, slices.Clone(scan.attrs)}
			if tok.contains(place) {
				return append(open, tag)
			}
			if !tok.closed {
				open = append(open, tag)
			}
		case tok.kind == xmlClose && len(open) > 0:
			open = open[:len(open)-1]
		}
	}
}

// declared returns the declaration of a prefix that is in force within tags,
// with the tag that it stands in, nil where there is none.
func (f *File) declared(around []openTag, prefix string) (openTag, *xmlAttribute) {
	for _, tag := range slices.Backward(around) {
		for i := range tag.attrs {
			if f.Source.Slice(tag.attrs[i].name) == xmlnsPrefix+prefix {
				return tag, &tag.attrs[i]
			}
		}
	}
	return openTag{}, nil
}

// bound returns the prefix that stands for a namespace within tags, "" where
// none does.
func (f *File) bound(around []openTag, uri string) string {
	for _, tag := range slices.Backward(around) {
		for _, a := range tag.attrs {
			prefix, ok := strings.CutPrefix(f.Source.Slice(a.name), xmlnsPrefix)
			if !ok || f.Source.Slice(a.value) != uri {
				continue
			}
			if _, inner := f.declared(around, prefix); *inner == a {
				return prefix
			}
		}
	}
	return ""
}

// serves reports whether a prefix that a tag declares is that of another name
// in its element than of an attribute's.
func (f *File) serves(tag openTag, prefix, local string) bool {
	scan := xmlScanner{text: f.xmlText(), pos: tag.start}
	for depth := 0; ; {
		tok := scan.next()
		switch tok.kind {
		case xmlEOF, xmlBad:
			return false
		case xmlStart:
			others := slices.ContainsFunc(scan.attrs, func(a xmlAttribute) bool {
				name, ok := strings.CutPrefix(f.Source.Slice(a.name), prefix+":")
				return ok && name != local
			})
			if others || strings.HasPrefix(f.Source.Slice(tok.name), prefix+":") {
				return true
			}
			if !tok.closed {
				depth++
			}
		case xmlClose:
			depth--
		}
		if depth == 0 {
			return false
		}
	}
}

// declare declares a prefix on the root.
func (f *File) declare(prefix, uri string) ([]Replacement, error) {
	root, err := f.element(f.Root.Start)
	if err != nil {
		return nil, err
	}
	return f.addAttribute(root, xmlnsPrefix+prefix, uri)
}
