package sdktest

import (
	"maps"
	"slices"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// memoryTable holds rows in parts. A part is what is replaced as a whole: a project day of events, all profiles.
type memoryTable struct {
	kind      storage.Kind
	metadata  storage.Metadata
	fetchedAt time.Time
	columns   []arrow.Field
	parts     map[string]memoryPart // by day, or allProfiles
}

type memoryPart struct {
	rows []memoryRow
	// day is the coverage, for events.
	day storage.Day
}

func newMemoryTable(kind storage.Kind) *memoryTable {
	return &memoryTable{kind: kind, columns: schemaOf(kind).Fields(), parts: map[string]memoryPart{}}
}

// put stores the parts of a unit in place of those of the same name, and adds the columns that are new.
func (t *memoryTable) put(unit memoryUnit, now time.Time) error {
	fields := unit.schema.Fields()
	for _, unfilled := range unit.unfilled {
		fields = append(fields, unfilled.Field())
	}
	columns, err := mergeColumns(t.columns, fields)
	if err != nil {
		return err
	}
	t.columns = columns
	for name, part := range unit.parts {
		part.day.FetchedAt = now
		t.parts[name] = part
	}
	t.widenProperties()
	t.fetchedAt = now
	return nil
}

// mergeColumns appends the columns of a unit that the table does not have. They are null in the older rows.
func mergeColumns(have, arriving []arrow.Field) ([]arrow.Field, error) {
	merged := slices.Clone(have)
	for _, field := range arriving {
		at := slices.IndexFunc(merged, func(f arrow.Field) bool { return f.Name == field.Name })
		property, isProperty := storage.PropertyOf(field)
		switch {
		case storage.IsUnfilledField(field):
		case at < 0 && isProperty:
			merged = append(merged, property.Field())
		case at < 0:
			merged = append(merged, arrow.Field{Name: field.Name, Type: field.Type, Nullable: true})
		case isProperty:
			if err := joinProperty(&merged[at], property); err != nil {
				return nil, err
			}
		case !arrow.TypeEqual(merged[at].Type, field.Type):
			return nil, &mperr.InvalidArgument{
				Argument: "column " + field.Name, Value: field.Type.String(), Reason: "the table has it as " + merged[at].Type.String(),
			}
		}
	}
	return merged, nil
}

// widen extends the range of days that the metadata tells.
func (t *memoryTable) widen(from, to string) {
	if from != "" && (t.metadata.FromDate == "" || from < t.metadata.FromDate) {
		t.metadata.FromDate = from
	}
	if to > t.metadata.ToDate {
		t.metadata.ToDate = to
	}
}

func (t *memoryTable) touch() { t.fetchedAt = time.Now().UTC() }

func (t *memoryTable) describe(name string) storage.Table {
	described := storage.Table{Name: name, Kind: t.kind, Rows: int64(len(t.rows())), FetchedAt: t.fetchedAt, Metadata: t.metadata}
	described.Metadata.FilterEvents = slices.Clone(t.metadata.FilterEvents)
	described.Metadata.FilterOutputProperties = slices.Clone(t.metadata.FilterOutputProperties)
	return described
}

// rows gives all rows, the parts in the order of their names.
func (t *memoryTable) rows() (rows []memoryRow) {
	for _, name := range slices.Sorted(maps.Keys(t.parts)) {
		rows = append(rows, t.parts[name].rows...)
	}
	return rows
}

func (t *memoryTable) coverage() (days []storage.Day) {
	if t.kind != storage.Events {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(t.parts)) {
		days = append(days, t.parts[name].day)
	}
	return days
}
