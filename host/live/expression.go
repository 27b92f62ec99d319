package live

import (
	"regexp"
	"strings"
)

// addressed matches what only an expression holds: a property looked up in one of Mixpanel's maps.
var addressed = regexp.MustCompile(`\b(properties|user|event|behaviors)\s*\[\s*["']`)

// Expression is On as Mixpanel takes it. A text that looks a property up, as properties["plan"] or
// number(user["age"]) do, is an expression and left alone. Any other text is the name of an event property, in full:
// plan and "monthly fee (€)" become properties["plan"] and properties["monthly fee (€)"], quotes and backslashes escaped.
// A property whose own name looks like a look-up has to be given as an expression. No text stays no text.
func Expression(text string) string {
	if text == "" || addressed.MatchString(text) {
		return text
	}
	return `properties["` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"]`
}
