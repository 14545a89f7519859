package git

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"sync"
)

// maxKept is the size up to which an object is kept: the loader refuses a
// larger file, and asks for its size alone.
const maxKept = 8 << 20

// blobs reads objects through one git process. It keeps what it has read: the
// two sides of a comparison share nearly all of it.
type blobs struct {
	repo *Repo

	mu    sync.Mutex
	cache map[string][]byte
	sizes map[string]int64 // of the objects that are too large to keep
	cmd   *exec.Cmd
	in    io.WriteCloser
	out   *bufio.Reader
	broke error
}

// start starts the process at the first object.
func (b *blobs) start() error {
	if b.cmd != nil || b.broke != nil {
		return b.broke
	}
	cmd := b.repo.command("cat-file", "--batch")
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("git cat-file: %w", err)
	}
	b.cmd, b.in, b.out = cmd, in, bufio.NewReaderSize(out, 1<<16)
	b.sizes = make(map[string]int64)
	return nil
}

// read returns an object.
func (b *blobs) read(id string) ([]byte, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.fetch(id); err != nil {
		return nil, err
	}
	if _, large := b.sizes[id]; large {
		return nil, errors.New("is too large")
	}
	return b.cache[id], nil
}

// size returns the size of an object.
func (b *blobs) size(id string) (int64, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.fetch(id); err != nil {
		return 0, err
	}
	if n, large := b.sizes[id]; large {
		return n, nil
	}
	return int64(len(b.cache[id])), nil
}

// fetch brings an object into the cache. After a fault of the process nothing
// more can be read.
func (b *blobs) fetch(id string) error {
	if _, ok := b.cache[id]; ok {
		return nil
	}
	if _, ok := b.sizes[id]; ok {
		return nil
	}
	if err := b.start(); err != nil {
		return err
	}
	missing, err := b.ask(id)
	if err != nil {
		b.broke = fmt.Errorf("git cat-file: %w", err)
		return b.broke
	}
	if missing {
		return errors.New("is not in this clone, which is a partial one")
	}
	return nil
}

// ask asks the process for an object.
func (b *blobs) ask(id string) (missing bool, err error) {
	if _, err := io.WriteString(b.in, id+"\n"); err != nil {
		return false, err
	}
	header, err := b.out.ReadString('\n')
	if err != nil {
		return false, err
	}
	fields := strings.Fields(header) // object type size
	if len(fields) != 3 {
		return true, nil
	}
	size, err := strconv.ParseInt(fields[2], 10, 64)
	if err != nil {
		return false, err
	}
	if size > maxKept {
		b.sizes[id] = size
		_, err := io.CopyN(io.Discard, b.out, size+1)
		return false, err
	}
	data := make([]byte, size)
	if _, err := io.ReadFull(b.out, data); err != nil {
		return false, err
	}
	b.cache[id] = data
	_, err = b.out.Discard(1)
	return false, err
}

// close ends the process.
func (b *blobs) close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.cmd == nil {
		return nil
	}
	b.in.Close()
	err := b.cmd.Wait()
	b.cmd, b.broke = nil, errors.New("is closed")
	return err
}
