package result

import "cmp"

// eventRange is an event over a range of days; its methods are those of the results that have one.
type eventRange struct{ event, from, to string }

func (e eventRange) check() error {
	return cmp.Or(checkName("event", e.event), checkDays("from_date", e.from, "to_date", e.to))
}

// Event is the event.
func (e eventRange) Event() string { return e.event }

// FromDate is the first day, YYYY-MM-DD.
func (e eventRange) FromDate() string { return e.from }

// ToDate is the last day, YYYY-MM-DD.
func (e eventRange) ToDate() string { return e.to }
