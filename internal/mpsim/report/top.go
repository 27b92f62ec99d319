package report

import "github.com/mixpanel-data/mp/internal/mpsim/calendar"

// Change is how often an event happened today, against yesterday.
type Change struct {
	Event  string
	Amount float64
	// Ratio is what today adds to yesterday's amount until the same time of the
	// clock, as a part of it: -0.25 is a quarter less. It is 0 where yesterday has
	// nothing.
	Ratio float64
}

// Top compares the events of the day on which the wall clock shows now with the
// day before, those with the highest amounts first, at most limit of them.
func Top(events Source, now int64, of Type, limit int) []Change {
	today := calendar.Day(floorDiv(now, millisPerDay))
	tally := newTally(of)
	for e := range events(today-1, today) {
		switch {
		case e.Day() == today && e.Wall <= now:
			tally.add(e.Name, 1, e.User)
		case e.Day() < today && e.Wall <= now-millisPerDay:
			tally.add(e.Name, 0, e.User)
		}
	}
	amounts := map[string]float64{}
	for name, cells := range tally.segments {
		if cells[1] != nil {
			amounts[name] = cells[1].value(of)
		}
	}
	changes := []Change{}
	for _, name := range most(amounts, limit) {
		change := Change{Event: name, Amount: amounts[name]}
		if before := tally.segments[name][0]; before != nil && before.value(of) > 0 {
			change.Ratio = change.Amount/before.value(of) - 1
		}
		changes = append(changes, change)
	}
	return changes
}
