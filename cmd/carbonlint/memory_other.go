//go:build !linux

package main

// reserveHeap does nothing: only Linux leaves large pages to the program.
func reserveHeap(int) {}
