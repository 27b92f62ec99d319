package columns

import (
	"cmp"
	"slices"
	"sync"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// Most is how many property columns a table has at most.
const Most = 200

// Map are the property columns of a table as a run knows them. It is safe for concurrent use.
type Map struct {
	mu      sync.Mutex
	columns []storage.PropertyColumn
	names   names
	// fixed says that no columns are added; chosen that those of the first lines are.
	fixed, chosen bool
}

// New makes the map of a run into a table that has these columns. Where it is fixed, no others are added.
func New(stored []storage.PropertyColumn, fixed bool) *Map {
	m := &Map{columns: slices.Clone(stored), names: newNames(), fixed: fixed, chosen: fixed}
	for _, column := range stored {
		m.names[fold(column.Name)] = true
	}
	return m
}

// Chosen says whether the columns of the run's first lines are added, so that [Map.Choose] would do nothing.
func (m *Map) Chosen() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.chosen
}

// Choose adds the properties that a sheet has counted, unless that was done. A sheet without rows shows nothing.
func (m *Map) Choose(seen *Sheet) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.chosen || seen.total == 0 {
		return
	}
	m.chosen = true
	m.add(seen)
}

// Sheet begins a unit with the columns as they are now.
func (m *Map) Sheet() *Sheet {
	m.mu.Lock()
	defer m.mu.Unlock()
	return newSheet(slices.Clone(m.columns))
}

// Settle gives what the rows of a unit do not fill, and takes it into the map. Rows with a value of another type widen
// a column; a property that is in a hundredth of the unit's rows gets one.
func (m *Map) Settle(unit *Sheet) (unfilled []storage.Unfilled) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i, slot := range unit.slots {
		if slot.misfits == 0 {
			continue
		}
		column := unit.columns[i]
		column.Type = column.Type.Join(slot.needs)
		unfilled = append(unfilled, storage.Unfilled{PropertyColumn: column, Rows: slot.misfits})
		if at := m.find(column.Property); at >= 0 {
			m.columns[at].Type = m.columns[at].Type.Join(column.Type)
		}
	}
	for _, late := range m.add(unit) {
		unfilled = append(unfilled, storage.Unfilled{PropertyColumn: late.PropertyColumn, Rows: late.Rows})
	}
	return unfilled
}

func (m *Map) find(property string) int {
	return slices.IndexFunc(m.columns, func(c storage.PropertyColumn) bool { return c.Property == property })
}

// add gives columns to the properties that a sheet has counted and that qualify, the most frequent first where there is no
// room for all. Those that have got one meanwhile from another unit are told too.
func (m *Map) add(seen *Sheet) (added []storage.Unfilled) {
	if m.fixed {
		return nil
	}
	var found []*tally
	for _, t := range seen.counted {
		if t.qualifies(seen.total) || t.rows > 0 && m.find(t.property) >= 0 {
			found = append(found, t)
		}
	}
	ranked := slices.Clone(found)
	slices.SortStableFunc(ranked, func(a, b *tally) int { return cmp.Compare(b.rows, a.rows) })
	left := map[*tally]bool{}
	for _, t := range ranked {
		left[t] = true
	}
	room := Most - len(m.columns)
	for _, t := range ranked {
		switch {
		case m.find(t.property) >= 0:
		case room > 0:
			room--
		default:
			delete(left, t)
		}
	}
	for _, t := range found { // in the order of the lines, which decides on names
		if !left[t] {
			continue
		}
		at := m.find(t.property)
		if at < 0 {
			at = len(m.columns)
			m.columns = append(m.columns, storage.PropertyColumn{Property: t.property, Name: m.names.take(t.property)})
		}
		m.columns[at].Type = m.columns[at].Type.Join(t.kind)
		added = append(added, storage.Unfilled{PropertyColumn: m.columns[at], Rows: t.rows})
	}
	return added
}
