package storage

import "github.com/apache/arrow-go/v18/arrow"

// ColumnLastSeen is the column that a profiles table has beside [ColumnDistinctID] and [ColumnProperties].
const ColumnLastSeen = "last_seen"

// ProfilesSchema is the schema of the rows of a profiles unit:
//
//	distinct_id  utf8, not null: the user's id, or the group's
//	last_seen    timestamp[us, UTC]: when the profile was last updated, its $last_seen; null where it does not tell
//	properties   utf8, not null: the JSON object as Mixpanel sent it, byte for byte
//
// A unit may bring further columns after these; they are nullable.
func ProfilesSchema() *arrow.Schema {
	return arrow.NewSchema([]arrow.Field{
		{Name: ColumnDistinctID, Type: arrow.BinaryTypes.String},
		{Name: ColumnLastSeen, Type: &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}, Nullable: true},
		{Name: ColumnProperties, Type: arrow.BinaryTypes.String},
	}, nil)
}
