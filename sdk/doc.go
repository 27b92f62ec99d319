// Package sdk is the door for authors of mp plugins, in Go.
//
// A plugin is a program of its own that mp starts when a command needs it: a credential plugin knows who you are to
// Mixpanel, a storage plugin keeps what was fetched. It is called mp-credential-NAME or mp-storage-NAME.
//
// # Who reads what
//
//   - To write a credential plugin: package credential (the interface to implement), then this page.
//   - To write a storage plugin: package storage, then this page.
//   - To report failures well: package mperr. Every error a user can meet has a code, and fields that say what, where, and
//     how to fix it.
//   - To test: package sdktest, a conformance suite that runs on your Go value and on your built binary.
//   - To write one in another language: docs/protocol.md and the files in sdk/proto.
//   - Package dial is the host's half; an author does not need it.
//
// # Write
//
// Implement [credential.Provider] or [storage.Engine]. Optional powers are further interfaces: a provider has those that
// its Go value has, an engine those that it declares in Capabilities.
//
// # Serve
//
// Main is one call:
//
//	func main() {
//		sdk.Serve(sdk.Plugin{Name: "vault", Version: "0.1.0", Credential: vault.New(os.Getenv("VAULT_ADDR"))})
//	}
//
// What the plugin prints goes to the host's log, and it cannot disturb the host; see [Serve].
//
// # Test
//
// Run the conformance suite on the value (quick, in a debugger) and on the binary (what a user gets):
//
//	sdktest.Credential(t, sdktest.CredentialConfig{…})
//
// # Ship
//
// Beside the binary lies its manifest, mp-credential-vault.toml:
//
//	kind = "credential"
//	name = "vault"
//	version = "0.1.0"
//	protocol = 1
//	description = "service accounts kept in Vault"
//	env = ["VAULT_ADDR"]
//	secret_env = ["VAULT_TOKEN"]
//
// A plugin sees no variable of the user's environment but those that its manifest names. Users put both files into
// ~/.mp/plugins.
package sdk
