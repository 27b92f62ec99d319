package value

import (
	"encoding/json"
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// float writes a number as encoding/json does, with an exponent for the very large and small alone. NaN and the
// infinities, which JSON has no number for, are text.
func float(value float64, bits int) any {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return strconv.FormatFloat(value, 'g', -1, bits)
	}
	format := byte('f')
	if size := math.Abs(value); size != 0 && (size < 1e-6 || size >= 1e21) {
		format = 'e'
	}
	return json.Number(strconv.FormatFloat(value, format, -1, bits))
}

// integerAt is a whole number of any width.
func integerAt(column arrow.Array, i int) (any, bool) {
	switch c := column.(type) {
	case *array.Int8:
		return int64(c.Value(i)), true
	case *array.Int16:
		return int64(c.Value(i)), true
	case *array.Int32:
		return int64(c.Value(i)), true
	case *array.Int64:
		return c.Value(i), true
	case *array.Uint8:
		return uint64(c.Value(i)), true
	case *array.Uint16:
		return uint64(c.Value(i)), true
	case *array.Uint32:
		return uint64(c.Value(i)), true
	case *array.Uint64:
		return c.Value(i), true
	}
	return nil, false
}

// decimalAt is a decimal with every digit that was stored; Arrow's own text goes through floating point.
func decimalAt(column arrow.Array, i int) (json.Number, bool) {
	var digits *big.Int
	switch c := column.(type) {
	case *array.Decimal32:
		digits = big.NewInt(int64(c.Value(i)))
	case *array.Decimal64:
		digits = big.NewInt(int64(c.Value(i)))
	case *array.Decimal128:
		digits = c.Value(i).BigInt()
	case *array.Decimal256:
		digits = c.Value(i).BigInt()
	default:
		return "", false
	}
	kind, _ := column.DataType().(arrow.DecimalType)
	return decimal(digits, int(kind.GetScale())), true
}

// decimal puts the point before the last scale digits; a negative scale counts zeros at the end.
func decimal(digits *big.Int, scale int) json.Number {
	text, sign := digits.String(), ""
	if digits.Sign() < 0 {
		text, sign = text[1:], "-"
	}
	if scale <= 0 {
		if digits.Sign() != 0 {
			text += strings.Repeat("0", -scale)
		}
		return json.Number(sign + text)
	}
	if missing := scale + 1 - len(text); missing > 0 {
		text = strings.Repeat("0", missing) + text
	}
	point := len(text) - scale
	return json.Number(sign + text[:point] + "." + text[point:])
}
