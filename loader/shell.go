package loader

import (
	"cmp"
	"errors"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"mvdan.cc/sh/v3/syntax"
)

// decodeShell reads a start script: the options that it gives to java in the
// order in which the JVM sees them, since HotSpot takes the last of
// duplicates. A script without a java command gives the options that its
// variables hold.
func decodeShell(src *Source) (Decoded, *Problem) {
	s := &shellScript{text: newMaskedText(src)}
	stmts, rest, problem := s.parse()
	s.survey(stmts)
	s.vars = variables{reference: shellReference}
	s.run(stmts, always)

	root, entries := src.LineSpan(1), s.vars.entries(s.text)
	if s.java != nil {
		if !s.started {
			s.start()
		}
		root, entries = nodeSpan(s.java.Args[s.javaArg]), s.vars.jvmEntries(s.text, s.words, asWritten)
	}
	entries = append(entries, s.scanLines(rest)...)
	return launcherDocument(entries, root, s.comments), problem
}

// asWritten is how a shell, unlike cmd.exe, takes the names of variables.
func asWritten(name string) string { return name }

// shellScript is a start script while it is read.
type shellScript struct {
	text *maskedText
	code string // what is parsed; as long as the text
	vars variables

	java    *syntax.CallExpr // the command that starts the server
	javaArg int              // index of the word java in it
	rank    int              // how much java looks like that command
	later   bool             // java stands in a function, which is called later

	started bool   // java was reached
	words   []word // its arguments

	// commands are the branches that only run for a word such as stop or
	// --debug on the command line.
	commands  []Span
	functions []Span
	comments  []Span
}

// mavenName finds placeholders that a build should have replaced. They are no
// names for a shell.
var mavenName = regexp.MustCompile(`\$\{\w+(?:[.-]\w+)*\.\w+(?:[.-]\w+)*\}`)

// parsable returns the text with all that is no shell replaced, at the same
// length. A line that held only template tags is gone from what the template
// renders, so the line before it goes on after it.
func parsable(text *maskedText) string {
	code := mavenName.ReplaceAllStringFunc(text.masked, func(name string) string {
		return strings.NewReplacer(".", "_", "-", "_").Replace(name)
	})
	if len(text.tags) == 0 {
		return code
	}
	b := []byte(code)
	for _, tag := range text.tags {
		for line := text.src.Position(tag.Start).Line; ; line++ {
			span := text.src.LineSpan(line)
			if span.Start >= tag.End {
				break
			}
			if span.Start < span.End && strings.TrimSpace(code[span.Start:span.End]) == "" {
				b[span.End-1] = '\\'
			}
		}
	}
	return string(b)
}

// maxScript is the size above which a script is not parsed. The parser
// recurses for each bracket, and the stack of a program that exceeds its limit
// cannot be recovered; variables that name each other grow with each line.
const maxScript = 64 << 10

// parse returns the statements before the first syntax error and the part of
// the text that they do not cover.
func (s *shellScript) parse() (stmts []*syntax.Stmt, rest Span, problem *Problem) {
	s.code, rest.End = s.text.masked, len(s.text.masked)
	if len(s.code) > maxScript {
		return nil, rest, &Problem{Span: s.text.src.LineSpan(1), Reason: "is too large for a start script"}
	}
	s.code = parsable(s.text)
	parser := syntax.NewParser(syntax.KeepComments(true))
	var failed error
	for stmt, err := range parser.StmtsSeq(strings.NewReader(s.code)) {
		// The sequence goes on after an error and panics if one leaves it.
		if failed = cmp.Or(failed, err); failed != nil {
			continue
		}
		stmts = append(stmts, stmt)
		rest.Start = min(int(stmt.End().Offset()), rest.End)
	}
	return stmts, rest, s.problem(failed)
}

