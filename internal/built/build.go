package built

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// program is one main package: where it goes below the folder, where it comes from, and whether it needs cgo.
type program struct {
	out, from, manifest string
	cgo                 bool
}

var programs = []program{
	{out: "mp", from: "cmd/mp"},
	{out: "mpsim", from: "cmd/mpsim"},
}

var plugins = []program{
	{out: "plugins/mp-credential-env", from: "plugins/credential-env", manifest: "mp-credential-env.toml"},
	{out: "plugins/mp-credential-file", from: "plugins/credential-file", manifest: "mp-credential-file.toml"},
	{out: "plugins/mp-storage-duckdb", from: "plugins/storage-duckdb", manifest: "mp-storage-duckdb.toml", cgo: true},
	{out: "plugins/mp-storage-jsonl", from: "examples/storage-jsonl", manifest: "mp-storage-jsonl.toml"},
	{out: "plugins/mp-credential-static", from: "examples/credential-static", manifest: "mp-credential-static.toml"},
}

// build builds programs into the folder, unless it is one that has them.
func build(all []program) error {
	dir, err := folder()
	if err != nil || dir != made {
		return err
	}
	root, err := root()
	if err != nil {
		return err
	}
	for _, program := range all {
		if err := program.build(root, dir); err != nil {
			return err
		}
	}
	return nil
}

func (p program) build(root, dir string) error {
	// With the flags of the Makefile: debug information takes half of the linking. It ends with the go command; the test
	// binary's own time limit ends both.
	command := exec.CommandContext(context.Background(), "go", "build", "-buildvcs=false", "-ldflags", "-s -w",
		"-tags", "duckdb_arrow", "-o", filepath.Join(dir, p.out), "./"+p.from)
	command.Dir = root
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	if p.cgo {
		command.Env = append(os.Environ(), "CGO_ENABLED=1")
	}
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("go build ./%s: %w\n%s", p.from, err, output)
	}
	if p.manifest == "" {
		return nil
	}
	text, err := os.ReadFile(filepath.Join(root, p.from, p.manifest))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "plugins", p.manifest), text, 0o600)
}

// root is the project's folder: the nearest one above the test's working directory that has a go.work. (Where this file
// was compiled is not known in a test that was built with -trimpath.)
func root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.work")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", errors.New("no go.work above the working directory: tests of built programs run inside the project")
		}
	}
}
