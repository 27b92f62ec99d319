package sqlexpr

import (
	"strings"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// IsNull is where the JSON has null under a key. It is asked of rows whose column is NULL, where the key is null or not there
// at all, and reading them as JSON is slow. So the text is searched first, in ways that cannot miss: where it has the key and
// null as they are usually written, and no second object in which they could be, it is null; where it has neither the key nor
// any with an escape in it, it is not; and only the rest is read.
func IsNull(property string) string {
	text, key := "CAST("+storage.ColumnProperties+" AS VARCHAR)", `"`+property+`"`
	written := no
	if !strings.ContainsAny(property, `",:\`) { // what is between two texts has a comma or a colon, so the quotes are the key's own
		written = all("contains("+text+", "+Literal(key+":null")+")", text+" NOT LIKE '%{%{%'")
	}
	escaped := "contains(" + text + ", " + Literal(escapeIn(property)) + ") AND regexp_matches(" + text + `, '\\.[^"]*"\s*:')`
	return "CASE WHEN " + written + " THEN true WHEN contains(" + text + ", " + Literal(key) + ") OR " + escaped + `
		THEN ` + known("TRY(json_type("+storage.ColumnProperties+", "+Pointer(property)+")) = 'NULL'") + " ELSE false END"
}

// escapeIn is what the text of a key has at least if the key is spelt with an escape.
func escapeIn(property string) string {
	if strings.ContainsFunc(property, func(c rune) bool { return c < ' ' || strings.ContainsRune(`"\/`, c) }) {
		return `\`
	}
	return `\u`
}
