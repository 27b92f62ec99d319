package shop

import (
	"math"
	"time"

	"github.com/mixpanel-data/mp/internal/mpsim/calendar"
)

// ofWeekday is how busy the days of the week are, Sunday first.
var ofWeekday = [7]float64{0.72, 1.05, 1.12, 1.15, 1.10, 1.04, 0.82}

// ofHour is how busy the hours of a customer's day are, midnight first.
var ofHour = [24]float64{
	0.25, 0.15, 0.10, 0.08, 0.08, 0.12, 0.30, 0.60, 0.95, 1.25, 1.40, 1.45,
	1.60, 1.45, 1.35, 1.35, 1.40, 1.50, 1.65, 1.85, 2.00, 1.80, 1.20, 0.60,
}

// slot is an hour of a day, or what a clock change leaves of one.
type slot struct {
	begin  int64   // epoch milliseconds
	length int64   // milliseconds
	upTo   float64 // weight of this slot and those before it
}

// hours are the slots of one day; 23 or 25 of them where clocks change.
type hours struct{ slots []slot }

// hoursOf cuts a day of the day zone and weighs the hours by what clocks show in
// the customers' zone.
func hoursOf(day calendar.Day, dayZone, zone *time.Location) hours {
	var h hours
	weight := 0.0
	end := (day + 1).Start(dayZone)
	for t := day.Start(dayZone); t.Before(end); t = t.Add(time.Hour) {
		length := min(time.Hour, end.Sub(t))
		weight += ofHour[t.In(zone).Hour()] * length.Hours()
		h.slots = append(h.slots, slot{t.UnixMilli(), length.Milliseconds(), weight})
	}
	return h
}

func (h hours) weight() float64 {
	if len(h.slots) == 0 {
		return 0
	}
	return h.slots[len(h.slots)-1].upTo
}

// end returns the first millisecond after the day.
func (h hours) end() int64 {
	last := h.slots[len(h.slots)-1]
	return last.begin + last.length
}

// at returns the millisecond by which the given part of the day's events has
// happened, 0 ≤ part < 1. The day must not be empty.
func (h hours) at(part float64) int64 {
	want := part * h.weight()
	before := 0.0
	for _, s := range h.slots {
		if want < s.upTo {
			return s.begin + int64(float64(s.length)*(want-before)/(s.upTo-before))
		}
		before = s.upTo
	}
	return h.end() - 1
}

// rowsPerDay spreads the events over the days, so that they add up exactly.
func rowsPerDay(c Config) []int {
	weights := make([]float64, c.Days)
	sum := 0.0
	for i := range weights {
		day := c.First + calendar.Day(i)
		noise := newDice(c.Seed, uint64(day))
		weights[i] = hoursOf(day, c.dayZone(), c.Zone).weight() * ofWeekday[day.Weekday()] * (0.96 + 0.08*noise.unit())
		sum += weights[i]
	}
	rows := make([]int, c.Days)
	if sum == 0 {
		return rows
	}
	spent, upTo := 0, 0.0
	for i, weight := range weights {
		upTo += weight
		rows[i] = int(math.Round(float64(c.Events)*upTo/sum)) - spent
		spent += rows[i]
	}
	return rows
}
