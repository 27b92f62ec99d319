package sdktest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// event is a row of an events table, as the suite writes it and reads it back.
type event struct {
	Name       string
	Time       time.Time
	DistinctID string
	InsertID   string
	Properties string
	Day        string
	// Extra are the values of further columns as text; a null is left out.
	Extra map[string]string
}

// on makes n events of a day, an hour's fraction apart, all different.
func on(day string, n int) []event {
	start, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	events := make([]event, n)
	for i := range events {
		events[i] = event{
			Name: []string{"Sign Up", "Log In", "Purchase"}[i%3], Time: start.Add(time.Duration(i) * time.Second),
			DistinctID: fmt.Sprintf("user-%d", i%50), InsertID: fmt.Sprintf("%s-%d", day, i),
			Properties: fmt.Sprintf(`{"mp_processing_time_ms":%d,"n":%d}`, start.UnixMilli()+int64(i), i), Day: day,
		}
	}
	return events
}

// changed gives events with every property text replaced, so that a rewrite can be told from what it replaces.
func changed(events []event, properties string) []event {
	copied := slices.Clone(events)
	for i := range copied {
		copied[i].Properties = properties
	}
	return copied
}

// sorted orders events for comparison: a table has no order of its own.
func sorted(events []event) []event {
	ordered := append([]event{}, events...)
	slices.SortFunc(ordered, func(a, b event) int {
		return cmp.Or(
			cmp.Compare(a.Day, b.Day), a.Time.Compare(b.Time), cmp.Compare(a.Name, b.Name),
			cmp.Compare(a.DistinctID, b.DistinctID), cmp.Compare(a.InsertID, b.InsertID), cmp.Compare(a.Properties, b.Properties),
		)
	})
	return ordered
}

// decode appends the rows of a batch to events. It is lenient about how an engine gives its types back.
func decode(events []event, batch arrow.RecordBatch) ([]event, error) {
	for at := range int(batch.NumRows()) {
		var row event
		for i, field := range batch.Schema().Fields() {
			if err := row.set(field.Name, batch.Column(i), at); err != nil {
				return nil, fmt.Errorf("row %d, column %s: %w", at, field.Name, err)
			}
		}
		events = append(events, row)
	}
	return events, nil
}

func (e *event) set(name string, values arrow.Array, at int) (err error) {
	if extension, ok := values.(array.ExtensionArray); ok {
		values = extension.Storage()
	}
	switch name {
	case storage.ColumnEventName:
		e.Name = textAt(values, at)
	case storage.ColumnDistinctID:
		e.DistinctID = textAt(values, at)
	case storage.ColumnInsertID:
		e.InsertID = textAt(values, at)
	case storage.ColumnProperties:
		e.Properties = textAt(values, at)
	case storage.ColumnEventTime:
		e.Time, err = timeAt(values, at)
	case storage.ColumnLastSeen:
		if values.IsValid(at) {
			e.Time, err = timeAt(values, at)
		}
	case storage.ColumnProjectDay:
		var day time.Time
		day, err = timeAt(values, at)
		e.Day = day.Format(time.DateOnly)
	default:
		if values.IsNull(at) {
			return nil
		}
		if e.Extra == nil {
			e.Extra = map[string]string{}
		}
		e.Extra[name] = textAt(values, at)
	}
	return err
}

// textAt copies the text, as the batch is valid until the next one only.
func textAt(values arrow.Array, at int) string { return strings.Clone(values.ValueStr(at)) }

func timeAt(values arrow.Array, at int) (time.Time, error) {
	switch typed := values.(type) {
	case *array.Timestamp:
		return typed.Value(at).ToTime(typed.DataType().(*arrow.TimestampType).Unit).UTC(), nil
	case *array.Date32:
		return typed.Value(at).ToTime(), nil
	case *array.Date64:
		return typed.Value(at).ToTime(), nil
	}
	return time.Time{}, fmt.Errorf("%s is no time", values.DataType())
}
