package tomldoc

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func parse(t testing.TB, text string) *Document {
	t.Helper()
	doc, err := Parse([]byte(text))
	if err != nil {
		t.Fatalf("Parse(%q) = %v", text, err)
	}
	return doc
}

const sample = `# head

default = "b"  # mine

[accounts."my acct"]
username = 'x'
[settings]
a.b = [1, 2]
[accounts.b]
secret = "s"
inline = { deep = { x = 1 }, "y z" = 2 }
[accounts.c.sub]
k = 1
`

func TestLineFindsKeysTablesAndNearestAncestors(t *testing.T) {
	doc := parse(t, sample)
	for line, path := range map[int][]string{
		3:  {"default"},
		5:  {"accounts", "my acct"},
		6:  {"accounts", "my acct", "username"},
		8:  {"settings", "a", "b"},
		9:  {"accounts", "b", "project_id"},
		10: {"accounts", "b", "secret"},
		11: {"accounts", "b", "inline", "deep", "x"},
		12: {"accounts", "c"},
		13: {"accounts", "c", "sub", "k"},
		0:  {"nowhere", "at", "all"},
	} {
		if got := doc.Line(path...); got != line {
			t.Errorf("Line(%v) = %d, want %d", path, got, line)
		}
	}
	if got := parse(t, "accounts = { p = { secret = 5 } }\n").Line("accounts", "p", "secret"); got != 1 {
		t.Errorf("line in an inline table = %d, want 1", got)
	}
	if got := parse(t, "\xef\xbb\xbf\r\na = 1\r\nb = 2\r\n").Line("b"); got != 3 {
		t.Errorf("line behind a byte order mark = %d, want 3", got)
	}
}

func TestNamesKeepTheOrderOfTheText(t *testing.T) {
	for text, want := range map[string][]string{
		sample: {"my acct", "b", "c"},
		"accounts = { z = {a = 1}, a = {a = 1} }":             {"z", "a"},
		"accounts.z.a = 1\naccounts.b.a = 1\n[accounts.a]\n":  {"z", "b", "a"},
		"[accounts]\nz.a = 1\na = {}\n[accounts.b]\n[x.y]\n":  {"z", "a", "b"},
		"[accounts.z.sub]\n[accounts.a]\n[accounts.z]\nb=1\n": {"z", "a"},
		"": {}, "accounts = 3": {},
	} {
		if diff := cmp.Diff(want, parse(t, text).Names("accounts")); diff != "" {
			t.Errorf("Names of %q: %s", text, diff)
		}
	}
}

func TestParseErrorSaysLineAndNeverQuotesTheText(t *testing.T) {
	const secret = "s3cr3t"
	for text, reason := range map[string]string{
		"a = 1\nsecret = \"" + secret + "\nb = 2\n":         "a string is not closed on its line",
		"a = 1\nsecret = " + secret + "\n":                  "a value is missing, or is text without quotes",
		"a = 1\n" + secret + "\n":                           "a key has no = after it",
		"a = 1\n" + secret + " = 1\n" + secret + " = 2":     "a key or table is defined twice",
		"a = 1\nb = \"x\" " + secret + "\n":                 "there is something behind a value",
		"a = 1\n[" + secret + "\n":                          "a table header is not closed",
		"a = 1\nb = \"\\q" + secret + "\"\n":                "a string has an unknown escape",
		"a = 1\nb = \"" + secret + "\xff\"\n":               "there is a byte that is not UTF-8 text",
		"a = 1\nb = \"" + secret + "\x01\"\n":               "there is a control character",
		"a = 1\nb = 99999999999999999999 # " + secret + "":  "a number is too large",
		"a = 1\n[" + secret + "]\n[" + secret + "]\n":       "a key or table is defined twice",
		"a = 1\nb = '''" + secret:                           "a string is not closed",
		"a = 1\n[[" + secret + "]]\n[" + secret + "]\n":     "a key or table is defined twice",
		"a = 1\nb = [" + secret + "]\n":                     "a value is missing, or is text without quotes",
		"a = 1\nb = 0x" + secret + "\n":                     "",
		"a = 1\nb = { c = 1 " + secret + " }\n":             "",
		"a = 1\nb = 2020-13-45T" + secret + "\n":            "",
		"a = 1\nb = \"" + secret + "\\uD800\"\n":            "",
		"a = 1\nb.c = 1\nb = \"" + secret + "\"\n":          "a key or table is defined twice",
		"a = 1\n=" + secret:                                 "",
		"a = 1\nb = 1__" + secret + "\n":                    "",
		"a = 1\n\"" + secret + "\"\n\"" + secret + "\" = 1": "",
	} {
		_, err := Parse([]byte(text))
		bad, ok := errors.AsType[*SyntaxError](err)
		if !ok {
			t.Errorf("Parse(%q) = %v, want SyntaxError", text, err)
			continue
		}
		if bad.Line != 2 && bad.Line != 3 {
			t.Errorf("Parse(%q): line %d, want 2 or 3", text, bad.Line)
		}
		if strings.Contains(err.Error(), secret) || !strings.Contains(err.Error(), "not valid TOML") {
			t.Errorf("Parse(%q): %q quotes the text or says nothing", text, err)
		}
		if !strings.Contains(bad.Reason, reason) {
			t.Errorf("Parse(%q): %q, want %q", text, bad.Reason, reason)
		}
	}
}

func TestParseRefusesDeepNestingInsteadOfHanging(t *testing.T) {
	for name, text := range map[string]string{
		"dotted key": strings.Repeat("a.", 5000) + "b = 1", "header": "[" + strings.Repeat("a.", 5000) + "b]",
		"lists": "a = " + strings.Repeat("[", 9000) + strings.Repeat("]", 9000), "open lists": "a = " + strings.Repeat("[", 1<<20),
		"tables": "a = " + strings.Repeat("{ a = ", 9000) + "1" + strings.Repeat("}", 9000),
		"both":   "a = " + strings.Repeat("[{ a = ", 4000) + "1" + strings.Repeat("}]", 4000),
	} {
		_, err := Parse([]byte("x = 1\n" + text))
		if bad, ok := errors.AsType[*SyntaxError](err); !ok || bad.Line != 2 {
			t.Errorf("%s: %v, want SyntaxError in line 2", name, err)
		}
	}
	parse(t, "a = "+strings.Repeat("[", 30)+strings.Repeat("{ a = ", 10)+"1"+strings.Repeat("}", 10)+strings.Repeat("]", 30))
}
