package columns

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// longestKey is the longest key in bytes that becomes a column's name.
const longestKey = 120

// inTable are the properties that every table of events has as columns of its own.
var inTable = map[string]bool{"time": true, "distinct_id": true, "$insert_id": true}

// canName says whether a property may have a column: its key is text that can be typed.
func canName(property string) bool {
	return property != "" && len(property) <= longestKey && !inTable[property] && strings.IndexFunc(property, unicode.IsControl) < 0
}

// names are the names taken in a table, folded.
type names map[string]bool

func newNames() names {
	n := names{}
	for _, field := range storage.EventsSchema().Fields() {
		n[fold(field.Name)] = true
	}
	n[fold(storage.FieldUnfilled)] = true
	n["rowid"] = true // DuckDB gives every row one
	return n
}

// take gives the name of a property's column: the key itself, or where another column has that the key with a number.
func (n names) take(property string) string {
	name := property
	for i := 2; n[fold(name)]; i++ {
		name = property + "_" + strconv.Itoa(i)
	}
	n[fold(name)] = true
	return name
}

// fold makes names equal that differ in upper and lower case alone: each letter becomes the least of those it is folded
// with.
func fold(name string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
			least = min(least, other)
		}
		return unicode.ToLower(least)
	}, name)
}
