package main

import (
	"testing"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/sdktest"
)

// holds is what the provider must answer: its one account by name, and as the default.
func holds(t *testing.T) []sdktest.Held {
	t.Helper()
	credentials, err := credential.New(credential.Fields{
		Username: "demo-account", Secret: credential.NewSecret("demo-secret"), ProjectID: "424242", Region: "us",
		Timezone: "UTC",
	})
	if err != nil {
		t.Fatal(err)
	}
	return []sdktest.Held{{Account: "", Credentials: credentials}, {Account: account, Credentials: credentials}}
}

func TestProviderKeepsTheContract(t *testing.T) {
	sdktest.Credential(t, sdktest.CredentialConfig{
		Provider: func(*testing.T) credential.Provider { return provider{} }, Holds: holds(t),
	})
}

func TestBinaryKeepsTheContract(t *testing.T) {
	sdktest.Credential(t, sdktest.CredentialConfig{Binary: sdktest.Build(t, "."), Holds: holds(t)})
}
