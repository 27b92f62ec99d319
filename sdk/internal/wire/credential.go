package wire

import (
	"google.golang.org/grpc"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/internal/pb"
)

// ProviderCapabilities are the optional powers that a provider has as a Go value.
func ProviderCapabilities(provider credential.Provider) []string {
	var out []string
	if _, ok := provider.(credential.Accounts); ok {
		out = append(out, string(credential.CapabilityAccounts))
	}
	if _, ok := provider.(credential.AccountStore); ok {
		out = append(out, string(credential.CapabilityAccountStore))
	}
	return out
}

// ServeCredential registers a provider on a server that was made with [Server.Options].
func ServeCredential(registrar grpc.ServiceRegistrar, about About, provider credential.Provider) {
	pb.RegisterPluginServiceServer(registrar, aboutServer{about: about})
	pb.RegisterCredentialServiceServer(registrar, credentialServer{about: about, provider: provider})
}

// credentialServer answers CredentialService with a provider. Its methods stand beside their client halves, in the files
// named after what they do.
type credentialServer struct {
	pb.UnimplementedCredentialServiceServer

	about    About
	provider credential.Provider
}

// NewProvider is a provider that asks the plugin at the other end of conn. It is a [credential.Accounts] or a
// [credential.AccountStore] only where the plugin declares that power: a Go value that has the methods would otherwise
// claim powers that the plugin lacks.
func NewProvider(conn grpc.ClientConnInterface, about About) credential.Provider {
	base := provider{client: pb.NewCredentialServiceClient(conn), about: about}
	switch {
	case about.has(string(credential.CapabilityAccountStore)):
		return accountStore{accounts{base}}
	case about.has(string(credential.CapabilityAccounts)):
		return accounts{base}
	default:
		return base
	}
}

// provider, accounts and accountStore are the client halves.
type provider struct {
	client pb.CredentialServiceClient
	about  About
}

type accounts struct{ provider }

type accountStore struct{ accounts }

var (
	_ credential.Provider     = provider{}
	_ credential.Accounts     = accounts{}
	_ credential.AccountStore = accountStore{}
)
