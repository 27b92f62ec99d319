package mixpanel_test

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/credential"
)

// repeated gives the error for an answer that repeats a text and the request's authorization.
func repeated(t *testing.T, secret, text string) string {
	t.Helper()
	made, err := credential.New(credential.Fields{Username: "bot", Secret: credential.NewSecret(secret), ProjectID: "1", Region: "us"})
	if err != nil {
		t.Fatal(err)
	}
	client, err := mixpanel.New(made, mixpanel.Config{Transport: transport(func(r *http.Request) (*http.Response, error) {
		return answer(401, text+" "+r.Header.Get("Authorization")), nil
	})})
	if err != nil {
		t.Fatal(err)
	}
	_, err = read(t, client, week)
	if err == nil || strings.Contains(err.Error(), base64.StdEncoding.EncodeToString([]byte("bot:"+secret))) {
		t.Fatalf("the header is in %v", err)
	}
	return err.Error()
}

func TestAShortSecretLeavesWordsWhole(t *testing.T) {
	for _, secret := range []string{"s", "ser"} {
		if got := repeated(t, secret, "Invalid service account"); !strings.Contains(got, "Invalid service account Basic ***") {
			t.Errorf("with the secret %q: %s", secret, got)
		}
	}
	if got := repeated(t, "four", "it is four"); !strings.Contains(got, "it is *** Basic ***") {
		t.Errorf("with four bytes: %s", got)
	}
}