// problem turns a syntax error into a problem, unless the text is a template,
// whose syntax errors need not be in what it renders.
func (s *shellScript) problem(err error) *Problem {
	if _, template := templateSuffix(s.text.src.Name); err == nil || template || len(s.text.tags) > 0 {
		return nil
	}
	at, reason := 0, err.Error()
	var parse syntax.ParseError
	var lang syntax.LangError
	switch {
	case errors.As(err, &parse):
		at, reason = int(parse.Pos.Offset()), parse.Text
	case errors.As(err, &lang):
		at, reason = int(lang.Pos.Offset()), lang.Feature+" is not known to the shell"
	}
	return &Problem{Span: s.restOfLine(at), Reason: "is no shell script: " + withoutWords(reason)}
}

// restOfLine returns the part of a line from an offset on, or what is before
// it when nothing follows.
func (s *shellScript) restOfLine(at int) Span {
	line := s.text.src.LineSpan(s.text.src.Position(at).Line)
	if at >= line.End {
		return line
	}
	return Span{at, line.End}
}

func nodeSpan(n syntax.Node) Span {
	return Span{int(n.Pos().Offset()), int(n.End().Offset())}
}

func (s Span) contains(other Span) bool {
	return s.Start <= other.Start && other.End <= s.End
}

// survey finds what must be known before the script is run through: the java
// command, and the branches that do not lead to it.
func (s *shellScript) survey(stmts []*syntax.Stmt) {
	for _, stmt := range stmts {
		syntax.Walk(stmt, func(node syntax.Node) bool {
			switch n := node.(type) {
			case *syntax.IfClause:
				if s.comparesCommand(n.Cond) {
					s.commands = append(s.commands, stmtsSpan(n.Then))
				}
			case *syntax.BinaryCmd:
				if n.Op == syntax.AndStmt && s.comparesCommand([]*syntax.Stmt{n.X}) {
					s.commands = append(s.commands, nodeSpan(n.Y))
				}
			case *syntax.CaseClause:
				s.surveyCase(n)
			case *syntax.FuncDecl:
				s.functions = append(s.functions, nodeSpan(n))
			case *syntax.Comment:
				s.comments = append(s.comments, nodeSpan(n))
			case *syntax.CmdSubst, *syntax.ProcSubst:
				return false
			}
			return true
		})
	}
	slices.SortFunc(s.comments, func(a, b Span) int { return a.Start - b.Start })
	for _, stmt := range stmts {
		syntax.Walk(stmt, func(node syntax.Node) bool {
			if call, ok := node.(*syntax.CallExpr); ok {
				s.candidate(call)
			}
			_, subst := node.(*syntax.CmdSubst)
			return !subst
		})
	}
	if s.java == nil {
		return
	}
	at := nodeSpan(s.java)
	around := func(span Span) bool { return span.contains(at) }
	s.commands = slices.DeleteFunc(s.commands, around)
	s.later = slices.ContainsFunc(s.functions, around)
}

func stmtsSpan(stmts []*syntax.Stmt) Span {
	if len(stmts) == 0 {
		return Span{}
	}
	return Span{int(stmts[0].Pos().Offset()), int(stmts[len(stmts)-1].End().Offset())}
}

var (
	// commandName matches the variables that hold a word of the command line,
	// commandWord what they are compared with.
	commandName = regexp.MustCompile(`^\$(?:\{)?(?i:1|c|cmd|command|arg|action|option|i)\}?$`)
	commandWord = regexp.MustCompile(`^-{0,2}[A-Za-z][\w-]*$`)
)

// comparesCommand reports whether a condition compares a word of the command
// line with a command.
func (s *shellScript) comparesCommand(cond []*syntax.Stmt) bool {
	found := false
	s.eachTest(cond, func(left, op, right string) {
		found = found || op != "-z" && commandName.MatchString(left) && commandWord.MatchString(right)
	})
	return found
}

