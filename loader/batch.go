package loader

import (
	"iter"
	"regexp"
	"strings"
)

// decodeBatch reads a start script of Windows as decodeShell reads one of
// Unix. There is no parser for batch files in Go, and the scripts use little
// of the language: set, if, goto, and one java command.
func decodeBatch(src *Source) (Decoded, *Problem) {
	if len(src.Text) > maxScript {
		return Decoded{Root: src.LineSpan(1)}, &Problem{Span: src.LineSpan(1), Reason: "is too large for a start script"}
	}
	b := &batchScript{text: newMaskedText(src), root: src.LineSpan(1)}
	b.vars = variables{reference: batchReference}
	var comments []Span
	for line := range batchLines(b.text.masked) {
		if line.comment {
			comments = append(comments, line.span(0, len(line.text)))
			continue
		}
		b.line(line)
	}
	entries := b.vars.jvmEntries(b.text, b.words, strings.ToLower)
	if b.rank == 0 {
		entries = b.vars.entries(b.text)
	}
	return launcherDocument(entries, b.root, comments), nil
}

// batchScript is a start script while it is read.
type batchScript struct {
	text *maskedText
	vars variables

	// off is set below a label for a command such as debug, up to where the
	// script leaves it.
	off    bool
	blocks []certainty // of the open parentheses

	root  Span   // the word java of the command that starts the server
	rank  int    // how much it looks like that command, 0 when there is none
	words []word // its arguments
}

// batchLines splits a script into lines. A caret at the end of a line goes on
// with the next one.
func batchLines(text string) iter.Seq[logicalLine] {
	return func(yield func(logicalLine) bool) {
		for at := 0; at < len(text); {
			var line logicalLine
			line, at = readBatchLine(text, at)
			if line.text != "" && !yield(line) {
				return
			}
		}
	}
}

func readBatchLine(text string, at int) (line logicalLine, next int) {
	for at < len(text) && isBlank(text[at]) {
		at++
	}
	line.start = at
	line.comment = batchComment.MatchString(text[at:endOfLine(text, at)])
	var pieces []Span
	for {
		end := endOfLine(text, at)
		next = end + len(lineEnd(text[end:]))
		carets := end - at - len(strings.TrimRight(text[at:end], "^"))
		if line.comment || carets%2 == 0 || next >= len(text) {
			pieces = append(pieces, Span{at, end})
			break
		}
		pieces = append(pieces, Span{at, end - 1})
		at = next
	}
	if len(pieces) == 1 {
		line.text = text[pieces[0].Start:pieces[0].End]
		return line, next
	}
	line.join(text, pieces)
	return line, next
}

var (
	batchComment = regexp.MustCompile(`(?i)^@?(?:::|rem(?:$|[\s,;=]))`)
	batchLabel   = regexp.MustCompile(`^:\s*([^\s:]+)`)
	// batchCommand matches the labels of what is not the server's start.
	batchCommand = regexp.MustCompile(`(?i)debug|^(?:command|cmd|do)?[-_]?(?:version|stop|help|usage)(?:server)?$`)
	batchGoto    = regexp.MustCompile(`(?i)^@?(?:goto\b|exit\b)`)
	batchClause  = regexp.MustCompile(`(?i)^[@()\s]*(?:if|for|else)\b`)
	batchSet     = regexp.MustCompile(`(?i)(?:^|[\s(@)])set\s+("?)\s*([^\s=/"][^=]*?)\s*=`)
	batchEcho    = regexp.MustCompile(`(?i)(?:^|[\s(@])echo\b`)

	batchUnset = regexp.MustCompile(`(?i)^[@()\s]*(?:else\s+)?if\s+(?:not\s+defined\s+([\w.]+)|"%([\w.]+)%"\s*==\s*"")(?:\W|$)`)
	batchTest  = regexp.MustCompile(`(?i)%(?:~?1|cmd%|arg%|command%)"*\s*==\s*"*-{0,2}[a-z]`)
)

// line follows one line of the script.
func (b *batchScript) line(line logicalLine) {
	if m := batchLabel.FindStringSubmatch(line.text); m != nil {
		b.off = batchCommand.MatchString(m[1])
		return
	}
	if batchGoto.MatchString(line.text) {
		b.off = false // nothing comes here but over another label
		return
	}
	for strings.HasPrefix(strings.TrimLeft(line.text, " \t"), ")") && len(b.blocks) > 0 {
		b.blocks = b.blocks[:len(b.blocks)-1]
		line = line.from(strings.IndexByte(line.text, ')') + 1)
	}
	c := always
	if len(b.blocks) > 0 {
		c = b.blocks[len(b.blocks)-1]
	}
	if batchClause.MatchString(line.text) {
		c = b.under(line.text, c)
		if strings.HasSuffix(strings.TrimRight(line.text, " \t"), "(") {
			b.blocks = append(b.blocks, c)
			return
		}
	}
	for _, command := range batchCommands(line.text) {
		b.command(line, command, c)
	}
}

// from returns the line from an index on.
func (l logicalLine) from(i int) logicalLine {
	if l.offsets == nil {
		return logicalLine{text: l.text[i:], start: l.start + i}
	}
	return logicalLine{text: l.text[i:], start: l.end(i), offsets: l.offsets[i:]}
}

// under returns how certain what follows the condition of a line is.
func (b *batchScript) under(line string, c certainty) certainty {
	if batchTest.MatchString(line) {
		return never
	}
	if m := batchUnset.FindStringSubmatch(line); m != nil {
		return b.vars.unless(strings.ToLower(m[1]+m[2]), c)
	}
	return max(c, maybe)
}

