package main

import (
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

func TestSecretFromStandardInput(t *testing.T) {
	long := strings.Repeat("s", secretLimit)
	for _, tt := range []struct{ in, want string }{
		{"s3cr3t", "s3cr3t"}, {"s3cr3t\n", "s3cr3t"}, {" s3cr3t \r\n", "s3cr3t"}, {`a"b\c=d:é` + "\n", `a"b\c=d:é`}, {long, long}, {"", ""},
	} {
		got, err := newApp(tt.in).readSecret(t.Context(), true)
		if err != nil || !got.Equal(credential.NewSecret(tt.want)) {
			t.Errorf("%.20q: another secret, or %v", tt.in, err)
		}
	}
}

func TestSecretThatCannotBeOneIsRefusedAndNotQuoted(t *testing.T) {
	for name, in := range map[string]string{
		"two lines": "canary\nother", "zero byte": "canary\x00", "escape": "\x1b[31mcanary", "huge": strings.Repeat("canary", 2_000_000),
	} {
		_, err := newApp(in).readSecret(t.Context(), true)
		if mperr.CodeOf(err) != "INVALID_ARGUMENT" || strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: %v, want INVALID_ARGUMENT without the text", name, err)
		}
	}
}

func TestSecretFromTheEnvironment(t *testing.T) {
	s := newApp("")
	s.lookupEnv = func(name string) (string, bool) { return "from-env", name == "MP_SECRET" }
	if got, err := s.readSecret(t.Context(), false); err != nil || !got.Equal(credential.NewSecret("from-env")) {
		t.Errorf("another secret, or %v", err)
	}
	s.in = strings.NewReader("from-stdin")
	if got, err := s.readSecret(t.Context(), true); err != nil || !got.Equal(credential.NewSecret("from-stdin")) {
		t.Errorf("--secret-stdin does not come first, or %v", err)
	}
}

func TestSecretWithoutATerminalSaysHowToGiveOne(t *testing.T) {
	_, err := newApp("s3cr3t").readSecret(t.Context(), false)
	if mperr.CodeOf(err) != "INVALID_ARGUMENT" || !strings.Contains(err.Error(), "--secret-stdin") {
		t.Errorf("error = %v", err)
	}
}

func TestHiddenTypingIsCorrectedByItsKeys(t *testing.T) {
	for keys, want := range map[string]string{
		"s3cr3t\r": "s3cr3t", "s3cr3t\nmore": "s3cr3t", "s3c\x04": "s3c", "\r": "", "wrong\x15s3c\r": "s3c",
		"s3x\x7fc\r": "s3c", "s3x\bc\r": "s3c", "é東\x7f\x7f\x7f\x7fs\r": "s",
	} {
		if got, err := readHidden(strings.NewReader(keys)); err != nil || got != want {
			t.Errorf("%q: %q, %v; want %q", keys, got, err, want)
		}
	}
}

func TestHiddenTypingThatIsBrokenOff(t *testing.T) {
	if _, err := readHidden(strings.NewReader("s3c\x03")); mperr.CodeOf(err) != "CANCELED" {
		t.Errorf("Ctrl-C: %v, want it to count as an interrupt", err)
	}
	for name, keys := range map[string]string{"gone": "s3c", "endless": strings.Repeat("x", 2*answerLimit)} {
		if _, err := readHidden(strings.NewReader(keys)); err == nil || mperr.CodeOf(err) == "CANCELED" {
			t.Errorf("%s: %v, want an error", name, err)
		}
	}
}
