package wire

import (
	"context"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/internal/pb"
)

// store is the provider's power to change accounts, or the error that it has none.
func (s credentialServer) store() (credential.AccountStore, error) {
	if power, ok := s.provider.(credential.AccountStore); ok {
		return power, nil
	}
	return nil, s.about.unsupported(string(credential.CapabilityAccountStore))
}

// Add, plugin side.
func (s credentialServer) Add(ctx context.Context, in *pb.AddRequest) (*pb.AddResponse, error) {
	power, err := s.store()
	if err != nil {
		return nil, err
	}
	credentials, err := credentialsFromProto(in.GetCredentials())
	if err != nil {
		return nil, err
	}
	added, err := power.Add(ctx, in.GetName(), credentials)
	if err != nil {
		return nil, err
	}
	return &pb.AddResponse{Account: accountToProto(added)}, nil
}

// Add, host side.
func (a accountStore) Add(
	ctx context.Context, name string, credentials credential.Credentials,
) (credential.AccountInfo, error) {
	out, err := a.client.Add(ctx, &pb.AddRequest{Name: name, Credentials: credentialsToProto(credentials)})
	if err != nil {
		return credential.AccountInfo{}, err
	}
	return accountFromProto(out.GetAccount()), nil
}

// Remove, plugin side.
func (s credentialServer) Remove(ctx context.Context, in *pb.RemoveRequest) (*pb.RemoveResponse, error) {
	power, err := s.store()
	if err != nil {
		return nil, err
	}
	newDefault, err := power.Remove(ctx, in.GetName())
	if err != nil {
		return nil, err
	}
	return &pb.RemoveResponse{NewDefault: newDefault}, nil
}

// Remove, host side.
func (a accountStore) Remove(ctx context.Context, name string) (newDefault string, err error) {
	out, err := a.client.Remove(ctx, &pb.RemoveRequest{Name: name})
	if err != nil {
		return "", err
	}
	return out.GetNewDefault(), nil
}

// SetDefault, plugin side.
func (s credentialServer) SetDefault(ctx context.Context, in *pb.SetDefaultRequest) (*pb.SetDefaultResponse, error) {
	power, err := s.store()
	if err != nil {
		return nil, err
	}
	if err := power.SetDefault(ctx, in.GetName()); err != nil {
		return nil, err
	}
	return &pb.SetDefaultResponse{}, nil
}

// SetDefault, host side.
func (a accountStore) SetDefault(ctx context.Context, name string) error {
	_, err := a.client.SetDefault(ctx, &pb.SetDefaultRequest{Name: name})
	return err
}
