package sdktest

import (
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func TestMemoryEngineHasOneWriterOrManyReaders(t *testing.T) {
	engine := NewEngine()
	writer, err := engine.Open(t.Context(), storage.Options{Location: "a"})
	if err != nil {
		t.Fatal(err)
	}
	for _, readOnly := range []bool{false, true} {
		_, err := engine.Open(t.Context(), storage.Options{Location: "a", ReadOnly: readOnly})
		wantError[*mperr.StorageLocked](t, "open beside a writer", err)
	}
	opened := make(chan error)
	go func() { // ends when the writer closes, or after the wait
		_, err := engine.Open(t.Context(), storage.Options{Location: "a", ReadOnly: true, Wait: time.Minute})
		opened <- err
	}()
	if err := writer.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := <-opened; err != nil {
		t.Errorf("open after the writer closed: %v", err)
	}
	if _, err := engine.Open(t.Context(), storage.Options{Location: "a", ReadOnly: true}); err != nil {
		t.Errorf("open beside a reader: %v", err)
	}
}

func TestMemoryEngineRefusesCallsAfterClose(t *testing.T) {
	sink, err := NewEngine().Open(t.Context(), storage.Options{Location: "a"})
	if err != nil {
		t.Fatal(err)
	}
	if err := sink.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, err = sink.Tables(t.Context())
	wantError[*mperr.StorageFailed](t, "tables of a closed store", err)
}

func TestMemoryEngineRefusesAColumnOfAnotherType(t *testing.T) {
	sink, err := NewEngine().Open(t.Context(), storage.Options{Location: "a"})
	if err != nil {
		t.Fatal(err)
	}
	session, err := sink.Begin(t.Context(), targetOf("signups", storage.Create))
	if err != nil {
		t.Fatal(err)
	}
	for i, kind := range []arrow.DataType{arrow.PrimitiveTypes.Int64, textColumn} {
		rows := unitOf("2026-01-01", "2026-01-01", on("2026-01-01", 3)).column("amount", kind)
		if _, err = sink.WriteUnit(t.Context(), session.ID, rows.unit, rows); i == 0 && err != nil {
			t.Fatal(err)
		}
	}
	wantError[*mperr.InvalidArgument](t, "write a column of another type", err)
}
