package main

import (
	"runtime"
	"syscall"
)

// reserveHeap makes the beginning of the heap large pages where the system has
// them to give: it then hands out 2 MB at a time. The block is never
// written and given back at once, so that what is not used costs nothing.
func reserveHeap(size int) {
	block := make([]byte, size)
	err := syscall.Madvise(block, syscall.MADV_HUGEPAGE)
	runtime.KeepAlive(block)
	if err == nil {
		block = nil
		runtime.GC()
	}
}
