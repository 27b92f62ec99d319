package credential

import "context"

// Request says whose credentials are wanted.
type Request struct {
	// Account is the account's name; "" asks for the provider's default.
	Account string
}

// Resolution is a provider's answer.
type Resolution struct {
	// Credentials are valid.
	Credentials Credentials
	// Account is the name of the account they belong to; "" for a provider that knows no names, such as the environment.
	Account string
	// Source says where they were found, for people: "environment variables MP_USERNAME, …" or "~/.mp/config.toml:12".
	Source string
	// Notes are remarks worth showing, such as "the secret is stored in plain text"; never a value.
	Notes []string
}

// Provider finds credentials.
//
// Implementations are safe for concurrent use, honour the context, and never write a secret to a log or an error.
type Provider interface {
	// Resolve gives the credentials for a request. It answers [mperr.CredentialsNotConfigured] where it has nothing for the
	// request (no such account here, or no default), and any other error where it has something that cannot be used.
	// A provider without names gives what it has whatever account was asked for.
	Resolve(ctx context.Context, request Request) (Resolution, error)
}

// Accounts is the optional power to tell which accounts there are.
type Accounts interface {
	// List gives the accounts in the order of the store, without secrets; none is an empty list and no error. An account
	// that is there and cannot be used is listed without a region, so that it is not silently missed.
	List(ctx context.Context) ([]AccountInfo, error)
	// Get gives one account; [mperr.AccountNotFound] where there is none of that name, and [mperr.ConfigError] where it
	// cannot be used.
	Get(ctx context.Context, name string) (AccountInfo, error)
}

// AccountStore is the optional power to change the accounts. Whoever has it has [Accounts] too. Each call is atomic:
// it is done whole or the store is untouched, also when two processes call at once.
type AccountStore interface {
	Accounts
	// Add stores an account. The first one becomes the default. [mperr.AccountExists] leaves the old values in place.
	Add(ctx context.Context, name string, credentials Credentials) (AccountInfo, error)
	// Remove deletes an account; removing the default makes the first of the remaining ones the default, whose name is
	// returned ("" where none is left). [mperr.AccountNotFound] where there is none of that name.
	Remove(ctx context.Context, name string) (newDefault string, err error)
	// SetDefault makes an account the default; [mperr.AccountNotFound] where there is none of that name.
	SetDefault(ctx context.Context, name string) error
}

// AccountInfo describes an account without its secret.
type AccountInfo struct {
	// Name is what the account is asked for by; unique in its provider.
	Name string `json:"name"`
	// Username is the service account's user name; may be "" where Region is.
	Username string `json:"username"`
	// ProjectID is the Mixpanel project; may be "" where Region is.
	ProjectID string `json:"project_id"`
	// Region is where the project's data is; "" says that the account cannot be used, and [Accounts].Get tells why.
	Region Region `json:"region"`
	// IsDefault says that a request without a name means this account; true for one at most.
	IsDefault bool `json:"is_default"`
	// Timezone is the project's IANA time zone, "" where it is not known.
	Timezone string `json:"timezone,omitempty"`
	// ExportTime says whose clock the times of the project's raw export show, "" where it is not known.
	ExportTime ExportTime `json:"export_time,omitempty"`
}

// Capability names an optional power of a provider.
type Capability string

// The capabilities.
const (
	// CapabilityAccounts: the provider has [Accounts].
	CapabilityAccounts Capability = "accounts"
	// CapabilityAccountStore: the provider has [AccountStore].
	CapabilityAccountStore Capability = "account_store"
)
