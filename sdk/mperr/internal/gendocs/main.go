// Gendocs writes docs/errors.md from the table of codes and the doc comments of package mperr, so that neither can drift
// from what users read.
//
//	go generate ./sdk/mperr
package main

import (
	"fmt"
	"os"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: gendocs FOLDER-OF-MPERR FILE")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "gendocs:", err)
		os.Exit(1)
	}
}

func run(folder, file string) error {
	page, err := render(folder)
	if err != nil {
		return err
	}
	return os.WriteFile(file, page, 0o644) //nolint:gosec // a page for everybody
}
