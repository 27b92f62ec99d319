package mperr_test

import (
	"reflect"
	"testing"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// filled is the error of a row with a telling value in every field but Cause, which never leaves the process.
func filled(t *testing.T, row mperr.Row) mperr.Error {
	t.Helper()
	e := row.New()
	fill(t, reflect.ValueOf(e).Elem())
	return e
}

func fill(t *testing.T, v reflect.Value) {
	t.Helper()
	for i := range v.NumField() {
		field, value := v.Type().Field(i), v.Field(i)
		switch target := value.Addr().Interface().(type) {
		case *string, *mperr.Code:
			value.SetString("the " + field.Name)
		case *int, *int64:
			value.SetInt(int64(41 + i))
		case *float64:
			value.SetFloat(2.5)
		case **int:
			seconds := 30
			*target = &seconds
		case *[]string:
			*target = []string{field.Name + " one", field.Name + " two"}
		case *[][]string:
			*target = [][]string{{"2026-01-01", "2026-01-02"}, {"2026-02-01", "2026-02-01"}}
		case *map[string]any:
			*target = map[string]any{"list": []any{"x", 1.5, nil}, "nested": map[string]any{"flag": true}}
		case *error:
		default:
			if value.Kind() != reflect.Struct {
				t.Fatalf("%s has a field %s of type %s, which this test cannot fill", v.Type(), field.Name, field.Type)
			}
			fill(t, value)
		}
	}
}
