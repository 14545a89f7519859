package loader

import (
	"slices"
	"strings"

	"github.com/beevik/etree"
)

// link is an element of a file around the place of a sample, or the place
// itself.
type link struct {
	*xmlElement
	name  string
	attrs map[string]string
}

// chain returns the elements that an offset lies in, the root first and the
// element that begins there last.
func (f *File) chain(start int) ([]link, error) {
	var all []link
	for at := f.Root.Start; ; {
		el, err := f.element(at)
		if err != nil {
			return nil, err
		}
		all = append(all, f.link(el))
		if at == start {
			return all, nil
		}
		i := slices.IndexFunc(el.children, func(c xmlChild) bool { return c.Start <= start && start < c.End })
		if i < 0 {
			return nil, errNoPlace
		}
		at = el.children[i].Start
	}
}

func (f *File) link(el *xmlElement) link {
	l := link{el, localName(f.Source.Slice(el.tag.name)), make(map[string]string)}
	for _, a := range el.attrs {
		l.attrs[f.Source.Slice(a.name)] = f.unescaped(f.Source.Slice(a.value))
	}
	return l
}

// unescaped is the value that an attribute is written for; one that cannot be
// read differs from all others.
func (f *File) unescaped(text string) string {
	if !strings.Contains(text, "&") {
		return text
	}
	doc := etree.NewDocument()
	if doc.ReadFromString("<a>"+text+"</a>") != nil {
		return text
	}
	return doc.Root().Text()
}

// xml adopts elements.
func (a *adoption) xml(sample string) error {
	start, err := a.file.start(a.target)
	if err != nil {
		return err
	}
	links, err := a.file.chain(start)
	if err != nil {
		return err
	}
	groups, err := a.file.sampleElements(sample)
	if err != nil {
		return err
	}
	for i := len(links) - 1; i >= 0; i-- {
		for _, group := range groups {
			if best := a.best(group, links[i:]); best != nil {
				if i > 0 {
					if err := a.beside(group, best, links[i-1]); err != nil {
						return err
					}
				}
				return a.into(best, links, i)
			}
		}
	}
	if a.entry != nil || len(groups) != 1 {
		return errNoPlace
	}
	// Something is absent from the element.
	last := len(links) - 1
	a.missing(groups[0], links, last)
	return nil
}

// sampleElements returns the elements of a sample that are for the file: those
// that stand beside each other are in one group, and an empty line or another
// comment begins a new one.
func (f *File) sampleElements(sample string) ([][]*etree.Element, error) {
	doc := etree.NewDocument()
	if err := doc.ReadFromString("<sample>" + sample + "</sample>"); err != nil {
		return nil, err
	}
	var groups [][]*etree.Element
	mine, next := true, true
	for _, token := range doc.Root().Child {
		switch t := token.(type) {
		case *etree.Comment:
			if is, names := f.isNamed(t.Data); names {
				mine = is
			}
			next = true
		case *etree.CharData:
			next = next || strings.Count(t.Data, "\n") > 1
		case *etree.Element:
			switch {
			case !mine:
			case next:
				groups = append(groups, []*etree.Element{t})
				next = false
			default:
				groups[len(groups)-1] = append(groups[len(groups)-1], t)
			}
		}
	}
	return groups, nil
}

// best returns the element of a group that is meant for the first of some
// links, nil when there is none. Of several it is the one whose value for the
// place is most like the one that stands there.
func (a *adoption) best(group []*etree.Element, links []link) *etree.Element {
	var found *etree.Element
	most := -1
	for _, el := range group {
		only := count(group, func(o *etree.Element) bool { return o.Tag == el.Tag }) == 1
		if value, ok := a.leads(el, links, only); ok {
			if n := a.likeness(value); n > most {
				found, most = el, n
			}
		}
	}
	return found
}

func count(list []*etree.Element, is func(*etree.Element) bool) int {
	return len(slices.DeleteFunc(slices.Clone(list), func(e *etree.Element) bool { return !is(e) }))
}

// likeness is how much of the value at the place begins like another one.
func (a *adoption) likeness(value string) int {
	if a.entry == nil {
		return 0
	}
	n := 0
	for n < len(value) && n < len(a.entry.Value) && value[n] == a.entry.Value[n] {
		n++
	}
	return n
}

