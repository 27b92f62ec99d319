package mixpanel_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// canary is the secret of every test; no output may hold it.
const canary = `c4nary-s3cret/+&<">`

func credentials(t *testing.T, region string) credential.Credentials {
	t.Helper()
	made, err := credential.New(credential.Fields{
		Username: "bot.7f3a", Secret: credential.NewSecret(canary), ProjectID: "424242", Region: region,
	})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// clientOf asks a handler, without waiting between tries.
func clientOf(t *testing.T, handler http.HandlerFunc, config mixpanel.Config) *mixpanel.Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	config.BaseURL = server.URL
	if config.Sleep == nil {
		config.Sleep = func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
	}
	client, err := mixpanel.New(credentials(t, "us"), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}

// transport answers requests without a network.
type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(request *http.Request) (*http.Response, error) { return f(request) }

func answer(status int, body string, header ...string) *http.Response {
	response := &http.Response{
		StatusCode: status, Header: http.Header{}, ProtoMajor: 1, ProtoMinor: 1,
		Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
	}
	for i := 0; i < len(header); i += 2 {
		response.Header.Set(header[i], header[i+1])
	}
	return response
}

func read(t *testing.T, client *mixpanel.Client, request mixpanel.ExportRequest) (string, error) {
	t.Helper()
	export, err := client.Export(t.Context(), request)
	if err != nil {
		return "", err
	}
	defer export.Body.Close()
	text, err := io.ReadAll(export.Body)
	return string(text), err
}

var week = mixpanel.ExportRequest{FromDate: "2026-01-01", ToDate: "2026-01-07"}

func TestEachRegionAndAPIHasItsHost(t *testing.T) {
	type asked struct{ Export, Names string }
	for region, want := range map[string]asked{
		"us": {"https://data.mixpanel.com/api/2.0/export", "https://mixpanel.com/api/query/events/names"},
		"eu": {"https://data-eu.mixpanel.com/api/2.0/export", "https://eu.mixpanel.com/api/query/events/names"},
		"in": {"https://data-in.mixpanel.com/api/2.0/export", "https://in.mixpanel.com/api/query/events/names"},
	} {
		var urls []string
		client, err := mixpanel.New(credentials(t, region), mixpanel.Config{
			Transport: transport(func(r *http.Request) (*http.Response, error) {
				urls = append(urls, r.URL.Scheme+"://"+r.URL.Host+r.URL.Path)
				return answer(200, "[]"), nil
			}),
		})
		if err != nil {
			t.Fatal(err)
		}
		_, exportErr := read(t, client, week)
		_, namesErr := client.EventNames(t.Context(), 0)
		if err := errors.Join(exportErr, namesErr); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, asked{urls[0], urls[1]}); diff != "" {
			t.Errorf("region %s (-want +got):\n%s", region, diff)
		}
	}
}

