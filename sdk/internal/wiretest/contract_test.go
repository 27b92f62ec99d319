package wiretest_test

import (
	"testing"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/internal/wiretest"
	"github.com/mixpanel-data/mp/sdk/sdktest"
)

func TestEngineKeepsItsContractOverTheWire(t *testing.T) {
	sdktest.Storage(t, sdktest.StorageConfig{Engine: wiretest.Pair{}.Engine(t, sdktest.NewEngine())})
}

func TestProviderKeepsItsContractOverTheWire(t *testing.T) {
	sdktest.Credential(t, sdktest.CredentialConfig{Provider: func(t *testing.T) credential.Provider {
		t.Helper()
		return wiretest.Pair{}.Provider(t, sdktest.NewProvider())
	}})
}
