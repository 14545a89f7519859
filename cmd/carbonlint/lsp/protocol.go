package lsp

import "encoding/json"

// The types of the protocol, as far as they are used. Names and meanings are
// those of its specification, version 3.17; snippets in edits came with 3.18.

// Position is a place in a text: line and character start at 0, and a
// character is a unit of the encoding that was agreed on.
type Position struct {
	Line      int `json:"line"`
	Character int `json:"character"`
}

// Range is the text from one position up to another.
type Range struct {
	Start Position `json:"start"`
	End   Position `json:"end"`
}

// overlaps reports whether two ranges have a place in common; they may touch.
func (r Range) overlaps(o Range) bool { return !r.End.before(o.Start) && !o.End.before(r.Start) }

// holds reports whether a position lies in the range or at its end.
func (r Range) holds(p Position) bool { return r.overlaps(Range{p, p}) }

func (p Position) before(q Position) bool {
	return p.Line < q.Line || p.Line == q.Line && p.Character < q.Character
}

// Location is a range of a document.
type Location struct {
	URI   string `json:"uri"`
	Range Range  `json:"range"`
}

// TextEdit replaces a range.
type TextEdit struct {
	Range   Range  `json:"range"`
	NewText string `json:"newText"`
}

// snippetEdit replaces a range by a text with places to fill in.
type snippetEdit struct {
	Range   Range   `json:"range"`
	Snippet snippet `json:"snippet"`
}

type snippet struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
}

// Diagnostic is a finding as editors show it.
type Diagnostic struct {
	Range              Range                `json:"range"`
	Severity           int                  `json:"severity"`
	Code               string               `json:"code,omitempty"`
	CodeDescription    *codeDescription     `json:"codeDescription,omitempty"`
	Source             string               `json:"source"`
	Message            string               `json:"message"`
	Tags               []int                `json:"tags,omitempty"`
	RelatedInformation []relatedInformation `json:"relatedInformation,omitempty"`
}

// The severities and tags of diagnostics.
const (
	severityError       = 1
	severityWarning     = 2
	severityInformation = 3

	tagUnnecessary = 1
	tagDeprecated  = 2
)

type codeDescription struct {
	Href string `json:"href"`
}

type relatedInformation struct {
	Location Location `json:"location"`
	Message  string   `json:"message"`
}

type publishParams struct {
	URI         string       `json:"uri"`
	Version     *int         `json:"version,omitempty"`
	Diagnostics []Diagnostic `json:"diagnostics"`
}

// initializeParams is what a client says of itself. What carbonlint does not
// read stays out, so that a client may send it in any shape.
type initializeParams struct {
	RootURI          string            `json:"rootUri"`
	RootPath         string            `json:"rootPath"`
	WorkspaceFolders []workspaceFolder `json:"workspaceFolders"`
	Capabilities     json.RawMessage   `json:"capabilities"`
	Trace            string            `json:"trace"`
}

type workspaceFolder struct {
	URI string `json:"uri"`
}

// capabilities are those of a client.
type capabilities struct {
	General struct {
		PositionEncodings []string `json:"positionEncodings"`
	} `json:"general"`
	TextDocument struct {
		PublishDiagnostics *struct {
			RelatedInformation bool `json:"relatedInformation"`
			TagSupport         *struct {
				ValueSet []int `json:"valueSet"`
			} `json:"tagSupport"`
		} `json:"publishDiagnostics"`
		Diagnostic *struct {
			RelatedDocumentSupport bool `json:"relatedDocumentSupport"`
		} `json:"diagnostic"`
		Hover struct {
			ContentFormat []string `json:"contentFormat"`
		} `json:"hover"`
	} `json:"textDocument"`
	Workspace struct {
		WorkspaceEdit struct {
			DocumentChanges    bool     `json:"documentChanges"`
			SnippetEditSupport bool     `json:"snippetEditSupport"`
			ResourceOperations []string `json:"resourceOperations"`
		} `json:"workspaceEdit"`
		DidChangeWatchedFiles struct {
			DynamicRegistration bool `json:"dynamicRegistration"`
		} `json:"didChangeWatchedFiles"`
		Diagnostics struct {
			RefreshSupport bool `json:"refreshSupport"`
		} `json:"diagnostics"`
	} `json:"workspace"`
	Window struct {
		ShowDocument *struct {
			Support bool `json:"support"`
		} `json:"showDocument"`
		WorkDoneProgress bool `json:"workDoneProgress"`
	} `json:"window"`
}

type textDocument struct {
	URI     string `json:"uri"`
	Version *int   `json:"version,omitempty"`
}

// positionParams are those of requests about a place.
type positionParams struct {
	TextDocument textDocument `json:"textDocument"`
	Position     Position     `json:"position"`
}

type openParams struct {
	TextDocument struct {
		URI     string `json:"uri"`
		Version int    `json:"version"`
		Text    string `json:"text"`
	} `json:"textDocument"`
}

