package engine_test

import "errors"

// A process cannot be kept from growing a file, nor change its user.
var errUnix = errors.New("this program is for Unix")

func fillUntilFull([]string) error { return errUnix }

func tryAsSomebody([]string) error { return errUnix }
