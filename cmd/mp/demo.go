package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/internal/shellword"
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
		return &mperr.InvalidArgument{Argument: "--events", Value: strconv.Itoa(events), Reason: "must not be negative"}
	}
	dir, err := a.demoDir(dir)
	if err != nil {
		return err
	}
	yesterday := a.now().UTC().AddDate(0, 0, -1)
	simulator, err := startSimulator(ctx, yesterday, events)
	if err != nil {
		return err
	}
	defer func() { _ = simulator.Stop() }()
	show := &demonstration{app: a, dir: dir, env: demoEnv(os.Environ(), dir, simulator.URL)}
	if err := show.run(ctx, yesterday.AddDate(0, 0, 1-demoDays).Format(time.DateOnly), yesterday.Format(time.DateOnly)); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "\nThe store is %s.\nLook at it with: mp query sql --db %[1]s 'SELECT * FROM events LIMIT 3'\n", shellword.Quote(show.database()))
	return nil
}

// demoDir makes an empty folder. One with foreign files in it is left alone.
func (a *app) demoDir(dir string) (string, error) {
	if dir == "" {
		home := host.Home(a.lookupEnv)
		if home == "" {
			return "", &mperr.InvalidArgument{Argument: "--dir", Reason: "is required where the home folder is not known"}
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
