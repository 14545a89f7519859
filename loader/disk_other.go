//go:build !unix

package loader

// withoutWaiting is nothing where no file of a tree is a pipe.
const withoutWaiting = 0
