package accounts

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// model is what the store must do, on a list.
type model struct {
	names       []string
	defaultName string
}

func (m *model) add(name string) {
	if len(m.names) == 0 {
		m.defaultName = name
	}
	m.names = append(m.names, name)
}

func (m *model) remove(name string) (newDefault string) {
	m.names = slices.DeleteFunc(m.names, func(n string) bool { return n == name })
	if m.defaultName != name {
		return ""
	}
	m.defaultName = ""
	if len(m.names) > 0 {
		m.defaultName = m.names[0]
	}
	return m.defaultName
}

func (m *model) show() string {
	out := make([]string, len(m.names))
	for i, name := range m.names {
		out[i] = name + map[bool]string{true: "*"}[name == m.defaultName]
	}
	return strings.Join(out, " ")
}

// TestStoreKeepsToItsModel makes random changes to a file that has other tools' tables in it.
func TestStoreKeepsToItsModel(t *testing.T) {
	dir := home(t)
	rapid.Check(t, func(rt *rapid.T) {
		path := filepath.Join(dir, "config.toml")
		_ = os.Remove(path)
		s := New(Config{Path: path})
		foreign := rapid.SampledFrom([]string{"", "# mine\n\n", "[active]\nx = 1 # y\n", "top = 1\r\n[accounts.oauth]\r\ntype = \"o\"\r\n"}).Draw(rt, "foreign")
		if foreign != "" {
			write(t, s, foreign)
		}
		m := &model{}
		for range rapid.IntRange(1, 12).Draw(rt, "changes") {
			name := rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(rt, "name")
			step(t, rt, s, m, rapid.SampledFrom([]string{"add", "remove", "default"}).Draw(rt, "change"), name)
			infos, err := s.List(context.Background())
			if got := namesOf(infos); err != nil || got != m.show() {
				rt.Fatalf("accounts = %q, %v; want %q in %s", got, err, m.show(), read(t, s))
			}
			for line := range strings.Lines(foreign) {
				if !strings.Contains(read(t, s), line) {
					rt.Fatalf("%q is lost in %q", line, read(t, s))
				}
			}
		}
	})
}

// step makes a change in both, and compares the outcomes.
func step(t *testing.T, rt *rapid.T, s *Store, m *model, change, name string) {
	t.Helper()
	ctx, known := context.Background(), slices.Contains(m.names, name)
	var err error
	switch change {
	case "add":
		_, err = s.Add(ctx, name, credentials(t, fields(name)))
		if known != errors.As(err, new(*mperr.AccountExists)) {
			rt.Fatalf("add %s = %v, known %v", name, err, known)
		}
		if !known {
			m.add(name)
		}
		return
	case "remove":
		var newDefault string
		newDefault, err = s.Remove(ctx, name)
		if known && newDefault != m.remove(name) {
			rt.Fatalf("remove %s = %q, want %q", name, newDefault, m.defaultName)
		}
	case "default":
		err = s.SetDefault(ctx, name)
		if known {
			m.defaultName = name
		}
	}
	if known != (err == nil) || !known && !errors.As(err, new(*mperr.AccountNotFound)) {
		rt.Fatalf("%s %s = %v, known %v", change, name, err, known)
	}
}
