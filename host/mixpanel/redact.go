package mixpanel

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"github.com/mixpanel-data/mp/sdk/credential"
)

// redactor removes the secret from texts that come from outside: a proxy or server may repeat the request in its answer.
type redactor struct{ replacer *strings.Replacer }

// minSecret is the shortest secret, in bytes, that is taken out by itself: of a shorter one every word would be torn up, and
// what is missing would tell it. The header that it is sent in is taken out always.
const minSecret = 4

// newRedactor knows the secret as it is and as requests, addresses, JSON and base64 write it.
func newRedactor(c credential.Credentials) redactor {
	secret := c.Secret().Reveal()
	basicPair := c.Username() + ":" + secret
	basic := base64.StdEncoding.EncodeToString([]byte(basicPair))
	if len(secret) < minSecret {
		return redactor{strings.NewReplacer(basic, "***")}
	}
	pairs := []string{basic, "***", secret, "***", url.QueryEscape(secret), "***", url.PathEscape(secret), "***"}
	pairs = append(pairs, (&url.URL{Path: secret}).EscapedPath(), "***")
	for _, form := range slices.Concat(jsonForms(secret), base64Forms(basicPair), base64Forms(secret)) {
		pairs = append(pairs, form, "***")
	}
	return redactor{strings.NewReplacer(pairs...)}
}

// jsonForms are a text inside a JSON string as encoders write it: with or without escapes for HTML, and for slashes.
func jsonForms(text string) []string {
	encoded, _ := json.Marshal(text) //nolint:errchkjson // a string never fails
	html := string(encoded[1 : len(encoded)-1])
	plain := strings.NewReplacer(`\u0026`, "&", `\u003c`, "<", `\u003e`, ">").Replace(html)
	return []string{html, plain, strings.ReplaceAll(html, "/", `\/`), strings.ReplaceAll(plain, "/", `\/`)}
}

// base64Forms are a text in each alphabet, without padding, which may follow or not.
func base64Forms(text string) []string {
	return []string{base64.RawStdEncoding.EncodeToString([]byte(text)), base64.RawURLEncoding.EncodeToString([]byte(text))}
}

func (r redactor) text(s string) string { return r.replacer.Replace(s) }

// bytes is for a body before it is decoded, which turns the forms known here into others.
func (r redactor) bytes(body []byte) []byte { return []byte(r.text(string(body))) }

// start keeps the first bytes of a text. The secret is removed before the cut, which may go through it.
func (r redactor) start(s string, most int) string { return shorten(r.text(s), most) }
