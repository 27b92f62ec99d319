package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"
)

// reference has DuckDB alone read the events from a plain file on disk, and gives what that took, where the time is that
// of the work alone. DuckDB lives in a program of its own, as everywhere in mp.
func (s *scene) reference(ctx context.Context) (usage, error) {
	store := s.file("reference.duckdb")
	defer func() { _ = os.Remove(store) }()
	return timed(exec.CommandContext(ctx, s.file("reference"), "load", s.lines, store))
}

// timed runs a program that prints how many seconds its work took.
func timed(command *exec.Cmd) (usage, error) {
	var printed strings.Builder
	command.Stdout = &printed
	used, err := spend(command)
	if err != nil {
		return used, err
	}
	seconds, err := strconv.ParseFloat(strings.TrimSpace(printed.String()), 64)
	if err != nil {
		return used, fmt.Errorf("%s printed no number of seconds: %w", command.Path, err)
	}
	used.wall = time.Duration(seconds * float64(time.Second))
	return used, nil
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
