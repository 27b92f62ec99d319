package columns

import (
	"bytes"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/host/fetch/scan"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Sheet are the property columns of a unit while its rows arrive. It is used by one goroutine.
type Sheet struct {
	keys

	columns []storage.PropertyColumn
	slots   []slot
	// total counts the rows of the unit, rows those of the batch.
	total int64
	rows  int
	// bytes are those of the row's texts.
	bytes int
	// width is what a row takes in the columns without its texts.
	width int
	// open marks the rows of the batch that the sink is to fill, as [storage.UnfilledField] has it.
	open []int16
}

// slot is a column of the sheet.
type slot struct {
	series

	last    int64 // the row met last, from 1
	misfits int64
	needs   storage.PropertyType
}

// NewSheet makes a sheet without columns, which counts.
func NewSheet() *Sheet { return newSheet(nil) }

func newSheet(columns []storage.PropertyColumn) *Sheet {
	s := &Sheet{keys: newKeys(columns), columns: columns, slots: make([]slot, len(columns))}
	for i, column := range columns {
		s.slots[i].kind = column.Type
		s.width += widths[column.Type]
	}
	return s
}

// Fields are the Arrow fields of the sheet's columns, in the order of [Sheet.Take]; none where there are no columns.
func (s *Sheet) Fields() []arrow.Field {
	if len(s.columns) == 0 {
		return nil
	}
	fields := make([]arrow.Field, 0, len(s.columns)+1)
	for _, column := range s.columns {
		fields = append(fields, column.Field())
	}
	return append(fields, storage.UnfilledField())
}

// Add adds a row with these properties, and gives about how many bytes it takes. Nothing of them is kept.
func (s *Sheet) Add(members []scan.Member) int {
	s.total++
	s.bytes = 0
	for _, member := range members {
		e := s.entry(member.Key)
		switch {
		case e == nil:
		case e.column >= 0:
			s.put(e.column, member.Value)
		case e.tally != nil:
			e.tally.add(s.total, member.Value)
		}
	}
	s.rows++
	return s.bytes + s.width
}

// widths are what a row takes in a column: a value, or where the text ends.
var widths = map[storage.PropertyType]int{storage.BigInt: 8, storage.Double: 8, storage.Varchar: 4}

// put takes a value into a column.
func (s *Sheet) put(column int, token []byte) {
	slot := &s.slots[column]
	if slot.last == s.total {
		return // of a key that is there twice the first counts
	}
	slot.last = s.total
	if slot.kind == storage.Varchar && token[0] == '"' {
		s.putText(column, token)
		return
	}
	v := parse(token)
	float, isNumber := v.float()
	switch {
	case v.kind == "":
	case slot.kind == storage.Varchar && v.isPlain():
		slot.text(s.rows)
		slot.data = append(slot.data, token...)
		slot.close()
	case slot.kind == storage.Varchar:
		s.leave(column)
	case slot.kind == storage.BigInt && v.kind == storage.BigInt:
		slot.addWord(s.rows, v.whole)
	case slot.kind == storage.Double && isNumber:
		slot.addFloat(s.rows, float)
	case slot.kind == storage.Boolean && v.kind == storage.Boolean:
		slot.addBool(s.rows, token[0] == 't')
	default:
		slot.misfits++
		if needs := v.kind; slot.kind == storage.Double && needs == storage.BigInt {
			slot.needs = storage.Varchar // a whole number that a float64 rounds
		} else {
			slot.needs = slot.needs.Join(needs)
		}
	}
}

// leave leaves a column of the row to the sink.
func (s *Sheet) leave(column int) {
	for len(s.open) < s.rows {
		s.open = append(s.open, 0)
	}
	if len(s.open) > s.rows {
		s.open[s.rows] = storage.UnfilledSeveral
		return
	}
	s.open = append(s.open, int16(column)+1) //nolint:gosec // a table has at most 200
}

func (s *Sheet) putText(column int, token []byte) {
	slot, inner := &s.slots[column], token[1:len(token)-1]
	escaped := bytes.IndexByte(inner, '\\') >= 0
	if escaped && bytes.Contains(inner, []byte(`\u0000`)) {
		s.leave(column) // an engine may have its own idea of NUL
		return
	}
	slot.text(s.rows)
	if escaped {
		slot.data = scan.AppendText(slot.data, token)
	} else {
		slot.data = append(slot.data, inner...)
	}
	s.bytes += len(inner)
	slot.close()
}

// Take gives the columns of the batch and begins another. The caller releases them.
func (s *Sheet) Take() []arrow.Array {
	rows := s.rows
	s.rows = 0
	if len(s.columns) == 0 {
		return nil
	}
	taken := make([]arrow.Array, 0, len(s.slots)+1)
	for i := range s.slots {
		taken = append(taken, s.slots[i].take(rows))
	}
	taken = append(taken, marks(s.open, rows))
	s.open = s.open[:0]
	return taken
}
