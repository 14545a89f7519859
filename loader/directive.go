package loader

import (
	"bytes"
	"io/fs"
	"regexp"
	"slices"
	"strings"
)

// Directive is a comment that speaks to carbonlint, or a text that looks like
// one. What it asks for is for the caller to read.
type Directive struct {
	// Text begins with "carbonlint:" and ends with the comment. Its blanks and
	// line breaks are single blanks.
	Text string
	// Start and End delimit it.
	Start, End Position
	// Covers are the places that it speaks of: its own line when something
	// else stands there, and the element or line that follows a comment which
	// stands alone.
	Covers []Region
	// Fault says, of text that is no directive, why not; else it is "".
	Fault string
}

// Region is the part of a text from one position up to another.
type Region struct{ Start, End Position }

// Holds reports whether a position lies in the region.
func (r Region) Holds(p Position) bool { return !p.before(r.Start) && p.before(r.End) }

func (p Position) before(q Position) bool {
	return p.Line < q.Line || p.Line == q.Line && p.Column < q.Column
}

const (
	directiveMark = "carbonlint:"
	// directiveVerb is what text outside of a comment must begin with to be
	// taken for a directive in the wrong place: a host may be called
	// carbonlint.
	directiveVerb = directiveMark + "ignore"
)

// maxDirectives is how many directives of a file are read: to tell what one
// covers takes time in proportion to the file.
const maxDirectives = 1000

// commentOpen matches the mark that opens a comment in any of the formats, and
// in templates.
var commentOpen = regexp.MustCompile(`^(?:<!--|<%-?#|\{#[-+]?|\{\{-?\s*/\*|#|!|//|@?(?i:rem)\b|@?::)\s*`)

// commentClose matches the mark that closes a comment.
var commentClose = regexp.MustCompile(`\s*(?:-->|-?%>|[-+]?#\}|\*/\s*-?\}\})$`)

// batchInline matches the text before a comment that stands behind a command
// of a batch file.
var batchInline = regexp.MustCompile(`(?i)[&|(]\s*(@?(?:rem\s+|::\s*))$`)

// readDirectives finds the directives of a text. A text that holds none costs
// one search.
func (f *File) readDirectives(src *Source, format format) {
	if !strings.Contains(src.Text, directiveMark) {
		return
	}
	r := &directiveReader{src: src, format: format}
	r.known = len(src.Text)
	if format == formatXML {
		r.xmlComments()
	} else {
		r.comments = slices.Clone(f.Comments)
		text, tags := maskTemplate(src)
		r.templateComments(tags)
		r.inlineComments()
		r.blank(text)
	}
	f.Directives = r.read()
}

// loadDirectives reads the directives of a file that no server loads and that
// is not decoded: its name is what a rule objects to.
func (f *File) loadDirectives(fsys fs.FS) {
	raw, problem := readFile(fsys, f.Name)
	if problem != nil || !bytes.Contains(raw, []byte(directiveMark)) {
		return
	}
	if src, problem := decodeText(f.Name, raw); problem == nil {
		f.readDirectives(src, formatXML)
	}
}

// directiveReader finds the directives of one text.
type directiveReader struct {
	src      *Source
	format   format
	comments []Span
	// reach is, for each comment, where the last of those up to it ends: they
	// may lie in each other.
	reach []int
	// code is the text with blanks in place of comments and template tags.
	code string
	// known is where comments cannot be told any more: XML is malformed there.
	known int
}

// blank sets the code to text without the comments.
func (r *directiveReader) blank(text string) {
	code := []byte(text)
	for _, c := range r.comments {
		for i := c.Start; i < c.End; i++ {
			if code[i] != '\n' && code[i] != '\r' {
				code[i] = ' '
			}
		}
	}
	r.code = string(code)
}

