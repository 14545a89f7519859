// Package git reads what carbonlint judges out of a git repository: the index,
// a commit, the work tree without what git ignores, and what changed between
// two of them. It runs the git program, never writes to the repository and
// never lets git use the network.
package git

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Repo is a work tree of a repository.
type Repo struct {
	// Root is the absolute path of the work tree.
	Root string

	env   []string
	blobs *blobs
}

// Open returns the work tree that holds a directory. In a hook, where git says
// by its variables which repository and which index are meant, it is theirs.
func Open(dir string) (*Repo, error) {
	if _, err := exec.LookPath("git"); err != nil {
		return nil, errors.New("git is not installed, or not in PATH")
	}
	env, err := environment()
	if err != nil {
		return nil, err
	}
	r := &Repo{Root: dir, env: env}
	if os.Getenv("GIT_DIR") != "" {
		// Without a work tree of its own, GIT_DIR means the current directory.
		r.Root = "."
	}
	out, err := r.run("rev-parse", "--show-toplevel")
	if err != nil {
		return nil, fmt.Errorf("%s is in no git work tree: %w", dir, err)
	}
	r.Root = filepath.FromSlash(strings.TrimSuffix(out, "\n"))
	r.blobs = &blobs{repo: r, cache: make(map[string][]byte)}
	return r, nil
}

// environment is that of the process with paths made absolute, since git is
// run in another directory, and with all switched off that would write to the
// repository, use the network or ask somebody.
func environment() ([]string, error) {
	env := append(os.Environ(),
		"GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1", "GIT_TERMINAL_PROMPT=0", "GIT_LITERAL_PATHSPECS=1", "LC_ALL=C")
	for _, name := range []string{"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY"} {
		value := os.Getenv(name)
		if value == "" || filepath.IsAbs(value) {
			continue
		}
		abs, err := filepath.Abs(value)
		if err != nil {
			return nil, err
		}
		env = append(env, name+"="+abs)
	}
	return env, nil
}

// command prepares a git command in the work tree.
func (r *Repo) command(args ...string) *exec.Cmd {
	cmd := exec.Command("git", append([]string{"-c", "core.fsmonitor=false", "-c", "core.quotePath=false"}, args...)...)
	cmd.Dir, cmd.Env = r.Root, r.env
	return cmd
}

// run returns what a git command prints. The error is what it complains of.
func (r *Repo) run(args ...string) (string, error) {
	cmd := r.command(args...)
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if err := cmd.Run(); err != nil {
		first, _, _ := strings.Cut(strings.TrimSpace(complaint.String()), "\n")
		if first == "" {
			return "", fmt.Errorf("git %s: %w", args[0], err)
		}
		return "", fmt.Errorf("git %s: %s", args[0], strings.TrimPrefix(first, "fatal: "))
	}
	return out.String(), nil
}

// Close ends the processes that serve the file systems of the repository.
func (r *Repo) Close() error { return r.blobs.close() }

// Head returns the commit that is checked out, "" before the first one.
func (r *Repo) Head() string {
	out, err := r.run("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(out)
}

// Base returns the commit from which the work tree and a revision have parted:
// what others did on that branch since is no change of ours.
func (r *Repo) Base(rev string) (string, error) {
	out, err := r.run("rev-parse", "--verify", "--quiet", "--end-of-options", rev+"^{commit}")
	if err != nil {
		return "", r.shallowly(fmt.Errorf("there is no commit %q", rev))
	}
	commit := strings.TrimSpace(out)
	if r.Head() == "" {
		return "", errors.New("there is no commit yet")
	}
	out, err = r.run("merge-base", commit, "HEAD")
	if err != nil {
		return "", r.shallowly(fmt.Errorf("%q and HEAD have no commit in common", rev))
	}
	return strings.TrimSpace(out), nil
}

// shallowly adds to an error that the clone is shallow, where it is.
func (r *Repo) shallowly(err error) error {
	if out, fault := r.run("rev-parse", "--is-shallow-repository"); fault == nil && strings.TrimSpace(out) == "true" {
		return fmt.Errorf("%w; this clone is shallow: fetch the history, by git fetch --unshallow or fetch-depth: 0", err)
	}
	return err
}

// split cuts what git ends with NUL.
func split(out string) []string {
	if out == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(out, "\x00"), "\x00")
}
