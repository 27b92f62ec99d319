package engine_test

import "errors"

func fillUntilFull([]string) error { return errors.New("see full_unix_test.go") }
