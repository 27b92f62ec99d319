package result

import (
	"cmp"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
)

// Annotation is a note at a moment, as Mixpanel's charts show it. The table of a [List] has the columns id, date,
// description, user and tags, whose names are joined by commas.
type Annotation struct {
	// ID is Mixpanel's id of the annotation; positive.
	ID int64 `json:"id"`
	// Date is the moment, YYYY-MM-DD HH:MM:SS; Mixpanel does not document the zone.
	Date string `json:"date"`
	// Description is the note.
	Description string `json:"description"`
	// User is the name of its author; may be "".
	User string `json:"user"`
	// Tags are the names of its tags; may be none.
	Tags []string `json:"tags"`
}

func (a Annotation) check(place string) error {
	return cmp.Or(checkID(place+"id", a.ID), checkMoment(place+"date", a.Date),
		checkText(place+"description", a.Description), checkText(place+"user", a.User), checkTexts(place+"tags", a.Tags))
}

func (a Annotation) clone() Annotation {
	a.Tags = listed(a.Tags)
	return a
}

func (Annotation) tableOf(annotations []Annotation) arrow.RecordBatch {
	return batchOf(len(annotations),
		integers("id", each(annotations, func(a Annotation) int64 { return a.ID })),
		texts("date", each(annotations, func(a Annotation) string { return a.Date })),
		texts("description", each(annotations, func(a Annotation) string { return a.Description })),
		texts("user", each(annotations, func(a Annotation) string { return a.User })),
		texts("tags", each(annotations, func(a Annotation) string { return strings.Join(a.Tags, ", ") })))
}
