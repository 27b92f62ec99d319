package tomldoc

import (
	"fmt"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// chunk is a piece of a generated file: whole lines.
type chunk struct {
	text    string
	blank   bool
	account string // of a table [accounts.NAME]
}

// values are what people and tools write behind a =, chosen to look like what they are not.
var values = []string{
	`"plain"`, `'lit # eral'`, `"[accounts.ghost]"`, `"""` + "\n[accounts.ghost]\ndefault = 1\n" + `"""`, "'''a\n# b = c\n'''",
	`"esc \" \\ \u00e9 # ="`, "1_000", "0xff", "3.5e3", "nan", "-inf", "true", "1979-05-27T07:32:00-08:00", "07:32:00", "1979-05-27",
	`[1, 2]`, "[ # c\n  \"x\", # ]\n  'y',\n]", `{ a = 1, "b c" = { d = "}" } }`, "[]", "{}", `[{ a = 1 }, { b = 2 }]`,
}

var names = []string{"prod", "staging", "a-b_c", "with space", "é☃", "a.b", `q"q`, "[x]", "#", "123", "default", "accounts"}

func drawLine(t *rapid.T, key string) string {
	line := key + rapid.SampledFrom([]string{" = ", "=", "\t=  "}).Draw(t, "equals") + rapid.SampledFrom(values).Draw(t, "value")
	return line + rapid.SampledFrom([]string{"", "  # why", "#!"}).Draw(t, "remark") + "\n"
}

func drawSpace(t *rapid.T) []chunk {
	return rapid.SliceOfN(rapid.SampledFrom([]chunk{
		{text: "\n", blank: true}, {text: "\n", blank: true}, {text: "# default = \"no\"\n"}, {text: "   # [accounts.ghost]\n"},
	}), 0, 3).Draw(t, "space")
}

func drawAccount(t *rapid.T, name string) chunk {
	header := "[accounts." + quoteKey(name) + "]"
	if rapid.Bool().Draw(t, "spaced") {
		header = "  [ accounts . " + quoteKey(name) + " ] # mine"
	}
	var text strings.Builder
	text.WriteString(header + "\n")
	for i := range rapid.IntRange(0, 3).Draw(t, "keys") {
		text.WriteString(strings.Repeat("# inside\n", i%2) + drawLine(t, fmt.Sprintf("key%d", i)))
	}
	return chunk{text: text.String(), account: name}
}

// drawFile is a valid file and its pieces, with LF ends.
func drawFile(t *rapid.T) (chunks []chunk, hasDefault bool) {
	chunks = drawSpace(t)
	for i := range rapid.IntRange(0, 2).Draw(t, "top keys") {
		chunks = append(chunks, chunk{text: drawLine(t, fmt.Sprintf("top%d", i))})
	}
	if hasDefault = rapid.Bool().Draw(t, "has default"); hasDefault {
		chunks = append(chunks, chunk{text: "default  = 'OLD' # remark\n"})
	}
	accounts := rapid.SliceOfNDistinct(rapid.SampledFrom(names), 0, 5, rapid.ID[string]).Draw(t, "accounts")
	foreign := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"active", "targets.a", "settings"}), 0, 3, rapid.ID[string]).Draw(t, "foreign")
	for len(accounts)+len(foreign) > 0 {
		chunks = append(chunks, drawSpace(t)...)
		if len(foreign) == 0 || len(accounts) > 0 && rapid.Bool().Draw(t, "account next") {
			chunks = append(chunks, drawAccount(t, accounts[0]))
			accounts = accounts[1:]
			continue
		}
		chunks = append(chunks, chunk{text: "[" + foreign[0] + "]\n" + drawLine(t, "k")})
		foreign = foreign[1:]
	}
	return append(chunks, drawSpace(t)...), hasDefault
}

func join(chunks []chunk, eol string) string {
	var out strings.Builder
	for _, c := range chunks {
		out.WriteString(c.text)
	}
	return strings.ReplaceAll(out.String(), "\n", eol)
}

func decode(t *rapid.T, text string) map[string]any {
	out := map[string]any{}
	if _, err := toml.Decode(text, &out); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return out
}

func TestEditsOfAnyFileChangeOneThing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		chunks, hasDefault := drawFile(t)
		eol := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "eol")
		text := join(chunks, eol)
		doc, err := Parse([]byte(text))
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		checkSet(t, doc, text, eol, hasDefault)
		checkAdd(t, doc, text)
		for i, c := range chunks {
			if c.account != "" {
				checkDelete(t, doc, chunks, i, eol)
			}
		}
	})
}

