package scan_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/host/fetch/scan"
)

func TestProfilesAreTakenApart(t *testing.T) {
	seen := time.Date(2026, 1, 3, 8, 15, 0, 0, time.UTC).UnixMicro()
	for _, test := range []struct {
		text, id, properties string
		micros               int64
	}{
		{`{"$distinct_id":"cust-77","$properties":{"$last_seen":"2026-01-03T08:15:00","n":1e2, "n":12345678901234567890}}`,
			"cust-77", `{"$last_seen":"2026-01-03T08:15:00","n":1e2, "n":12345678901234567890}`, seen},
		{`{"$properties":{},"$distinct_id":42}`, "42", "{}", 0},
		{`{"$distinct_id":-7.50}`, "-7.50", "{}", 0},
		{`{"$distinct_id":"","$properties":null}`, "", "{}", 0},
		{` {"$distinct_id" : "\u00e9\n" , "other":[{"$distinct_id":1}], "$properties":{"$last_seen":null}} ` + "\n", "é\n", `{"$last_seen":null}`, 0},
		{`{"$distinct_id":"a","$properties":{"$last_seen":"<undefined>"}}`, "a", `{"$last_seen":"<undefined>"}`, 0},
		{`{"$distinct_id":"a","$properties":{"$last_seen":1767428100}}`, "a", `{"$last_seen":1767428100}`, 0},
		{`{"$distinct_id":"a","$properties":{"in":{"$last_seen":"2026-01-03"}}}`, "a", `{"in":{"$last_seen":"2026-01-03"}}`, 0},
		{`{"$distinct_id":"a","$properties":{"$last_seen":"2026-01-03T10:15:00+02:00"}}`, "a", `{"$last_seen":"2026-01-03T10:15:00+02:00"}`, seen},
		{`{"$distinct_id":"a","$properties":{"$last_seen":"2026-01-03 08:15:00.000001"}}`, "a", `{"$last_seen":"2026-01-03 08:15:00.000001"}`, seen + 1},
		{`{"$distinct_id":"a","$properties":{"$last_seen":"2026-01-03T08:15:00"},"$distinct_id":"b","$properties":{"x":1}}`, "b", `{"x":1}`, 0},
	} {
		var scanner scan.Scanner
		got, err := scanner.ScanProfile([]byte(test.text))
		if err != nil || string(got.DistinctID) != test.id || string(got.Properties) != test.properties ||
			got.Micros != test.micros || got.HasLastSeen != (test.micros != 0) {
			t.Errorf("%s is %q %s %d, %v", test.text, got.DistinctID, got.Properties, got.Micros, err)
		}
	}
}

func TestWhatIsNoProfileIsToldWhy(t *testing.T) {
	for text, reason := range map[string]string{
		`[]`: scan.NotObject, ``: scan.NotObject, `{}`: scan.NoDistinctID, `{"$distinct_id":null,"$properties":{}}`: scan.NoDistinctID,
		`{"distinct_id":"a"}`: scan.NoDistinctID, `{"$distinct_id":true}`: scan.DistinctIDKind, `{"$distinct_id":["a"]}`: scan.DistinctIDKind,
		`{"$distinct_id":"a","$properties":[]}`: scan.ProfilePropertiesKind, `{"$distinct_id":"a"`: scan.Incomplete,
		`{"$distinct_id":"a","$properties":{"x":"` + "\xff" + `"}}`: scan.BadUTF8, `{"$distinct_id":"a","$properties":{"x":"\ud800"}}`: scan.LoneSurrogate,
		`{"$distinct_id":"a"} x`: scan.TrailingData, `{"$distinct_id":"a","$properties":{"x":` + strings.Repeat("[", 600): scan.TooDeep,
	} {
		var scanner scan.Scanner
		_, err := scanner.ScanProfile([]byte(text))
		fault, ok := errors.AsType[*scan.Fault](err)
		if !ok || fault.Reason != reason {
			t.Errorf("%.60q: %v, want %s", text, err, reason)
		}
	}
}
