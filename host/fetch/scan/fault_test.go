package scan_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/host/fetch/scan"
)

func TestScanSaysWhatIsWrong(t *testing.T) {
	const head = `{"event":"A","properties":{"time":1767261600,"p":`
	for line, want := range map[string]string{
		"":                                       scan.NotObject,
		"export terminated early":                scan.NotObject,
		`[{"event":"A"}]`:                        scan.NotObject,
		"\ufeff" + head + `1}}`:                  scan.NotObject,
		head + `1}} x`:                           scan.TrailingData,
		head + `1}}{}`:                           scan.TrailingData,
		head + `1}`:                              scan.Incomplete,
		head + `"abc`:                            scan.Incomplete,
		head + `"abc\`:                           scan.Incomplete,
		head + `"\u12`:                           scan.Incomplete,
		head + `tru`:                             scan.Incomplete,
		head + `-`:                               scan.Incomplete,
		head:                                     scan.Incomplete,
		head + `1,}}`:                            scan.BadSyntax,
		head + `[1,]}}`:                          scan.BadSyntax,
		head + `[1 2]}}`:                         scan.BadSyntax,
		head + `{"a" 1}}}`:                       scan.BadSyntax,
		head + `{a:1}}}`:                         scan.BadSyntax,
		head + `True}}`:                          scan.BadSyntax,
		head + `nulL}}`:                          scan.BadSyntax,
		head + `NaN}}`:                           scan.BadSyntax,
		head + `'x'}}`:                           scan.BadSyntax,
		head + `01}}`:                            scan.BadNumber,
		head + `-01}}`:                           scan.BadNumber,
		head + `1.}}`:                            scan.BadNumber,
		head + `1e+}}`:                           scan.BadNumber,
		head + `-x}}`:                            scan.BadNumber,
		head + `"\x41"}}`:                        scan.BadEscape,
		head + `"\u12g4"}}`:                      scan.BadEscape,
		head + `"\ud800"}}`:                      scan.LoneSurrogate,
		head + `"\udc00\ud800"}}`:                scan.LoneSurrogate,
		head + `"\ud83d\u0041"}}`:                scan.LoneSurrogate,
		head + `"\ud83d\n"}}`:                    scan.LoneSurrogate,
		head + "\"a\tb\"}}":                      scan.ControlInString,
		head + "\"0123456\x00\"}}":               scan.ControlInString,
		head + "\"\x1f\"}}":                      scan.ControlInString,
		head + "\"\xff\"}}":                      scan.BadUTF8,
		head + "\"\xed\xa0\x80\"}}":              scan.BadUTF8,
		head + "\"0123456789\xc3\"}}":            scan.BadUTF8,
		head + strings.Repeat("[", 511) + `]}}`:  scan.TooDeep,
		`{"properties":{"time":1}}`:              scan.NoEvent,
		`{"event":null,"properties":{"time":1}}`: scan.EventNotText,
		`{"event":"A"}`:                          scan.NoProperties,
		`{"event":"A","properties":[]}`:          scan.PropertiesKind,
		`{"event":"A","properties":"{}"}`:        scan.PropertiesKind,
		`{"event":"A","properties":{}}`:          scan.NoTime,
		`{"event":"A","properties":{"time":null}}`:                scan.TimeNotNumber,
		`{"event":"A","properties":{"time":"1767261600"}}`:        scan.TimeNotNumber,
		`{"event":"A","properties":{"time":1e300}}`:               scan.TimeOutOfRange,
		`{"event":"A","properties":{"time":9999999999999999999}}`: scan.TimeOutOfRange,
	} {
		_, err := scanned(line)
		fault, ok := errors.AsType[*scan.Fault](err)
		if !ok || fault.Reason != want {
			t.Errorf("Scan(%.120q) = %v, want fault %q", line, err, want)
		}
	}
}

func TestScanTakesTheDeepestNestingAllowed(t *testing.T) {
	open := `{"event":"A","properties":{"time":1,"p":`
	deep := func(n int) string { return open + strings.Repeat("[", n) + strings.Repeat("]", n) + "}}" }
	if _, err := scanned(deep(scan.MaxDepth - 2)); err != nil {
		t.Errorf("%d levels: %v", scan.MaxDepth, err)
	}
	if _, err := scanned(deep(10_000)); err == nil {
		t.Error("10000 levels are taken")
	}
}

func TestScanKeepsTheTimeOfAFaultyLine(t *testing.T) {
	var scanner scan.Scanner
	event, err := scanner.Scan([]byte(`{"event":"A","properties":{"time":1767261600,"p":"\ud800"}}`))
	if err == nil || !event.HasTime || event.Micros != 1_767_261_600_000_000 {
		t.Errorf("Scan = %+v, %v; want the time beside a fault", event, err)
	}
}
