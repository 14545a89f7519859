// Package lsp is the language server: it judges the homes of the folders that
// an editor has open as lint does, reading unsaved text where there is some.
//
// The server keeps the buffers of the editor ([buffers]) and a [folder] for
// each tree. A change wakes the folders that it concerns; they wait for a
// moment, judge the tree anew and keep what came out, a [judgement]. All answers
// are read from the newest judgement. Nothing of the tree that may be a secret
// leaves the server.
package lsp
