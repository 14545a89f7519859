//go:build unix

package main

import (
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// keepOwner gives a new file the owner of the old one, where that is allowed.
func keepOwner(f *os.File, old fs.FileInfo) {
	if stat, ok := old.Sys().(*syscall.Stat_t); ok {
		_ = f.Chown(int(stat.Uid), int(stat.Gid))
	}
}

// mayWrite reports whether files may be made in a folder.
func mayWrite(dir string) bool { return unix.Access(dir, unix.W_OK) == nil }
