package accounts

import (
	"regexp"
	"unicode/utf8"

	"github.com/mixpanel-data/mp/plugins/credential-file/tomldoc"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// newName is what a new account may be called: the rule of the Python tool, whose users share the file. Names that
// somebody typed into the file may be anything.
var newName = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// checkNew refuses what cannot be stored.
func checkNew(name string, credentials credential.Credentials) error {
	if !newName.MatchString(name) {
		return &mperr.InvalidArgument{Argument: "name", Value: name, Reason: "must be 1 to 64 letters, digits, - or _"}
	}
	if credentials.IsZero() {
		return &mperr.InvalidArgument{Argument: "credentials", Reason: "must not be empty"}
	}
	for _, field := range append(pairs(credentials, ""), tomldoc.Pair{Key: "secret", Value: credentials.Secret().Reveal()}) {
		if !utf8.ValidString(field.Value) {
			return &mperr.InvalidArgument{Argument: field.Key, Reason: "is not UTF-8 text"}
		}
	}
	return nil
}

// pairs are the keys of an account in the order in which they are written.
func pairs(credentials credential.Credentials, secret string) []tomldoc.Pair {
	out := []tomldoc.Pair{
		{Key: "username", Value: credentials.Username()},
		{Key: "secret", Value: secret},
		{Key: "project_id", Value: credentials.ProjectID()},
		{Key: "region", Value: string(credentials.Region())},
	}
	for _, optional := range []tomldoc.Pair{
		{Key: "timezone", Value: credentials.Timezone()}, {Key: "export_time", Value: string(credentials.ExportTime())},
		{Key: "base_url", Value: credentials.BaseURL()},
	} {
		if optional.Value != "" {
			out = append(out, optional)
		}
	}
	return out
}
