package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

// A one-shot run lives for some tens of milliseconds, in which it allocates
// some tens of megabytes. Collecting garbage as eagerly as a server does, and
// taking that memory from the system in pages of 4 KB, would be a third of
// its time.

const (
	// firstCollection is the memory up to which nothing is collected, which is
	// enough for a product home; the collector counts from 4 MB.
	firstCollection = 64 << 20
	// laterPercent is how much the memory grows between collections from then
	// on.
	laterPercent = 200
	// heapReserve is how much of the heap is asked for in large pages.
	heapReserve = 48 << 20
)

// prepareMemory suits the runtime to a short run, unless GOGC says otherwise.
func prepareMemory() {
	if os.Getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(100 * firstCollection / (4 << 20))
	go func() {
		// This takes as long as the process itself to begin, beside which it goes on.
		reserveHeap(heapReserve)
		// The next collection frees what nothing holds, this token among it.
		runtime.AddCleanup(new([64]byte), func(percent int) { debug.SetGCPercent(percent) }, laterPercent)
	}()
}

const (
	// largeTree is how much the first run over a tree leaves in memory above
	// which it is worth the while to be sparing afterwards.
	largeTree = 256 << 20
	// residentPercent is how much the memory grows between collections in a
	// program that stays, with such a tree.
	residentPercent = 50
)

// settleMemory gives back what the first run over a tree took and does not need
// any more, in a program that goes on to look at the tree's changes.
func settleMemory() {
	if os.Getenv("GOGC") != "" {
		return
	}
	var m runtime.MemStats
	if runtime.ReadMemStats(&m); m.HeapAlloc < largeTree {
		return
	}
	debug.SetGCPercent(residentPercent)
	debug.FreeOSMemory()
}