// xmlComments finds the comments with a scanner of its own, since the decoder
// gives up at the first fault.
func (r *directiveReader) xmlComments() {
	text, tags := maskXML(r.src)
	scan := xmlScanner{text: text}
	tok := scan.next()
	for ; tok.kind != xmlEOF && tok.kind != xmlBad; tok = scan.next() {
		if tok.kind == xmlComment {
			r.comments = append(r.comments, tok.Span)
		}
	}
	if tok.kind == xmlBad {
		r.known = tok.Start
	}
	r.templateComments(tags)
	r.blank(text)
}

// templateComments adds the comments of the template language.
func (r *directiveReader) templateComments(tags templateTags) {
	for _, tag := range tags {
		if tag.kind == tagComment {
			r.comments = append(r.comments, tag.Span)
		}
	}
	r.order()
}

// order puts the comments in the order of the text.
func (r *directiveReader) order() {
	slices.SortFunc(r.comments, func(a, b Span) int { return a.Start - b.Start })
	r.reach = make([]int, len(r.comments))
	end := 0
	for i, c := range r.comments {
		end = max(end, c.End)
		r.reach[i] = end
	}
}

// inlineComments adds the comments of a batch file that stand behind a command
// and hold a directive.
func (r *directiveReader) inlineComments() {
	if r.format != formatBatch {
		return
	}
	var found []Span
	done := 0 // all up to here is part of a comment
	for at := range occurrences(r.src.Text, directiveMark) {
		if at < done || r.comment(at) != nil {
			continue
		}
		line := r.src.LineSpan(r.src.Position(at).Line)
		if m := batchInline.FindStringSubmatchIndex(r.src.Text[line.Start:at]); m != nil {
			found, done = append(found, Span{line.Start + m[2], line.End}), line.End
		}
	}
	r.comments = append(r.comments, found...)
	r.order()
}

// occurrences yields the offsets of a word.
func occurrences(text, word string) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for at := 0; ; at += len(word) {
			i := strings.Index(text[at:], word)
			if i < 0 || !yield(at+i) {
				return
			}
			at += i
		}
	}
}

// comment returns the innermost comment around an offset, nil when there is
// none.
func (r *directiveReader) comment(at int) *Span {
	after, _ := slices.BinarySearchFunc(r.comments, at+1, func(c Span, start int) int { return c.Start - start })
	for i := after - 1; i >= 0 && at < r.reach[i]; i-- {
		if c := &r.comments[i]; at < c.End {
			return c
		}
	}
	return nil
}

// read returns the directives in the order of the text.
func (r *directiveReader) read() []Directive {
	var found []Directive
	done := 0 // all up to here is part of a directive
	for at := range occurrences(r.src.Text, directiveMark) {
		if at < done {
			continue
		}
		if len(found) == maxDirectives {
			return append(found, r.fault(at, "is one too many: a file may have 1000"))
		}
		c := r.comment(at)
		switch {
		case c != nil && r.opens(*c, at):
			d, end := r.directive(*c, at)
			done = end
			found = append(found, d)
		case !strings.HasPrefix(r.src.Text[at:], directiveVerb):
		case c != nil:
			found = append(found, r.fault(at, "stands in a comment that begins with other text"))
		case at < r.known:
			found = append(found, r.fault(at, "stands outside of a comment"))
		}
	}
	return found
}

// opens reports whether nothing but the comment's mark, or other directives,
// stand before an offset of it.
func (r *directiveReader) opens(c Span, at int) bool {
	before := r.src.Text[c.Start:at]
	before = strings.TrimSpace(before[len(commentOpen.FindString(before)):])
	return before == "" || strings.HasPrefix(before, directiveMark) && strings.TrimSpace(r.lineBefore(at)) == ""
}

// lineBefore returns the part of a line that stands before an offset.
func (r *directiveReader) lineBefore(at int) string {
	return r.src.Text[r.src.LineSpan(r.src.Position(at).Line).Start:at]
}

// fault returns what stands at an offset and is no directive. Its text is not
// told: outside of a comment it may be anything.
func (r *directiveReader) fault(at int, why string) Directive {
	return Directive{
		Text: directiveVerb, Start: r.src.Position(at), End: r.src.Position(at + len(directiveVerb)), Fault: why,
	}
}

