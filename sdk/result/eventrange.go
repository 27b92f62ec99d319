package result

import "cmp"

// eventRange is an event over a range of days; its methods are those of the results that have one.
type eventRange struct {
	days

	event string
}

func eventRangeOf(event, from, to string) eventRange { return eventRange{days{from, to}, event} }

func (e eventRange) check() error { return cmp.Or(checkName("event", e.event), e.days.check()) }

// Event is the event.
func (e eventRange) Event() string { return e.event }
