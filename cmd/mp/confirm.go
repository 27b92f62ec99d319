package main

import (
	"context"
	"fmt"
	"io"
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

// answerLimit caps an answer, in bytes.
const answerLimit = 4096

// ask reads one line from the terminal.
func (a *app) ask(ctx context.Context, prompt string) (string, error) {
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

// readLine reads up to the line's end and no byte more, as the next question has its own answer. A last line may lack the
// break.
func readLine(in io.Reader) (string, error) {
	var line []byte
	for next := make([]byte, 1); len(line) < answerLimit; {
		n, err := in.Read(next)
		switch {
		case n == 1 && next[0] == '\n':
			return string(line), nil
		case n == 1:
			line = append(line, next[0])
		case err == io.EOF && len(line) > 0:
			return string(line), nil
		case err != nil:
			return "", err
		}
	}
	return "", fmt.Errorf("the answer is longer than %d bytes", answerLimit)
}

// interruptible gives what read gives, or ctx's error as soon as ctx ends. A read from a terminal cannot be broken off:
// its goroutine then ends with the program, which an interrupted command brings about at once.
func interruptible[T any](ctx context.Context, read func() (T, error)) (T, error) {
	type answer struct {
		value T
		err   error
	}
	answers := make(chan answer, 1)
	go func() {
		value, err := read()
		answers <- answer{value, err}
	}()
	select {
	case got := <-answers:
		return got.value, got.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}
