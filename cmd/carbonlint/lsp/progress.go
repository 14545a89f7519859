package lsp

import (
	"fmt"
	"path"
)

// progress shows the user that a folder is judged for the first time, which
// takes longest.
func (s *server) progress(f *folder, token string) {
	if s.conn.Call(s.ctx, "window/workDoneProgress/create", map[string]any{"token": token}, nil) != nil {
		return
	}
	// Under the lock nothing is begun after the answer to shutdown.
	s.mu.Lock()
	over := s.state == shutDown
	if !over {
		s.notify("$/progress", progressParams{token, progressValue{Kind: "begin", Title: "carbonlint", Message: "judging " + path.Base(f.base)}})
	}
	s.mu.Unlock()
	if over {
		return
	}
	end := progressValue{Kind: "end"}
	if j, err := f.current(s.ctx); err == nil && j.Report != nil {
		end.Message = fmt.Sprintf("homes: %d, findings: %d", len(j.Report.Tree.Homes), len(j.Report.Findings))
	}
	s.notify("$/progress", progressParams{token, end})
}
