package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// figures is the table that is printed and kept.
type figures struct {
	// commit is what was checked out when the measuring began.
	commit string
	rows   [][3]string
}

func (f *figures) add(what, figure, note string) {
	f.rows = append(f.rows, [3]string{what, figure, note})
}

// atMost adds a figure that is to be no greater, and says so where it is.
func (f *figures) atMost(what string, figure, most float64, format string) {
	f.held(what, figure, figure <= most, "at most "+fmt.Sprintf(shortest(format), most), format)
}

// atLeast adds a figure that is to be no less, and says so where it is.
func (f *figures) atLeast(what string, figure, least float64, format string) {
	f.held(what, figure, figure >= least, "at least "+fmt.Sprintf(shortest(format), least), format)
}

func (f *figures) held(what string, figure float64, met bool, target, format string) {
	if !met {
		target = "missed: " + target
	}
	f.add(what, fmt.Sprintf(format, figure), target)
}

// shortest is the format for a round number in the unit of another one.
func shortest(format string) string {
	_, unit, _ := strings.Cut(format, "f")
	return "%v" + unit
}

func (f *figures) markdown(now time.Time) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s · commit %s · %s, %d cores, %s/%s, %s\n\n", now.UTC().Format(time.DateOnly), f.commit, processor(),
		runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version())
	b.WriteString("| what | figure | |\n|---|---|---|\n")
	for _, row := range f.rows {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", row[0], row[1], row[2])
	}
	return b.String()
}

// keptBelow is the line below which the figures of the last run are.
const keptBelow = "<!-- written by make bench -->"

// keep puts the table below the mark of a file and leaves what stands above it.
func (f *figures) keep(path, text string) error {
	old, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	above, _, found := strings.Cut(string(old), keptBelow)
	if !found {
		return fmt.Errorf("%s has no line %s", path, keptBelow)
	}
	return os.WriteFile(path, []byte(above+keptBelow+"\n\n"+text), 0o600)
}

func commit(ctx context.Context) string {
	out, err := exec.CommandContext(ctx, "git", "rev-parse", "--short", "HEAD").Output()
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(out))
}

func processor() string {
	file, err := os.Open("/proc/cpuinfo")
	if err != nil {
		return "unknown processor"
	}
	defer func() { _ = file.Close() }()
	for scanner := bufio.NewScanner(file); scanner.Scan(); {
		if name, ok := strings.CutPrefix(scanner.Text(), "model name"); ok {
			return strings.Trim(name, " \t:")
		}
	}
	return "unknown processor"
}
