package render

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// text is a value in one cell: nothing for nil, ISO 8601 for a time, JSON for lists and objects.
func text(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case json.Number:
		return v.String()
	case time.Time:
		return v.Format(time.RFC3339Nano)
	case int, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64:
		return fmt.Sprint(v)
	case fmt.Stringer:
		return v.String()
	}
	encoded, err := compact(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	if len(encoded) > 1 && encoded[0] == '"' {
		var bare string
		if json.Unmarshal(encoded, &bare) == nil {
			return bare
		}
	}
	return string(encoded)
}

// cell is a value in a table a person reads: as text, with Yes and No for bool.
func cell(value any) string {
	if b, ok := value.(bool); ok {
		if b {
			return "Yes"
		}
		return "No"
	}
	return Visible(text(value))
}
