package accounts

import (
	"fmt"
	"strings"
	"time"

	"github.com/mixpanel-data/mp/plugins/credential-file/tomldoc"
	"github.com/mixpanel-data/mp/sdk/credential"
)

// account is what the file has under a name, with the secret as it stands there.
type account struct {
	name                        string
	line                        int
	username, secret, projectID string
	region                      string
	timezone, exportTime        string
	baseURL                     string
}

// serviceAccount is the only type of account that has a user name and a secret. Another tool that writes this file has more.
const serviceAccount = "service_account"

// account reads and checks the account of a name, all but whether its secret opens. The error is an [mperr.ConfigError]
// with line and key.
func (f *file) account(name string) (account, error) {
	value, _ := f.doc.Value("accounts", name)
	table, ok := value.(map[string]any)
	if !ok {
		return account{}, f.accountProblem(name, nil, "must be a table, not "+kindOf(value), "write it as a table with username, secret, project_id and region")
	}
	if f.isForeign(name) {
		return account{}, f.foreign(name)
	}
	a := account{name: name, line: f.line(name)}
	for _, field := range []struct {
		key      string
		to       *string
		optional bool
	}{
		{"username", &a.username, false}, {"secret", &a.secret, false}, {"project_id", &a.projectID, false},
		{"region", &a.region, false}, {"timezone", &a.timezone, true},
		{"export_time", &a.exportTime, true}, {"base_url", &a.baseURL, true},
	} {
		value, ok := table[field.key]
		if !ok && field.optional {
			continue
		}
		text, err := f.text(name, field.key, value, ok)
		if err != nil {
			return account{}, err
		}
		*field.to = text
	}
	// The secret is taken as it stands there: opening it needs the key, which an account can be looked at without.
	if _, err := a.credentials(a.secret); err != nil {
		return account{}, f.fieldProblem(name, err)
	}
	return a, nil
}

// credentials are made of the account's fields with the secret's text.
func (a account) credentials(secret string) (credential.Credentials, error) {
	return credential.New(credential.Fields{
		Username: a.username, Secret: credential.NewSecret(secret), ProjectID: a.projectID,
		Region: a.region, Timezone: a.timezone, ExportTime: a.exportTime, BaseURL: a.baseURL,
	})
}

// text is the value of a key that must be a text with something in it.
func (f *file) text(name, key string, value any, present bool) (string, error) {
	example := fmt.Sprintf(`write %s = "…" under [%s]`, key, tomldoc.Key("accounts", name))
	if !present {
		return "", f.accountProblem(name, []string{key}, "has no "+key, example)
	}
	text, ok := value.(string)
	if !ok {
		return "", f.accountProblem(name, []string{key}, fmt.Sprintf("has a %s that is %s and must be text in quotes", key, kindOf(value)), example)
	}
	if strings.TrimSpace(text) == "" {
		return "", f.accountProblem(name, []string{key}, "has an empty "+key, example)
	}
	return text, nil
}

// kindOf names the type of a value for a sentence, and never shows it.
func kindOf(value any) string {
	switch value.(type) {
	case string:
		return "text"
	case int64:
		return "a whole number"
	case float64:
		return "a number"
	case bool:
		return "true or false"
	case time.Time:
		return "a date or time"
	case map[string]any:
		return "a table"
	}
	return "a list"
}
