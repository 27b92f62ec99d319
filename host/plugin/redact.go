package plugin

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/mixpanel-data/mp/sdk/dial"
)

// maxSecret is the longest secret that a cut text is kept free of.
const maxSecret = 4 << 10

// minSecret is the shortest value, in bytes, that is taken out of texts: of a shorter one every word would be torn up, and
// what is missing would tell it.
const minSecret = 4

// redactor replaces secret values in text: those of the environment, in the forms that encoders give them, and those that
// pass through calls, such as what a provider resolves.
type redactor struct {
	environment *strings.Replacer
	calls       *dial.Redactor
}

// newRedactor hides the values of minSecret bytes and more.
func newRedactor(values []string) *redactor {
	var forms []string
	for _, value := range values {
		if len(value) < minSecret {
			continue
		}
		forms = append(forms, formsOf(value)...)
		for line := range strings.Lines(value) {
			// A key in PEM form is shown line by line. A short line, such as a brace, would blank out half of every text.
			if line = strings.TrimSpace(line); len(line) >= 8 {
				forms = append(forms, formsOf(line)...)
			}
		}
	}
	// Of two secrets with one beginning the longer must be tried first, to be replaced whole.
	slices.SortFunc(forms, func(a, b string) int { return len(b) - len(a) })
	var pairs []string
	for _, form := range forms {
		if len(form) >= minSecret {
			pairs = append(pairs, form, "***")
		}
	}
	return &redactor{environment: strings.NewReplacer(pairs...), calls: dial.NewRedactor(values...)}
}

// formsOf are a value and its encodings.
func formsOf(value string) []string {
	quoted := strings.Trim(fmt.Sprintf("%q", value), `"`)
	return []string{
		value, clean(value), quoted, jsonText(value, true), jsonText(value, false),
		url.QueryEscape(value), url.PathEscape(value),
	}
}

// jsonText is value inside a JSON string.
func jsonText(value string, escapeHTML bool) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(escapeHTML)
	if err := encoder.Encode(value); err != nil {
		return ""
	}
	return strings.Trim(strings.TrimSuffix(out.String(), "\n"), `"`)
}

// hide gives text without the secrets.
func (r *redactor) hide(text string) string { return r.calls.Redact(r.environment.Replace(text)) }

// hideCut is hide for text whose end was cut off: the start of a secret may stand there, which hide does not know.
func (r *redactor) hideCut(text string) string {
	text = r.hide(text)
	return clip(text, max(0, len(text)-maxSecret))
}
