package main

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// reference has DuckDB alone read the same events from a plain file on disk, and gives the time that took. DuckDB lives in
// a program of its own, as everywhere in mp.
func reference(ctx context.Context, s *scene) (time.Duration, error) {
	lines, program := filepath.Join(s.dir, "lines.ndjson"), filepath.Join(s.dir, "reference")
	if err := plain(s.dir, lines); err != nil {
		return 0, err
	}
	defer func() { _ = os.Remove(lines) }()
	build := exec.CommandContext(ctx, "go", "build", "-tags", "duckdb_arrow", "-o", program, "./plugins/storage-duckdb/internal/reference")
	if out, err := build.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("build the reference: %w\n%s", err, out)
	}
	load := exec.CommandContext(ctx, program, lines, filepath.Join(s.dir, "reference.duckdb"))
	load.Stderr = os.Stderr
	out, err := load.Output()
	if err != nil {
		return 0, fmt.Errorf("load the reference: %w", err)
	}
	seconds, err := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
	return time.Duration(seconds * float64(time.Second)), err
}

// plain puts the kept bodies into one file without gzip.
func plain(dir, to string) (err error) {
	bodies, err := filepath.Glob(filepath.Join(dir, "*.gz"))
	if err != nil {
		return err
	}
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	for _, body := range bodies {
		if err := unzip(out, body); err != nil {
			_ = out.Close()
			return err
		}
	}
	return out.Close()
}

func unzip(to io.Writer, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	reader, err := gzip.NewReader(file)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, reader)
	return err
}
