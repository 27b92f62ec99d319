package result

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"
)

// moment is a time as JSON has it.
const moment = "2006-01-02T15:04:05.000Z07:00"

// ActivityFields are the parts of an [Activity].
type ActivityFields struct {
	// Event is the event's name as Mixpanel has it, which may be blank.
	Event string
	// Time is when it happened. Required.
	Time time.Time
	// DistinctID is who did it; "" where the event does not tell.
	DistinctID string
	// Properties are the event's properties as Mixpanel wrote them, a JSON object; nil is none.
	Properties json.RawMessage
}

// Activity is one event of an [ActivityFeedResult].
type Activity struct{ fields ActivityFields }

// Event is the event's name.
func (a Activity) Event() string { return a.fields.Event }

// Time is when it happened, in UTC and to the millisecond.
func (a Activity) Time() time.Time { return a.fields.Time }

// DistinctID is who did it; "" where the event does not tell.
func (a Activity) DistinctID() string { return a.fields.DistinctID }

// Properties is a copy of the event's properties, a JSON object without white space.
func (a Activity) Properties() json.RawMessage { return slices.Clone(a.fields.Properties) }

// MarshalJSON has the keys event, time (RFC 3339 in UTC) and properties.
func (a Activity) MarshalJSON() ([]byte, error) {
	return encode(struct {
		Event      string          `json:"event"`
		Time       string          `json:"time"`
		Properties json.RawMessage `json:"properties"`
	}{a.fields.Event, a.fields.Time.Format(moment), objectOr(a.fields.Properties)})
}

// made is the validated copy of an event.
func (f ActivityFields) made(place string) (ActivityFields, error) {
	err := cmp.Or(checkText(place+"event", f.Event), checkText(place+"distinct_id", f.DistinctID))
	if f.Time.IsZero() {
		err = cmp.Or(err, refuse(place+"time", "", "must be set"))
	}
	properties, jsonErr := objectOf(place+"properties", f.Properties)
	f.Time, f.Properties = f.Time.UTC().Truncate(time.Millisecond), properties
	return f, cmp.Or(err, jsonErr)
}
