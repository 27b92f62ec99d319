package plugin

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestCleanTakesAwayWhatATerminalObeys(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain", "hello, world", "hello, world"},
		{"empty", "", ""},
		{"colour", "\x1b[1;31mred\x1b[0m", "red"},
		{"window title, ended by bell", "a\x1b]0;owned\x07b", "ab"},
		{"link, ended by ST", "a\x1b]8;;http://evil\x1b\\b", "ab"},
		{"title without an end keeps the line", "\x1b]0;real trouble: disk is full", "0;real trouble: disk is full"},
		{"clear screen, C1 form", "a\u009b2Jb", "ab"},
		{"device control", "a\x1bPq#0\x1b\\b", "ab"},
		{"reset", "\x1bcx", "x"},
		{"NUL, backspace, carriage return, DEL", "a\x00b\bc\rd\x7fe", "abc de"},
		{"tab", "a\tb", "a b"},
		{"right-to-left override", "abc\u202etxt.exe", "abctxt.exe"},
		{"invalid UTF-8", "a\xffb", "a\uFFFDb"},
		{"lone escape at the end", "abc\x1b", "abc"},
		{"other scripts stay", "日本語 žluťoučký", "日本語 žluťoučký"},
		{"white space around", "  x  ", "x"},
	} {
		if got := clean(c.in); got != c.want {
			t.Errorf("%s: clean(%q) = %q, want %q", c.name, c.in, got, c.want)
		}
	}
}

func TestClipCutsAtABorderOfRunes(t *testing.T) {
	for _, c := range []struct {
		in   string
		n    int
		want string
	}{
		{"abc", 3, "abc"}, {"abcd", 3, "abc…"}, {"žluť", 2, "ž…"}, {"žluť", 1, "…"}, {"", 0, ""},
	} {
		if got := clip(c.in, c.n); got != c.want {
			t.Errorf("clip(%q, %d) = %q, want %q", c.in, c.n, got, c.want)
		}
	}
}

func FuzzCleanIsSafeAndIdempotent(f *testing.F) {
	f.Add("\x1b[31mred\x1b]0;t\x07\u202e\xff")
	f.Fuzz(func(t *testing.T, text string) {
		got := clean(text)
		if !utf8.ValidString(got) {
			t.Errorf("clean(%q) = %q is not valid UTF-8", text, got)
		}
		if strings.ContainsFunc(got, func(r rune) bool { return !unicode.IsPrint(r) }) {
			t.Errorf("clean(%q) = %q holds what cannot be printed", text, got)
		}
		if again := clean(got); again != got {
			t.Errorf("clean(%q) = %q, and again %q", text, got, again)
		}
	})
}
