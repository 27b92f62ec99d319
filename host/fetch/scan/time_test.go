package scan_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/host/fetch/scan"
)

func timeOf(token string) (int64, error) {
	var scanner scan.Scanner
	event, err := scanner.Scan([]byte(`{"event":"A","properties":{"time":` + token + `}}`))
	return event.Micros, err
}

func TestTimesAreReadBySize(t *testing.T) {
	for token, want := range map[string]string{
		"0":                 "1970-01-01T00:00:00Z",
		"-0":                "1970-01-01T00:00:00Z",
		"-1":                "1969-12-31T23:59:59Z",
		"31536000":          "1971-01-01T00:00:00Z",
		"31536000000":       "1971-01-01T00:00:00Z",
		"1767261600":        "2026-01-01T10:00:00Z",
		"1767261600123":     "2026-01-01T10:00:00.123Z",
		"1767261600.123456": "2026-01-01T10:00:00.123456Z",
		"1.7672616e9":       "2026-01-01T10:00:00Z",
		"1767261600123.5":   "2026-01-01T10:00:00.1235Z",
		"1.767261600123E12": "2026-01-01T10:00:00.123Z",
		"253402300799999":   "9999-12-31T23:59:59.999Z",
		"29999999999":       "2920-08-30T05:19:59Z",
		"-62135596800000":   "0001-01-01T00:00:00Z",
		"-62135596800000.0": "0001-01-01T00:00:00Z",
	} {
		micros, err := timeOf(token)
		if err != nil {
			t.Errorf("time %s: %v", token, err)
		}
		if got := time.UnixMicro(micros).UTC().Format(time.RFC3339Nano); got != want {
			t.Errorf("time %s is %s, want %s", token, got, want)
		}
	}
}

func TestTimesBeyondTheCalendarAreFaults(t *testing.T) {
	for _, token := range []string{
		"253402300800000", "-62135596800001", "253402300800000.0", "-6.3e13", "1e18", "999999999999999999", "1e-400000e", "9e999",
	} {
		if micros, err := timeOf(token); err == nil {
			t.Errorf("time %s is %d", token, micros)
		}
	}
}

func FuzzTimeIsTheNumberInMicroseconds(f *testing.F) {
	for _, seed := range []string{"1767261600", "-1", "1767261600.25", "1e9", "30000000000", "29999999998.5", "0.0000001"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, token string) {
		if strings.TrimLeft(token, "-0123456789.eE+") != "" || len(token) > 40 {
			return
		}
		if at := strings.IndexAny(token, "eE"); at >= 0 && len(token)-at > 4 {
			return // an exponent of four digits makes the oracle slow and nothing else
		}
		micros, err := timeOf(token)
		exact, ok := new(big.Rat).SetString(token)
		if err != nil || !ok {
			return
		}
		border := new(big.Rat).Sub(new(big.Rat).Abs(exact), big.NewRat(30_000_000_000, 1))
		if border.Abs(border).Cmp(big.NewRat(1, 1)) < 0 && strings.ContainsAny(token, ".eE") {
			return // a fraction may be rounded over the border between seconds and milliseconds
		}
		unit := int64(1_000_000)
		if new(big.Rat).Abs(exact).Cmp(big.NewRat(30_000_000_000, 1)) >= 0 {
			unit = 1_000
		}
		want := new(big.Rat).Mul(exact, big.NewRat(unit, 1))
		off := new(big.Rat).Sub(want, big.NewRat(micros, 1))
		// A float64 tells sixteenths of a second apart at the end of the year 9999, and microseconds until 2255.
		if limit := big.NewRat(1, 1); strings.ContainsAny(token, ".eE") && off.Abs(off).Cmp(limit) > 0 && within2255(micros) {
			t.Errorf("time %s is %d microseconds, off by %s", token, micros, off.FloatString(3))
		} else if !strings.ContainsAny(token, ".eE") && off.Sign() != 0 {
			t.Errorf("time %s is %d microseconds, want %s", token, micros, want.FloatString(0))
		}
	})
}

func within2255(micros int64) bool {
	return micros > -9_000_000_000_000_000 && micros < 9_000_000_000_000_000
}

func ExampleScanner() {
	var scanner scan.Scanner
	event, err := scanner.Scan([]byte(`{"event":"Signup","properties":{"time":1767261600,"distinct_id":"cust-77","plan":"pro"}}`))
	if err != nil {
		fmt.Println("rejected:", err)
		return
	}
	fmt.Printf("%s by %s at %s: %s\n", event.Name, event.DistinctID, time.UnixMicro(event.Micros).UTC(), event.Properties)
	// Output:
	// Signup by cust-77 at 2026-01-01 10:00:00 +0000 UTC: {"time":1767261600,"distinct_id":"cust-77","plan":"pro"}
}
