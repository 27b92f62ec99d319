package columns_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/fetch/columns"
	"github.com/mixpanel-data/mp/sdk/storage"
)

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
