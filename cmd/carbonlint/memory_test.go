package main

import (
	"runtime"
	"runtime/debug"
	"testing"
)

// TestSettleMemory checks that a program which stays is sparing with the memory
// of a large tree, and leaves that of a small one as it is.
func TestSettleMemory(t *testing.T) {
	t.Setenv("GOGC", "") // no other test at the same time
	before := debug.SetGCPercent(laterPercent)
	defer debug.SetGCPercent(before)
	for _, c := range []struct{ size, want int }{{1 << 20, laterPercent}, {largeTree, residentPercent}} {
		runtime.GC()
		held := make([]byte, c.size) // never written to, so that it costs nothing
		settleMemory()
		runtime.KeepAlive(held)
		if got := debug.SetGCPercent(laterPercent); got != c.want {
			t.Errorf("after a tree of %d bytes the memory grows by %d%%, want %d%%", c.size, got, c.want)
		}
	}
}
