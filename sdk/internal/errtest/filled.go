// Package errtest makes coded errors and compares them, for the tests of every border that an error crosses.
package errtest

import (
	"fmt"
	"reflect"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Filled is the error of a row with a telling value in every field but Cause, which never leaves the process. It panics on
// a type of field that it cannot fill, so that nobody adds one that no test carries across.
func Filled(row mperr.Row) mperr.Error {
	e := row.New()
	fill(reflect.ValueOf(e).Elem())
	return e
}

func fill(v reflect.Value) {
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
			*target = []string{field.Name + " one", field.Name + " zwölf"}
		case *[][]string:
			*target = [][]string{{"2026-01-01", "2026-01-02"}, {"2026-02-01", "2026-02-01"}}
		case *map[string]any:
			*target = map[string]any{"list": []any{"x", 1.5, nil}, "nested": map[string]any{"flag": true}}
		case *error:
		default:
			if value.Kind() != reflect.Struct {
				panic(fmt.Sprintf("%s has a field %s of type %s, which no test fills", v.Type(), field.Name, field.Type))
			}
			fill(value)
		}
	}
}
