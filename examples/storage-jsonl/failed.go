package main

import (
	"errors"
	"syscall"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// failed is the coded error of a file operation; nil for nil.
func failed(doing, path string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.ENOSPC):
		return &mperr.StorageFull{Path: path, Reason: err.Error()}
	default:
		return &mperr.StorageFailed{
			Message: doing + ": " + err.Error(), Path: path, Fix: "check the owner and mode of the folder", Cause: err,
		}
	}
}
