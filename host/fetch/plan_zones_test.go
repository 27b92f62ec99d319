package fetch

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/mixpanel-data/mp/host/exporttime"
	"github.com/mixpanel-data/mp/sdk/credential"
)

func TestEveryMomentOfTheRangeIsInOneUnit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		exportTime := rapid.SampledFrom([]credential.ExportTime{credential.ExportUTC, credential.ExportProject}).Draw(t, "export time")
		read := exporttime.NewClock(exportTime, zone).Location()
		begin := time.Unix(rapid.Int64Range(1_000_000_000, 1_900_000_000).Draw(t, "begin"), 0)
		hours := rapid.IntRange(0, 24*400).Draw(t, "hours")
		end := begin.Add(time.Duration(hours) * time.Hour)
		days := span{dayOf(begin.In(read)), dayOf(end.In(read))}
		units := plan(days, rapid.IntRange(1, MaxUnitDays).Draw(t, "size"), days.to+1, func(day) bool { return false })

		if units[0].from != days.from || units[len(units)-1].to != days.to {
			t.Fatalf("units %v do not cover %v", units, days)
		}
		for i, unit := range units[1:] {
			if unit.from != units[i].to+1 {
				t.Fatalf("unit %v follows %v", unit, units[i])
			}
		}
		// Half an hour is the smallest change of clocks: no hour is left out or asked for twice.
		for at := begin; !at.After(end); at = at.Add(30 * time.Minute) {
			holders, d := 0, dayOf(at.In(read))
			for _, unit := range units {
				if d >= unit.from && d <= unit.to {
					holders++
				}
			}
			if holders != 1 {
				t.Fatalf("%s in %s is in %d units", at.UTC(), read, holders)
			}
		}
	})
}