// eachTest calls fn for each comparison with = and for each -z in a condition.
func (s *shellScript) eachTest(cond []*syntax.Stmt, fn func(left, op, right string)) {
	for _, stmt := range cond {
		syntax.Walk(stmt, func(node syntax.Node) bool {
			switch n := node.(type) {
			case *syntax.CallExpr:
				for i, arg := range n.Args {
					switch op := s.bare(arg); {
					case op == "-z" && i+1 < len(n.Args):
						fn(s.bare(n.Args[i+1]), op, "")
					case (op == "=" || op == "==") && i > 0 && i+1 < len(n.Args):
						fn(s.bare(n.Args[i-1]), op, s.bare(n.Args[i+1]))
					}
				}
			case *syntax.BinaryTest:
				if n.Op == syntax.TsMatch || n.Op == syntax.TsMatchShort {
					fn(s.bare(n.X), "=", s.bare(n.Y))
				}
			case *syntax.UnaryTest:
				if n.Op == syntax.TsEmpStr {
					fn(s.bare(n.X), "-z", "")
				}
			}
			return true
		})
	}
}

// bare returns a word as it is written, without quotes around it.
func (s *shellScript) bare(n syntax.Node) string {
	span := nodeSpan(n)
	return strings.Trim(s.code[min(span.Start, len(s.code)):min(span.End, len(s.code))], `"'`)
}

// surveyCase notes the branches of a case over a word of the command line.
func (s *shellScript) surveyCase(n *syntax.CaseClause) {
	if !commandName.MatchString(s.bare(n.Word)) {
		return
	}
	for _, item := range n.Items {
		if slices.ContainsFunc(item.Patterns, func(w *syntax.Word) bool { return commandWord.MatchString(s.bare(w)) }) {
			s.commands = append(s.commands, stmtsSpan(item.Stmts))
		}
	}
}

// runsOthers are the commands that run the one they are given.
var runsOthers = map[string]bool{
	"exec": true, "nohup": true, "nice": true, "env": true, "command": true, "eval": true,
	"sudo": true, "time": true, "setsid": true, "taskset": true, "numactl": true,
}

// javaWord matches what runs java in the scripts.
var javaWord = regexp.MustCompile(`JAVACMD|JAVA_CMD|RUNJAVA|JAVA_EXE|^\$\{?JAVA\}?$`)

