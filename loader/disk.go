package loader

import (
	"errors"
	"io/fs"
	"os"
)

// Disk returns the file system of a folder, as [os.DirFS] does. It opens nothing
// but files and folders: who opens a pipe waits for somebody to write to it, and
// a device may never end.
func Disk(root string) fs.FS { return disk{os.DirFS(root)} }

type disk struct{ base fs.FS }

// Open implements [fs.FS].
func (d disk) Open(name string) (fs.File, error) {
	info, err := d.check(name)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	file, err := d.base.Open(name)
	if err != nil || info == nil || info.IsDir() {
		return file, err
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

// ReadFile implements [fs.ReadFileFS].
func (d disk) ReadFile(name string) ([]byte, error) {
	if _, err := d.check(name); err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return fs.ReadFile(d.base, name)
}

// Stat implements [fs.StatFS].
func (d disk) Stat(name string) (fs.FileInfo, error) { return fs.Stat(d.base, name) }

// ReadDir implements [fs.ReadDirFS].
func (d disk) ReadDir(name string) ([]fs.DirEntry, error) {
	return fs.ReadDir(d.base, name)
}

// check looks at a name and tells why it must not be opened. That it is not
// there is told by who opens it.
func (d disk) check(name string) (fs.FileInfo, error) {
	info, err := fs.Stat(d.base, name)
	if err != nil {
		return nil, nil
	}
	return info, irregular(info.Mode())
}

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

// ReadDisk reads a file as [os.ReadFile] does, unless it is a pipe, a socket or
// a device.
func ReadDisk(name string) ([]byte, error) {
	if info, err := os.Stat(name); err == nil {
		if err := irregular(info.Mode()); err != nil {
			return nil, &fs.PathError{Op: "open", Path: name, Err: err}
		}
	}
	return os.ReadFile(name)
}