// directive returns the directive that begins at an offset of a comment, and
// where it ends: with the comment, or where the next one begins a line.
func (r *directiveReader) directive(c Span, at int) (Directive, int) {
	end := c.End
	for next := range occurrences(r.src.Text[at+1:c.End], directiveMark) {
		if next += at + 1; strings.TrimSpace(r.lineBefore(next)) == "" {
			end = next
			break
		}
	}
	text := r.src.Text[at:end]
	bracket := r.src.Text[c.Start] == '<' || r.src.Text[c.Start] == '{'
	if m := commentClose.FindStringIndex(text); m != nil && bracket && end == c.End {
		text = text[:m[0]]
	}
	text = strings.TrimSpace(text)
	d := Directive{
		Text:  strings.Join(strings.Fields(text), " "),
		Start: r.src.Position(at), End: r.src.Position(at + len(text)),
		Covers: r.covers(c),
	}
	if body, ok := strings.CutPrefix(r.src.Slice(c), "<!--"); ok && strings.Contains(strings.TrimSuffix(body, "-->"), "--") {
		d.Fault = "stands in a comment with two dashes, which XML does not allow"
	}
	return d, end
}

// covers returns what a directive in a comment speaks of.
func (r *directiveReader) covers(c Span) []Region {
	first, last := r.src.Position(c.Start).Line, r.src.Position(c.End).Line
	before := r.blankCode(Span{r.src.LineSpan(first).Start, c.Start})
	after := r.blankCode(Span{c.End, r.src.LineSpan(last).End})
	var regions []Region
	if !before || !after {
		regions = append(regions, lines(first, last))
	}
	switch {
	case !before:
	case r.format == formatXML:
		if span, ok := r.element(c.End); ok {
			regions = append(regions, Region{r.src.Position(span.Start), r.src.Position(span.End)})
		}
	case after:
		if next, end := r.nextLine(last); next > 0 {
			regions = append(regions, lines(next, end))
		}
	}
	return regions
}

func (r *directiveReader) blankCode(s Span) bool {
	return strings.TrimSpace(r.code[s.Start:s.End]) == ""
}

// lines is the region of whole lines.
func lines(first, last int) Region { return Region{Position{first, 1}, Position{last + 1, 1}} }

// element returns the element that follows an offset, or the text, whichever
// comes first.
func (r *directiveReader) element(at int) (Span, bool) {
	scan := xmlScanner{text: r.code, pos: at}
	depth, start := 0, 0
	for {
		tok := scan.next()
		switch tok.kind {
		case xmlEOF, xmlBad:
			return Span{start, len(r.code)}, depth > 0
		case xmlStart:
			if depth == 0 {
				start = tok.Start
			}
			if !tok.closed {
				depth++
			}
		case xmlClose:
			if depth == 0 {
				return Span{}, false
			}
			depth--
		case xmlText, xmlCDATA:
			if depth == 0 {
				if r.blankCode(tok.Span) {
					continue
				}
				return tok.Span, true
			}
		default:
			continue
		}
		if depth == 0 {
			return Span{start, tok.End}, true
		}
	}
}

// nextLine returns the first line after another that holds more than a
// comment, with the lines on which it goes on; 0, 0 when there is none.
func (r *directiveReader) nextLine(after int) (first, last int) {
	for n := after + 1; n <= r.src.Lines(); n++ {
		if r.blankCode(r.src.LineSpan(n)) {
			continue
		}
		last = n
		for last < r.src.Lines() && r.goesOn(r.src.LineSpan(last)) {
			last++
		}
		return n, last
	}
	return 0, 0
}

// goesOn reports whether a line goes on with the next one.
func (r *directiveReader) goesOn(line Span) bool {
	text := r.code[line.Start:line.End]
	if r.format == formatBatch {
		return (len(text)-len(strings.TrimRight(text, "^")))%2 == 1
	}
	return continued(text)
}
