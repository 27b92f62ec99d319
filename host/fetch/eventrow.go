package fetch

import (
	"encoding/json"
	"fmt"
	"time"
)

// EventRow is an event of a stream, with what a stored row has of it.
type EventRow struct {
	EventName string
	// EventTime is the true instant.
	EventTime  time.Time
	DistinctID string
	// InsertID is made from the content where the event has none; see [storage.SyntheticPrefix].
	InsertID string
	// Properties is the JSON object as Mixpanel sent it, Raw the whole line without its end. Both are valid until the next row.
	Properties, Raw []byte
}

// AppendJSON appends the row as a JSON object with the columns of a stored one: event_name, event_time in UTC as SQL shows it,
// distinct_id, insert_id and properties.
func (e EventRow) AppendJSON(to []byte) []byte {
	to = appendText(append(to, `{"event_name":`...), e.EventName)
	to = appendInstant(append(to, `,"event_time":`...), e.EventTime)
	to = appendText(append(to, `,"distinct_id":`...), e.DistinctID)
	to = appendText(append(to, `,"insert_id":`...), e.InsertID)
	return append(append(append(to, `,"properties":`...), e.Properties...), '}')
}

// appendInstant appends a time as SQL shows one of a table: in UTC, without a zone.
func appendInstant(to []byte, at time.Time) []byte {
	return append(at.UTC().AppendFormat(append(to, '"'), "2006-01-02T15:04:05.999999999"), '"')
}

// appendText appends a text as a JSON string. It is valid UTF-8, as the scanner has seen.
func appendText(to []byte, text string) []byte {
	to = append(to, '"')
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"', c == '\\':
			to = append(to, '\\', c)
		case c < ' ':
			to = fmt.Appendf(to, "\\u%04x", c)
		default:
			to = append(to, c)
		}
	}
	return append(to, '"')
}

var (
	_ json.Marshaler = EventRow{}
	_ json.Marshaler = ProfileRow{}
)

// MarshalJSON is the row as [EventRow.AppendJSON] has it.
func (e EventRow) MarshalJSON() ([]byte, error) { return e.AppendJSON(nil), nil }
