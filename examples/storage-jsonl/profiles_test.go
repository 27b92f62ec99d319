package main

import (
	"context"
	"io"
	"path/filepath"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// binaryRows are profiles with a column of bytes.
type binaryRows struct{}

func (binaryRows) Schema() *arrow.Schema {
	blob := arrow.Field{Name: "blob", Type: arrow.BinaryTypes.Binary, Nullable: true}
	return arrow.NewSchema(append(storage.ProfilesSchema().Fields(), blob), nil)
}

func (binaryRows) Next(context.Context) (arrow.RecordBatch, error) { return nil, io.EOF }

func (binaryRows) Footer() storage.Footer { return storage.Footer{} }

func TestColumnOfATypeThatLinesDoNotHoldIsRefused(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "store"))
	wanted := creation("users")
	wanted.Kind = storage.Profiles
	session, err := s.Begin(t.Context(), wanted)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.WriteUnit(t.Context(), session.ID, storage.Unit{ID: "page-1"}, binaryRows{})
	if code := mperr.CodeOf(err); code != "INVALID_ARGUMENT" {
		t.Errorf("error is %s %v, want INVALID_ARGUMENT", code, err)
	}
}
