package shop

import (
	"strconv"
	"time"
)

// write writes the current step's line and event.
func (v *visits) write() {
	s, visit, shares := &steps[v.visit.step], &v.visit, &v.shop.config.Shares
	stamp := v.stamp(visit.at)
	v.event = Event{
		Day: v.day, Name: s.name, Time: time.UnixMilli(visit.at).UTC(), Stamp: stamp,
		Processed: visit.at + v.delay(),
	}
	v.line = append(v.line[:0], `{"event":`...)
	v.line = append(v.line, s.json...)
	v.line = strconv.AppendInt(append(v.line, `,"properties":{"time":`...), stamp/1000, 10)
	v.event.stampEnd = len(v.line)
	v.identity(shares)
	v.line = append(v.line, `,"mp_processing_time_ms":`...)
	v.event.start = len(v.line)
	v.line = strconv.AppendInt(v.line, v.event.Processed, 10)
	v.event.stopped = len(v.line)
	v.line = append(v.line, visit.user.properties...)
	v.line = append(v.line, visit.context...)
	s.tell(v)
	v.oddities(shares)
	v.line = append(v.line, '}', '}')
	v.event.Line = v.line
}

// identity writes distinct_id and $insert_id.
func (v *visits) identity(shares *Shares) {
	visit := &v.visit
	if !v.dice.chance(shares.MissingDistinctID) {
		v.event.DistinctID = visit.id
		if visit.numeric {
			v.text(`,"distinct_id":`, visit.id)
		} else {
			v.text(`,"distinct_id":"`, visit.id)
			v.line = append(v.line, '"')
		}
	}
	if v.dice.chance(shares.MissingInsertID) {
		visit.insertID = ""
		return
	}
	v.line = append(v.line, `,"$insert_id":"`...)
	start := len(v.line)
	if visit.insertID != "" && v.event.Name != visit.nameBefore && v.dice.chance(shares.ReusedInsertID) {
		v.line = append(v.line, visit.insertID...)
		v.event.InsertID = visit.insertID
		visit.insertID = "" // a third use could meet the first one's name
	} else {
		v.line = appendToken(v.line, &v.dice)
		v.event.InsertID = string(v.line[start:])
		visit.insertID = v.event.InsertID
	}
	visit.nameBefore = v.event.Name
	v.line = append(v.line, '"')
}

// oddities writes the properties that only some events have, and the one that
// only some write differently.
func (v *visits) oddities(shares *Shares) {
	v.whole(`,"step":`, v.visit.seen)
	if v.dice.chance(shares.FloatForm) {
		v.line = append(v.line, ".0"...)
	}
	if v.dice.chance(shares.BigInteger) {
		v.line = append(v.line, `,"trace_id":`...)
		v.line = strconv.AppendUint(v.line, v.dice.next()|1<<54, 10)
	}
	if v.dice.chance(shares.CaseTwin) {
		v.text(`,"Plan":`, `"PRO"`)
	}
}

const tokenDigits = "0123456789abcdefghijklmnopqrstuv"

// appendToken appends 16 characters: 80 random bits.
func appendToken(to []byte, d *dice) []byte {
	a, b := d.next(), d.next()
	for range 8 {
		to = append(to, tokenDigits[a&31], tokenDigits[b&31])
		a, b = a>>5, b>>5
	}
	return to
}
