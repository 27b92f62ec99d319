package plugin

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
)

func TestHideFindsASecretInEveryForm(t *testing.T) {
	const secret = `s3<cr>et "é" & more/x`
	encoded, err := json.Marshal(secret)
	if err != nil {
		t.Fatal(err)
	}
	r := newRedactor([]string{secret})
	for _, text := range []string{secret, fmt.Sprintf("%q", secret), string(encoded), url.QueryEscape(secret), url.PathEscape(secret)} {
		got := r.hide("before " + text + " after")
		if strings.Contains(got, "et") || !strings.HasPrefix(got, "before ") || !strings.HasSuffix(got, " after") {
			t.Errorf("hide(%q) = %q", text, got)
		}
	}
}

func TestHideReplacesTheLongerOfTwoSecretsWhole(t *testing.T) {
	r := newRedactor([]string{"canary", "canary-long", ""})
	if got, want := r.hide("canary-long canary"), "*** ***"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestHideKnowsTheLinesOfASecretOfManyLines(t *testing.T) {
	r := newRedactor([]string{"-----BEGIN KEY-----\nMIIEvQIBADANBg\n}\n"})
	if got := r.hide("line MIIEvQIBADANBg of }"); got != "line *** of }" {
		t.Errorf("got %q", got)
	}
}

func TestHideWithoutSecretsChangesNothing(t *testing.T) {
	if got := newRedactor(nil).hide("abc"); got != "abc" {
		t.Errorf("got %q", got)
	}
}

func TestWithoutStartRemovesACutSecret(t *testing.T) {
	r := newRedactor([]string{"canary-value"})
	for text, want := range map[string]string{
		"x canary-val": "x ", "x c": "x ", "x": "x", "": "", "canary-valu": "", "canary-valuX": "canary-valuX",
	} {
		if got := r.withoutStart(text); got != want {
			t.Errorf("withoutStart(%q) = %q, want %q", text, got, want)
		}
	}
}