// leads reports whether an element of a sample is meant for the first of some
// links and leads to the place that is the last of them, and what the sample
// has there.
func (a *adoption) leads(el *etree.Element, links []link, only bool) (value string, ok bool) {
	own := ""
	if a.entry != nil && len(links) == 1 && isAttribute(a.entry.Path) {
		_, last := splitPath(a.entry.Path)
		own = last[1:]
	}
	if el.Tag != links[0].name {
		return "", false
	}
	for _, attr := range el.Attr {
		is, there := links[0].attrs[attr.FullKey()]
		if there && is != attr.Value && attr.Key != own && !(only && isPort(attr.Key)) {
			return "", false // another element of that name
		}
	}
	if len(links) > 1 {
		return a.leadsOn(el, links[1:])
	}
	switch {
	case a.entry == nil:
		return "", true
	case own != "":
		attr := el.SelectAttr(own)
		if attr == nil {
			return "", false
		}
		return attr.Value, true
	}
	return strings.TrimSpace(el.Text()), len(el.ChildElements()) == 0 && strings.TrimSpace(el.Text()) != ""
}

func (a *adoption) leadsOn(el *etree.Element, links []link) (string, bool) {
	next := a.best(el.ChildElements(), links)
	if next == nil {
		return "", false
	}
	return a.leads(next, links, true)
}

// parent is the edit that adds to one of the links; ok is false where the file
// has no name for it.
func (a *adoption) parent(links []link, i int) (e Edit, ok bool) {
	e = Edit{Op: EditAdd, File: a.at.File}
	if i == 0 {
		return e, true // the root
	}
	start := links[i].tag.Start
	for _, item := range a.file.Items {
		if item.Span.Start == start {
			e.Path, e.Span = item.Prefix, item.Span
			return e, true
		}
	}
	for j := range a.file.Entries {
		if entry := &a.file.Entries[j]; entry.Key.Start == start && !isAttribute(entry.Path) {
			e.Path, e.Span = entry.Path, entry.at()
			return e, true
		}
	}
	return e, false
}

// into adopts an element of a sample that leads from a link to the place.
func (a *adoption) into(el *etree.Element, links []link, i int) error {
	if i < len(links)-1 {
		next := a.best(el.ChildElements(), links[i+1:])
		if err := a.beside(el.ChildElements(), next, links[i]); err != nil {
			return err
		}
		return a.into(next, links, i+1)
	}
	if a.entry != nil {
		return a.replace(el)
	}
	if parent, ok := a.parent(links, i); ok {
		for _, attr := range el.Attr {
			if _, there := links[i].attrs[attr.FullKey()]; !there && attr.Space == "" && attr.Key != "xmlns" {
				parent.Name, parent.Value = "@"+attr.Key, attr.Value
				a.edits = append(a.edits, parent)
			}
		}
	}
	a.missing(el.ChildElements(), links, i)
	return nil
}

// replace gives the place the value that an element of a sample has for it.
func (a *adoption) replace(el *etree.Element) error {
	value := strings.TrimSpace(el.Text())
	if _, last := splitPath(a.entry.Path); strings.HasPrefix(last, "@") {
		value = el.SelectAttrValue(last[1:], "")
		if slices.Contains(identities, last[1:]) || len(el.Attr) > 1 && isPort(last) {
			return errNoPlace // it only tells which element is meant
		}
	} else if slices.ContainsFunc(el.Attr, func(attr etree.Attr) bool { return attr.Space != "" }) {
		return errNoPlace // without the alias it is not the sample
	}
	if otherDatabase(a.entry.Value, value) {
		return errNoPlace
	}
	a.set(value)
	return nil
}

// otherDatabase reports whether a sample would move a data source from one
// database server to another. The embedded database is there to be left.
func otherDatabase(is, sample string) bool {
	from, to := subprotocol(is), subprotocol(sample)
	return from != "" && to != "" && from != to && from != embedded
}

// embedded is the subprotocol of the database inside the server.
const embedded = "h2"

// subprotocol is what the JDBC URL in a text calls the sort of its database, ""
// where there is none.
func subprotocol(url string) string {
	_, rest, ok := strings.Cut(url, "jdbc:")
	name, _, more := strings.Cut(rest, ":")
	if !ok || !more {
		return ""
	}
	return name
}

