package columns

import (
	"math"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// series collects the values of one column of a batch. Rows without a value cost nothing until the next one that has one,
// which is what Arrow's own builders lack: of two hundred columns an event fills twenty.
type series struct {
	kind storage.PropertyType
	// valid has a bit for each row with a value, of which there are count.
	valid []byte
	count int
	// bits, words and offsets with data hold the values, by kind.
	bits    []byte
	words   []int64
	offsets []int32
	data    []byte
}

// bit marks a row in a bitmap.
func bit(bits []byte, row int) []byte {
	for len(bits) <= row/8 {
		bits = append(bits, 0)
	}
	bits[row/8] |= 1 << (row % 8)
	return bits
}

func (s *series) mark(row int) {
	s.valid = bit(s.valid, row)
	s.count++
}

func (s *series) addBool(row int, value bool) {
	s.mark(row)
	if value {
		s.bits = bit(s.bits, row)
	}
}

func (s *series) addWord(row int, word int64) {
	s.mark(row)
	for len(s.words) < row {
		s.words = append(s.words, 0)
	}
	s.words = append(s.words, word)
}

func (s *series) addFloat(row int, value float64) { s.addWord(row, int64(math.Float64bits(value))) } //nolint:gosec // the same bits

// text opens a text of a row, to be appended to data, until closed.
func (s *series) text(row int) {
	s.mark(row)
	s.pad(row)
}

func (s *series) close() { s.offsets = append(s.offsets, int32(len(s.data))) } //nolint:gosec // a batch has a few megabytes

// pad makes the offsets of rows up to row, which begin where the last text ends.
func (s *series) pad(row int) {
	for len(s.offsets) <= row {
		s.offsets = append(s.offsets, int32(len(s.data))) //nolint:gosec // see close
	}
}

// take gives the values of the first rows and begins anew.
func (s *series) take(rows int) arrow.Array {
	for len(s.valid) < (rows+7)/8 {
		s.valid = append(s.valid, 0)
	}
	buffers := []*memory.Buffer{memory.NewBufferBytes(s.valid)}
	if s.count == rows {
		buffers[0] = nil
	}
	switch s.kind {
	case storage.Boolean:
		for len(s.bits) < (rows+7)/8 {
			s.bits = append(s.bits, 0)
		}
		buffers = append(buffers, memory.NewBufferBytes(s.bits))
	case storage.Varchar:
		s.pad(rows)
		buffers = append(buffers, memory.NewBufferBytes(arrow.Int32Traits.CastToBytes(s.offsets)), memory.NewBufferBytes(s.data))
	default:
		for len(s.words) < rows {
			s.words = append(s.words, 0)
		}
		buffers = append(buffers, memory.NewBufferBytes(arrow.Int64Traits.CastToBytes(s.words)))
	}
	data := array.NewData(s.kind.Arrow(), rows, buffers, nil, rows-s.count, 0)
	defer data.Release()
	// Whoever has the batch has the memory: the next batch gets its own, of the size of this one.
	*s = series{
		kind: s.kind, valid: make([]byte, 0, cap(s.valid)), bits: make([]byte, 0, cap(s.bits)), words: make([]int64, 0, cap(s.words)),
		offsets: make([]int32, 0, cap(s.offsets)), data: make([]byte, 0, cap(s.data)),
	}
	return array.MakeFromData(data)
}

// marks is the column of [storage.UnfilledField], whose last rows are not marked.
func marks(open []int16, rows int) arrow.Array {
	full := make([]int16, rows)
	copy(full, open)
	values := memory.NewBufferBytes(arrow.Int16Traits.CastToBytes(full))
	data := array.NewData(arrow.PrimitiveTypes.Int16, rows, []*memory.Buffer{nil, values}, nil, 0, 0)
	defer data.Release()
	return array.MakeFromData(data)
}
