package credential

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	contract "github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Attempt is one link of the chain and how it ended. It holds no value of a secret.
type Attempt struct {
	// Provider is the link's short name, such as env.
	Provider string `json:"provider"`
	// Verdict is how it ended.
	Verdict Verdict `json:"verdict"`
	// Reason says why, in one sentence.
	Reason string `json:"reason"`
	// Fix says how to mend it; "" where there is nothing to mend.
	Fix string `json:"fix,omitempty"`
	// Code is the error's code; "" for found and not_asked.
	Code mperr.Code `json:"code,omitempty"`
	// Account and Source say whose credentials were found and where.
	Account string `json:"account,omitempty"`
	Source  string `json:"source,omitempty"`
	// Notes are the provider's remarks.
	Notes []string `json:"notes,omitempty"`
	// Milliseconds is the time spent, the start of the plugin included.
	Milliseconds int64 `json:"ms"`
}

// Outcome is what the chain did.
type Outcome struct {
	// Asked is the account that was asked for; "" for the default.
	Asked string `json:"asked,omitempty"`
	// Provider is the link that gave the credentials; "" where none did.
	Provider string `json:"provider,omitempty"`
	// Account is the account they belong to; "" for a provider without names.
	Account string `json:"account,omitempty"`
	// Credentials show their secret as ***.
	Credentials *contract.Credentials `json:"credentials,omitempty"`
	// Links has one entry for each link, in order.
	Links []Attempt `json:"links"`
	// Warnings are what a user should know although it is no error.
	Warnings []string `json:"warnings,omitempty"`
}

// Unconfigured says that every link was asked and has nothing, and that no account was asked for by name.
func (o *Outcome) Unconfigured() bool {
	return o.Asked == "" && !slices.ContainsFunc(o.Links, func(a Attempt) bool { return a.Verdict != NotConfigured })
}

// found records the link that answered, and warns where it answered for another account than the one asked for.
func (o *Outcome) found(provider string, resolution contract.Resolution) {
	o.Provider, o.Account, o.Credentials = provider, resolution.Account, &resolution.Credentials
	if o.Asked != "" && resolution.Account != o.Asked {
		o.Warnings = append(o.Warnings, fmt.Sprintf("account %q is not used: %s comes first and has complete credentials (%s)",
			o.Asked, provider, resolution.Source))
	}
}

// skip records the links that were not reached.
func (o *Outcome) skip(links []Link) {
	for _, link := range links {
		o.Links = append(o.Links, Attempt{Provider: link.Name, Verdict: NotAsked, Reason: "an earlier link ended the search"})
	}
}

// warnHalfConfigured warns of a link that has some of its settings: it is skipped, and its user may think it is not.
func (o *Outcome) warnHalfConfigured(provider string, absent *mperr.CredentialsNotConfigured) {
	if len(absent.Present) == 0 || len(absent.Missing) == 0 {
		return
	}
	o.Warnings = append(o.Warnings, fmt.Sprintf("%s is skipped: %s set, %s missing",
		provider, strings.Join(absent.Present, ", "), strings.Join(absent.Missing, ", ")))
}

func asNotConfigured(err error) (*mperr.CredentialsNotConfigured, bool) {
	return errors.AsType[*mperr.CredentialsNotConfigured](err)
}
