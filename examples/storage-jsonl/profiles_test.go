package main

import (
	"context"
	"io"
	"path/filepath"
	"slices"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// profileRows is a unit of profiles with the given properties, in a column of any type.
type profileRows struct {
	properties []string
	column     arrow.DataType
	given      bool
}

func (p *profileRows) Schema() *arrow.Schema {
	return arrow.NewSchema([]arrow.Field{{Name: storage.ColumnProperties, Type: p.column}}, nil)
}

func (p *profileRows) Next(context.Context) (arrow.RecordBatch, error) {
	if p.given {
		return nil, io.EOF
	}
	p.given = true
	builder := array.NewRecordBuilder(memory.DefaultAllocator, p.Schema())
	defer builder.Release()
	for _, text := range p.properties {
		if err := builder.Field(0).AppendValueFromString(text); err != nil {
			return nil, err
		}
	}
	return builder.NewRecordBatch(), nil
}

func (p *profileRows) Footer() storage.Footer { return storage.Footer{Rows: int64(len(p.properties))} }

func TestProfilesAreReplacedByUnit(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "store"))
	wanted := creation("users")
	wanted.Kind = storage.Profiles
	session, err := s.Begin(t.Context(), wanted)
	if err != nil {
		t.Fatal(err)
	}
	for _, unit := range []struct {
		id         string
		properties []string
	}{{"page-1", []string{`{"n":1}`, `{"n":2}`}}, {"page/2", []string{`{"n":3}`}}, {"page-1", []string{`{"n":4}`}}} {
		rows := &profileRows{properties: unit.properties, column: arrow.BinaryTypes.String}
		if _, err := s.WriteUnit(t.Context(), session.ID, storage.Unit{ID: unit.id}, rows); err != nil {
			t.Fatal(err)
		}
	}
	table, err := s.Commit(t.Context(), session.ID)
	if err != nil || table.Rows != 2 {
		t.Fatalf("commit gives %+v (%v), want two rows", table, err)
	}
	if got := properties(t, s, "users"); !slices.Equal(got, []string{`{"n":4}`, `{"n":3}`}) {
		t.Errorf("profiles are %q", got)
	}
	days, err := s.Coverage(t.Context(), "users")
	if err != nil || len(days) != 0 {
		t.Errorf("profiles cover the days %v (%v), want none", days, err)
	}
}

func TestProfilesOfAnotherSessionAreAddedWhateverTheirUnitsAreCalled(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "store"))
	for _, mode := range []storage.Mode{storage.Create, storage.Append, storage.Append} {
		wanted := creation("users")
		wanted.Kind, wanted.Mode = storage.Profiles, mode
		session, err := s.Begin(t.Context(), wanted)
		if err != nil {
			t.Fatal(err)
		}
		rows := &profileRows{properties: []string{`{"n":1}`}, column: arrow.BinaryTypes.String}
		if _, err := s.WriteUnit(t.Context(), session.ID, storage.Unit{ID: "page-1"}, rows); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Commit(t.Context(), session.ID); err != nil {
			t.Fatal(err)
		}
	}
	if got := properties(t, s, "users"); len(got) != 3 {
		t.Errorf("three sessions of one profile each make the rows %q", got)
	}
}

func TestColumnOfATypeThatLinesDoNotHoldIsRefused(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "store"))
	wanted := creation("users")
	wanted.Kind = storage.Profiles
	session, err := s.Begin(t.Context(), wanted)
	if err != nil {
		t.Fatal(err)
	}
	rows := &profileRows{column: arrow.BinaryTypes.Binary}
	_, err = s.WriteUnit(t.Context(), session.ID, storage.Unit{ID: "page-1"}, rows)
	if code := mperr.CodeOf(err); code != "INVALID_ARGUMENT" {
		t.Errorf("error is %s %v, want INVALID_ARGUMENT", code, err)
	}
}
