package shop

import (
	"strconv"
	"time"

	"github.com/mixpanel-data/mp/internal/mpsim/calendar"
)

// visits draws the events of one day, one by one.
type visits struct {
	shop  *Shop
	day   calendar.Day
	hours hours
	dice  dice
	rows  int // events of the day
	drawn int // events already drawn

	visit   visit
	line    []byte // the event being written
	event   Event  // the event last drawn
	pending copies
}

// visit is one customer's walk through the shop.
type visit struct {
	open       bool
	step       int
	at         int64 // epoch milliseconds of the step
	user       *user
	id         string // distinct_id
	numeric    bool   // the id is a number
	context    []byte // properties that all events of the visit share
	insertID   string // of the step before, "" if it must not be used again
	nameBefore string // of the step before
	seen       int    // steps so far
}

func newVisits(s *Shop, day calendar.Day) *visits {
	return &visits{
		shop:  s,
		day:   day,
		hours: hoursOf(day, s.config.dayZone(), s.config.Zone),
		dice:  newDice(s.config.Seed, 'd', uint64(day)),
		rows:  s.Rows(day),
		line:  make([]byte, 0, 2048),
	}
}

// next draws an event into v.event; it is false when the day is over.
func (v *visits) next() bool {
	left := v.rows - v.drawn
	if left == 0 {
		return false
	}
	if v.pending.due(&v.dice, left) {
		v.event, v.line = v.pending.take(&v.dice, v.line)
	} else {
		v.walk()
		v.mayRepeat(left - 1)
	}
	v.drawn++
	return true
}

// mayRepeat keeps a copy of the event for later, if the day has room for it. An
// event without one of its ids could not be told to be a duplicate.
func (v *visits) mayRepeat(left int) {
	again := v.dice.chance(v.shop.config.Shares.Duplicate)
	if again && left > v.pending.count() && v.event.InsertID != "" && v.event.DistinctID != "" {
		v.pending.put(v.event)
	}
}

// walk writes the next step of a visit, a new one if need be.
func (v *visits) walk() {
	if !v.visit.open {
		v.enter()
	}
	v.write()
	v.visit.seen++
	v.visit.at += int64(v.dice.between(800, 12_000) + v.dice.below(8)*v.dice.below(15_000))
	v.visit.step, v.visit.open = follow(&v.dice, v.visit.step)
	if v.visit.at >= v.hours.end() {
		v.visit.open = false // a visit past midnight would belong to two days
	}
}

// enter begins a visit. Visits begin in rough order of time: the hour's share of
// the day already drawn, give or take a few percent of the day.
func (v *visits) enter() {
	d := &v.dice
	part := (float64(v.drawn)+d.unit())/float64(v.rows) + 0.06*(d.unit()-0.5)
	if part < 0 || part >= 1 {
		part = d.unit()
	}
	u := &v.shop.users[int(float64(len(v.shop.users))*d.unit()*d.unit())]
	visit := visit{open: true, at: v.hours.at(part), user: u, id: u.id, context: v.visit.context[:0]}
	visit.step = entrance(d, u.mobile)
	if d.chance(v.shop.config.Shares.NumericDistinctID) {
		visit.numeric = true
		visit.id = strconv.Itoa(d.between(1_000_000, 9_999_999))
	}
	visit.context = append(visit.context, pick(d, referrers)...)
	visit.context = append(visit.context, `,"variants":`...)
	visit.context = append(visit.context, pick(d, variants)...)
	visit.context = append(visit.context, `,"logged_in":`...)
	visit.context = strconv.AppendBool(visit.context, d.chance(0.4))
	v.visit = visit
}

// stamp is the exported time of an instant, in milliseconds.
func (v *visits) stamp(at int64) int64 {
	if !v.shop.config.LocalTime {
		return at
	}
	_, offset := time.UnixMilli(at).In(v.shop.config.Zone).Zone()
	return at + int64(offset)*1000
}

// delay is how many milliseconds pass until an event is processed.
func (v *visits) delay() int64 {
	d := &v.dice
	if d.chance(v.shop.config.Shares.Late) {
		// From two minutes to five days, each doubling about as likely.
		longest := int64(2*time.Minute/time.Millisecond) << d.below(11)
		return longest + int64(d.unit()*float64(longest)*0.75)
	}
	if v.visit.user.mobile {
		return int64(d.between(200, 60_000)) // sent in batches
	}
	return int64(d.between(60, 2_500))
}
