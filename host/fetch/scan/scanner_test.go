package scan_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/fetch/scan"
)

// found is an event as texts.
type found struct {
	Name, DistinctID, InsertID, Properties string
	Micros                                 int64
	Extra                                  int
}

func scanned(line string) (found, error) {
	var scanner scan.Scanner
	event, err := scanner.Scan([]byte(line))
	return found{
		Name: string(event.Name), DistinctID: string(event.DistinctID), InsertID: string(event.InsertID),
		Properties: string(event.Properties), Micros: event.Micros, Extra: event.Extra,
	}, err
}

func TestScanFindsThePartsThatBecomeColumns(t *testing.T) {
	const second = int64(1_767_261_600_000_000)
	for name, test := range map[string]struct {
		line string
		want found
	}{
		"an ordinary event": {
			`{"event":"Order Placed","properties":{"time":1767261600,"distinct_id":"cust-77","$insert_id":"b3f1","amount":41.50}}`,
			found{"Order Placed", "cust-77", "b3f1", `{"time":1767261600,"distinct_id":"cust-77","$insert_id":"b3f1","amount":41.50}`, second, 0},
		},
		"members the other way round, white space and a carriage return": {
			" {\t\"properties\" : { \"time\" : 1767261600 } , \"event\" : \"A\" } \r",
			found{Name: "A", Properties: `{ "time" : 1767261600 }`, Micros: second},
		},
		"milliseconds": {
			`{"event":"A","properties":{"time":1767261600123}}`,
			found{Name: "A", Properties: `{"time":1767261600123}`, Micros: second + 123_000},
		},
		"escapes in names, keys and ids": {
			`{"\u0065vent":"Caf\u00e9 \"x\" \ud83d\ude00\n","properties":{"\u0074ime":1767261600,"distinct_id":"a\/b","$insert_id":"\u0000"}}`,
			found{"Café \"x\" 😀\n", "a/b", "\x00", `{"\u0074ime":1767261600,"distinct_id":"a\/b","$insert_id":"\u0000"}`, second, 0},
		},
		"a number for an id keeps its digits": {
			`{"event":"A","properties":{"time":1767261600,"distinct_id":-12345678901234567890.0,"$insert_id":7}}`,
			found{"A", "-12345678901234567890.0", "7", `{"time":1767261600,"distinct_id":-12345678901234567890.0,"$insert_id":7}`, second, 0},
		},
		"null ids are absent": {
			`{"event":"A","properties":{"time":1767261600,"distinct_id":null,"$insert_id":null}}`,
			found{Name: "A", Properties: `{"time":1767261600,"distinct_id":null,"$insert_id":null}`, Micros: second},
		},
		"the last of two keys counts": {
			`{"event":"A","event":"B","properties":{"time":1,"time":1767261600,"distinct_id":"x","distinct_id":"y"}}`,
			found{"B", "y", "", `{"time":1,"time":1767261600,"distinct_id":"x","distinct_id":"y"}`, second, 0},
		},
		"the last of two bags counts alone": {
			`{"event":"A","properties":{"time":1,"distinct_id":"x"},"properties":{"time":1767261600}}`,
			found{Name: "A", Properties: `{"time":1767261600}`, Micros: second},
		},
		"keys of nested objects and case twins are no columns": {
			`{"event":"A","properties":{"Time":3,"o":{"time":2,"distinct_id":"n"},"time":1767261600}}`,
			found{Name: "A", Properties: `{"Time":3,"o":{"time":2,"distinct_id":"n"},"time":1767261600}`, Micros: second},
		},
		"further members are counted": {
			`{"event":"A","v":[1,{}],"w":null,"properties":{"time":1767261600}}`,
			found{Name: "A", Properties: `{"time":1767261600}`, Micros: second, Extra: 2},
		},
		"line separators of Unicode are text": {
			"{\"event\":\"a\u2028b\u2029\u0085\",\"properties\":{\"time\":1767261600}}",
			found{Name: "a\u2028b\u2029\u0085", Properties: `{"time":1767261600}`, Micros: second},
		},
		"empty names stay": {
			`{"event":"","properties":{"time":1767261600}}`,
			found{Properties: `{"time":1767261600}`, Micros: second},
		},
	} {
		got, err := scanned(test.line)
		if err != nil {
			t.Errorf("%s: Scan(%s): %v", name, test.line, err)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: Scan(%s) (-want +got):\n%s", name, test.line, diff)
		}
	}
}

func TestScannerForgetsTheLineBefore(t *testing.T) {
	var scanner scan.Scanner
	if _, err := scanner.Scan([]byte(`{"event":"A","x":1,"properties":{"time":1,"distinct_id":"\u0041","$insert_id":"i"}}`)); err != nil {
		t.Fatal(err)
	}
	event, err := scanner.Scan([]byte(`{"event":"B","properties":{"time":2}}`))
	if err != nil {
		t.Fatal(err)
	}
	if event.DistinctID != nil || event.InsertID != nil || event.Extra != 0 || string(event.Name) != "B" || event.Micros != 2_000_000 {
		t.Errorf("second event is %+v", event)
	}
}

func TestScanManyKeysAndLongTexts(t *testing.T) {
	var line strings.Builder
	line.WriteString(`{"event":"A","properties":{"time":1`)
	for range 10_000 {
		line.WriteString(`,"key":"value"`)
	}
	line.WriteString(`,"long":"` + strings.Repeat("é0123456", 1<<17) + `"}}`)
	if _, err := scanned(line.String()); err != nil {
		t.Error(err)
	}
}

func TestMembersAreThePropertiesInTheirOrder(t *testing.T) {
	line := `{"properties":{"gone":1},"event":"e","properties":{"time" : 1,"a\u00e9":"x\n" , "o":{"in":[1]},"a\u00e9":null,"":1.50}}`
	scanner := scan.Scanner{KeepMembers: true}
	want := []string{`time=1`, `aé="x\n"`, `o={"in":[1]}`, `aé=null`, `=1.50`}
	for range 2 {
		event, err := scanner.Scan([]byte(line))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, member := range event.Members {
			got = append(got, string(member.Key)+"="+string(member.Value))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	if text := scan.AppendText([]byte("["), []byte(`"\u00e9\/\ud83d\ude00"`)); string(text) != "[é/😀" {
		t.Errorf("text is %q", text)
	}
	plain := new(scan.Scanner)
	if event, err := plain.Scan([]byte(line)); err != nil || len(event.Members) > 0 {
		t.Errorf("members that nobody asked for: %v, %v", event.Members, err)
	}
	few := []byte(`{"event":"e","properties":{"time":1,"a":"x","b":2}}`)
	if allocations := testing.AllocsPerRun(100, func() { _, _ = scanner.Scan(few) }); allocations > 0 {
		t.Errorf("%v allocations a line", allocations)
	}
}