// batchCommands returns the ranges of the commands in a line, which & and |
// separate outside of quotes.
func batchCommands(line string) []Span {
	var commands []Span
	start, quoted := 0, false
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '"':
			quoted = !quoted
		case c == '^' && !quoted:
			i++
		case (c == '&' || c == '|') && !quoted:
			commands = append(commands, Span{start, i})
			start = i + 1
		}
	}
	return append(commands, Span{start, len(line)})
}

// command follows one command of a line: an assignment or the start of java.
func (b *batchScript) command(line logicalLine, span Span, c certainty) {
	if b.off || c == never {
		return
	}
	text := line.text[span.Start:span.End]
	m := batchAssignment(text)
	if m == nil {
		b.start(line, span)
		return
	}
	value := Span{span.Start + m[1], span.End}
	if m[2] < m[3] { // set "NAME=value"
		if last := strings.LastIndexByte(text[m[1]:], '"'); last >= 0 {
			value.End = value.Start + last
		}
	}
	name := strings.ToLower(text[m[4]:m[5]])
	b.vars.set(name, b.split(line, value), c, false)
}

// batchAssignment returns the submatches of batchSet in a command that is an
// assignment, be it under a condition.
func batchAssignment(command string) []int {
	m := batchSet.FindStringSubmatchIndex(command)
	if m == nil {
		return nil
	}
	before := command[:m[0]]
	if batchEcho.MatchString(before) || strings.Trim(before, "@( \t") != "" && !batchClause.MatchString(before) {
		return nil
	}
	return m
}

// start takes a command for the one that starts the server when it looks more
// like it than those before. Its arguments are what the variables hold now.
func (b *batchScript) start(line logicalLine, span Span) {
	// The names of java and of the variables for it have this in common.
	text := line.text[span.Start:span.End]
	if !strings.Contains(strings.ToLower(text), "java") || batchEcho.MatchString(text) {
		return
	}
	words := b.split(line, span)
	for i, w := range words[:min(len(words), 5)] {
		if !isJava(w.String()) && !strings.EqualFold(w.String(), "%javacmd%") {
			continue
		}
		args := b.vars.expand(words[i+1:])
		var bare []string
		for _, a := range args {
			bare = append(bare, a.String())
		}
		if rank := javaRank(bare); rank > b.rank {
			b.rank, b.words = rank, args
			b.root = w.outer()
		}
		return
	}
}

// outer returns where the word stands with all its quotes.
func (w word) outer() Span {
	if len(w.chars) == 0 {
		return Span{}
	}
	first, last := w.chars[0], w.chars[len(w.chars)-1]
	s := Span{first.span().Start, last.span().End}
	if first.quote().End > 0 {
		s.Start = first.quote().Start
	}
	if last.quote().End > 0 {
		s.End = last.quote().End
	}
	return s
}

var (
	batchArgument = regexp.MustCompile(`^%(?:~[a-zA-Z]*\d|[\d*])`)
	batchVariable = regexp.MustCompile(`^(?:%[^%\s"]+%|![A-Za-z_][^!\s"]*!)`)
	batchWhole    = regexp.MustCompile(`^[%!]([\w.]+)[%!]$`)
)

// batchExpansion returns the length of the expansion that a text begins with.
func batchExpansion(text string) int {
	if text[0] != '%' && text[0] != '!' {
		return 0
	}
	return max(len(batchArgument.FindString(text)), len(batchVariable.FindString(text)))
}

// batchReference returns the variable that a word consists of.
func batchReference(w word) (name string, rest []word) {
	if w.opaque() {
		if m := batchWhole.FindStringSubmatch(w.String()); m != nil {
			return strings.ToLower(m[1]), nil
		}
	}
	return "", nil
}

// split splits a part of a line into words as java.exe gets them: at blanks
// outside of quotes, and without the quotes.
func (b *batchScript) split(line logicalLine, span Span) []word {
	var words []word
	var w word
	open := false // a word has begun, be it by empty quotes
	flush := func() {
		if open {
			words = append(words, w)
		}
		w, open = word{}, false
	}
	quote := Span{} // range of the line that is in quotes
	for i := span.Start; i < span.End; {
		if i >= quote.End {
			quote = Span{}
		}
		rest := line.text[i:span.End]
		if quote.End == 0 && (isBlank(rest[0]) || rest[0] == '\r') {
			flush()
			i++
			continue
		}
		open = true
		if rest[0] == '"' {
			if quote.End == 0 {
				quote = Span{i, batchQuoteEnd(line.text, i, span.End)}
			}
			i++
			continue
		}
		i += b.piece(&w, line, i, rest, quote)
	}
	flush()
	return words
}

// batchQuoteEnd returns the index after the quote that closes the one at open.
func batchQuoteEnd(line string, open, limit int) int {
	for i := open + 1; i < limit; i++ {
		switch {
		case line[i] == '"':
			return i + 1
		case line[i] == '\\' && i+1 < limit && line[i+1] == '"':
			i++
		}
	}
	return limit
}

// piece appends what the line holds at an index and returns its length.
func (b *batchScript) piece(w *word, line logicalLine, i int, rest string, quote Span) int {
	where := Span{}
	if quote.End > 0 {
		where = line.span(quote.Start, quote.End)
	}
	if n := batchExpansion(rest); n > 0 {
		w.add(b.text, line.span(i, i+n), where, true)
		return n
	}
	escaped := rest[0] == '^' && quote.End == 0 || strings.HasPrefix(rest, `\"`) || strings.HasPrefix(rest, "%%")
	if escaped && len(rest) > 1 {
		size := runeSize(rest[1:])
		w.addEscape(rest[1:1+size], line.span(i, i+1+size), where)
		return 1 + size
	}
	w.add(b.text, line.span(i, i+1), where, false)
	return 1
}
