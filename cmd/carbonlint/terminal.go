package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/term"
)

// terminal reports how a writer may be decorated: only a terminal gets colour
// and hyperlinks, unless the user says otherwise by NO_COLOR or FORCE_COLOR.
func terminal(w io.Writer) (color, hyperlinks bool, width int) {
	f, ok := w.(*os.File)
	tty := ok && term.IsTerminal(int(f.Fd()))
	if tty {
		width, _, _ = term.GetSize(int(f.Fd()))
	}
	switch {
	case os.Getenv("NO_COLOR") != "":
		return false, tty && os.Getenv("TERM") != "dumb", width
	case os.Getenv("FORCE_COLOR") != "":
		return true, tty, width
	}
	decorate := tty && os.Getenv("TERM") != "dumb"
	return decorate, decorate, width
}

// canRedraw reports whether a writer is a terminal that can be cleared, and how
// many rows it has.
func canRedraw(w io.Writer) (can bool, height int) {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) || os.Getenv("TERM") == "dumb" {
		return false, 0
	}
	_, height, _ = term.GetSize(int(f.Fd()))
	return true, height
}

// progressAfter is how long a run lasts before it says that it is alive.
const progressAfter = time.Second

// progress writes a line to a terminal while a run lasts, and clears it when
// the returned function is called.
func progress(w io.Writer, what string) (stop func()) {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return func() {}
	}
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		start := time.Now()
		tick := time.NewTimer(progressAfter)
		defer tick.Stop()
		shown := false
		for {
			select {
			case <-tick.C:
				fmt.Fprintf(w, "\r\x1b[Kcarbonlint: reading %s (%d s)", what, int(time.Since(start).Seconds()))
				shown = true
				tick.Reset(time.Second)
			case <-done:
				if shown {
					fmt.Fprint(w, "\r\x1b[K")
				}
				return
			}
		}
	}()
	return func() { close(done); <-ended }
}
