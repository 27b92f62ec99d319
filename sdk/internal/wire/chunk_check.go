package wire

import (
	"encoding/binary"
	"fmt"
	"math"
	"strconv"
	_ "time/tzdata" // timestamps and credentials name time zones, also where there is no zone database

	"github.com/apache/arrow-go/v18/arrow"
)

// checkBatch proves that reading any value of a batch stays inside its buffers. Arrow's reader takes offsets, lengths and
// dictionary indices as they come, so that a damaged batch would panic later, in the code that reads it.
func checkBatch(batch arrow.RecordBatch) error {
	for i, column := range batch.Columns() {
		if int64(column.Len()) != batch.NumRows() {
			return &malformed{fmt.Sprintf("column %q has %d values in a batch of %d rows",
				batch.ColumnName(i), column.Len(), batch.NumRows())}
		}
		if problem := checkData(column.Data()); problem != "" {
			return &malformed{fmt.Sprintf("column %q is damaged: %s", batch.ColumnName(i), problem)}
		}
	}
	return nil
}

// checkData gives the problem of an array, or "".
func checkData(data arrow.ArrayData) string {
	end := int64(data.Offset()) + int64(data.Len())
	if data.Offset() < 0 || data.Len() < 0 {
		return "its length is negative"
	}
	if nulls := bufferOf(data, 0); len(nulls) > 0 && int64(len(nulls)) < (end+7)/8 {
		return "its null bitmap is too short"
	}
	switch dt := storageType(data.DataType()).(type) {
	case *arrow.NullType:
		return ""
	case *arrow.DictionaryType:
		return checkDictionary(data, dt, end)
	case *arrow.StructType:
		return checkChildren(data, dt.NumFields(), end)
	case *arrow.FixedSizeListType:
		if dt.Len() < 0 {
			return "its lists have a negative size"
		}
		return checkChildren(data, 1, end*int64(dt.Len()))
	case *arrow.ListType, *arrow.MapType:
		return checkLists(data, 4, end)
	case *arrow.LargeListType:
		return checkLists(data, 8, end)
	case *arrow.StringType, *arrow.BinaryType:
		return checkOffsets(data, 4, end, int64(len(bufferOf(data, 2))))
	case *arrow.LargeStringType, *arrow.LargeBinaryType:
		return checkOffsets(data, 8, end, int64(len(bufferOf(data, 2))))
	case arrow.DecimalType:
		if scale := dt.GetScale(); max(scale, -scale) > digits(dt.BitWidth()) {
			return "its decimals have an impossible scale"
		}
		return checkWidth(data, dt.BitWidth(), end)
	case *arrow.TimestampType:
		if _, err := dt.GetZone(); err != nil {
			return "its time zone " + strconv.Quote(cutText(dt.TimeZone, 64)) + " is not known here"
		}
		return checkWidth(data, dt.BitWidth(), end)
	case arrow.FixedWidthDataType:
		return checkWidth(data, dt.BitWidth(), end)
	default:
		return "its type " + dt.String() + " does not travel between mp and a plugin"
	}
}

func storageType(dt arrow.DataType) arrow.DataType {
	if extension, ok := dt.(arrow.ExtensionType); ok {
		return extension.StorageType()
	}
	return dt
}

// bufferOf is a buffer of an array, empty where there is none.
func bufferOf(data arrow.ArrayData, i int) []byte {
	buffers := data.Buffers()
	if i >= len(buffers) || buffers[i] == nil {
		return nil
	}
	return buffers[i].Bytes()
}

// digits is the precision of a decimal of a width; arrow-go has tables of powers of ten that end there.
func digits(bits int) int32 {
	return int32(float64(bits-1) * math.Log10(2))
}

func checkWidth(data arrow.ArrayData, bits int, end int64) string {
	if bits < 0 || int64(len(bufferOf(data, 1))) < (end*int64(bits)+7)/8 {
		return "its values are too short"
	}
	return ""
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

// checkOffsets proves that the offsets of an array rise from 0 or more to limit or less.
func checkOffsets(data arrow.ArrayData, width int, end, limit int64) string {
	offsets := bufferOf(data, 1)
	if end == 0 {
		return ""
	}
	if int64(len(offsets)) < (end+1)*int64(width) {
		return "its offsets are too short"
	}
	last := int64(0)
	for i := data.Offset() * width; i <= int(end)*width; i += width {
		offset := offsetAt(offsets, i, width)
		if offset < last || offset > limit {
			return "its offsets point outside of it"
		}
		last = offset
	}
	return ""
}

func offsetAt(offsets []byte, at, width int) int64 {
	if width == 4 {
		return int64(int32(binary.LittleEndian.Uint32(offsets[at:]))) //nolint:gosec // the same bits, signed
	}
	return int64At(offsets, at)
}

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
