package shellword

import (
	"os/exec"
	"testing"
)

func TestQuotedWordsComeOutOfAShellAsTheyWere(t *testing.T) {
	for _, word := range []string{
		"", "plain", "2026-01-01", "a b", "it's", "'", "''", `"`, `\`, "$HOME", "`id`", "a;b", "a\nb", "*", "~", "!x", "#c", "é東京", "-e", "a=b", "50%",
		`SELECT prop(properties, '$browser') AS b FROM events WHERE x <> "y"`,
	} {
		out, err := exec.CommandContext(t.Context(), "sh", "-c", "printf %s "+Quote(word)).Output()
		if err != nil || string(out) != word {
			t.Errorf("%q is quoted as %s, which a shell reads as %q (%v)", word, Quote(word), out, err)
		}
	}
}

func TestQuoteLeavesPlainWordsAlone(t *testing.T) {
	for _, word := range []string{"events", "--from", "2026-01-01", "/a/b.duckdb", "http://127.0.0.1:1", "Signup,Login", "a=b", "me@example.com"} {
		if got := Quote(word); got != word {
			t.Errorf("Quote(%q) = %s", word, got)
		}
	}
}
