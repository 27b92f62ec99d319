package scan_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/mixpanel-data/mp/host/fetch/scan"
)

// FuzzScanAgreesWithTheStandardLibrary holds every verdict against encoding/json, which is lenient in three things that
// are judged here by other means: invalid UTF-8, half surrogate pairs and depth.
func FuzzScanAgreesWithTheStandardLibrary(f *testing.F) {
	for _, seed := range []string{
		`{"event":"A","properties":{"time":1767261600,"distinct_id":"cust-77","$insert_id":"b3f1","p":[1,-2.5e3,true,null,{"k":"v"}]}}`,
		`{"event":"\ud83d\ude00","properties":{"time":1767261600.5,"distinct_id":12}}`,
		`{"event":"A","properties":{"time":1,"p":"\ud800"}}`,
		"{\"event\":\"\xff\",\"properties\":{\"time\":1}}",
		`{"event":"A","properties":{"time":1,"p":"abcdefgh\\ijklmnop\"q"}} `,
		`{"properties":{"time":01}}`, `terminated early`, `{"error":"Timeout Error."}`, strings.Repeat(`{"a":`, 600),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		var scanner scan.Scanner
		event, err := scanner.Scan(line)
		if err == nil {
			checkAccepted(t, line, event)
			return
		}
		fault, ok := errors.AsType[*scan.Fault](err)
		if !ok {
			t.Fatalf("Scan(%q) fails with %T", line, err)
		}
		checkRejected(t, line, fault)
	})
}

func checkAccepted(t *testing.T, line []byte, event *scan.Event) {
	t.Helper()
	if !json.Valid(line) || !utf8.Valid(line) {
		t.Fatalf("Scan accepts %q", line)
	}
	var top struct {
		members    map[string]json.RawMessage
		properties map[string]json.RawMessage
	}
	mustUnmarshal(t, line, &top.members)
	mustUnmarshal(t, event.Properties, &top.properties)
	if !bytes.Equal(top.members["properties"], event.Properties) {
		t.Errorf("properties of %q are %q", line, event.Properties)
	}
	for part, pair := range map[string]struct {
		raw json.RawMessage
		got []byte
	}{
		"event": {top.members["event"], event.Name}, "distinct_id": {top.properties["distinct_id"], event.DistinctID},
		"$insert_id": {top.properties["$insert_id"], event.InsertID},
	} {
		if want := textOf(t, pair.raw); want != string(pair.got) {
			t.Errorf("%s of %q is %q, want %q", part, line, pair.got, want)
		}
	}
	if inventsReplacement(t, line) {
		t.Errorf("Scan accepts half a surrogate pair in %q", line)
	}
}

// textOf is the text of a string, "" for null and absence, else the JSON text.
func textOf(t *testing.T, raw json.RawMessage) string {
	t.Helper()
	if raw == nil || string(raw) == "null" {
		return ""
	}
	if raw[0] != '"' {
		return string(raw)
	}
	var text string
	mustUnmarshal(t, raw, &text)
	return text
}

// inventsReplacement says whether the standard library had to put U+FFFD for something: it does so for half surrogate
// pairs. Real ones are taken out of the way first.
func inventsReplacement(t *testing.T, line []byte) bool {
	t.Helper()
	line = bytes.ReplaceAll(line, []byte("\uFFFD"), []byte("?"))
	lower := bytes.ToLower(line)
	for at := bytes.Index(lower, []byte(`\ufffd`)); at >= 0; at = bytes.Index(lower, []byte(`\ufffd`)) {
		copy(line[at:], `\u0041`)
		copy(lower[at:], `\u0041`)
	}
	var value any
	mustUnmarshal(t, line, &value)
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Contains(text, []byte("\uFFFD")) || bytes.Contains(text, []byte(`\ufffd`))
}

func checkRejected(t *testing.T, line []byte, fault *scan.Fault) {
	t.Helper()
	valid := json.Valid(line)
	switch fault.Reason {
	case scan.NotObject:
		if trimmed := bytes.TrimSpace(line); valid && trimmed[0] == '{' {
			t.Errorf("%q is an object", line)
		}
	case scan.BadUTF8:
		if utf8.Valid(line) {
			t.Errorf("%q is valid UTF-8", line)
		}
	case scan.LoneSurrogate:
		if valid && !inventsReplacement(t, line) {
			t.Errorf("%q has no half surrogate pair", line)
		}
	case scan.TooDeep:
		if bytes.Count(line, []byte("["))+bytes.Count(line, []byte("{")) <= scan.MaxDepth {
			t.Errorf("%q is not deep", line)
		}
	case scan.PropertiesKind: // seen before the rest of the line is
	case scan.NoEvent, scan.EventNotText, scan.NoProperties, scan.NoTime, scan.TimeNotNumber, scan.TimeOutOfRange:
		if !valid {
			t.Errorf("%q is not JSON and is said to lack an event's parts: %v", line, fault)
		}
	default:
		if valid {
			t.Errorf("%q is JSON: %v", line, fault)
		}
	}
}

func mustUnmarshal(t *testing.T, text []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatalf("unmarshal %q: %v", text, err)
	}
}
