package wire

import (
	"context"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/internal/pb"
)

// accounts is the provider's power to list, or the error that it has none.
func (s credentialServer) accounts() (credential.Accounts, error) {
	if power, ok := s.provider.(credential.Accounts); ok {
		return power, nil
	}
	return nil, s.about.unsupported(string(credential.CapabilityAccounts))
}

// List, plugin side.
func (s credentialServer) List(ctx context.Context, _ *pb.ListRequest) (*pb.ListResponse, error) {
	power, err := s.accounts()
	if err != nil {
		return nil, err
	}
	found, err := power.List(ctx)
	if err != nil {
		return nil, err
	}
	return &pb.ListResponse{Accounts: list(found, accountToProto)}, nil
}

// List, host side.
func (a accounts) List(ctx context.Context) ([]credential.AccountInfo, error) {
	out, err := a.client.List(ctx, &pb.ListRequest{})
	if err != nil {
		return nil, err
	}
	return list(out.GetAccounts(), accountFromProto), nil
}

// Get, plugin side.
func (s credentialServer) Get(ctx context.Context, in *pb.GetRequest) (*pb.GetResponse, error) {
	power, err := s.accounts()
	if err != nil {
		return nil, err
	}
	found, err := power.Get(ctx, in.GetName())
	if err != nil {
		return nil, err
	}
	return &pb.GetResponse{Account: accountToProto(found)}, nil
}

// Get, host side.
func (a accounts) Get(ctx context.Context, name string) (credential.AccountInfo, error) {
	out, err := a.client.Get(ctx, &pb.GetRequest{Name: name})
	if err != nil {
		return credential.AccountInfo{}, err
	}
	return accountFromProto(out.GetAccount()), nil
}

func accountToProto(a credential.AccountInfo) *pb.Account {
	return &pb.Account{
		Name:       a.Name,
		Username:   a.Username,
		ProjectId:  a.ProjectID,
		Region:     string(a.Region),
		IsDefault:  a.IsDefault,
		Timezone:   a.Timezone,
		ExportTime: string(a.ExportTime),
	}
}

func accountFromProto(a *pb.Account) credential.AccountInfo {
	return credential.AccountInfo{
		Name:       a.GetName(),
		Username:   a.GetUsername(),
		ProjectID:  a.GetProjectId(),
		Region:     credential.Region(a.GetRegion()),
		IsDefault:  a.GetIsDefault(),
		Timezone:   a.GetTimezone(),
		ExportTime: credential.ExportTime(a.GetExportTime()),
	}
}
