package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/mixpanel-data/mp/internal/shellword"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// demonstration runs real commands of mp in child processes, as a user would type them.
type demonstration struct {
	*app

	dir string
	env []string
}

func (d *demonstration) database() string { return filepath.Join(d.dir, "demo.duckdb") }

func (d *demonstration) run(ctx context.Context, from, to string) error {
	fmt.Fprintf(d.out, "# A simulator of Mixpanel on this machine stands in for Mixpanel itself. Without these variables the same\n"+
		"# commands talk to Mixpanel, keep accounts in ~/.mp/config.toml and data in ~/.mp/data.\n")
	for _, variable := range d.env[len(d.env)-demoVariables:] {
		name, value, _ := strings.Cut(variable, "=")
		fmt.Fprintf(d.out, "$ export %s=%s\n", name, shellword.Quote(value))
	}
	steps := []struct {
		why, stdin string
		args       []string
	}{
		{"Store an account. The secret is read from standard input, never from the command line, and is kept encrypted.",
			demoSecret, []string{"auth", "add", "demo", "-u", demoUser, "-p", demoProject, "-r", "us", "--secret-stdin", "-f", "table"}},
		{"Where do credentials come from? Each plugin is asked in order.", "", []string{"auth", "explain", "-f", "table"}},
		{"Fetch 30 days of events into a DuckDB file.", "", []string{"fetch", "events", "--from", from, "--to", to, "-f", "table"}},
		{"Is every day there, and every line accounted for?", "", []string{"inspect", "coverage", "-t", "events", "-f", "table"}},
		{"Ask in SQL.", "", []string{"query", "sql", "-f", "table",
			"SELECT event_name, count(*) AS events, count(DISTINCT distinct_id) AS users FROM events GROUP BY 1 ORDER BY 2 DESC LIMIT 8"}},
		{"Properties are columns too; the JSON beside them has every one as it came.", "", []string{"query", "sql", "-f", "table",
			"SELECT \"$browser\", count(*) AS events FROM events GROUP BY 1 ORDER BY 2 DESC LIMIT 5"}},
		{"Count a report from the store and ask Mixpanel for it, side by side.", "", []string{"query", "segmentation", "-e", "Order Placed",
			"--from", from, "--to", to, "-u", "week", "--engine", "both", "--zone", "UTC", "-f", "table"}},
		{"See it: who of the first week comes back, and when.", "", []string{"query", "retention", "-b", "Signup", "-r", "Order Placed",
			"--from", from, "--to", weekAfter(from), "-n", "2", "-u", "week", "--engine", "local", "--zone", "UTC", "--plot"}},
	}
	for _, step := range steps {
		if err := d.step(ctx, step.why, step.stdin, step.args); err != nil {
			return err
		}
	}
	return nil
}

// weekAfter is a day's week, so that whoever began in it is followed to the end.
func weekAfter(day string) string {
	begun, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return begun.AddDate(0, 0, 6).Format(time.DateOnly)
}

// step prints a command and runs it.
func (d *demonstration) step(ctx context.Context, why, stdin string, args []string) error {
	words := make([]string, len(args))
	for i, arg := range args {
		words[i] = shellword.Quote(arg)
	}
	line := "mp " + strings.Join(words, " ")
	if stdin != "" {
		line = "echo " + shellword.Quote(stdin) + " | " + line
	}
	fmt.Fprintf(d.out, "\n# %s\n$ %s\n", why, line)
	self, err := os.Executable()
	if err != nil {
		return err
	}
	child := exec.CommandContext(ctx, self, args...)
	child.Env, child.Stdin, child.Stdout, child.Stderr = d.env, strings.NewReader(stdin), d.out, d.err
	child.Cancel = func() error { return child.Process.Signal(os.Interrupt) }
	child.WaitDelay = 10 * time.Second
	err = child.Run()
	if ctx.Err() != nil {
		return &ending{text: "the demonstration was interrupted", status: mperr.ExitInterrupted}
	}
	if failed, ok := errors.AsType[*exec.ExitError](err); ok && failed.Exited() {
		return &ending{text: "the demonstration ends here: " + line + " failed", status: failed.ExitCode()}
	}
	return err
}

// demoVariables is how many variables demoEnv adds at the end.
const demoVariables = 3

// demoEnv is the environment without any mp variable, and with what points mp at the demonstration.
func demoEnv(environ []string, dir, address string) []string {
	var env []string
	for _, variable := range environ {
		if !strings.HasPrefix(variable, "MP_") {
			env = append(env, variable)
		}
	}
	return append(env, "MP_API_BASE_URL="+address,
		"MP_CONFIG_PATH="+filepath.Join(dir, "config.toml"), "MP_DB="+filepath.Join(dir, "demo.duckdb"))
}
