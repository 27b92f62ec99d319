package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// errRefused: a person was asked and said no. It is no failure of mp; its exit status is 2, as scripts of the Python tool
// expect.
var errRefused = &ending{text: "nothing was changed", status: mperr.ExitAuth}

// confirm asks before something is removed. --force answers yes; where nobody can answer, --force is needed. A no is
// errRefused.
func (a *app) confirm(ctx context.Context, force bool, question string) error {
	if force {
		return nil
	}
	if !a.canAsk() {
		return &mperr.InvalidArgument{Argument: "--force", Reason: "is needed where nobody can be asked: " + question}
	}
	answer, err := a.ask(ctx, question+" [y/N] ")
	if err != nil {
		return err
	}
	if answer = strings.ToLower(answer); answer != "y" && answer != "yes" {
		return errRefused
	}
	return nil
}

// canAsk says that a person sees a question and can answer it.
func (a *app) canAsk() bool { return a.inTerminal && a.errTerminal }

// ask reads one line from the terminal.
func (a *app) ask(ctx context.Context, prompt string) (string, error) {
	a.elapsed.pause()
	defer a.elapsed.resume()
	fmt.Fprint(a.err, prompt)
	line, err := interruptible(ctx, func() (string, error) { return readLine(a.in) })
	if err != nil {
		fmt.Fprintln(a.err)
	}
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if err != nil {
		return "", &mperr.InvalidArgument{Argument: strings.Trim(prompt, ": "), Reason: "no answer"}
	}
	return strings.TrimSpace(line), nil
}
