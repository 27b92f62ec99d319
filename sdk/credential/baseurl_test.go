package credential

import (
	"errors"
	"testing"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

func TestNewRefusesPlainHTTPBeyondThisMachine(t *testing.T) {
	for address, ok := range map[string]bool{
		"": true, "https://proxy.example/mixpanel": true, "http://127.0.0.1:8080": true, "http://127.9.0.1": true,
		"http://[::1]:80": true, "http://localhost:1": true,
		"http://proxy.example": false, "http://10.0.0.1": false, "http://localhost.example": false, "http://:80": false,
		"ftp://127.0.0.1": false, "127.0.0.1:8080": false, "https://user:pass@proxy.example": false, "http://%zz": false,
	} {
		_, err := New(Fields{Username: "u", Secret: NewSecret("s"), ProjectID: "1", Region: "us", BaseURL: address})
		if (err == nil) != ok {
			t.Errorf("New(base URL %q) = %v, want ok %v", address, err, ok)
		}
		if bad, is := errors.AsType[*mperr.InvalidArgument](err); err != nil && (!is || bad.Argument != "base_url") {
			t.Errorf("New(base URL %q) = %#v, want InvalidArgument of base_url", address, err)
		}
	}
}
