// Command mp keeps Mixpanel data on your own machine: it fetches events into a local store, proves that they are
// complete, and answers SQL over them.
//
// This package is words on the screen: commands, flags, formats, messages and exit codes. The work is done by package
// host. One file holds one group of commands; report.go holds the voice of errors.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/term"
)

// version is set by the Makefile.
var version = "unknown"

// oneSignal is how long signals count as one: Ctrl-C reaches every process of a terminal, and mp demo and other
// supervisors pass it on as well.
const oneSignal = 300 * time.Millisecond

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), endings()...)
	// Some time after the first signal the default comes back, so that another one ends the program at once. It ends with the
	// program.
	go func() {
		<-ctx.Done()
		time.Sleep(oneSignal)
		stop()
	}()
	// Where nobody reads on (mp … | head), writing fails and the program ends in order. The signal alone would end it before
	// it has removed its sockets.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	app := &app{
		in: os.Stdin, out: os.Stdout, err: os.Stderr, lookupEnv: os.LookupEnv, now: time.Now, within: ownWorkspace,
		inTerminal:  term.IsTerminal(int(os.Stdin.Fd())),
		outTerminal: term.IsTerminal(int(os.Stdout.Fd())),
		errTerminal: term.IsTerminal(int(os.Stderr.Fd())),
	}
	if info, err := os.Stdout.Stat(); err == nil {
		app.outFile = info.Mode().IsRegular()
	}
	if width, _, err := term.GetSize(int(os.Stdout.Fd())); err == nil {
		app.width = width
	}
	os.Exit(app.run(ctx, os.Args[1:]))
}

// endings are the signals that end a command in order. SIGHUP comes when the terminal is closed; where it is ignored from
// the start, as under nohup, the command is to outlive the terminal. SIGQUIT is Go's own: it shows what every goroutine does.
func endings() []os.Signal {
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		signals = append(signals, syscall.SIGHUP)
	}
	return signals
}
