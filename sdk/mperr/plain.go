package mperr

import (
	"encoding"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strings"
)

// maxDepth bounds nested details. Only details of a foreign code nest at all; deeper ones would come from a value that
// contains itself.
const maxDepth = 100

// plain copies a value into what JSON can say: nil, bool, int64, uint64, float64, valid UTF-8 text, []any and
// map[string]any. A nil slice is an empty list, as readers of details expect a list where one is promised. What JSON
// cannot say becomes its text, and NaN and infinities nil.
func plain(v reflect.Value, depth int) any {
	if depth > maxDepth || !v.IsValid() {
		return nil
	}
	if speaksJSON(v) {
		return throughJSON(v)
	}
	switch v.Kind() {
	case reflect.Bool:
		return v.Bool()
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return v.Int()
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return v.Uint()
	case reflect.Float32, reflect.Float64:
		return plainFloat(v.Float())
	case reflect.String:
		return strings.ToValidUTF8(v.String(), "\uFFFD")
	case reflect.Pointer, reflect.Interface:
		return plain(v.Elem(), depth+1)
	case reflect.Slice, reflect.Array:
		return plainList(v, depth+1)
	case reflect.Map:
		return plainMap(v, depth+1)
	default:
		return throughJSON(v)
	}
}

func plainFloat(f float64) any {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return nil
	}
	return f
}

func plainList(v reflect.Value, depth int) []any {
	out := make([]any, v.Len())
	for i := range out {
		out[i] = plain(v.Index(i), depth)
	}
	return out
}

func plainMap(v reflect.Value, depth int) any {
	if v.Type().Key().Kind() != reflect.String {
		return throughJSON(v)
	}
	out := make(map[string]any, v.Len())
	for entries := v.MapRange(); entries.Next(); {
		out[strings.ToValidUTF8(entries.Key().String(), "\uFFFD")] = plain(entries.Value(), depth)
	}
	return out
}

// speaksJSON says whether v has its own idea of its JSON form, such as a time or a secret.
func speaksJSON(v reflect.Value) bool {
	if v.Kind() == reflect.Interface || !v.CanInterface() {
		return false
	}
	switch v.Interface().(type) {
	case json.Marshaler, encoding.TextMarshaler, json.Number:
		return v.Kind() != reflect.Pointer || !v.IsNil()
	}
	return false
}

// throughJSON asks encoding/json; what it refuses is named by its type.
func throughJSON(v reflect.Value) any {
	encoded, err := json.Marshal(v.Interface())
	if err != nil {
		return fmt.Sprintf("unprintable %s", v.Type())
	}
	var out any
	if err := json.Unmarshal(encoded, &out); err != nil {
		return fmt.Sprintf("unprintable %s", v.Type())
	}
	return out
}

// copyDetails is a plain copy of a map; nil stays nil.
func copyDetails(details map[string]any) map[string]any {
	if details == nil {
		return nil
	}
	copied, _ := plain(reflect.ValueOf(details), 0).(map[string]any)
	return copied
}
