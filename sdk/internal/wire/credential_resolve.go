package wire

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/internal/pb"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Resolve, plugin side.
func (s credentialServer) Resolve(ctx context.Context, in *pb.ResolveRequest) (*pb.ResolveResponse, error) {
	resolution, err := s.provider.Resolve(ctx, credential.Request{Account: in.GetAccount()})
	if err != nil {
		return nil, err
	}
	if resolution.Credentials.IsZero() {
		return nil, s.about.broke("credential.Resolve", "it gave neither credentials nor an error")
	}
	return resolutionToProto(resolution), nil
}

// Resolve, host side.
func (p provider) Resolve(ctx context.Context, request credential.Request) (credential.Resolution, error) {
	out, err := p.client.Resolve(ctx, &pb.ResolveRequest{Account: request.Account})
	if err != nil {
		return credential.Resolution{}, err
	}
	return resolutionFromProto(out)
}

func resolutionToProto(r credential.Resolution) *pb.ResolveResponse {
	return &pb.ResolveResponse{
		Credentials: credentialsToProto(r.Credentials),
		Account:     r.Account,
		Source:      r.Source,
		Notes:       r.Notes,
	}
}

// resolutionFromProto checks the credentials again: the plugin may be written in another language.
func resolutionFromProto(r *pb.ResolveResponse) (credential.Resolution, error) {
	credentials, err := credentialsFromProto(r.GetCredentials())
	if err != nil {
		return credential.Resolution{}, unusable(r, err)
	}
	return credential.Resolution{
		Credentials: credentials,
		Account:     r.GetAccount(),
		Source:      r.GetSource(),
		Notes:       slices.Clone(r.GetNotes()),
	}, nil
}

// unusable says what is wrong with credentials that a plugin gave; it is the user's configuration that holds them.
func unusable(r *pb.ResolveResponse, cause error) error {
	out := &mperr.ConfigError{Message: "the credentials cannot be used: " + cause.Error(), Cause: cause}
	if field, ok := errors.AsType[*mperr.InvalidArgument](cause); ok {
		out.Key = field.Argument
	}
	if source := r.GetSource(); source != "" {
		out.Message = fmt.Sprintf("the credentials from %s cannot be used: %s", source, cause)
	}
	return out
}

func credentialsToProto(c credential.Credentials) *pb.Credentials {
	return &pb.Credentials{
		Username:   c.Username(),
		Secret:     c.Secret().Reveal(),
		ProjectId:  c.ProjectID(),
		Region:     string(c.Region()),
		Timezone:   c.Timezone(),
		ExportTime: string(c.ExportTime()),
		BaseUrl:    c.BaseURL(),
	}
}

func credentialsFromProto(c *pb.Credentials) (credential.Credentials, error) {
	return credential.New(credential.Fields{
		Username:   c.GetUsername(),
		Secret:     credential.NewSecret(c.GetSecret()),
		ProjectID:  c.GetProjectId(),
		Region:     c.GetRegion(),
		Timezone:   c.GetTimezone(),
		ExportTime: c.GetExportTime(),
		BaseURL:    c.GetBaseUrl(),
	})
}