// isJava reports whether a word without its quotes names the java program.
func isJava(word string) bool {
	switch strings.ToLower(path.Base(strings.ReplaceAll(word, `\`, "/"))) {
	case "java", "java.exe", "javaw", "javaw.exe":
		return true
	}
	return javaWord.MatchString(word)
}

// candidate takes a command for the one that starts the server when it looks
// more like it than the ones before: it runs java outside of a command's
// branch, on the class that boots Carbon, or at least with options.
func (s *shellScript) candidate(call *syntax.CallExpr) {
	for i, arg := range call.Args[:min(len(call.Args), 4)] {
		if name := s.bare(arg); !isJava(name) {
			if i == 0 && !runsOthers[name] {
				return
			}
			continue
		}
		var words []string
		for _, a := range call.Args[i+1:] {
			words = append(words, s.bare(a))
		}
		rank := javaRank(words)
		at := nodeSpan(call)
		if rank > 0 && !slices.ContainsFunc(s.commands, func(c Span) bool { return c.contains(at) }) {
			rank += 2
		}
		if rank > s.rank {
			s.java, s.javaArg, s.rank = call, i, rank
		}
		return
	}
}

// javaRank tells how much the arguments of java look like the server's start:
// 2 for Carbon's class, 1 for options, 0 for none.
func javaRank(args []string) int {
	rank := 0
	for _, arg := range args {
		if strings.HasSuffix(arg, "bootstrap.Bootstrap") {
			return 2
		}
		if strings.HasPrefix(arg, "-D") || strings.HasPrefix(arg, "-X") {
			rank = 1
		}
	}
	return rank
}

// run follows the statements in the order of the text and keeps account of the
// variables until java is reached.
func (s *shellScript) run(stmts []*syntax.Stmt, c certainty) {
	for _, stmt := range stmts {
		if s.started || stmt == nil {
			return
		}
		s.runCommand(stmt.Cmd, c)
	}
}

func (s *shellScript) runCommand(cmd syntax.Command, c certainty) {
	switch n := cmd.(type) {
	case *syntax.CallExpr:
		s.assign(n.Assigns, c)
		if n == s.java && !s.later {
			s.start()
		}
	case *syntax.DeclClause:
		s.assign(n.Args, c)
	case *syntax.IfClause:
		s.runIf(n, c)
	case *syntax.BinaryCmd:
		s.run([]*syntax.Stmt{n.X}, c)
		if n.Op == syntax.AndStmt {
			c = s.under([]*syntax.Stmt{n.X}, c)
		} else if n.Op == syntax.OrStmt {
			c = max(c, maybe)
		}
		s.run([]*syntax.Stmt{n.Y}, c)
	case *syntax.WhileClause:
		s.run(n.Cond, c)
		s.run(n.Do, c)
	case *syntax.ForClause:
		s.run(n.Do, max(c, maybe))
	case *syntax.CaseClause:
		for _, item := range n.Items {
			s.run(item.Stmts, max(c, maybe))
		}
	case *syntax.Block:
		s.run(n.Stmts, c)
	case *syntax.Subshell:
		s.run(n.Stmts, c)
	case *syntax.FuncDecl:
		s.run([]*syntax.Stmt{n.Body}, c)
	case *syntax.TimeClause:
		s.run([]*syntax.Stmt{n.Stmt}, c)
	}
}

// runIf follows the branches of an if. The else of a test for a command is the
// usual way.
func (s *shellScript) runIf(n *syntax.IfClause, c certainty) {
	s.run(n.Cond, c)
	s.run(n.Then, s.under(n.Cond, c))
	if !s.comparesCommand(n.Cond) {
		c = max(c, maybe)
	}
	switch {
	case n.Else == nil:
	case n.Else.ThenPos.IsValid():
		s.runIf(n.Else, c)
	default:
		s.run(n.Else.Then, c)
	}
}

// under returns how certain the statements under a condition are.
func (s *shellScript) under(cond []*syntax.Stmt, c certainty) certainty {
	name := ""
	s.eachTest(cond, func(left, op, right string) {
		if m := shellVariable.FindStringSubmatch(left); m != nil && right == "" {
			name = m[1] + m[2]
		}
	})
	if name != "" {
		return s.vars.unless(name, c)
	}
	return max(c, maybe)
}

// assign takes over assignments, unless they stand in a command's branch.
func (s *shellScript) assign(assigns []*syntax.Assign, c certainty) {
	for _, a := range assigns {
		at := nodeSpan(a)
		if a.Naked || a.Name == nil || slices.ContainsFunc(s.commands, func(b Span) bool { return b.contains(at) }) {
			continue
		}
		var words []word
		if a.Value != nil {
			words = s.word(a.Value).fields()
		}
		if a.Array != nil {
			for _, elem := range a.Array.Elems {
				if elem.Value != nil {
					words = append(words, s.word(elem.Value))
				}
			}
		}
		s.vars.set(a.Name.Value, words, c, a.Append)
	}
}

// start takes the arguments of java.
func (s *shellScript) start() {
	s.started = true
	var words []word
	for _, arg := range s.java.Args[s.javaArg+1:] {
		words = append(words, s.word(arg))
	}
	s.words = s.vars.expand(words)
}

// quoted finds what the parser quotes of the script: in double quotes what
// holds a backquote or a control character.
var quoted = regexp.MustCompile("`[^`]*`" + `|"(?:[^"\\]|\\.)*"`)

// keywords are the words of the shell that a reason may name.
var keywords = map[string]bool{
	"if": true, "then": true, "elif": true, "else": true, "fi": true, "for": true, "in": true, "do": true, "done": true,
	"while": true, "until": true, "case": true, "esac": true, "select": true, "function": true, "let": true, "time": true,
}

// withoutWords leaves out the words of the script that a parser's reason
// quotes, for they may be a secret; operators and keywords stay.
func withoutWords(reason string) string {
	return quoted.ReplaceAllStringFunc(reason, func(s string) string {
		word := strings.Trim(s, "`\"")
		if keywords[word] || !strings.ContainsFunc(word, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			return s
		}
		return "a word"
	})
}
