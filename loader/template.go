package loader

import (
	"sort"
	"strings"
)

// templateDialect is a set of template languages.
type templateDialect uint8

const (
	dialectERB   templateDialect = 1 << iota // <%= x %>, also Puppet's EPP
	dialectJinja                             // {{ x }}, {% if %}, {# #}
	dialectGo                                // {{ x }}, {{ if x }}
	// dialectToken is the words with an ampersand, such as ip.node.k8s.&.wso2.ei,
	// that the scripts beside WSO2's own manifests of Kubernetes fill in. As XML
	// they would be malformed.
	dialectToken
	dialectAny = dialectERB | dialectJinja | dialectGo
)

// templateSuffixes are the file name extensions of templates.
var templateSuffixes = []struct {
	suffix  string
	dialect templateDialect
}{
	{".erb", dialectERB},
	{".epp", dialectERB},
	{".j2", dialectJinja},
	{".jinja2", dialectJinja},
	{".tpl", dialectAny},
	{".tmpl", dialectAny},
}

// templateSuffix returns a file name without its template extension, which
// is what the file is for the server: carbon.xml for carbon.xml.erb.
func templateSuffix(name string) (base string, ok bool) {
	base, dialect := cutTemplateSuffix(name)
	return base, dialect != 0
}

func cutTemplateSuffix(name string) (base string, dialect templateDialect) {
	for _, s := range templateSuffixes {
		if n := len(name) - len(s.suffix); n > 0 && name[n-1] != '/' && strings.EqualFold(name[n:], s.suffix) {
			return name[:n], s.dialect
		}
	}
	return name, 0
}

// tagKind is what a template tag does.
type tagKind uint8

const (
	tagOutput  tagKind = iota // stands for text
	tagControl                // decides what follows
	tagComment
)

// templateTag is one tag of a template.
type templateTag struct {
	Span
	kind tagKind
	// depth is the number of blocks, such as if and for, that are open after
	// the tag.
	depth int
}

// templateTags are all tags of a text in its order.
type templateTags []templateTag

// touch reports whether a tag lies in the span or overlaps it.
func (tags templateTags) touch(span Span) bool {
	if len(tags) == 0 {
		return false
	}
	i := tags.after(span.Start)
	return i < len(tags) && tags[i].Start < span.End
}

// after returns the index of the first tag that ends after the offset.
func (tags templateTags) after(offset int) int {
	return sort.Search(len(tags), func(i int) bool { return tags[i].End > offset })
}

// conditional reports whether a control tag decides over text in the span:
// one stands in it, or the span lies in a block.
func (tags templateTags) conditional(span Span) bool {
	i := tags.after(span.Start)
	if i > 0 && tags[i-1].depth > 0 {
		return true
	}
	for ; i < len(tags) && tags[i].Start < span.End; i++ {
		if tags[i].kind == tagControl {
			return true
		}
	}
	return false
}

// settle makes an entry of a masked text say no more than the template does.
// What a control tag decides over is unknown as a whole. What holds an output
// tag is unknown in part, and its value is the text as it is written. extent
// is the place that the value could fill, at least the entry's span.
func (tags templateTags) settle(src *Source, e *Entry, extent Span) {
	switch {
	case tags.conditional(extent):
		e.Value, e.Unknown = "", true
	case tags.touch(e.Span):
		e.Value, e.Unknown = src.Slice(e.Span), true
	}
}

// maskTemplate replaces the template tags of a file that is read line by
// line: output tags by letters, all others by blanks. Every byte keeps its
// offset and every line its end. Text without tags is returned as it is.
func maskTemplate(src *Source) (string, templateTags) {
	finder := newTagFinder(src)
	if finder == nil {
		return src.Text, nil
	}
	for i := 0; i < len(src.Text); {
		tag, ok := finder.at(i, len(src.Text))
		if !ok {
			i++
			continue
		}
		finder.mask(tag, tag.kind == tagOutput)
		i = tag.End
	}
	return finder.result()
}

