package sdk

import (
	"errors"
	"fmt"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/internal/protocol"
	"github.com/mixpanel-data/mp/sdk/internal/wire"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Version is the version of this SDK.
const Version = "0.1.0"

// Plugin is what a plugin's main gives to [Serve]. Exactly one of Credential and Storage is set.
type Plugin struct {
	// Name is the short name: duckdb for mp-storage-duckdb. 1 to 63 lower-case letters and digits, with single hyphens
	// between them, the same as in the manifest. Required.
	Name string
	// Version is the plugin's own version. Required.
	Version string
	// Credential makes it a credential plugin. Its optional powers are those that the value has:
	// [credential.Accounts], [credential.AccountStore].
	Credential credential.Provider
	// Storage makes it a storage plugin. Its optional powers are those that it declares.
	Storage storage.Engine
}

// about is what the plugin says of itself, or what the author has forgotten.
func (p Plugin) about() (wire.About, error) {
	about := wire.About{Name: p.Name, Version: p.Version, SDK: "mp-sdk-go " + Version, Protocol: protocol.Version}
	switch {
	case !protocol.ValidName(p.Name):
		return about, fmt.Errorf("sdk.Plugin.Name %q is not %s", p.Name, protocol.NameRule)
	case p.Version == "":
		return about, errors.New("sdk.Plugin.Version is empty")
	case (p.Credential == nil) == (p.Storage == nil):
		return about, errors.New("sdk.Plugin needs exactly one of Credential and Storage")
	case p.Credential != nil:
		about.Kind, about.Capabilities = protocol.Credential, wire.ProviderCapabilities(p.Credential)
	default:
		about.Kind, about.Capabilities = protocol.Storage, wire.EngineCapabilities(p.Storage)
	}
	return about, nil
}
