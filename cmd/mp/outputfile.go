package main

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/term"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// outputFile is a file that a result goes to. What is written goes into a file beside it, which takes its place at the end: until
// then an older file stands, and what breaks off leaves nothing.
type outputFile struct {
	*os.File

	// path is where the file belongs; "" for what cannot be replaced, such as a pipe, and is written as it stands.
	path string
	// printed and failed say that results were printed, and that one of them was not printed whole.
	printed, failed bool
}

// createOutput begins the file that a flag names. A link to a file stays a link.
func createOutput(flag, path string) (*outputFile, error) {
	target, info, err := targetOf(path)
	if err != nil {
		return nil, refusedOutput(flag, path, err)
	}
	if info != nil && !info.Mode().IsRegular() {
		file, err := os.OpenFile(target, os.O_WRONLY, 0)
		if err != nil {
			return nil, refusedOutput(flag, path, err)
		}
		return &outputFile{File: file}, nil
	}
	// The mode is what a shell's redirection gives: 0666 without the user's mask, or that of the older file.
	beside := filepath.Join(filepath.Dir(target), "."+filepath.Base(target)+"."+rand.Text()[:8])
	file, err := os.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666) //nolint:gosec // see above
	if err != nil {
		return nil, refusedOutput(flag, path, err)
	}
	o := &outputFile{File: file, path: target}
	if info != nil {
		if err := file.Chmod(info.Mode().Perm()); err != nil {
			o.discard()
			return nil, refusedOutput(flag, path, err)
		}
	}
	return o, nil
}

// targetOf follows links and says what is there; nothing for a file that is not there yet.
func targetOf(path string) (string, fs.FileInfo, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return path, nil, nil
	}
	if err != nil {
		return path, nil, err
	}
	if info.IsDir() {
		return path, nil, errors.New("is a folder")
	}
	if !info.Mode().IsRegular() {
		return path, info, nil // such as /dev/stdout, whose link may lead to a pipe without a name
	}
	target, err := filepath.EvalSymlinks(path)
	return target, info, err
}

func refusedOutput(flag, path string, err error) error {
	reason := err.Error()
	if failed, ok := errors.AsType[*fs.PathError](err); ok {
		reason = "cannot be written: " + failed.Err.Error() // without the name that nobody gave
	}
	return &mperr.InvalidArgument{Argument: flag, Value: path, Reason: reason}
}

// terminal says whether a person reads what is written.
func (o *outputFile) terminal() bool { return o.path == "" && term.IsTerminal(int(o.Fd())) }

// ended hears how the printing of a result ended.
func (o *outputFile) ended(err error) {
	o.printed = true
	o.failed = o.failed || err != nil
}

// finish puts the file in its place where the command succeeded, or has printed its results whole and then tells what is
// wrong with them, as mp auth explain does. Otherwise nothing is left of it.
func (o *outputFile) finish(err error) error {
	if err != nil && (!o.printed || o.failed) {
		o.discard()
		return err
	}
	if placeErr := o.place(); placeErr != nil {
		o.discard()
		if err == nil {
			err = &outputError{placeErr}
		}
	}
	return err
}

func (o *outputFile) place() error {
	if o.path == "" {
		return o.Close()
	}
	if err := o.Sync(); err != nil {
		return err
	}
	if err := o.Close(); err != nil {
		return err
	}
	return os.Rename(o.Name(), o.path)
}

func (o *outputFile) discard() {
	_ = o.Close()
	if o.path != "" {
		_ = os.Remove(o.Name())
	}
}
