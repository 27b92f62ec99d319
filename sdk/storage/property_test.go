package storage_test

import (
	"testing"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/sdk/storage"
)

var propertyTypes = []storage.PropertyType{storage.Boolean, storage.BigInt, storage.Double, storage.Varchar}

func TestJoinIsTheNarrowestTypeThatHoldsBoth(t *testing.T) {
	for _, one := range propertyTypes {
		if got := one.Join(""); got != one {
			t.Errorf("%s with no value is %s", one, got)
		}
		for _, other := range propertyTypes {
			want := storage.Varchar
			switch {
			case one == other:
				want = one
			case one != storage.Boolean && other != storage.Boolean && one != storage.Varchar && other != storage.Varchar:
				want = storage.Double
			}
			if got := one.Join(other); got != want || got != other.Join(one) {
				t.Errorf("%s with %s is %s, want %s", one, other, got, want)
			}
		}
	}
}

func TestAPropertyColumnIsReadBackFromItsField(t *testing.T) {
	for _, kind := range propertyTypes {
		column := storage.PropertyColumn{Property: `we"ird`, Name: "Plan_2", Type: kind}
		if got, ok := storage.PropertyOf(column.Field()); !ok || got != column || storage.IsUnfilledField(column.Field()) {
			t.Errorf("%+v comes back as %+v, %t", column, got, ok)
		}
	}
	unmarked := arrow.Field{Name: "Plan_2", Type: arrow.BinaryTypes.String}
	date := storage.PropertyColumn{Property: "p", Name: "p", Type: storage.Varchar}.Field()
	date.Type = arrow.FixedWidthTypes.Date32
	for _, field := range []arrow.Field{unmarked, date, storage.UnfilledField()} {
		if column, ok := storage.PropertyOf(field); ok {
			t.Errorf("%v is taken for %+v", field, column)
		}
	}
	if !storage.IsUnfilledField(storage.UnfilledField()) || storage.IsUnfilledField(unmarked) {
		t.Error("the column of unfilled rows is not told from others")
	}
}
