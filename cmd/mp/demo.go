package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

func (a *app) demoCommand() *cobra.Command {
	var dir string
	var events int
	command := &cobra.Command{
		Use: "demo", Short: "Try the main job against a simulator, without an account",
		Long: `Start a simulator of Mixpanel on loopback and run the main job against it, printing each command before it runs: add
an account, explain the credential chain, fetch 30 days of events, list coverage, run SQL. Configuration and store are
made in a folder of their own, and the store stays there for you to look at. Nothing leaves the machine.`,
		Example: "  mp demo\n  mp demo --dir ./demo --events 1000000",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			return a.demo(command.Context(), dir, events)
		},
	}
	command.Flags().StringVar(&dir, "dir", "", "folder for configuration and store (default ~/.mp/demo)")
	command.Flags().IntVar(&events, "events", 200_000, "how many events the simulated project has in 30 days")
	return command
}

// demoDays is the length of the demonstration.
const demoDays = 30

// demoMark names the file that says that a folder was made by the demonstration and may be emptied by the next one.
const demoMark = ".mp-demo"

func (a *app) demo(ctx context.Context, dir string, events int) error {
	if events < 0 {
		return &mperr.InvalidArgument{Argument: "--events", Value: fmt.Sprint(events), Reason: "must not be negative"}
	}
	dir, err := a.demoDir(dir)
	if err != nil {
		return err
	}
	yesterday := time.Now().UTC().AddDate(0, 0, -1)
	simulator, err := startSimulator(ctx, yesterday, events)
	if err != nil {
		return err
	}
	defer simulator.stop()
	show := &demonstration{app: a, dir: dir, env: demoEnv(os.Environ(), dir, simulator.address)}
	if err := show.run(ctx, yesterday.AddDate(0, 0, 1-demoDays).Format(time.DateOnly), yesterday.Format(time.DateOnly)); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "\nThe store is %s.\nLook at it with: mp query sql --db %[1]s 'SELECT * FROM events LIMIT 3'\n", quoted(show.database()))
	return nil
}

// demoDir makes an empty folder. One with foreign files in it is left alone.
func (a *app) demoDir(dir string) (string, error) {
	if dir == "" {
		home, _ := a.lookupEnv("HOME")
		if !filepath.IsAbs(home) {
			return "", &mperr.InvalidArgument{Argument: "--dir", Reason: "is required where HOME is not set to an absolute path"}
		}
		dir = filepath.Join(home, ".mp", "demo")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", &mperr.InvalidArgument{Argument: "--dir", Value: dir, Reason: err.Error()}
	}
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", &mperr.InvalidArgument{Argument: "--dir", Value: dir, Reason: err.Error()}
	}
	mark := filepath.Join(dir, demoMark)
	if _, err := os.Stat(mark); len(entries) > 0 && err != nil {
		return "", &mperr.InvalidArgument{Argument: "--dir", Value: dir, Reason: "is not empty and was not made by mp demo"}
	}
	if err := os.RemoveAll(dir); err != nil {
		return "", &mperr.StorageFailed{Message: "the old demonstration cannot be removed: " + err.Error(), Path: dir, Cause: err}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", &mperr.StorageFailed{Message: "the folder cannot be made: " + err.Error(), Path: dir, Cause: err}
	}
	if err := os.WriteFile(mark, []byte("made by mp demo, which empties this folder\n"), 0o600); err != nil {
		return "", &mperr.StorageFailed{Message: "the folder cannot be written: " + err.Error(), Path: dir, Cause: err}
	}
	return dir, nil
}

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
		fmt.Fprintf(d.out, "$ export %s=%s\n", name, quoted(value))
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
		{"Properties are JSON; prop() reads any of them, whatever its name.", "", []string{"query", "sql", "-f", "table",
			"SELECT prop(properties, '$browser') AS browser, count(*) AS events FROM events GROUP BY 1 ORDER BY 2 DESC LIMIT 5"}},
	}
	for _, step := range steps {
		if err := d.step(ctx, step.why, step.stdin, step.args); err != nil {
			return err
		}
	}
	return nil
}

// step prints a command and runs it.
func (d *demonstration) step(ctx context.Context, why, stdin string, args []string) error {
	words := make([]string, len(args))
	for i, arg := range args {
		words[i] = quoted(arg)
	}
	line := "mp " + strings.Join(words, " ")
	if stdin != "" {
		line = "echo " + quoted(stdin) + " | " + line
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

// quoted is a word as a shell takes it.
func quoted(word string) string {
	safe := func(r rune) bool {
		return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || strings.ContainsRune("-_./:=@,+", r)
	}
	if word != "" && strings.IndexFunc(word, func(r rune) bool { return !safe(r) }) < 0 {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
