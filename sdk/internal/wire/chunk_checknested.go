package wire

import (
	"encoding/binary"

	"github.com/apache/arrow-go/v18/arrow"
)

// checkDictionary proves that every index of a row that is not null names a value of the dictionary.
func checkDictionary(data arrow.ArrayData, dt *arrow.DictionaryType, end int64) string {
	index, ok := dt.IndexType.(arrow.FixedWidthDataType)
	if !ok {
		return "its indices are no integers"
	}
	if problem := checkWidth(data, index.BitWidth(), end); problem != "" {
		return problem
	}
	values := data.Dictionary()
	if values == nil || data.Len() > 0 && values.Len() == 0 && data.NullN() < data.Len() {
		return "its dictionary is missing"
	}
	nulls, indices, width := bufferOf(data, 0), bufferOf(data, 1), index.BitWidth()/8
	signed := arrow.IsSignedInteger(dt.IndexType.ID())
	for i := data.Offset(); i < int(end); i++ {
		if len(nulls) > 0 && nulls[i/8]&(1<<(i%8)) == 0 {
			continue
		}
		if at := indexAt(indices[i*width:], width, signed); at < 0 || at >= int64(values.Len()) {
			return "an index points outside of its dictionary"
		}
	}
	return checkData(values)
}

func checkChildren(data arrow.ArrayData, n int, length int64) string {
	if len(data.Children()) != n {
		return "its parts are missing"
	}
	for _, child := range data.Children() {
		if int64(child.Len()) < length {
			return "a part of it is too short"
		}
		if problem := checkData(child); problem != "" {
			return problem
		}
	}
	return ""
}

func checkLists(data arrow.ArrayData, width int, end int64) string {
	if problem := checkChildren(data, 1, 0); problem != "" {
		return problem
	}
	return checkOffsets(data, width, end, int64(data.Children()[0].Len()))
}

// indexAt reads an index; an unsigned one beyond int64 is negative and so outside of every dictionary.
func indexAt(data []byte, width int, signed bool) int64 {
	var raw uint64
	switch width {
	case 1:
		raw = uint64(data[0])
	case 2:
		raw = uint64(binary.LittleEndian.Uint16(data))
	case 4:
		raw = uint64(binary.LittleEndian.Uint32(data))
	default:
		raw = binary.LittleEndian.Uint64(data)
	}
	if unused := 64 - 8*width; signed {
		return int64(raw<<unused) >> unused //nolint:gosec // the sign bit is what this is for
	}
	return int64(raw) //nolint:gosec // see above
}
