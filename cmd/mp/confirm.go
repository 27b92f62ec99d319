package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// secretLimit caps a secret read from standard input, in bytes; a service account's has about forty.
const secretLimit = 4096

// errRefused: a person was asked and said no. It is no failure of mp; its exit status is 2, as scripts of the Python tool
// expect.
var errRefused = errors.New("nothing was changed")

// confirm asks before something is removed. --force answers yes; without a terminal nobody can answer, so --force is
// needed. A no is errRefused.
func (a *app) confirm(force bool, question string) error {
	if force {
		return nil
	}
	if !a.inTerminal {
		return &mperr.InvalidArgument{Argument: "--force", Reason: "is needed where nobody can be asked: " + question}
	}
	answer, err := a.ask(question + " [y/N] ")
	if err != nil {
		return err
	}
	if answer = strings.ToLower(answer); answer != "y" && answer != "yes" {
		return errRefused
	}
	return nil
}

// ask reads one line from the terminal.
func (a *app) ask(prompt string) (string, error) {
	fmt.Fprint(a.err, prompt)
	line, err := bufio.NewReader(a.in).ReadString('\n')
	if err != nil && (err != io.EOF || line == "") {
		return "", &mperr.InvalidArgument{Argument: strings.TrimSpace(prompt), Reason: "no answer"}
	}
	return strings.TrimSpace(line), nil
}

// readSecret takes the secret from standard input, else MP_SECRET, else a prompt that does not show it. It is never a
// flag, as command lines are seen by every user of the machine.
func (a *app) readSecret(fromStdin bool) (credential.Secret, error) {
	if fromStdin {
		return a.secretFromStdin()
	}
	if value, ok := a.lookupEnv("MP_SECRET"); ok && value != "" {
		return credential.NewSecret(value), nil
	}
	file, isFile := a.in.(*os.File)
	if !a.inTerminal || !isFile {
		return credential.Secret{}, &mperr.InvalidArgument{
			Argument: "secret", Reason: "give it with --secret-stdin or MP_SECRET; there is no terminal to ask on",
		}
	}
	fmt.Fprint(a.err, "Secret (not shown): ")
	typed, err := term.ReadPassword(int(file.Fd()))
	fmt.Fprintln(a.err)
	if err != nil {
		return credential.Secret{}, &mperr.InvalidArgument{Argument: "secret", Reason: "could not be read from the terminal"}
	}
	return credential.NewSecret(strings.TrimSpace(string(typed))), nil
}

func (a *app) secretFromStdin() (credential.Secret, error) {
	text, err := io.ReadAll(io.LimitReader(a.in, secretLimit+1))
	if err != nil || len(text) > secretLimit {
		return credential.Secret{}, &mperr.InvalidArgument{
			Argument: "--secret-stdin", Reason: fmt.Sprintf("standard input could not be read, or holds more than %d bytes", secretLimit),
		}
	}
	return credential.NewSecret(strings.TrimRight(string(text), "\r\n")), nil
}
