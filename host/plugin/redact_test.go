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

func TestHideCutLeavesNoStartOfASecret(t *testing.T) {
	secret := strings.Repeat("canary-", maxSecret/7)
	r := newRedactor([]string{secret})
	for _, n := range []int{1, 6, 100, len(secret) - 1} {
		got := r.hideCut(strings.Repeat("x", 2*maxSecret) + secret + " " + secret[:n])
		if strings.Contains(got, "c") || !strings.HasPrefix(got, "xxx") {
			t.Errorf("after %d bytes of the secret: %.20q…%.20q", n, got, got[len(got)-20:])
		}
	}
}

func TestHideKnowsWhatPassesThroughCalls(t *testing.T) {
	r := newRedactor(nil)
	r.calls.Add("canary-resolved")
	if got := r.hide("using canary-resolved"); got != "using ***" {
		t.Errorf("got %q", got)
	}
}

func TestHideLeavesWordsWholeWhereASecretIsShort(t *testing.T) {
	for _, short := range []string{"s", "se", "ser"} {
		if got := newRedactor([]string{short, "serv-ice"}).hide("the service: serv-ice"); got != "the service: ***" {
			t.Errorf("with the secret %q: %q", short, got)
		}
	}
	if got := newRedactor([]string{"serv"}).hide("the service"); got != "the ***ice" {
		t.Errorf("four bytes: %q", got)
	}
}
