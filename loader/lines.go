package loader

import "strings"

// passwordFiles are the files from which the server reads the password of its
// key store at start.
var passwordFiles = map[string]bool{
	"password": true, "password-tmp": true, "password-persist": true,
	"password.txt": true, "password-tmp.txt": true, "password-persist.txt": true,
}

// decodeLines reads a file of bare lines: one entry for each that is not
// blank.
func decodeLines(src *Source) (Decoded, *Problem) {
	d := Decoded{Root: src.LineSpan(1)}
	for n := 1; n <= src.Lines(); n++ {
		span := src.LineSpan(n)
		text := src.Slice(span)
		value := strings.TrimSpace(text)
		if value == "" {
			continue
		}
		span.Start += strings.Index(text, value)
		span.End = span.Start + len(value)
		d.Entries = append(d.Entries, Entry{Path: "line", Value: value, Span: span, Key: span})
	}
	return d, nil
}