func TestRequestsCarryWhatMixpanelNeeds(t *testing.T) {
	var got *http.Request
	client := clientOf(t, func(_ http.ResponseWriter, r *http.Request) { got = r }, mixpanel.Config{UserAgent: "mp/1.2"})
	_, err := read(t, client, mixpanel.ExportRequest{
		FromDate: "2026-01-01", ToDate: "2026-01-07", Events: []string{"Order Placed", `a"b<é`},
		Where: `properties["plan"] == "pro" and 1 < 2`, Limit: 10, Milliseconds: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	want := url.Values{
		"project_id": {"424242"}, "from_date": {"2026-01-01"}, "to_date": {"2026-01-07"}, "limit": {"10"}, "time_in_ms": {"true"},
		"event": {`["Order Placed","a\"b\u003cé"]`}, "where": {`properties["plan"] == "pro" and 1 < 2`},
	}
	if diff := cmp.Diff(want, got.URL.Query()); diff != "" {
		t.Errorf("query (-want +got):\n%s", diff)
	}
	if user, secret, ok := got.BasicAuth(); !ok || user != "bot.7f3a" || secret != canary {
		t.Errorf("basic authentication of %q, %v", user, ok)
	}
	if got.Method != http.MethodGet || got.UserAgent() != "mp/1.2" || got.Header.Get("Accept-Encoding") != "gzip" {
		t.Errorf("method %s, headers %v", got.Method, got.Header)
	}
}

func TestAPlainExportAsksForNothingElse(t *testing.T) {
	var got url.Values
	client := clientOf(t, func(_ http.ResponseWriter, r *http.Request) { got = r.URL.Query() }, mixpanel.Config{})
	if _, err := read(t, client, week); err != nil {
		t.Fatal(err)
	}
	want := url.Values{"project_id": {"424242"}, "from_date": {"2026-01-01"}, "to_date": {"2026-01-07"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("query (-want +got):\n%s", diff)
	}
}

func TestNewRefusesABaseAddressThatLeaksOrMakesNoSense(t *testing.T) {
	for address, ok := range map[string]bool{
		"http://127.0.0.1:8080": true, "http://[::1]:1": true, "http://localhost:3000/prefix/": true, "https://proxy.example": true,
		"http://proxy.example": false, "http://10.0.0.1": false, "http://localhost.evil.example": false, "ftp://127.0.0.1": false,
		"127.0.0.1:8080": false, "https://user:pw@proxy.example": false, "https://proxy.example?x=1": false, "https://": false, "::": false,
	} {
		_, err := mixpanel.New(credentials(t, "us"), mixpanel.Config{BaseURL: address})
		if (err == nil) != ok {
			t.Errorf("New(base %q) = %v, want ok %v", address, err, ok)
		}
		if err != nil && !errors.Is(err, mperr.ErrConfig) {
			t.Errorf("New(base %q) = %v, want a CONFIG_ERROR", address, err)
		}
		if err != nil && mperr.Hint(err) == "" {
			t.Errorf("New(base %q) says no fix", address)
		}
	}
}

func TestNewRefusesCredentialsThatWereNeverMade(t *testing.T) {
	if _, err := mixpanel.New(credential.Credentials{}, mixpanel.Config{}); mperr.CodeOf(err) != "INVALID_ARGUMENT" {
		t.Errorf("New(zero) = %v", err)
	}
}

func TestTheConfiguredAddressBeatsTheCredentials(t *testing.T) {
	made, err := credential.New(credential.Fields{
		Username: "u", Secret: credential.NewSecret("s"), ProjectID: "1", Region: "eu", BaseURL: "http://127.0.0.1:1/one",
	})
	if err != nil {
		t.Fatal(err)
	}
	for base, want := range map[string]string{
		"":                       "127.0.0.1:1/one/api/2.0/export",
		"http://localhost:2/two": "localhost:2/two/api/2.0/export",
	} {
		var got string
		client, err := mixpanel.New(made, mixpanel.Config{BaseURL: base, Transport: transport(func(r *http.Request) (*http.Response, error) {
			got = r.URL.Host + r.URL.Path
			return answer(200, ""), nil
		})})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := read(t, client, week); err != nil || got != want {
			t.Errorf("base %q: asked %s, %v; want %s", base, got, err, want)
		}
	}
}

func TestRequestsGoThroughTheProxy(t *testing.T) {
	var seen string
	proxy := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { seen = r.URL.Host }))
	t.Cleanup(proxy.Close)
	address, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	client, err := mixpanel.New(credentials(t, "us"), mixpanel.Config{
		BaseURL: "http://localhost:9", Proxy: func(*http.Request) (*url.URL, error) { return address, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := read(t, client, week); err != nil || seen != "localhost:9" {
		t.Errorf("proxy saw %q, %v", seen, err)
	}
}

func TestABadProxyIsNotRepeatedAndItsPasswordNotShown(t *testing.T) {
	client, err := mixpanel.New(credentials(t, "us"), mixpanel.Config{
		Proxy: func(*http.Request) (*url.URL, error) { return nil, errors.New("invalid proxy http://u:hunter2@x:y") },
		Sleep: func(context.Context, time.Duration) error { t.Error("waits to repeat"); return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.EventNames(t.Context(), 0)
	if mperr.CodeOf(err) != "HTTP_ERROR" || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("EventNames = %v", err)
	}
}

func TestCredentialsDoNotFollowARedirectToAnotherHost(t *testing.T) {
	asked := false
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true }))
	t.Cleanup(other.Close)
	client := clientOf(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL+"/login?token=x", http.StatusFound)
	}, mixpanel.Config{})
	_, err := read(t, client, week)
	if mperr.CodeOf(err) != "API_ERROR" || asked {
		t.Errorf("Export = %v, other host asked: %v", err, asked)
	}
	if !strings.Contains(err.Error(), other.URL+"/login") || strings.Contains(err.Error(), "token") {
		t.Errorf("error %q should name where it was sent, without the query", err)
	}
}

func TestARedirectToNowhereIsToldAsOne(t *testing.T) {
	client := clientOf(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusFound) }, mixpanel.Config{})
	_, err := read(t, client, week)
	if mperr.CodeOf(err) != "API_ERROR" || !strings.HasSuffix(err.Error(), " redirects without saying where") || mperr.Hint(err) == "" {
		t.Errorf("got %v", err)
	}
}

func TestARedirectInsideTheHostIsFollowed(t *testing.T) {
	client := clientOf(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/moved" {
			http.Redirect(w, r, "/moved", http.StatusTemporaryRedirect)
			return
		}
		if _, secret, _ := r.BasicAuth(); secret != canary {
			t.Error("credentials were lost on the way")
		}
		_, _ = io.WriteString(w, "line\n")
	}, mixpanel.Config{})
	if text, err := read(t, client, week); err != nil || text != "line\n" {
		t.Errorf("Export = %q, %v", text, err)
	}
}

func TestARedirectLoopEnds(t *testing.T) {
	client := clientOf(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, r.URL.Path, http.StatusFound)
	}, mixpanel.Config{})
	if _, err := read(t, client, week); mperr.CodeOf(err) != "API_ERROR" {
		t.Errorf("Export = %v", err)
	}
}