// tagFinder collects the tags of a text and masks them.
type tagFinder struct {
	text    string
	dialect templateDialect
	masked  []byte // nil until the first tag
	tags    templateTags
	// closers is where the closing bracket of each syntax stands next.
	// Without it, text full of opening brackets would take quadratic time.
	closers [len(tagSyntaxes)]int
}

// newTagFinder returns nil for text that holds no tags. The languages are
// those of the file's extension, without one all.
func newTagFinder(src *Source) *tagFinder {
	_, dialect := cutTemplateSuffix(src.Name)
	if dialect == 0 {
		dialect = dialectAny
	}
	if manifestName(src.Name) && strings.Contains(src.Text, tokenStart) {
		return &tagFinder{text: src.Text, dialect: dialect | dialectToken}
	}
	for _, s := range tagSyntaxes {
		if s.dialect&dialect != 0 && strings.Contains(src.Text, s.open) {
			return &tagFinder{text: src.Text, dialect: dialect}
		}
	}
	return nil
}

// tokenStart is how the words of dialectToken begin, up to a dot or the
// ampersand.
const tokenStart = ".k8s"

// token returns the tag that the ampersand at i is, when it stands in such a word.
func (f *tagFinder) token(i int) (templateTag, bool) {
	start := strings.TrimSuffix(f.text[:i], ".")
	if f.dialect&dialectToken == 0 || !strings.HasSuffix(start, tokenStart) {
		return templateTag{}, false
	}
	tag := templateTag{Span: Span{i, i + 1}, kind: tagOutput}
	f.classify(&tag, "")
	return tag, true
}

// tagSyntaxes are the brackets of tags.
var tagSyntaxes = [...]struct {
	open, close string
	dialect     templateDialect
	kind        tagKind
}{
	{"<%=", "%>", dialectERB, tagOutput},
	{"<%#", "%>", dialectERB, tagComment},
	{"<%-#", "%>", dialectERB, tagComment},
	{"<%", "%>", dialectERB, tagControl},
	{"{%", "%}", dialectJinja, tagControl},
	{"{#", "#}", dialectJinja, tagComment},
	{"{{", "}}", dialectJinja | dialectGo, tagOutput},
}

// at returns the tag that begins at i and ends before limit. <%% is no tag
// but stands for <%.
func (f *tagFinder) at(i, limit int) (templateTag, bool) {
	switch f.text[i] {
	case '&':
		return f.token(i)
	case '<', '{':
	default:
		return templateTag{}, false
	}
	rest := f.text[i:limit]
	for k, s := range tagSyntaxes {
		if s.dialect&f.dialect == 0 || !strings.HasPrefix(rest, s.open) || strings.HasPrefix(rest, "<%%") {
			continue
		}
		end := f.closer(k, i+len(s.open))
		if end+len(s.close) > limit {
			return templateTag{}, false
		}
		tag := templateTag{Span: Span{i, end + len(s.close)}, kind: s.kind}
		f.classify(&tag, f.text[i+len(s.open):end])
		return tag, true
	}
	return templateTag{}, false
}

// closer returns where the closing bracket of a syntax stands first from an
// offset on, the end of the text when it does not. The offsets of successive
// calls must not fall.
func (f *tagFinder) closer(syntax, from int) int {
	if f.closers[syntax] < from {
		n := strings.Index(f.text[from:], tagSyntaxes[syntax].close)
		if n < 0 {
			n = len(f.text) - from
		}
		f.closers[syntax] = from + n
	}
	return f.closers[syntax]
}

