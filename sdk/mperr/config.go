package mperr

import (
	"cmp"
	"fmt"
	"strings"
)

// ConfigError: the configuration cannot be used as it is.
type ConfigError struct {
	// Message says what is wrong, without the place.
	Message string `json:"-"`
	// Path is the file, or "" where the configuration is not a file.
	Path string `json:"path,omitempty"`
	// Line counts from 1; 0 means that no single line is at fault.
	Line int `json:"line,omitempty"`
	// Key is the dotted name of the setting, such as accounts.production.region.
	Key string `json:"key,omitempty"`
	// Fix is one sentence on how to mend it.
	Fix string `json:"fix,omitempty"`
	// Cause stays in the process.
	Cause error `json:"-"`
}

func (e *ConfigError) Error() string {
	message := cmp.Or(e.Message, "the configuration cannot be used")
	if strings.HasPrefix(message, e.place()) {
		return message
	}
	return e.place() + ": " + message
}

// place is the file, with the line where one is at fault.
func (e *ConfigError) place() string {
	if e.Path == "" || e.Line <= 0 {
		return e.Path
	}
	return fmt.Sprintf("%s:%d", e.Path, e.Line)
}

func (e *ConfigError) undecorated(text string) string {
	if e.place() == "" {
		return text
	}
	return strings.TrimPrefix(text, e.place()+": ")
}
func (e *ConfigError) Code() Code                   { return "CONFIG_ERROR" }
func (e *ConfigError) Details() map[string]any      { return detailsOf(e) }
func (e *ConfigError) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *ConfigError) Is(target error) bool         { return target == ErrConfig }
func (e *ConfigError) Unwrap() error                { return e.Cause }
func (e *ConfigError) hint() string                 { return e.Fix }

// AccountNotFound: an account was named and nobody has it.
type AccountNotFound struct {
	// AccountName is the name that was asked for.
	AccountName string `json:"account_name"`
	// AvailableAccounts are the names that exist, in the order of the file; may be empty.
	AvailableAccounts []string `json:"available_accounts"`
}

func (e *AccountNotFound) Error() string {
	if len(e.AvailableAccounts) == 0 {
		return fmt.Sprintf("account %q not found: no accounts are configured", e.AccountName)
	}
	return fmt.Sprintf("account %q not found: available accounts are %s", e.AccountName, strings.Join(e.AvailableAccounts, ", "))
}
func (e *AccountNotFound) Code() Code                   { return "ACCOUNT_NOT_FOUND" }
func (e *AccountNotFound) Details() map[string]any      { return detailsOf(e) }
func (e *AccountNotFound) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *AccountNotFound) Is(target error) bool         { return target == ErrConfig }

// AccountExists: an account of that name is there already; its values stay.
type AccountExists struct {
	// AccountName is the name that was to be added.
	AccountName string `json:"account_name"`
}

func (e *AccountExists) Error() string {
	return fmt.Sprintf("account %q already exists", e.AccountName)
}
func (e *AccountExists) Code() Code                   { return "ACCOUNT_EXISTS" }
func (e *AccountExists) Details() map[string]any      { return detailsOf(e) }
func (e *AccountExists) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *AccountExists) Is(target error) bool         { return target == ErrConfig }

// CredentialsNotConfigured: a provider has nothing for the request, so the next one is asked. Every other error of a
// provider stops the chain.
type CredentialsNotConfigured struct {
	// Reason says what the provider looked for and did not find.
	Reason string `json:"reason"`
	// Missing names the settings that would complete it.
	Missing []string `json:"missing,omitempty"`
	// Present names the settings that are there; some present and some missing means half configured,
	// which deserves a warning.
	Present []string `json:"present,omitempty"`
	// AvailableAccounts are the accounts this provider could have given by name.
	AvailableAccounts []string `json:"available_accounts,omitempty"`
	// Fix is one sentence on how to configure this provider.
	Fix string `json:"fix,omitempty"`
}

func (e *CredentialsNotConfigured) Error() string {
	if e.Reason == "" {
		return "no credentials here"
	}
	return "no credentials here: " + e.Reason
}
func (e *CredentialsNotConfigured) Code() Code                   { return "CREDENTIALS_NOT_CONFIGURED" }
func (e *CredentialsNotConfigured) Details() map[string]any      { return detailsOf(e) }
func (e *CredentialsNotConfigured) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *CredentialsNotConfigured) Is(target error) bool         { return target == ErrConfig }
func (e *CredentialsNotConfigured) hint() string                 { return e.Fix }
