package columns

import "github.com/mixpanel-data/mp/sdk/storage"

// mostCounted bounds how many properties without a column are counted; an event may have a hundred thousand.
const mostCounted = 1000

// tally counts what is seen of a property without a column.
type tally struct {
	property string
	kind     storage.PropertyType
	nested   bool
	rows     int64
	last     int64 // the row counted last, from 1: of a key that is there twice the first counts
}

func (t *tally) add(row int64, token []byte) {
	if t.last == row {
		return
	}
	t.last = row
	v := parse(token)
	if v.kind == "" {
		return
	}
	t.rows++
	t.kind, t.nested = t.kind.Join(v.kind), t.nested || v.nested
}

// share is the part of the rows, one in so many, that a property with a column is in at least.
const share = 100

// qualifies says whether a property that was seen so in this many rows gets a column.
func (t *tally) qualifies(rows int64) bool {
	return t.rows > 0 && !t.nested && t.rows*share >= rows
}
