package live_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/result"
)

// asked is what a server was asked for.
type asked struct {
	method, path string
	params       url.Values
}

// clientAt is a client of the server at an address, for a project.
func clientAt(t *testing.T, address, username, secret, project string) *mixpanel.Client {
	t.Helper()
	credentials, err := credential.New(credential.Fields{Username: username, Secret: credential.NewSecret(secret), ProjectID: project, Region: "us"})
	if err != nil {
		t.Fatal(err)
	}
	client, err := mixpanel.New(credentials, mixpanel.Config{BaseURL: address, Retry: mixpanel.Retry{Times: -1, MaxWait: -1}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}

// answering is a client of a server that gives every question the same answer, and keeps the last question.
func answering(t *testing.T, status int, body string) (*mixpanel.Client, *asked) {
	t.Helper()
	var last asked
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		r.Form.Del("project_id")
		last = asked{r.Method, r.URL.Path, r.Form}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}))
	t.Cleanup(server.Close)
	return clientAt(t, server.URL, "sa", "s3cret", "12345"), &last
}

// jsonOf is a result as scripts see it.
func jsonOf(t *testing.T, answer result.Result) string {
	t.Helper()
	encoded, err := json.Marshal(answer)
	if err != nil {
		t.Fatal(err)
	}
	return string(encoded)
}
