package storage_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/storage"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// Databases and plugins of older builds have these columns; a line that changes breaks them.
func TestEventsSchemaIsFrozen(t *testing.T) {
	checkFrozen(t, storage.EventsSchema(), "events_schema.golden")
}

func TestProfilesSchemaIsFrozen(t *testing.T) {
	checkFrozen(t, storage.ProfilesSchema(), "profiles_schema.golden")
}

func checkFrozen(t *testing.T, schema *arrow.Schema, name string) {
	t.Helper()
	var got strings.Builder
	for _, field := range schema.Fields() {
		fmt.Fprintf(&got, "%s %s nullable=%v metadata=%v\n", field.Name, field.Type, field.Nullable, field.Metadata.ToMap())
	}
	golden := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("the schema differs from %s (-want +got):\n%s", golden, diff)
	}
}

func TestEventsSchemaHasTheNamedColumnsInOrder(t *testing.T) {
	var names []string
	for _, field := range storage.EventsSchema().Fields() {
		names = append(names, field.Name)
	}
	want := []string{
		storage.ColumnEventName, storage.ColumnEventTime, storage.ColumnDistinctID, storage.ColumnInsertID,
		storage.ColumnProperties, storage.ColumnProjectDay,
	}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("columns (-want +got):\n%s", diff)
	}
	if !storage.EventsSchema().Equal(storage.EventsSchema()) {
		t.Error("two calls give schemas that differ")
	}
}
