package plugin

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// redactor replaces secret values in text, also in the forms that encoders give them.
type redactor struct {
	replacer *strings.Replacer
	// forms are what is looked for, longest first, so that of two secrets with one beginning the longer is replaced whole.
	forms []string
}

// newRedactor hides the values. Empty ones are ignored: there is nothing to hide.
func newRedactor(values []string) *redactor {
	r := &redactor{}
	for _, value := range values {
		r.add(value)
		for line := range strings.Lines(value) {
			// A key in PEM form is shown line by line. A short line, such as a brace, would blank out half of every text.
			if line = strings.TrimSpace(line); len(line) >= 8 {
				r.add(line)
			}
		}
	}
	slices.SortFunc(r.forms, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	r.forms = slices.Compact(r.forms)
	var pairs []string
	for _, form := range r.forms {
		pairs = append(pairs, form, "***")
	}
	r.replacer = strings.NewReplacer(pairs...)
	return r
}

// add takes up a value and its encodings.
func (r *redactor) add(value string) {
	quoted := strings.Trim(fmt.Sprintf("%q", value), `"`)
	for _, form := range []string{value, clean(value), quoted, jsonText(value, true), jsonText(value, false), url.QueryEscape(value), url.PathEscape(value)} {
		if form != "" {
			r.forms = append(r.forms, form)
		}
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
func (r *redactor) hide(text string) string { return r.replacer.Replace(text) }

// withoutStart removes the beginning of a secret from the end of text that was cut off there: hide would not know it.
func (r *redactor) withoutStart(text string) string {
	for _, form := range r.forms {
		for n := min(len(form)-1, len(text)); n > 0; n-- {
			if strings.HasSuffix(text, form[:n]) {
				text = text[:len(text)-n]
				break
			}
		}
	}
	return text
}
