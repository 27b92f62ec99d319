package main

import (
	"cmp"
	"context"
	"errors"
	"io"
	"log/slog"
	"sync"
	"syscall"
	"time"

	"github.com/mixpanel-data/mp/cmd/mp/render"
	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// app is the program's surroundings and its global flags. Commands reach the outside world through it alone.
type app struct {
	in        io.Reader
	out, err  io.Writer
	lookupEnv func(string) (string, bool)
	now       func() time.Time
	// within runs something in a workspace of the options: in one of its own, unless a test has one for many commands.
	within func(context.Context, host.Options, func(*host.Workspace) error) error
	// inTerminal, outTerminal and errTerminal say that a person is at the other end; width is the screen's, 0 for none.
	inTerminal, outTerminal, errTerminal bool
	width                                int
	// outFile says that standard output is a file, which nobody reads meanwhile.
	outFile bool
	// told is where help, the version and completion scripts go.
	told telling

	account  string
	view     string
	format   string
	output   string
	jq       string
	plot     string
	into     string
	replace  bool
	database string
	wait     time.Duration
	quiet    bool
	verbose  int

	traceHTTP bool

	// file and filter are what --output and --jq stand for, once they are known to be right.
	file   *outputFile
	filter *render.Filter
	// asked is what the command line asks.
	asked asked
	// elapsed tells how long the command is at work; nil for those that need not.
	elapsed *elapsed
	// warned are the warnings that were told.
	warned sync.Map
	// keeping is what --into stores.
	keeping *keeping
}

// run executes one command line and gives the exit status.
func (a *app) run(ctx context.Context, args []string) int {
	root := a.rootCommand()
	root.SetArgs(joinPlot(args))
	err := root.ExecuteContext(ctx)
	if err == nil {
		err = a.store(ctx)
	}
	a.elapsed.end()
	err = cmp.Or(a.asGlobalFlag(err), a.told.failed)
	if a.file != nil {
		err = a.file.finish(err)
	}
	if told, ok := errors.AsType[*ending](err); ok {
		a.say("mp: " + told.text)
		return told.status
	}
	if _, ok := errors.AsType[*outputError](err); ok && errors.Is(err, syscall.EPIPE) {
		return nobodyReads
	}
	if err = a.unwritten(err); err != nil {
		a.report(err)
	}
	return mperr.ExitCode(err)
}

// nobodyReads is the exit status where standard output is a pipe whose reader has seen enough, such as head: what a shell
// says of a program that SIGPIPE ended. There is nothing to report.
const nobodyReads = 128 + 13

// ending ends the program with an exit status where nothing is left to explain: a person said no, or a child process has
// told why it failed.
type ending struct {
	text   string
	status int
}

func (e *ending) Error() string { return e.text }

// env is a flag's value, else the variable's.
func (a *app) env(flag, variable string) string {
	if flag != "" {
		return flag
	}
	value, _ := a.lookupEnv(variable)
	return value
}

// logger writes to stderr what -v and -vv ask for.
func (a *app) logger() *slog.Logger {
	level := slog.LevelWarn
	switch {
	case a.quiet:
		level = slog.LevelError
	case a.verbose == 1:
		level = slog.LevelInfo
	case a.verbose > 1:
		level = slog.LevelDebug
	}
	return slog.New(slog.NewTextHandler(a.err, &slog.HandlerOptions{Level: level, ReplaceAttr: withoutTime}))
}

func withoutTime(groups []string, attr slog.Attr) slog.Attr {
	if len(groups) == 0 && attr.Key == slog.TimeKey {
		return slog.Attr{}
	}
	return attr
}
