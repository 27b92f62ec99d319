package result

import (
	"cmp"

	"github.com/apache/arrow-go/v18/arrow"
)

// SavedCohort is a saved cohort; who is in it is a matter of profiles. The table of a [List] has the columns id, name,
// count and description.
type SavedCohort struct {
	// ID is Mixpanel's id of the cohort; positive.
	ID int64 `json:"id"`
	// Name is the cohort's name.
	Name string `json:"name"`
	// Count is how many users are in it; not negative.
	Count int64 `json:"count"`
	// Description is its author's; may be "".
	Description string `json:"description"`
	// Created is when it was made, YYYY-MM-DD HH:MM:SS; Mixpanel does not document the zone. It may be "".
	Created string `json:"created"`
	// IsVisible says that Mixpanel's pages show it.
	IsVisible bool `json:"is_visible"`
}

func (c SavedCohort) check(place string) error {
	return cmp.Or(checkID(place+"id", c.ID), checkText(place+"name", c.Name), checkCount(place+"count", c.Count),
		checkText(place+"description", c.Description), checkText(place+"created", c.Created))
}

func (c SavedCohort) clone() SavedCohort { return c }

func (SavedCohort) tableOf(cohorts []SavedCohort) arrow.RecordBatch {
	return batchOf(len(cohorts),
		integers("id", each(cohorts, func(c SavedCohort) int64 { return c.ID })),
		texts("name", each(cohorts, func(c SavedCohort) string { return c.Name })),
		integers("count", each(cohorts, func(c SavedCohort) int64 { return c.Count })),
		texts("description", each(cohorts, func(c SavedCohort) string { return c.Description })))
}
