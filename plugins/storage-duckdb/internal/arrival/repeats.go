package arrival

import (
	"encoding/binary"
	"hash/maphash"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// repeats remembers which insert ids came more than once, of profiles which distinct ids. It may take an id for repeated that
// was not, once in some thousand rows, and never the other way round.
type repeats struct {
	at   identityColumns
	seen *filter
	seed maphash.Seed
	// ids are the ids that came again.
	ids []string
	// arrived is the number of the row by the hash of what it holds, for rows whose id had come before. DuckDB inserts on
	// several threads and does not keep the order.
	arrived map[uint64]int64
}

// identityColumns are the places of what makes an event, of its properties and of its project day.
type identityColumns struct{ name, time, user, id, properties, day int }

// places are those of events, where the rows have a project day, or of profiles; a column that profiles do not have is at -1.
// They are nil where the rows are neither.
func (r *Rows) places() *identityColumns {
	place := func(name string) int {
		return slices.IndexFunc(r.columns, func(c Column) bool { return c.Name == name })
	}
	user, properties := place(storage.ColumnDistinctID), place(storage.ColumnProperties)
	switch {
	case place(storage.ColumnInsertID) >= 0 && place(storage.ColumnProjectDay) >= 0:
		return &identityColumns{
			name: place(storage.ColumnEventName), time: place(storage.ColumnEventTime), user: user,
			id: place(storage.ColumnInsertID), properties: properties, day: place(storage.ColumnProjectDay),
		}
	case user >= 0 && properties >= 0:
		return &identityColumns{name: -1, time: place(storage.ColumnLastSeen), user: user, id: user, properties: properties}
	}
	return nil
}

func newRepeats(at identityColumns) *repeats {
	return &repeats{at: at, seen: newFilter(), seed: maphash.MakeSeed(), arrived: map[uint64]int64{}}
}

// add notes the rows of a batch whose first row has the given number.
func (r *repeats) add(batch arrow.RecordBatch, first int64) {
	ids := textOf(batch, r.at.id)
	for i := range int(batch.NumRows()) {
		id := ids(i)
		if !r.seen.add(maphash.String(r.seed, id)) {
			continue
		}
		// The text is in memory of the batch, which is gone soon.
		r.ids = append(r.ids, strings.Clone(id))
		r.arrived[r.content(r.event(batch, i))] = first + int64(i)
	}
}

// Event is what a row holds, as far as it tells copies of an event, or of a profile, apart.
type Event struct {
	Name, DistinctID, InsertID, Properties string
	// Micros is the time in microseconds of the Unix epoch, 0 for none.
	Micros int64
}

func (r *repeats) event(batch arrow.RecordBatch, i int) Event {
	event := Event{
		Name: textOf(batch, r.at.name)(i), DistinctID: textOf(batch, r.at.user)(i),
		InsertID: textOf(batch, r.at.id)(i), Properties: textOf(batch, r.at.properties)(i),
	}
	if r.at.time >= 0 {
		if times, ok := batch.Column(r.at.time).(*array.Timestamp); ok && times.IsValid(i) {
			event.Micros = int64(times.Value(i))
		}
	}
	return event
}

func (r *repeats) content(event Event) uint64 {
	var hash maphash.Hash
	hash.SetSeed(r.seed)
	for _, text := range []string{event.Name, event.DistinctID, event.InsertID, event.Properties} {
		var length [8]byte
		binary.LittleEndian.PutUint64(length[:], uint64(len(text)))
		_, _ = hash.Write(length[:])
		_, _ = hash.WriteString(text)
	}
	var micros [8]byte
	binary.LittleEndian.PutUint64(micros[:], uint64(event.Micros)) //nolint:gosec // the same bits
	_, _ = hash.Write(micros[:])
	return hash.Sum64()
}

func textOf(batch arrow.RecordBatch, column int) func(int) string {
	if column < 0 {
		return func(int) string { return "" }
	}
	switch values := batch.Column(column).(type) {
	case *array.String:
		return values.Value
	case *array.LargeString:
		return values.Value
	}
	return func(int) string { return "" }
}

// Repeated are the insert ids, of profiles the distinct ids, that came more than once, and few others; an id may be there
// several times. Empty means that the unit has no copies of any event.
func (r *Rows) Repeated() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.repeats == nil {
		return nil
	}
	return r.repeats.ids
}

// Arrived is the number of the last row of the unit that holds this event, counted from 0; -1 for one whose insert id
// had not come before it.
func (r *Rows) Arrived(event Event) int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.repeats == nil {
		return -1
	}
	if at, ok := r.repeats.arrived[r.repeats.content(event)]; ok {
		return at
	}
	return -1
}
