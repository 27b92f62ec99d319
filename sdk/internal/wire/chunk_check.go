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
	case arrow.FixedWidthDataType:
		if problem := checkMeaning(dt); problem != "" {
			return problem
		}
		return checkWidth(data, dt.BitWidth(), end)
	default:
		return "its type " + dt.String() + " does not travel between mp and a plugin"
	}
}

// checkMeaning gives the problem of what values of a type stand for, or "".
func checkMeaning(dt arrow.FixedWidthDataType) string {
	switch dt := dt.(type) {
	case arrow.DecimalType:
		if scale := dt.GetScale(); max(scale, -scale) > digits(dt.BitWidth()) {
			return "its decimals have an impossible scale"
		}
	case *arrow.TimestampType:
		if _, err := dt.GetZone(); err != nil {
			return "its time zone " + strconv.Quote(cutText(dt.TimeZone, 64)) + " is not known here"
		}
	}
	return ""
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
