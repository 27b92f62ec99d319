package report

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/mixpanel-data/mp/internal/mpsim/calendar"
)

// Entry is an event of an activity feed.
type Entry struct {
	Event string
	// Properties is the JSON object of the export.
	Properties []byte

	at       int64
	insertID string
}

// Feed returns what some users did on the days, in the order of time, and of one
// instant by $insert_id.
func Feed(events Source, from, to calendar.Day, users []string) []Entry {
	entries := []Entry{}
	for e := range events(from, to) {
		if e.User == "" || !slices.Contains(users, e.User) {
			continue
		}
		entries = append(entries, Entry{e.Name, bytes.Clone(trim(value(propertiesOf(e.Line)))), e.At, e.InsertID})
	}
	slices.SortStableFunc(entries, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.insertID, b.insertID))
	})
	return entries
}
