//go:build linux

package faults_test

import (
	"encoding/json"
	"math/big"
	"strconv"
	"strings"
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
		if !says(value, want[name]) {
			differ[name] = [2]string{string(value), string(want[name])}
		}
	}
	return differ
}

// says compares a column's value with the property's: texts and whole numbers to the letter, other numbers by value. A
// column of text may have the text of any value.
func says(column, property json.RawMessage) bool {
	var columnText, propertyText string
	isText := json.Unmarshal(property, &propertyText) == nil
	switch {
	case absent(column) || absent(property):
		return absent(column) && absent(property)
	case json.Unmarshal(column, &columnText) != nil:
		columnText, isText = string(column), false
		propertyText = string(property)
	case !isText:
		propertyText = string(property)
	}
	if columnText == propertyText || isText {
		return columnText == propertyText
	}
	if strings.ContainsAny(propertyText, ".eE") {
		one, oneErr := strconv.ParseFloat(columnText, 64)
		other, otherErr := strconv.ParseFloat(propertyText, 64)
		return oneErr == nil && otherErr == nil && one == other
	}
	one, oneOK := new(big.Rat).SetString(columnText) // 5.0 is 5
	other, otherOK := new(big.Rat).SetString(propertyText)
	return oneOK && otherOK && one.Cmp(other) == 0
}

func absent(value json.RawMessage) bool { return value == nil || string(value) == "null" }

func TestAColumnThatSaysSomethingElseIsFound(t *testing.T) {
	properties := `{"a":"x","b":9007199254740993,"c":true,"d":1.50,"e":"007","g":null,"h":12,"i":5}`
	if found := unequal(t, properties, `{"event_name":"n","a":"x","b":9007199254740993,"c":true,"d":"1.5","e":"007","f":null,"g":null,"h":"12","i":5.0}`); len(found) != 0 {
		t.Errorf("equal columns differ: %v", found)
	}
	for _, columns := range []string{`{"a":"y"}`, `{"a":null}`, `{"b":9007199254740992}`, `{"c":false}`, `{"c":null}`, `{"d":1.51}`, `{"e":"7"}`, `{"e":7}`, `{"i":5.5}`, `{"f":"x"}`} {
		if len(unequal(t, properties, columns)) != 1 {
			t.Errorf("%s is taken for right", columns)
		}
	}
}