// classify finds out what a tag does from the code in it, and what blocks it
// opens and closes.
func (f *tagFinder) classify(tag *templateTag, code string) {
	balance := 0
	switch {
	case tag.kind == tagComment:
	case f.text[tag.Start] == '<':
		if balance = rubyBalance(strings.Trim(code, "-")); tag.kind == tagOutput && balance <= 0 {
			balance = 0
		}
	case tag.kind == tagControl:
		balance = wordBalance(code, jinjaBlocks)
	case f.dialect&dialectGo != 0:
		code = strings.Trim(code, "- \t\r\n")
		if strings.HasPrefix(code, "/*") {
			tag.kind = tagComment
		} else if goControl[firstWord(code)] || strings.Contains(code, ":=") {
			tag.kind = tagControl
			balance = wordBalance(code, goBlocks)
		}
	}
	if n := len(f.tags); n > 0 {
		tag.depth = f.tags[n-1].depth
	}
	tag.depth = max(tag.depth+balance, 0)
}

// mask records a tag and replaces it by letters or by blanks. Blanks keep the
// line ends.
func (f *tagFinder) mask(tag templateTag, letters bool) {
	if f.masked == nil {
		f.masked = []byte(f.text)
	}
	f.tags = append(f.tags, tag)
	for i := tag.Start; i < tag.End; i++ {
		switch b := f.masked[i]; {
		case letters:
			f.masked[i] = 'x'
		case b != '\n' && b != '\r':
			f.masked[i] = ' '
		}
	}
}

func (f *tagFinder) result() (string, templateTags) {
	if f.masked == nil {
		return f.text, nil
	}
	return string(f.masked), f.tags
}

var (
	jinjaBlocks = map[string]bool{
		"if": true, "for": true, "block": true, "macro": true, "call": true, "filter": true,
		"with": true, "autoescape": true, "trans": true, "raw": true,
	}
	goBlocks  = map[string]bool{"if": true, "range": true, "with": true, "block": true, "define": true}
	goControl = map[string]bool{
		"if": true, "range": true, "with": true, "block": true, "define": true,
		"else": true, "end": true, "break": true, "continue": true,
	}
)

// wordBalance is the number of blocks a tag opens, for languages in which its
// first word tells: 1, 0 or, for one that closes a block, -1.
func wordBalance(code string, blocks map[string]bool) int {
	word := firstWord(code)
	switch {
	case blocks[word]:
		return 1
	case strings.HasPrefix(word, "end"):
		return -1
	case word == "set" && !strings.Contains(code, "="):
		return 1 // {% set x %}…{% endset %}
	}
	return 0
}

// firstWord returns the first word of a tag's code, past the marks that
// control the blanks around it.
func firstWord(code string) string {
	code = strings.TrimLeft(code, "-+~ \t\r\n")
	end := 0
	for end < len(code) && code[end] != '.' && code[end] != '-' && code[end] != ':' && nameBytes[code[end]] {
		end++
	}
	return code[:end]
}

var rubyBlocks = map[string]bool{
	"if": true, "unless": true, "case": true, "for": true, "while": true, "until": true, "begin": true, "def": true,
}

// rubyBalance is the number of blocks that Ruby code, or Puppet code with its
// braces, leaves open: less than zero when it closes blocks.
func rubyBalance(code string) int {
	balance := 0
	for _, line := range strings.FieldsFunc(code, func(r rune) bool { return r == '\n' || r == ';' }) {
		line = strings.TrimSpace(line)
		word := firstWord(line)
		opens := rubyBlocks[word] || opensBlock(line)
		if opens {
			balance++
		}
		if word == "end" || strings.HasPrefix(line, "}") || opens && strings.HasSuffix(line, " end") {
			balance--
		}
	}
	return balance
}

// opensBlock reports whether a line ends with the head of a block: do, {, and
// either with |parameters|.
func opensBlock(line string) bool {
	if strings.HasSuffix(line, "|") {
		if i := strings.LastIndexByte(line[:len(line)-1], '|'); i >= 0 {
			line = strings.TrimSpace(line[:i])
		}
	}
	return line == "do" || strings.HasSuffix(line, " do") || strings.HasSuffix(line, ")do") || strings.HasSuffix(line, "{")
}