type changeParams struct {
	TextDocument   textDocument    `json:"textDocument"`
	ContentChanges []contentChange `json:"contentChanges"`
}

// contentChange replaces a range; without one it is the whole text.
type contentChange struct {
	Range *Range `json:"range"`
	Text  string `json:"text"`
}

type foldersParams struct {
	Event struct {
		Added   []workspaceFolder `json:"added"`
		Removed []workspaceFolder `json:"removed"`
	} `json:"event"`
}

type watchedParams struct {
	Changes []struct {
		URI string `json:"uri"`
	} `json:"changes"`
}

// movedParams are of files that were made or deleted, which have a URI, or
// renamed.
type movedParams struct {
	Files []struct {
		URI    string `json:"uri"`
		OldURI string `json:"oldUri"`
		NewURI string `json:"newUri"`
	} `json:"files"`
}

type codeActionParams struct {
	TextDocument textDocument `json:"textDocument"`
	Range        Range        `json:"range"`
	Context      struct {
		Only []string `json:"only"`
	} `json:"context"`
}

// codeAction is something to do about findings.
type codeAction struct {
	Title       string         `json:"title"`
	Kind        string         `json:"kind"`
	Diagnostics []Diagnostic   `json:"diagnostics,omitempty"`
	IsPreferred bool           `json:"isPreferred,omitempty"`
	Edit        *workspaceEdit `json:"edit,omitempty"`
	Command     *command       `json:"command,omitempty"`
}

type command struct {
	Title     string `json:"title"`
	Command   string `json:"command"`
	Arguments []any  `json:"arguments,omitempty"`
}

// workspaceEdit has either the one or the other, as the client can.
type workspaceEdit struct {
	Changes         map[string][]TextEdit `json:"changes,omitempty"`
	DocumentChanges []any                 `json:"documentChanges,omitempty"`
}

// documentEdit changes one document; the version is null for one that is not
// open.
type documentEdit struct {
	TextDocument struct {
		URI     string `json:"uri"`
		Version *int   `json:"version"`
	} `json:"textDocument"`
	Edits []any `json:"edits"` // of TextEdit or snippetEdit
}

// fileOperation creates, renames or deletes a file, or deletes a folder.
type fileOperation struct {
	Kind    string         `json:"kind"`
	URI     string         `json:"uri,omitempty"`
	OldURI  string         `json:"oldUri,omitempty"`
	NewURI  string         `json:"newUri,omitempty"`
	Options *deleteOptions `json:"options,omitempty"`
}

// deleteOptions let a folder go with all that is in it.
type deleteOptions struct {
	Recursive bool `json:"recursive"`
}

type hover struct {
	Contents struct {
		Kind  string `json:"kind"`
		Value string `json:"value"`
	} `json:"contents"`
	Range *Range `json:"range,omitempty"`
}

type completionItem struct {
	Label         string    `json:"label"`
	Kind          int       `json:"kind"`
	Detail        string    `json:"detail,omitempty"`
	Documentation string    `json:"documentation,omitempty"`
	TextEdit      *TextEdit `json:"textEdit,omitempty"`
}

type documentLink struct {
	Range   Range  `json:"range"`
	Target  string `json:"target"`
	Tooltip string `json:"tooltip,omitempty"`
}

// documentReport answers a pull of diagnostics.
type documentReport struct {
	Kind             string                    `json:"kind"`
	ResultID         string                    `json:"resultId,omitempty"`
	Items            []Diagnostic              `json:"items,omitzero"`
	RelatedDocuments map[string]documentReport `json:"relatedDocuments,omitempty"`
	// URI and Version are those of a report in one of the workspace.
	URI     string `json:"uri,omitempty"`
	Version *int   `json:"version,omitempty"`
}

type diagnosticParams struct {
	TextDocument     textDocument `json:"textDocument"`
	PreviousResultID string       `json:"previousResultId"`
}

type workspaceDiagnosticParams struct {
	PreviousResultIDs []struct {
		URI   string `json:"uri"`
		Value string `json:"value"`
	} `json:"previousResultIds"`
}

type executeParams struct {
	Command   string            `json:"command"`
	Arguments []json.RawMessage `json:"arguments"`
}

type showDocumentParams struct {
	URI       string `json:"uri"`
	External  bool   `json:"external,omitempty"`
	TakeFocus bool   `json:"takeFocus,omitempty"`
	Selection *Range `json:"selection,omitempty"`
}

type progressParams struct {
	Token string        `json:"token"`
	Value progressValue `json:"value"`
}

// progressValue begins or ends what the client shows of work that takes time.
type progressValue struct {
	Kind    string `json:"kind"`
	Title   string `json:"title,omitempty"`
	Message string `json:"message,omitempty"`
}

// The types of messages.
const (
	typeError   = 1
	typeWarning = 2
	typeInfo    = 3
)

type messageParams struct {
	Type    int    `json:"type"`
	Message string `json:"message"`
}
