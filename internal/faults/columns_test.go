//go:build linux

package faults_test

import (
	"encoding/json"
	"strconv"
	"testing"
)

// inEveryTable are the columns that hold no property under its own name.
var inEveryTable = []string{"event_name", "event_time", "distinct_id", "insert_id", "properties", "project_day"}

// checkColumns holds the property columns of a row against its JSON. Both are given as objects.
func (r *round) checkColumns(properties, columns string) {
	r.t.Helper()
	for name, pair := range unequal(r.t, properties, columns) {
		r.t.Errorf("%s: column %s is %s where the properties have %s", r.name, name, pair[0], pair[1])
	}
}

// unequal gives the columns that say something else than the property of their name.
func unequal(t testing.TB, properties, columns string) map[string][2]string {
	t.Helper()
	var want, got map[string]json.RawMessage
	for text, into := range map[string]*map[string]json.RawMessage{properties: &want, columns: &got} {
		if err := json.Unmarshal([]byte(text), into); err != nil {
			t.Fatalf("%v in %s", err, text)
		}
	}
	for _, name := range inEveryTable {
		delete(got, name)
	}
	differ := map[string][2]string{}
	for name, value := range got {
		if one, other := plain(value), plain(want[name]); one != other {
			differ[name] = [2]string{one, other}
		}
	}
	return differ
}

// plain is the text of a value: of a string the string, of a number its value, "null" where there is none.
func plain(value json.RawMessage) string {
	if value == nil || string(value) == "null" {
		return "null"
	}
	var text string
	if json.Unmarshal(value, &text) != nil {
		text = string(value)
	}
	if number, err := strconv.ParseFloat(text, 64); err == nil {
		return strconv.FormatFloat(number, 'g', -1, 64)
	}
	return text
}

func TestAColumnThatSaysSomethingElseIsFound(t *testing.T) {
	properties := `{"a":"x","b":1,"c":true,"d":1.50,"e":"12"}`
	if found := unequal(t, properties, `{"event_name":"n","a":"x","b":1.0,"c":true,"d":"1.5","e":"12","f":null}`); len(found) != 0 {
		t.Errorf("equal columns differ: %v", found)
	}
	for _, columns := range []string{`{"a":"y"}`, `{"a":null}`, `{"b":2}`, `{"c":false}`, `{"f":"x"}`} {
		if len(unequal(t, properties, columns)) != 1 {
			t.Errorf("%s is taken for right", columns)
		}
	}
}
