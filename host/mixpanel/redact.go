package mixpanel

import (
	"encoding/base64"
	"net/url"
	"strings"

	"github.com/mixpanel-data/mp/sdk/credential"
)

// redactor removes the secret from texts that come from outside: a proxy or server may repeat the request in its answer.
type redactor struct{ replacer *strings.Replacer }

func newRedactor(c credential.Credentials) redactor {
	secret := c.Secret().Reveal()
	basic := base64.StdEncoding.EncodeToString([]byte(c.Username() + ":" + secret))
	return redactor{strings.NewReplacer(basic, "***", secret, "***", url.QueryEscape(secret), "***")}
}

func (r redactor) text(s string) string { return r.replacer.Replace(s) }
