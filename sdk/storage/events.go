package storage

import "github.com/apache/arrow-go/v18/arrow"

// The columns of an events table.
const (
	ColumnEventName  = "event_name"
	ColumnEventTime  = "event_time"
	ColumnDistinctID = "distinct_id"
	ColumnInsertID   = "insert_id"
	ColumnProperties = "properties"
	ColumnProjectDay = "project_day"
)

// SyntheticPrefix starts an insert_id that was made from the event's content because the event had none. Mixpanel's own
// ids have no colon.
const SyntheticPrefix = "synthetic:"

// EventsSchema is the schema of the rows of an events unit:
//
//	event_name   utf8, not null
//	event_time   timestamp[us, UTC], not null: the true instant
//	distinct_id  utf8, not null; "" where the event has none
//	insert_id    utf8, not null; see SyntheticPrefix
//	properties   utf8, not null: the JSON object as Mixpanel sent it, byte for byte
//	project_day  date32, not null: the export day, by which from_date and to_date divide events: a UTC day for projects made
//	             since 2023, a day of the project's zone for older ones
//
// A unit may bring further columns after these; they are nullable.
func EventsSchema() *arrow.Schema {
	return arrow.NewSchema([]arrow.Field{
		{Name: ColumnEventName, Type: arrow.BinaryTypes.String},
		{Name: ColumnEventTime, Type: &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}},
		{Name: ColumnDistinctID, Type: arrow.BinaryTypes.String},
		{Name: ColumnInsertID, Type: arrow.BinaryTypes.String},
		{Name: ColumnProperties, Type: arrow.BinaryTypes.String},
		{Name: ColumnProjectDay, Type: arrow.FixedWidthTypes.Date32},
	}, nil)
}
