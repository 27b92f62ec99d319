package tomldoc

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

type change func(*Document) (*Document, error)

func set(value string) change {
	return func(d *Document) (*Document, error) { return d.SetText("default", value) }
}

func add(name string) change {
	return func(d *Document) (*Document, error) {
		return d.AddTable([]string{"accounts", name}, Pair{"username", "u"})
	}
}

func remove(path ...string) change {
	return func(d *Document) (*Document, error) { return d.Delete(path...) }
}

func TestEditsTouchNothingElse(t *testing.T) {
	for _, tt := range []struct {
		name, before, after string
		change              change
	}{
		{"first account of an empty file", "", "[accounts.a]\nusername = \"u\"\n", add("a")},
		{"default of an empty file", "", "default = \"a\"\n", set("a")},
		{"last line without an end", "x = 1", "x = 1\n\n[accounts.a]\nusername = \"u\"\n", add("a")},
		{"windows line ends", "x = 1\r\n", "x = 1\r\n\r\n[accounts.a]\r\nusername = \"u\"\r\n", add("a")},
		{"byte order mark", "\xef\xbb\xbfx = 1\n", "\xef\xbb\xbfx = 1\ndefault = \"a\"\n", set("a")},
		{"byte order mark alone", "\xef\xbb\xbf", "\xef\xbb\xbfdefault = \"a\"\n", set("a")},
		{"default keeps spacing, quotes and comment", "'default'  =\t'old' # mine\n[t]\n", "'default'  =\t\"new\" # mine\n[t]\n", set("new")},
		{"default over several lines", "default = '''\nold''' # x\n", "default = \"new\" # x\n", set("new")},
		{"default that holds what looks like a table", "default = \"[accounts.a] # =\"\n", "default = \"n\"\n", set("n")},
		{"default goes behind top-level keys", "# c\na = 1\n# d\n[t]\n", "# c\na = 1\ndefault = \"n\"\n# d\n[t]\n", set("n")},
		{"default goes behind a last line without an end", "a = 1", "a = 1\ndefault = \"n\"\n", set("n")},
		{"default goes below the heading", "# my file\n# of accounts\n\n[t]\n", "# my file\n# of accounts\n\ndefault = \"n\"\n\n[t]\n", set("n")},
		{"default stays above a table's own comment", "# about t\n[t]\n", "default = \"n\"\n\n# about t\n[t]\n", set("n")},
		{"a default in another table is not ours", "[t]\ndefault = \"x\"\n", "default = \"n\"\n\n[t]\ndefault = \"x\"\n", set("n")},
		{"special characters", "", "default = \"\\\"\\\\\\u0000\\u000Aé☃ ]#\"\n", set("\"\\\x00\né☃ ]#")},
		{
			"account between others", "[a]\n\n# about p\n[accounts.p]\nx = 1 # y\n# inside\n[accounts.p.sub]\ny = [\n 1, # two\n]\n# about b\n[b]\n",
			"[a]\n\n# about p\n# inside\n# about b\n[b]\n", remove("accounts", "p"),
		},
		{"empty line above goes too", "[a]\n\n[accounts.p]\nx = 1\n\n[b]\n", "[a]\n\n[b]\n", remove("accounts", "p")},
		{"only account", "[accounts.p]\nx = 1\n", "", remove("accounts", "p")},
		{"account in pieces", "[accounts.p.s]\n[t]\nk = 1\n[accounts.p]\nx = 1", "[t]\nk = 1\n", remove("accounts", "p")},
		{"account of dotted keys", "accounts.p.x = 1\n# c\naccounts.q.x = 1\naccounts.p.y = 2\n", "# c\naccounts.q.x = 1\n", remove("accounts", "p")},
		{"account in one line", "[accounts]\np = { x = 1 } # p\nq = { x = 1 }\n", "[accounts]\nq = { x = 1 }\n", remove("accounts", "p")},
		{"quoted name", "[ accounts . \"a b\" ]\nx = 1\n[accounts.a]\n", "[accounts.a]\n", remove("accounts", "a b")},
		{"table text inside a string", "[accounts.p]\nx = '''\n[accounts.q]\n'''\n[accounts.q]\nz = 1\n", "[accounts.p]\nx = '''\n[accounts.q]\n'''\n", remove("accounts", "q")},
		{"default alone", "default = \"a\"\nx = 1\n", "x = 1\n", remove("default")},
		{"odd values elsewhere", "n = nan\nd = 1979-05-27\ni = -inf\n", "n = nan\nd = 1979-05-27\ni = -inf\n\n[accounts.a]\nusername = \"u\"\n", add("a")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.change(parse(t, tt.before))
			if err != nil {
				t.Fatalf("%v (%+v)", err, err)
			}
			if diff := cmp.Diff(tt.after, string(got.Bytes())); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEditsRefuseWhatTheyCannotDoWholly(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		change     change
		line       int
		byHand     string
	}{
		{"accounts in one line cannot grow", "a = 1\naccounts = { p = { x = 1 } }\n", add("q"), 2, "add accounts.q to it with the keys username"},
		{"accounts in one line cannot shrink", "a = 1\naccounts = { p = { x = 1 } }\n", remove("accounts", "p"), 2, "delete accounts.p"},
		{"accounts are a list", "[[accounts]]\nx = 1\n", add("q"), 1, "add accounts.q to it"},
		{"default is a table", "x = 1\n[default]\ny = 1\n", set("n"), 1, `write default = "n" above the first [table]`},
		{"default is a list", "x = 1\ndefault = [1]\n", set("n"), 2, `write default = "n" above the first [table]`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc := parse(t, tt.text)
			_, err := tt.change(doc)
			refused, ok := errors.AsType[*EditError](err)
			if !ok {
				t.Fatalf("error = %v, want EditError", err)
			}
			if refused.Line != tt.line || !strings.HasPrefix(refused.ByHand, tt.byHand) {
				t.Errorf("error = %+v, want line %d, %q", refused, tt.line, tt.byHand)
			}
			if string(doc.Bytes()) != tt.text {
				t.Errorf("the old document changed to %q", doc.Bytes())
			}
		})
	}
}

func TestAddThenDeleteGivesTheTextBack(t *testing.T) {
	for _, text := range []string{"", "x = 1\n", "# c\n", "[t]\r\nx = 1\r\n", sample, "\n\n", "[t]\n\n\n"} {
		added, err := add("new")(parse(t, text))
		if err != nil {
			t.Fatal(err)
		}
		removed, err := added.Delete("accounts", "new")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(text, string(removed.Bytes())); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}
