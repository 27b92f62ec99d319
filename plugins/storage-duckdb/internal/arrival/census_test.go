package arrival_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/arrival"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// event is a row with properties, of a day and a name.
type event struct{ day, name, properties string }

// buys are events of one day and name.
func buys(properties ...string) (events []event) {
	for _, text := range properties {
		events = append(events, event{"2026-01-01", "Buy", text})
	}
	return events
}

// found are the key sets of events, a batch for each list, with a property column or without.
func found(t *testing.T, columns bool, batches ...[]event) []arrival.KeySet {
	t.Helper()
	schema := storage.EventsSchema()
	if columns {
		plan := storage.PropertyColumn{Property: "plan", Name: "plan", Type: storage.Varchar}
		schema = arrow.NewSchema(append(schema.Fields(), plan.Field()), nil)
	}
	var made []arrow.RecordBatch
	for _, events := range batches {
		builder := array.NewRecordBuilder(memory.DefaultAllocator, schema)
		for _, e := range events {
			for at, text := range []string{e.name, e.day + "T12:00:00Z", "u", "i", e.properties, e.day, "pro"}[:len(schema.Fields())] {
				must(t, builder.Field(at).AppendValueFromString(text))
			}
		}
		made = append(made, builder.NewRecordBatch())
	}
	mapped, err := arrival.Columns(storage.Events, schema)
	must(t, err)
	rows := arrival.New(t.Context(), &source{schema: schema, batches: made}, mapped)
	for rows.Next() {
		_ = rows.RecordBatch()
	}
	must(t, rows.Err())
	return rows.KeySets()
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestKeySetsAreWhatAllSomeAndNoneOfTheEventsHave(t *testing.T) {
	got := found(t, true,
		buys(`{"a":1,"b":null,"c":[{"x":null}],"d":{"y":"}"}}`, ` { "c" : "\\" , "a" : -1.5e3 } `),
		buys(`{"\u0061":"x\"","b":true,"b":null,"c":"n","é\/":"\ud83d\ude00"}`))
	want := []arrival.KeySet{{
		Day: "2026-01-01", Event: "Buy", Keys: []string{"a", "b", "c", "d", "é/"}, Nulls: []string{"b"}, Always: []string{"a", "c"},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAnEventWithHalfASurrogatePairHasNoKeys(t *testing.T) {
	for _, half := range []string{`"\ud83d"`, `"\ude00"`, `"\ud83dx\ude00"`, `"\ud83d\ud83d\ude00"`, `"\\\ud83d"`, `"\uDE00\uD83D"`} {
		got := found(t, true, buys(`{"c":null,"a":`+half+`}`, `{"a":"\\ud83d \ud83d\udE00","b":"\u0000"}`))
		want := []arrival.KeySet{{Day: "2026-01-01", Event: "Buy", Keys: []string{"a", "b"}, Nulls: []string{"c"}, Always: []string{}}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", half, diff)
		}
	}
}

func TestOfWhatIsNoObjectNothingIsKnown(t *testing.T) {
	for _, text := range []string{
		``, ` `, `1`, `[]`, `{`, `{"a"`, `{"a":`, `{"a":1`, `{"a":1,`, `{"a":1,}`, `{"a" 1}`, `{a:1}`, `{"a":1}{}`, `{"a":"}`, `{"a":[1}`, `{"a:1}`, `{}x`, `{,}`, `{"a":}`,
	} {
		if got := found(t, true, buys(`{"a":1}`, text)); got != nil {
			t.Errorf("%q has %+v", text, got)
		}
	}
	if got := found(t, false, buys(`{"a":1}`)); got != nil {
		t.Errorf("without property columns there is %+v", got)
	}
}

func TestKeySetsAreThoseOfTheParsedObjects(t *testing.T) {
	value := rapid.SampledFrom([]string{`null`, `1`, `"x"`, `"n\"ull,\\"`, `[null,{"z":"]"}]`, `{"k":null,"{":"}"}`, `true`, `"null"`})
	key := rapid.SampledFrom([]string{"a", "b", `c"`, `d\`, "é", "", "{", "a,b"})
	rapid.Check(t, func(check *rapid.T) {
		objects := rapid.SliceOfN(rapid.MapOf(key, value), 1, 8).Draw(check, "objects")
		var texts []string
		want := arrival.KeySet{Day: "2026-01-01", Event: "Buy", Keys: []string{}, Nulls: []string{}, Always: []string{}}
		counts, nulls := map[string]int{}, map[string]bool{}
		for _, object := range objects {
			raw := map[string]json.RawMessage{}
			for name, text := range object {
				raw[name] = json.RawMessage(text)
				counts[name]++
				nulls[name] = nulls[name] || text == "null"
			}
			text, err := json.MarshalIndent(raw, "", rapid.SampledFrom([]string{"", "\t"}).Draw(check, "indent"))
			must(t, err)
			texts = append(texts, string(text))
		}
		for _, name := range slices.Sorted(maps.Keys(counts)) {
			want.Keys = append(want.Keys, name)
			if nulls[name] {
				want.Nulls = append(want.Nulls, name)
			}
			if counts[name] == len(objects) {
				want.Always = append(want.Always, name)
			}
		}
		got := found(t, true, buys(texts...))
		for _, list := range [][]string{got[0].Keys, got[0].Nulls, got[0].Always} {
			slices.Sort(list)
		}
		if diff := cmp.Diff([]arrival.KeySet{want}, got); diff != "" {
			check.Errorf("%q (-want +got):\n%s", texts, diff)
		}
	})
}

func TestEventsAreToldApartByDayAndName(t *testing.T) {
	got := found(t, true, []event{{"2026-01-02", "Buy", `{"a":1}`}, {"2026-01-01", "Sell", `{"b":1}`}, {"2026-01-02", "Buy", `{"c":null}`}},
		[]event{{"2026-01-01", "Buy", `{}`}, {"2026-01-01", "Sell", `{"b":null,"a":1}`}})
	want := []arrival.KeySet{
		{Day: "2026-01-01", Event: "Buy", Keys: []string{}, Nulls: []string{}, Always: []string{}},
		{Day: "2026-01-01", Event: "Sell", Keys: []string{"a", "b"}, Nulls: []string{"b"}, Always: []string{"b"}},
		{Day: "2026-01-02", Event: "Buy", Keys: []string{"a", "c"}, Nulls: []string{"c"}, Always: []string{}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestACensusOfTooMuchTellsNothing(t *testing.T) {
	var names, keys []event
	for i := range 1 << 14 {
		names = append(names, event{"2026-01-01", strconv.Itoa(i), `{}`})
	}
	for i := range 1 << 11 {
		keys = append(keys, event{"2026-01-01", strconv.Itoa(i % (1 << 10)), fmt.Sprintf(`{"%d":1}`, i)})
	}
	for what, events := range map[string][]event{"events": names, "keys": keys} {
		if got := found(t, true, events); got != nil {
			t.Errorf("of too many %s there are %d key sets", what, len(got))
		}
	}
}

// BenchmarkCensus reads properties as they come.
func BenchmarkCensus(b *testing.B) {
	rows := make([]string, 0, 1000)
	for i := range 1000 {
		rows = append(rows, fmt.Sprintf(`{"time":%d,"distinct_id":"31c00be8ab759fe7","$insert_id":"piu1phn6emio98tb","mp_processing_time_ms":1767276414982,`+
			`"$user_id":"31c00be8ab759fe7","$city":"Z\u00fcrich","mp_country_code":"CH","mp_lib":"iphone","$model":"iPhone12,3","$os":"iOS",`+
			`"$os_version":"18.2","$app_version_string":"4.1.0","$wifi":true,"$radio":null,"$carrier":"NOS \u2013 PT","plan":"pro","$referrer":"$direct",`+
			`"utm_source":null,"variants":["a","big photos"],"logged_in":false,"launches":697,"from_push":false,"$duration":0.465}`, 1767276412398+i))
	}
	b.SetBytes(int64(len(rows) * len(rows[0])))
	for b.Loop() {
		arrival.Count(rows)
	}
}
