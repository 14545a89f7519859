package loader

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Disk returns the file system of a folder, as [os.DirFS] does. It opens nothing
// but files and folders: who opens a pipe waits for somebody to write to it, and
// a device may never end.
func Disk(root string) fs.FS { return disk{root, os.DirFS(root)} }

type disk struct {
	root string
	base fs.FS
}

// Open implements [fs.FS].
func (d disk) Open(name string) (fs.File, error) {
	local, err := filepath.Localize(name)
	if err != nil || name == "." {
		return d.base.Open(name)
	}
	file, err := open(d.root + string(filepath.Separator) + local)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return file, nil
}

// ReadFile implements [fs.ReadFileFS].
func (d disk) ReadFile(name string) ([]byte, error) {
	file, err := d.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return readAll(file)
}

// Stat implements [fs.StatFS].
func (d disk) Stat(name string) (fs.FileInfo, error) { return fs.Stat(d.base, name) }

// ReadDir implements [fs.ReadDirFS].
func (d disk) ReadDir(name string) ([]fs.DirEntry, error) {
	return fs.ReadDir(d.base, name)
}

// open opens a file or a folder once it has looked at it: to open a pipe lets
// its writer go on, and a device may do anything. The error is the cause alone.
func open(name string) (fs.File, error) {
	info, err := os.Stat(name)
	if err == nil {
		err = irregular(info.Mode())
	}
	if err != nil {
		return nil, cause(err)
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, cause(err)
	}
	if info.IsDir() {
		return file, nil
	}
	return &diskFile{file, info}, nil
}

// diskFile is a file that has been looked at before it was opened.
type diskFile struct {
	fs.File
	info fs.FileInfo
}

// Stat implements [fs.File].
func (f *diskFile) Stat() (fs.FileInfo, error) { return f.info, nil }

// irregular tells what something is that is neither a file nor a folder.
func irregular(mode fs.FileMode) error {
	switch {
	case mode.IsRegular() || mode.IsDir():
		return nil
	case mode&fs.ModeNamedPipe != 0:
		return errors.New("it is a pipe and no file")
	case mode&fs.ModeSocket != 0:
		return errors.New("it is a socket and no file")
	}
	return errors.New("it is a device and no file")
}

// cause is the error of the system without the path.
func cause(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}

// ReadDisk reads a file as [os.ReadFile] does, unless it is a pipe, a socket or
// a device.
func ReadDisk(name string) ([]byte, error) {
	file, err := open(name)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	defer file.Close()
	return readAll(file)
}

// readAll reads a file into room of its size, of what a file of a tree may have.
func readAll(file fs.File) ([]byte, error) {
	var b bytes.Buffer
	if info, err := file.Stat(); err == nil {
		b.Grow(int(min(info.Size(), MaxFileSize)) + bytes.MinRead)
	}
	_, err := b.ReadFrom(file)
	return b.Bytes(), err
}
