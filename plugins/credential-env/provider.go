package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// required are the variables that count together or not at all.
var required = []string{"MP_USERNAME", "MP_SECRET", "MP_PROJECT_ID", "MP_REGION"}

// variables maps the field that credentials are made of to the variable it comes from.
var variables = map[string]string{
	"username": "MP_USERNAME", "secret": "MP_SECRET", "project_id": "MP_PROJECT_ID", "region": "MP_REGION",
	"timezone": "MP_TIMEZONE", "export_time": "MP_EXPORT_TIME", "base_url": "MP_API_BASE_URL",
}

// provider implements credential.Provider. It holds nothing but the way to the environment, so it is safe for concurrent
// use as long as lookup is.
type provider struct {
	lookup func(string) (string, bool)
}

// Resolve gives the environment's credentials whatever account was asked for, as an environment knows no names. A
// variable that holds nothing but space counts as not set.
func (p *provider) Resolve(ctx context.Context, _ credential.Request) (credential.Resolution, error) {
	if err := ctx.Err(); err != nil {
		return credential.Resolution{}, err
	}
	var present, missing []string
	for _, name := range required {
		if p.value(name) == "" {
			missing = append(missing, name)
		} else {
			present = append(present, name)
		}
	}
	if len(missing) > 0 {
		return credential.Resolution{}, notConfigured(present, missing)
	}
	credentials, err := credential.New(credential.Fields{
		Username: p.value("MP_USERNAME"), Secret: credential.NewSecret(p.value("MP_SECRET")), ProjectID: p.value("MP_PROJECT_ID"),
		Region: p.value("MP_REGION"), Timezone: p.value("MP_TIMEZONE"), ExportTime: p.value("MP_EXPORT_TIME"),
		BaseURL: p.value("MP_API_BASE_URL"),
	})
	if err != nil {
		return credential.Resolution{}, p.unusable(err)
	}
	return credential.Resolution{Credentials: credentials, Source: "environment variables " + strings.Join(required, ", ")}, nil
}

// value is a variable as it is, or "" where it is blank.
func (p *provider) value(name string) string {
	value, _ := p.lookup(name)
	if strings.TrimSpace(value) == "" {
		return ""
	}
	return value
}

func notConfigured(present, missing []string) error {
	absent := &mperr.CredentialsNotConfigured{
		Present: present, Missing: missing,
		Reason: strings.Join(missing, ", ") + " not set",
		Fix:    "set " + strings.Join(required, ", "),
	}
	if len(present) > 0 {
		absent.Reason += fmt.Sprintf(" (%s set)", strings.Join(present, ", "))
		absent.Fix = fmt.Sprintf("set %s too, or unset %s", strings.Join(missing, ", "), strings.Join(present, ", "))
	}
	return absent
}

// unusable puts the variable in place of the field that credentials refuse.
func (p *provider) unusable(err error) error {
	bad, ok := errors.AsType[*mperr.InvalidArgument](err)
	if !ok {
		return err
	}
	named := *bad
	named.Argument = variables[bad.Argument]
	fix := "mend or unset " + named.Argument
	if p.value(named.Argument) == "" { // a zone that the clock of the export needs
		fix = "set " + named.Argument + ", or unset MP_EXPORT_TIME"
	}
	return &mperr.ConfigError{Message: named.Error(), Key: named.Argument, Fix: fix}
}
