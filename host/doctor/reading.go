package doctor

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/mixpanel-data/mp/host/fetch/scan"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Reading is what one stored event says of clocks, in microseconds since 1970.
type Reading struct {
	// Sent is the time as Mixpanel exported it; whose clock that is depends on the project.
	Sent int64
	// Stored is the event_time.
	Stored int64
	// Processed is when Mixpanel took the event in, in true UTC.
	Processed int64
}

// ReadAll reads rows of an events table to their end and closes the reader. Events without a time or an
// mp_processing_time_ms give no reading; rows counts all.
func ReadAll(ctx context.Context, reader storage.Reader) (readings []Reading, rows int, err error) {
	defer func() { err = errors.Join(err, reader.Close()) }()
	for {
		batch, err := reader.Next(ctx)
		if err == io.EOF { // an error that wraps it is a cut and not the end
			return readings, rows, nil
		}
		if err != nil {
			return nil, 0, err
		}
		columns, err := columnsOf(batch)
		if err != nil {
			return nil, 0, err
		}
		rows += int(batch.NumRows())
		for i := range int(batch.NumRows()) {
			if reading, ok := columns.reading(i); ok {
				readings = append(readings, reading)
			}
		}
	}
}

// texts is a column of any of Arrow's text types.
type texts interface {
	arrow.Array
	Value(i int) string
}

// columns are those of a batch that tell of clocks.
type columns struct {
	times      *array.Timestamp
	unit       arrow.TimeUnit
	properties texts
	scanner    *scan.Scanner
}

func columnsOf(batch arrow.RecordBatch) (columns, error) {
	found := columns{scanner: &scan.Scanner{}}
	for i, field := range batch.Schema().Fields() {
		column := batch.Column(i)
		if extended, ok := column.(array.ExtensionArray); ok {
			column = extended.Storage() // JSON, in a program that knows Arrow's type of it
		}
		switch field.Name {
		case storage.ColumnEventTime:
			found.times, _ = column.(*array.Timestamp)
			if kind, ok := field.Type.(*arrow.TimestampType); ok {
				found.unit = kind.Unit
			}
		case storage.ColumnProperties:
			found.properties, _ = column.(texts)
		}
	}
	if found.times == nil || found.properties == nil {
		return found, &mperr.InvalidArgument{Argument: "table", Reason: fmt.Sprintf("has no columns %s and %s of events",
			storage.ColumnEventTime, storage.ColumnProperties)}
	}
	return found, nil
}

func (c columns) reading(i int) (Reading, bool) {
	if c.times.IsNull(i) || c.properties.IsNull(i) {
		return Reading{}, false
	}
	properties := []byte(c.properties.Value(i))
	processed, ok := processedOf(properties)
	if !ok {
		return Reading{}, false
	}
	// The time is read by the rules of a fetch, which knows it as a part of a line.
	line := append(append([]byte(`{"event":"e","properties":`), properties...), '}')
	event, err := c.scanner.Scan(line)
	if err != nil {
		return Reading{}, false
	}
	return Reading{Sent: event.Micros, Stored: c.times.Value(i).ToTime(c.unit).UnixMicro(), Processed: processed}, true
}

// processedOf is mp_processing_time_ms in microseconds. Of a key that comes twice the last one counts.
func processedOf(properties []byte) (int64, bool) {
	if !bytes.Contains(properties, []byte(`mp_processing_time_ms`)) {
		return 0, false
	}
	var members map[string]json.RawMessage // a struct would take other spellings of the name as well
	if json.Unmarshal(properties, &members) != nil {
		return 0, false
	}
	millis, err := strconv.ParseInt(string(members["mp_processing_time_ms"]), 10, 64)
	return millis * 1000, err == nil && millis > 0 && millis < 1<<52
}
