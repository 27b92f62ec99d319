package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strconv"

	"github.com/mixpanel-data/mp/internal/mpsim"
	"github.com/mixpanel-data/mp/internal/shellword"
)

// Exit codes, as those of mp.
const (
	exitOK    = 0
	exitOther = 1
	exitUsage = 3
)

// run serves until ctx ends and returns the exit code.
func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) int {
	o, err := readOptions(args, getenv, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return exitOK
	}
	if err != nil {
		return exitUsage
	}
	simulator, err := mpsim.New(o.config())
	if err != nil {
		fmt.Fprintln(stderr, "mpsim:", err)
		return exitUsage
	}
	if err := serve(ctx, o, simulator, stdout); err != nil {
		fmt.Fprintln(stderr, "mpsim:", err)
		return exitOther
	}
	return exitOK
}

// serve answers requests until ctx ends.
func serve(ctx context.Context, o options, simulator *mpsim.Server, stdout io.Writer) error {
	listening, err := simulator.Listen(ctx, o.addr, simulator)
	if err != nil {
		return err
	}
	announce(stdout, listening.URL, o)
	select {
	case <-listening.Ended():
	case <-ctx.Done():
	}
	return listening.Stop()
}

// announce says where the simulator is and how mp finds it.
func announce(w io.Writer, address string, o options) {
	fmt.Fprintf(w, "mpsim: listening on %s\n", address)
	for _, variable := range [][2]string{
		{"MP_API_BASE_URL", address},
		{"MP_USERNAME", o.username},
		{"MP_SECRET", o.secret},
		{"MP_PROJECT_ID", strconv.FormatInt(o.project.ID, 10)},
		{"MP_REGION", "us"},
	} {
		fmt.Fprintf(w, "export %s=%s\n", variable[0], shellword.Quote(variable[1]))
	}
}
