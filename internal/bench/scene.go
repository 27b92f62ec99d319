package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

// scene is where the programs run: their folder, a HOME of their own, and how much they load.
type scene struct {
	bin, dir string
	events   int
	address  string
}

// mp runs one command and gives the time and memory it took.
func (s *scene) mp(ctx context.Context, args ...string) (usage, error) {
	command := exec.CommandContext(ctx, filepath.Join(s.bin, "mp"), args...)
	command.Env = []string{
		"HOME=" + s.dir, "PATH=" + os.Getenv("PATH"), "MP_API_BASE_URL=" + s.address,
		"MP_USERNAME=" + account, "MP_SECRET=" + secret, "MP_PROJECT_ID=" + strconv.Itoa(project), "MP_REGION=us",
	}
	output, err := os.CreateTemp(s.dir, "output-")
	if err != nil {
		return usage{}, err
	}
	defer func() { _ = output.Close() }()
	command.Stdout, command.Stderr = output, output
	begin := time.Now()
	if err := command.Start(); err != nil {
		return usage{}, err
	}
	watch := watchMemory(command.Process.Pid)
	err = command.Wait()
	used := watch.stop()
	used.wall = time.Since(begin)
	if err != nil {
		text, _ := os.ReadFile(output.Name())
		return used, fmt.Errorf("mp %v: %w\n%s", args, err, text)
	}
	return used, nil
}

// starts measures what a command costs before it does anything.
func starts(ctx context.Context, s *scene, table *figures) error {
	for _, command := range []struct {
		name string
		args []string
	}{
		{"`mp --help` (no process)", []string{"--help"}},
		{"`mp auth list` (one plugin)", []string{"auth", "list"}},
		{"`mp auth explain` (one plugin: env answers)", []string{"auth", "explain"}},
	} {
		const runs = 11
		var walls []time.Duration
		for range runs {
			used, err := s.mp(ctx, command.args...)
			if err != nil {
				return err
			}
			walls = append(walls, used.wall)
		}
		table.add(command.name, fmt.Sprintf("%.1f ms", milliseconds(median(walls))), fmt.Sprintf("median of %d", runs))
	}
	return nil
}

// loads measures a fetch: gzip over HTTP, host, plugin process, checkpointed file.
func loads(ctx context.Context, s *scene, table *figures) error {
	served, err := serve(ctx, s.dir, s.events)
	if err != nil {
		return err
	}
	defer func() { _ = served.Stop() }()
	s.address = served.URL
	fetch := func(name string) (usage, error) {
		return s.mp(ctx, "fetch", "events", "--from", firstDay, "--to", lastDay, "--db", filepath.Join(s.dir, name+".duckdb"), "-q")
	}
	// The first run makes the bodies, which are then served from files, so that the simulator costs next to nothing.
	if _, err := fetch("warm"); err != nil {
		return err
	}
	used, err := fetch("timed")
	if err != nil {
		return err
	}
	info, err := os.Stat(filepath.Join(s.dir, "timed.duckdb"))
	if err != nil {
		return err
	}
	n := float64(s.events)
	table.add(fmt.Sprintf("fetch %d events, %.0f MB of gzip over HTTP into DuckDB", s.events, float64(served.bytes())/1e6),
		fmt.Sprintf("%.2f s", used.wall.Seconds()), fmt.Sprintf("%.0f events/s", n/used.wall.Seconds()))
	alone, err := reference(ctx, s)
	if err != nil {
		return err
	}
	ratio := used.wall.Seconds() / alone.Seconds()
	table.add("DuckDB alone, the same events from a plain file on disk, 2 threads", fmt.Sprintf("%.2f s", alone.Seconds()), "the reference")
	table.add("fetch over the reference", fmt.Sprintf("%.2f ×", ratio), target(ratio, 1.25, "1.25 ×"))
	table.add("peak memory of mp", fmt.Sprintf("%.0f MB", used.host), target(used.host, 80, "80 MB"))
	table.add("peak memory of the storage plugin", fmt.Sprintf("%.0f MB", used.plugin), target(used.plugin, 450, "450 MB"))
	table.add("store", fmt.Sprintf("%.0f MB", float64(info.Size())/1e6), fmt.Sprintf("%.0f bytes an event, %s", float64(info.Size())/n, target(float64(info.Size())/n, 110, "110")))
	if used.host > 150 {
		return fmt.Errorf("mp used %.0f MB, more than 150 MB", used.host)
	}
	return nil
}

// target says whether a figure is at most what it is to be.
func target(figure, most float64, text string) string {
	if figure > most {
		return "missed: at most " + text
	}
	return "at most " + text
}
