package main

import (
	"errors"
	"io"
	"io/fs"
	"syscall"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// output is standard output, or the file of --output. What fails there is told from what fails in mp or in a plugin.
type output struct{ io.Writer }

// outputError says that the result could not be written.
type outputError struct{ error }

func (o output) Write(p []byte) (int, error) {
	n, err := o.Writer.Write(p)
	if err != nil {
		err = &outputError{err}
	}
	return n, err
}

func (e *outputError) Error() string { return "the result cannot be written: " + e.reason() }
func (e *outputError) Unwrap() error { return e.error }

// reason leaves out the name of the file, which nobody gave while it is not in its place.
func (e *outputError) reason() string {
	if failed, ok := errors.AsType[*fs.PathError](e.error); ok {
		return failed.Err.Error()
	}
	return e.error.Error()
}

// unwritten gives a result that could not be written the code of its cause, and leaves other errors.
func (a *app) unwritten(err error) error {
	failed, ok := errors.AsType[*outputError](err)
	if !ok {
		return err
	}
	place, advice := a.destination()
	if errors.Is(failed, syscall.ENOSPC) || errors.Is(failed, syscall.EDQUOT) {
		return &mperr.StorageFull{Path: place, Reason: failed.Error()}
	}
	return &mperr.StorageFailed{
		Message: failed.Error(), Path: place, Fix: "check " + advice + "; nothing is wrong with what was asked", Cause: failed,
	}
}

// destination is where the result goes, and what there is to check about it.
func (a *app) destination() (place, advice string) {
	switch {
	case a.plot != "" && a.plot != onScreen:
		return a.plot, "the disk and the path of --plot"
	case a.file != nil:
		return a.output, "the disk and the path of --output"
	}
	return "standard output", "where standard output goes"
}
