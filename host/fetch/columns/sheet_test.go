package columns_test

import (
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/fetch/columns"
	"github.com/mixpanel-data/mp/host/fetch/scan"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// add adds rows with these properties objects.
func add(t *testing.T, sheet *columns.Sheet, objects ...string) {
	t.Helper()
	scanner := scan.Scanner{KeepMembers: true}
	for _, object := range objects {
		event, err := scanner.Scan([]byte(`{"event":"e","properties":{"time":1` + strings.TrimSuffix(","+object[1:len(object)-1], ",") + `}}`))
		if err != nil {
			t.Fatalf("%s: %v", object, err)
		}
		sheet.Add(event.Members)
	}
}

// texts are the values of a column as text, null where there is none.
func texts(column arrow.Array) (all []string) {
	for i := range column.Len() {
		if column.IsNull(i) {
			all = append(all, "null")
		} else {
			all = append(all, column.ValueStr(i))
		}
	}
	return all
}

func TestASheetHoldsWhatEveryRowHas(t *testing.T) {
	m := columns.New([]storage.PropertyColumn{
		{Property: "b", Name: "b", Type: storage.Boolean}, {Property: "i", Name: "i", Type: storage.BigInt},
		{Property: "d", Name: "d", Type: storage.Double}, {Property: "s", Name: "s", Type: storage.Varchar},
	}, true)
	sheet := m.Sheet()
	add(t, sheet,
		`{"s":"é\u00e9\n\ud83d\ude00","i":9007199254740993,"d":0.1,"b":true}`,
		`{}`,
		`{"s":12,"i":null,"d":3,"b":false}`,
		`{"s":"first","s":"second","i":1,"i":"x","b":null,"b":true}`,
		`{"s":true,"d":-9007199254740992,"i":-1}`,
		`{"s":1.50}`, `{"s":["a"]}`, `{"s":"n\u0000l"}`, `{"s":-0}`, `{"s":""}`)
	want := [][]string{
		{"true", "null", "false", "null", "null", "null", "null", "null", "null", "null"},
		{"9007199254740993", "null", "null", "1", "-1", "null", "null", "null", "null", "null"},
		{"0.1", "null", "3", "null", "-9.007199254740992e+15", "null", "null", "null", "null", "null"},
		{"éé\n😀", "null", "12", "first", "true", "null", "null", "null", "null", ""},
		{"0", "0", "0", "0", "0", "4", "4", "4", "4", "0"},
	}
	var got [][]string
	for _, column := range sheet.Take() {
		got = append(got, texts(column))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if unfilled := m.Settle(sheet); len(unfilled) != 0 {
		t.Errorf("unfilled: %v", unfilled)
	}
	add(t, sheet, `{}`, `{"s":"next"}`)
	if got := texts(sheet.Take()[3]); !cmp.Equal(got, []string{"null", "next"}) {
		t.Errorf("the next batch has %q", got)
	}
}

func TestValuesThatDoNotFitAreCountedWithTheTypeTheyNeed(t *testing.T) {
	for _, test := range []struct {
		kind   storage.PropertyType
		values []string
		want   storage.PropertyType
	}{
		{storage.BigInt, []string{"1", "1.0", "2.5"}, storage.Double},
		{storage.BigInt, []string{"1", `"x"`, "2.5"}, storage.Varchar},
		{storage.BigInt, []string{"true", "false"}, storage.Varchar},
		{storage.BigInt, []string{"9223372036854775808", "[]"}, storage.Varchar},
		{storage.Double, []string{"9007199254740993", "-9007199254740993"}, storage.Varchar},
		{storage.Double, []string{"1e400", `"1"`}, storage.Varchar},
		{storage.Boolean, []string{"0", "1"}, storage.Varchar},
	} {
		m := columns.New([]storage.PropertyColumn{{Property: "p", Name: "p", Type: test.kind}}, false)
		sheet := m.Sheet()
		for _, value := range test.values {
			add(t, sheet, `{"p":`+value+`}`)
		}
		unfilled := m.Settle(sheet)
		if len(unfilled) != 1 || unfilled[0].Type != test.want || unfilled[0].Rows < 1 || unfilled[0].Rows > 2 {
			t.Errorf("%s with %q: %v, want %s", test.kind, test.values, unfilled, test.want)
		}
		if got := told(m.Sheet()); got[0] != "p "+string(test.want)+" p" {
			t.Errorf("the next unit has %q", got)
		}
	}
}

func TestArraysInABatchAreWholeWithoutValues(t *testing.T) {
	sheet := chosen(t, `{"s":"x","b":true,"i":1}`).Sheet()
	add(t, sheet, `{}`, `{}`)
	for _, column := range sheet.Take() {
		if column.Len() != 2 || column.NullN() != 2 && column.DataType().ID() != arrow.INT16 {
			t.Errorf("%v", column)
		}
		if text, ok := column.(*array.String); ok && len(text.ValueOffsets()) != 3 {
			t.Errorf("offsets %v", text.ValueOffsets())
		}
	}
}
