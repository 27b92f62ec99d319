package accounts

import (
	"errors"
	"fmt"

	"github.com/mixpanel-data/mp/plugins/credential-file/seal"
	"github.com/mixpanel-data/mp/plugins/credential-file/tomldoc"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// The errors about a file say path, line, key and what to do, and never quote the file, as secrets stand in it.

// problem is the error about a key.
func (f *file) problem(message, fix string, key ...string) error {
	return &mperr.ConfigError{Path: f.path, Line: f.doc.Line(key...), Key: tomldoc.Key(key...), Message: message, Fix: fix}
}

// accountProblem is the error about an account, or about one of its keys.
func (f *file) accountProblem(name string, keys []string, what, fix string) error {
	return f.problem(fmt.Sprintf("account %q %s", name, what), fix, append([]string{"accounts", name}, keys...)...)
}

// fieldProblem puts a field that credentials cannot be made of at its place in the file.
func (f *file) fieldProblem(name string, err error) error {
	bad, ok := errors.AsType[*mperr.InvalidArgument](err)
	if !ok {
		return err
	}
	return f.accountProblem(name, []string{bad.Argument}, "has a bad "+bad.Error(), fmt.Sprintf("mend %s under [%s]",
		bad.Argument, tomldoc.Key("accounts", name)))
}

// isForeign says whether another tool's kind of account has that name.
func (f *file) isForeign(name string) bool {
	kind, ok := f.doc.Value("accounts", name, "type")
	return ok && kind != serviceAccount
}

func (f *file) foreign(name string) error {
	return f.accountProblem(name, []string{"type"}, "is not a service account, and belongs to another tool",
		"use the tool that wrote it, or one of the accounts that mp auth list shows")
}

func (f *file) syntaxProblem(err error) error {
	bad, ok := errors.AsType[*tomldoc.SyntaxError](err)
	if !ok {
		return err
	}
	return &mperr.ConfigError{Path: f.path, Line: bad.Line, Message: bad.Reason, Fix: "mend the line, or move the file away"}
}

// editProblem says what to write by hand where the file cannot be edited; other errors stay as they are.
func (f *file) editProblem(err error) error {
	refused, ok := errors.AsType[*tomldoc.EditError](err)
	if !ok {
		return err
	}
	return &mperr.ConfigError{Path: f.path, Line: refused.Line, Message: refused.Error() + "; it is unchanged",
		Fix: "edit it by hand: " + refused.ByHand}
}

// sealProblem says why the secret of an account does not open. The context's errors and those about the key file stay as
// they are.
func (f *file) sealProblem(name string, err error) error {
	again := fmt.Sprintf("run mp auth remove %s, then mp auth add %s", name, name)
	moved, isMoved := errors.AsType[*seal.MovedError](err)
	noKey, isNoKey := errors.AsType[*seal.NoKeyError](err)
	switch {
	case errors.Is(err, seal.ErrDamaged):
		return f.accountProblem(name, []string{"secret"}, "has an encrypted secret that is damaged", again)
	case isMoved:
		return f.accountProblem(name, []string{"secret"},
			fmt.Sprintf("has a secret that was encrypted for another place (%s of account %q)", moved.From.Field, moved.From.Account), again)
	case isNoKey:
		return f.accountProblem(name, []string{"secret"}, "has a secret that cannot be opened: "+noKey.Error(), "unlock the keyring or bring the key file back, or "+again)
	}
	return err
}
