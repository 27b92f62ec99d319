package columns_test

import (
	"fmt"
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

// chosen makes the map that these first rows lead to.
func chosen(t *testing.T, objects ...string) *columns.Map {
	t.Helper()
	seen, m := columns.NewSheet(), columns.New(nil, false)
	add(t, seen, objects...)
	m.Choose(seen)
	return m
}

// told writes a sheet's fields as "name type property".
func told(sheet *columns.Sheet) (all []string) {
	for _, field := range sheet.Fields() {
		if column, ok := storage.PropertyOf(field); ok {
			all = append(all, fmt.Sprintf("%s %s %s", column.Name, column.Type, column.Property))
		}
	}
	return all
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

func TestTheFirstRowsDecideOnColumnsAndTypes(t *testing.T) {
	m := chosen(t, `{"b":true,"i":7,"d":1.5,"s":"x","mixed":1,"both":1,"list":[1],"o":{},"none":null,"distinct_id":"u","$insert_id":"i"}`,
		`{"b":false,"i":-9223372036854775808,"d":1e3,"s":"","mixed":"1","both":0.5,"list":[],"some":[1],"huge":9223372036854775808}`, `{"some":"x"}`)
	want := []string{
		"b BOOLEAN b", "i BIGINT i", "d DOUBLE d", "s VARCHAR s", "mixed VARCHAR mixed", "both DOUBLE both", "huge VARCHAR huge",
	}
	if diff := cmp.Diff(want, told(m.Sheet())); diff != "" {
		t.Error(diff)
	}
}

func TestNamesThatMeetGetANumberInTheOrderTheyCome(t *testing.T) {
	m := chosen(t, `{"Plan":1,"plan":2,"PLAN":3,"plan_2":4,"event_name":5,"properties":6,"mp.unfilled":7,"rowid":8,"k":9,"\u212a":10}`)
	want := []string{
		"Plan BIGINT Plan", "plan_2 BIGINT plan", "PLAN_3 BIGINT PLAN", "plan_2_2 BIGINT plan_2", "event_name_2 BIGINT event_name",
		"properties_2 BIGINT properties", "mp.unfilled_2 BIGINT mp.unfilled", "rowid_2 BIGINT rowid", "k BIGINT k", "\u212a_2 BIGINT \u212a",
	}
	if diff := cmp.Diff(want, told(m.Sheet())); diff != "" {
		t.Error(diff)
	}
}

func TestStoredColumnsKeepTheirNamesAndTakeTheirPlace(t *testing.T) {
	stored := []storage.PropertyColumn{{Property: "plan", Name: "plan_7", Type: storage.BigInt}}
	seen, m := columns.NewSheet(), columns.New(stored, false)
	add(t, seen, `{"Plan_7":"x","plan":"text"}`)
	m.Choose(seen)
	if diff := cmp.Diff([]string{"plan_7 VARCHAR plan", "Plan_7_2 VARCHAR Plan_7"}, told(m.Sheet())); diff != "" {
		t.Error(diff)
	}
	fixed := columns.New(stored, true)
	fixed.Choose(seen)
	if diff := cmp.Diff([]string{"plan_7 BIGINT plan"}, told(fixed.Sheet())); diff != "" || !fixed.Chosen() {
		t.Error(diff)
	}
}

func TestRarePropertiesAndTooManyGetNoColumn(t *testing.T) {
	var rows []string
	for i := range 300 {
		rows = append(rows, `{"all":1}`)
		if i < 2 {
			rows[i] = `{"all":1,"rare":1}`
		} else if i < 5 {
			rows[i] = `{"all":1,"share":1}`
		}
	}
	if diff := cmp.Diff([]string{"all BIGINT all", "share BIGINT share"}, told(chosen(t, rows...).Sheet())); diff != "" {
		t.Error(diff)
	}
	wide := &strings.Builder{}
	for i := range 1500 {
		fmt.Fprintf(wide, `,"p%d":1`, i)
	}
	all := chosen(t, `{`+wide.String()[1:]+`}`, `{"p700":1}`)
	names := told(all.Sheet())
	if len(names) != columns.Most || names[len(names)-1] != "p700 BIGINT p700" {
		t.Errorf("%d columns, the last %s", len(names), names[len(names)-1])
	}
	late := all.Sheet()
	add(t, late, `{"another":1}`)
	if unfilled := all.Settle(late); len(unfilled) != 0 {
		t.Errorf("a full table gets %v", unfilled)
	}
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

func TestALatePropertyGetsOneColumnForAllUnits(t *testing.T) {
	m := chosen(t, `{"early":1}`)
	one, other := m.Sheet(), m.Sheet()
	add(t, one, `{"early":1,"late":1}`, `{}`)
	add(t, other, `{"late":"x"}`)
	first, second := m.Settle(one), m.Settle(other)
	want := []storage.Unfilled{{PropertyColumn: storage.PropertyColumn{Property: "late", Name: "late", Type: storage.BigInt}, Rows: 1}}
	if diff := cmp.Diff(want, first); diff != "" {
		t.Error(diff)
	}
	want[0].Type = storage.Varchar
	if diff := cmp.Diff(want, second); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"early BIGINT early", "late VARCHAR late"}, told(m.Sheet())); diff != "" {
		t.Error(diff)
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
