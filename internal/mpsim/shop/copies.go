package shop

import "strconv"

// copies holds events that are to come a second time, a while after the first.
type copies struct {
	waiting []Event
	spare   [][]byte // lines of copies already taken, for the next ones
}

// most is how many copies wait at a time; it bounds the memory of a day.
const most = 32

func (c *copies) count() int { return len(c.waiting) }

// due tells whether a copy is to come now: at random, and for certain when the
// day has no room left but for the copies.
func (c *copies) due(d *dice, left int) bool {
	if len(c.waiting) == 0 {
		return false
	}
	return left == len(c.waiting) || len(c.waiting) == most || d.chance(0.02)
}

// put keeps a copy of the event.
func (c *copies) put(e Event) {
	var line []byte
	if n := len(c.spare); n > 0 {
		line, c.spare = c.spare[n-1][:0], c.spare[:n-1]
	}
	e.Line = append(line, e.Line...)
	c.waiting = append(c.waiting, e)
}

// take returns the copy that waited longest, as sent again and processed later,
// and its line, written into the given buffer.
func (c *copies) take(d *dice, line []byte) (Event, []byte) {
	e := c.waiting[0]
	c.waiting = append(c.waiting[:0], c.waiting[1:]...)
	c.spare = append(c.spare, e.Line)

	e.Duplicate = true
	e.Processed += int64(d.between(1_000, 20*60_000))
	line = append(line[:0], e.Line[:e.start]...)
	line = strconv.AppendInt(line, e.Processed, 10)
	line = append(line, e.Line[e.stopped:]...)
	e.stopped += len(line) - len(e.Line)
	e.Line = line
	return e, line
}
