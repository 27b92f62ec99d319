package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/term"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// secretLimit caps a secret read from standard input, in bytes; a service account's has about forty.
const secretLimit = 4096

// readSecret takes the secret from standard input, else MP_SECRET, else a prompt that does not show it. It is never a
// flag, as command lines are seen by every user of the machine.
func (a *app) readSecret(ctx context.Context, fromStdin bool) (credential.Secret, error) {
	if fromStdin {
		text, err := interruptible(ctx, func() (string, error) { return a.readTyped(secretLimit) })
		return secretOf("--secret-stdin", text, err)
	}
	if value, ok := a.lookupEnv("MP_SECRET"); ok && value != "" {
		return secretOf("MP_SECRET", value, nil)
	}
	file, isFile := a.in.(*os.File)
	if !a.canAsk() || !isFile {
		return credential.Secret{}, &mperr.InvalidArgument{
			Argument: "secret", Reason: "give it with --secret-stdin or MP_SECRET; there is no terminal to ask on",
		}
	}
	typed, err := a.askHidden(ctx, int(file.Fd()))
	return secretOf("secret", typed, err)
}

// askHidden asks on a terminal without showing what is typed. The terminal stops showing it before the question is seen,
// as some type fast, and shows typing again however it ends.
func (a *app) askHidden(ctx context.Context, terminal int) (string, error) {
	before, err := term.MakeRaw(terminal)
	if err != nil {
		return "", err
	}
	a.elapsed.pause()
	defer a.elapsed.resume()
	fmt.Fprint(a.err, "Secret (not shown): ")
	typed, err := interruptible(ctx, func() (string, error) { return readHidden(a.in) })
	_ = term.Restore(terminal, before)
	fmt.Fprintln(a.err)
	return typed, err
}

// The keys that a raw terminal leaves to the program.
const (
	keyInterrupt = 0x03 // Ctrl-C
	keyEnd       = 0x04 // Ctrl-D
	keyBackspace = 0x08
	keyClear     = 0x15 // Ctrl-U
	keyDelete    = 0x7f // what most keyboards send for backspace
)

// readHidden reads what is typed up to the end of the line, as the keys correct it.
func readHidden(in io.Reader) (string, error) {
	var typed []byte
	for key := make([]byte, 1); len(typed) < answerLimit; {
		if _, err := io.ReadFull(in, key); err != nil {
			return "", err
		}
		switch key[0] {
		case '\r', '\n', keyEnd:
			return string(typed), nil
		case keyInterrupt:
			return "", context.Canceled
		case keyClear:
			typed = nil
		case keyBackspace, keyDelete:
			_, size := utf8.DecodeLastRune(typed)
			typed = typed[:len(typed)-size]
		default:
			typed = append(typed, key[0])
		}
	}
	return "", fmt.Errorf("longer than %d bytes", answerLimit)
}

// secretOf checks what was read. A secret is one line; a second one is another entry of a password manager, or a whole
// file given by mistake. The message never quotes it.
func secretOf(source, text string, err error) (credential.Secret, error) {
	if errors.Is(err, context.Canceled) {
		return credential.Secret{}, err
	}
	if err != nil {
		return credential.Secret{}, &mperr.InvalidArgument{Argument: source, Reason: "could not be read: " + err.Error()}
	}
	text = strings.TrimSpace(text)
	if strings.ContainsFunc(text, unicode.IsControl) {
		return credential.Secret{}, &mperr.InvalidArgument{Argument: source, Reason: "has more than one line, or control characters"}
	}
	return credential.NewSecret(text), nil
}
