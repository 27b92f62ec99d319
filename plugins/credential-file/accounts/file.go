package accounts

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"

	"github.com/mixpanel-data/mp/plugins/credential-file/ownerfile"
	"github.com/mixpanel-data/mp/plugins/credential-file/tomldoc"
)

// file is the configuration file as it was read. Where there is none, it is empty and missing is true.
type file struct {
	path    string
	missing bool
	doc     *tomldoc.Document
}

// read reads the file and checks the shape of what is ours in it.
func (s *Store) read(ctx context.Context) (*file, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if s.noPath != nil {
		return nil, s.noPath
	}
	text, err := ownerfile.Read(s.path)
	missing := errors.Is(err, fs.ErrNotExist)
	if err != nil && !missing {
		return nil, err
	}
	f := &file{path: s.path, missing: missing}
	if f.doc, err = tomldoc.Parse(text); err != nil {
		return nil, f.syntaxProblem(err)
	}
	return f, f.check()
}

// check refuses a default that is no text and accounts that are no table.
func (f *file) check() error {
	if value, ok := f.doc.Value("default"); ok {
		if _, ok := value.(string); !ok {
			return f.problem("default must be the name of an account in quotes, not "+kindOf(value), `write default = "NAME"`, "default")
		}
	}
	if value, ok := f.doc.Value("accounts"); ok {
		if _, ok := value.(map[string]any); !ok {
			return f.problem("accounts must be a table, not "+kindOf(value), "write each account as a table [accounts.NAME]", "accounts")
		}
	}
	return nil
}

// has says whether there is anything under an account's name, also what is not ours.
func (f *file) has(name string) bool {
	_, ok := f.doc.Value("accounts", name)
	return ok
}

// names lists the accounts that are not another tool's, also those that lack something, in the order of the file.
func (f *file) names() []string {
	return slices.DeleteFunc(f.doc.Names("accounts"), f.isForeign)
}

// usable lists the names of the accounts that credentials could come from, in the order of the file.
func (f *file) usable() []string {
	return slices.DeleteFunc(f.names(), func(name string) bool {
		_, err := f.account(name)
		return err != nil
	})
}

// choices is usable for a sentence.
func (f *file) choices() string {
	if names := f.usable(); len(names) > 0 {
		return strings.Join(names, ", ")
	}
	return "(no accounts yet)"
}

// defaultName is the default account: the one that the file names, else the first one, else "". explicit says that the
// file names it, whether or not there is such an account. One that lacks something stays the default until it is mended or
// another one is chosen: its user should hear of it, and not use another project without knowing.
func (f *file) defaultName() (name string, explicit bool) {
	value, _ := f.doc.Value("default")
	if text, _ := value.(string); text != "" {
		return text, true
	}
	if names := f.names(); len(names) > 0 {
		return names[0], false
	}
	return "", false
}

// line is where a key of an account stands, or the account itself where it lacks the key.
func (f *file) line(name string, keys ...string) int {
	return f.doc.Line(append([]string{"accounts", name}, keys...)...)
}