// beside looks at the elements of a group but one. What the file has of them
// stays, unless the one moves a data source out of the server: its driver goes
// with it.
func (a *adoption) beside(group []*etree.Element, one *etree.Element, parent link) error {
	moves := a.entry != nil && subprotocol(a.entry.Value) == embedded && subprotocol(one.Text()) != ""
	for _, el := range group {
		there := a.like(parent, el)
		if el == one || len(there) != 1 {
			continue
		}
		e := a.leaf(there[0])
		switch value := strings.TrimSpace(el.Text()); {
		case e == nil || e == a.entry || e.Sensitive || e.Value == value:
		case otherDatabase(e.Value, value):
			return errNoPlace // the sample is for another database
		case moves:
			a.edits = append(a.edits, Edit{Op: EditSet, File: a.at.File, Path: e.Path, Span: e.at(), Value: value})
		}
	}
	return nil
}

// leaf returns the entry of an element that has a value, nil for another one.
func (a *adoption) leaf(c xmlChild) *Entry {
	for i := range a.file.Entries {
		if e := &a.file.Entries[i]; e.Key.Start == c.Start && !isAttribute(e.Path) {
			return e
		}
	}
	return nil
}

// identities are the attributes that tell elements of one name apart.
var identities = []string{"name", "id", "key", "path", "type"}

// identity is what tells elements of one name apart.
func identity(e *etree.Element) string {
	for _, key := range identities {
		if value := e.SelectAttrValue(key, ""); value != "" {
			return key + " " + value
		}
	}
	return ""
}

// missing adds those elements of a sample that one of the links does not have.
func (a *adoption) missing(group []*etree.Element, links []link, i int) {
	parent, ok := a.parent(links, i)
	var markup []string
	for _, el := range group {
		if len(a.like(links[i], el)) == 0 && !elided(el) {
			markup = append(markup, a.markup(el, ""))
		}
	}
	if len(markup) == 0 || !ok {
		return
	}
	parent.Markup = strings.Join(markup, "\n")
	if strings.Contains(parent.Markup, securePrefix+":") && !strings.Contains(a.file.Source.Text, "xmlns:"+securePrefix+"=") {
		a.edits = append(a.edits, Edit{Op: EditAdd, File: a.at.File, Name: "@xmlns:" + securePrefix, Value: secureNamespace})
	}
	a.edits = append(a.edits, parent)
}

// elided reports whether a sample only says that an element is there.
func elided(el *etree.Element) bool {
	text := strings.TrimSpace(el.Text())
	return text == "..." || text == "…"
}

// The prefix and the namespace of aliases of secrets, as products write them.
const (
	securePrefix    = "svns"
	secureNamespace = "http://org.wso2.securevault/configuration"
)

// like returns the children of an element of the file that are like one of a
// sample.
func (a *adoption) like(parent link, el *etree.Element) []xmlChild {
	key, value, named := strings.Cut(identity(el), " ")
	var found []xmlChild
	for _, c := range parent.children {
		if c.name != el.Tag {
			continue
		}
		there, err := a.file.element(c.Start)
		if err != nil || !named || a.file.link(there).attrs[key] == value {
			found = append(found, c)
		}
	}
	return found
}

// markup writes an element of a sample, four blanks a level.
func (a *adoption) markup(el *etree.Element, indent string) string {
	var b strings.Builder
	b.WriteString(indent + "<" + el.FullTag())
	for _, attr := range el.Attr {
		b.WriteString(" " + attr.FullKey() + `="` + a.file.escape(attr.Value, '"') + `"`)
	}
	children, text := el.ChildElements(), a.file.escape(strings.TrimSpace(el.Text()), 0)
	switch {
	case len(children) == 0 && text == "":
		b.WriteString("/>")
		return b.String()
	case len(children) == 0:
		b.WriteString(">" + text)
	default:
		b.WriteString(">\n")
		for _, child := range children {
			b.WriteString(a.markup(child, indent+"    ") + "\n")
		}
		b.WriteString(indent)
	}
	b.WriteString("</" + el.FullTag() + ">")
	return b.String()
}
