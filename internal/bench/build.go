package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// build makes the programs that are measured with and not part of mp.
func (s *scene) build(ctx context.Context) error {
	plugins := s.plugins()
	if err := os.Mkdir(plugins, 0o700); err != nil {
		return err
	}
	const discard = "internal/bench/discard"
	for _, program := range []struct{ from, to, cgo string }{
		{"plugins/storage-duckdb/internal/reference", s.file("reference"), "1"},
		{"internal/bench/within", s.file("within"), "0"},
		{discard, filepath.Join(plugins, "mp-storage-discard"), "0"},
	} {
		command := exec.CommandContext(ctx, "go", "build", "-tags", "duckdb_arrow", "-o", program.to, "./"+program.from)
		command.Env = append(os.Environ(), "CGO_ENABLED="+program.cgo)
		if out, err := command.CombinedOutput(); err != nil {
			return fmt.Errorf("build %s: %w\n%s", program.from, err, out)
		}
	}
	manifest, err := os.ReadFile(filepath.Join(filepath.FromSlash(discard), "mp-storage-discard.toml"))
	return errors.Join(err, os.WriteFile(filepath.Join(plugins, "mp-storage-discard.toml"), manifest, 0o600))
}

// plugins is the folder of the plugin that discards.
func (s *scene) plugins() string { return s.file("discarding") }