func checkSet(t *rapid.T, doc *Document, text, eol string, hasDefault bool) {
	name := rapid.SampledFrom(names).Draw(t, "new default")
	got, err := doc.SetText("default", name)
	if err != nil {
		t.Fatalf("SetText in %q: %+v", text, err)
	}
	changed := string(got.Bytes())
	line := "default = " + quoteText(name)
	if hasDefault {
		want := strings.Replace(text, "default  = 'OLD'", "default  = "+quoteText(name), 1)
		if diff := cmp.Diff(want, changed); diff != "" {
			t.Fatal(diff)
		}
	} else if lines := usedEnd(text, eol); strings.Replace(changed, line+lines, "", 1) != text && strings.Replace(changed, line+lines+lines, "", 1) != text {
		t.Fatalf("SetText changed more than a line: %q -> %q", text, changed)
	}
	want := decode(t, text)
	want["default"] = name
	same(t, want, changed)
}

// usedEnd is the line end that an edit takes: the text's, which shows in its first line.
func usedEnd(text, eol string) string {
	if text == "" {
		return "\n"
	}
	return eol
}

func checkAdd(t *rapid.T, doc *Document, text string) {
	value := rapid.String().Draw(t, "value")
	got, err := doc.AddTable([]string{"accounts", "added"}, Pair{"k", value})
	if err != nil {
		t.Fatalf("AddTable to %q: %+v", text, err)
	}
	if !strings.HasPrefix(string(got.Bytes()), text) {
		t.Fatalf("AddTable changed %q to %q", text, got.Bytes())
	}
	want := decode(t, text)
	if want["accounts"] == nil {
		want["accounts"] = map[string]any{}
	}
	want["accounts"].(map[string]any)["added"] = map[string]any{"k": strings.ToValidUTF8(value, "")}
	same(t, want, string(got.Bytes()))
}

func checkDelete(t *rapid.T, doc *Document, chunks []chunk, i int, eol string) {
	got, err := doc.Delete("accounts", chunks[i].account)
	if err != nil {
		t.Fatalf("Delete from %q: %+v", doc.Bytes(), err)
	}
	before := chunks[:i]
	if i > 1 && before[i-1].blank {
		before = before[:i-1]
	}
	if diff := cmp.Diff(join(before, eol)+join(chunks[i+1:], eol), string(got.Bytes())); diff != "" {
		t.Fatal(diff)
	}
	want := decode(t, string(doc.Bytes()))
	accounts := want["accounts"].(map[string]any)
	delete(accounts, chunks[i].account)
	if len(accounts) == 0 {
		delete(want, "accounts")
	}
	same(t, want, string(got.Bytes()))
}

func same(t *rapid.T, want map[string]any, text string) {
	if diff := cmp.Diff(want, decode(t, text), cmpopts.EquateNaNs()); diff != "" {
		t.Fatalf("%q: %s", text, diff)
	}
}

// FuzzEdit holds every text that can be read to the promise: an edit is refused, or it changes one thing.
func FuzzEdit(f *testing.F) {
	f.Add(sample, "accounts", "b")
	f.Add("\xef\xbb\xbfaccounts.x.y = 1\r\n[[t]]\r\n", "x", "")
	f.Add("accounts = { p = { x = 1 } }", "p", "q")
	f.Fuzz(func(t *testing.T, text, name, value string) {
		doc, err := Parse([]byte(text))
		if err != nil {
			return
		}
		for _, key := range doc.Names() {
			if line := doc.Line(key); line < 0 || line > 1+strings.Count(text, "\n") {
				t.Fatalf("line %d of %q", line, key)
			}
		}
		if changed, err := doc.SetText("default", value); err == nil {
			if got, _ := changed.Value("default"); got != strings.ToValidUTF8(value, "\uFFFD") && got != value {
				t.Fatalf("default is %q, want %q", got, value)
			}
		}
		added, err := doc.AddTable([]string{"accounts", name}, Pair{"k", value})
		if err != nil {
			return
		}
		if !strings.HasPrefix(string(added.Bytes()), text) {
			t.Fatalf("%q became %q", text, added.Bytes())
		}
		if _, existed := doc.Value("accounts", name); existed {
			t.Fatalf("added over an existing %q", name)
		}
		if removed, err := added.Delete("accounts", name); err == nil && !sameTree(removed.tree, doc.tree) && doc.tree["accounts"] != nil {
			t.Fatalf("%q: adding and deleting %q left %q", text, name, removed.Bytes())
		}
	})
}
