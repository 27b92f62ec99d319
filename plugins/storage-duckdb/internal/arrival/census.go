package arrival

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// KeySet is what the properties of the events of one name and day have on their top level.
type KeySet struct {
	// Day is the project day, YYYY-MM-DD.
	Day, Event string
	// Keys are those of any of the events, as DuckDB reads them. Nulls are those that are written as null in some of them,
	// Always those that all of them have.
	Keys, Nulls, Always []string
}

// census finds the keys of a unit's events. It reads the JSON as text, which takes a fifth of what DuckDB takes to parse it
// (measured).
type census struct {
	at identityColumns

	groups map[groupOf]*group
	last   groupOf
	latest *group

	// ids are the numbers of keys, from 1, as they are written; numbers those of the keys themselves, which are keys.
	ids     map[string]int
	numbers map[string]int
	keys    []string
	// written is how each key was written last, and next which one followed it: events of one sort have theirs in one order.
	written []string
	next    []int

	// tallies counts those of all groups.
	tallies int
	// over says that there is too much to count, or properties that are no objects, so that nothing is known.
	over bool
}

type groupOf struct {
	day  arrow.Date32
	name string
}

// group counts the events of one name and day.
type group struct {
	rows    int32
	tallies []tally // by the number of the key
}

// tally counts the events with a key. last is the number of the last one in its group: a key may be there twice.
type tally struct{ rows, nulls, last int32 }

// mostTallies bounds the memory of a census to some 12 MB, mostGroups what there is to note of it.
const (
	mostTallies = 1 << 20
	mostGroups  = 1 << 13
)

func newCensus(at identityColumns) *census {
	return &census{
		at: at, groups: map[groupOf]*group{}, ids: map[string]int{}, numbers: map[string]int{},
		keys: []string{""}, written: []string{""}, next: []int{0},
	}
}

// add counts the events of a batch.
func (c *census) add(batch arrow.RecordBatch) {
	days, ok := batch.Column(c.at.day).(*array.Date32)
	names, properties := textOf(batch, c.at.name), textOf(batch, c.at.properties)
	for i := 0; ok && i < int(batch.NumRows()) && !c.over; i++ {
		c.count(c.group(days.Value(i), names(i)), properties(i))
	}
}

// group finds that of an event, which is most often that of the one before.
func (c *census) group(day arrow.Date32, name string) *group {
	of := groupOf{day, name}
	if c.latest != nil && c.last == of {
		return c.latest
	}
	found := c.groups[of]
	if found == nil {
		of.name = strings.Clone(name) // the text is in memory of the batch, which is gone soon
		found = &group{}
		c.groups[of] = found
		c.over = len(c.groups) > mostGroups
	}
	c.last, c.latest = of, found
	return found
}

// count counts an event. One with half a surrogate pair has no keys to DuckDB, but a search of its text may find a null.
func (c *census) count(g *group, properties string) {
	g.rows++
	broken := halved(properties)
	before, key := 0, c.next[0]
	object := eachMember(properties, c.written[key], func(written string, null bool) string {
		if c.written[key] != written { // what was likely comes as the same text, which is compared at no cost
			key = c.find(written)
			c.next[before] = key
		}
		c.tally(g, key, null, broken)
		before, key = key, c.next[key]
		return c.written[key]
	})
	c.over = c.over || !object
}

func (c *census) tally(g *group, key int, null, broken bool) {
	if missing := key + 1 - len(g.tallies); missing > 0 {
		g.tallies = append(g.tallies, make([]tally, missing)...)
		c.tallies += missing
		c.over = c.over || c.tallies > mostTallies
	}
	t := &g.tallies[key]
	if t.last != g.rows && !broken {
		t.last = g.rows
		t.rows++
	}
	if null {
		t.nulls++
	}
}

// find gives the number of a key, which may be written in several ways.
func (c *census) find(written string) int {
	if id, ok := c.ids[written]; ok {
		return id
	}
	written = strings.Clone(written)
	key := written[1 : len(written)-1]
	if strings.IndexByte(key, '\\') >= 0 && json.Unmarshal([]byte(written), &key) != nil {
		c.over = true
		return 0
	}
	id, ok := c.numbers[key]
	if !ok {
		id = len(c.keys)
		c.numbers[key] = id
		c.keys, c.written, c.next = append(c.keys, key), append(c.written, written), append(c.next, 0)
	}
	c.ids[written] = id
	return id
}

// sets are the key sets of all groups, by day and event; none where nothing is known.
func (c *census) sets() (sets []KeySet) {
	if c.over {
		return nil
	}
	for of, group := range c.groups {
		set := KeySet{Day: of.day.FormattedString(), Event: of.name, Keys: []string{}, Nulls: []string{}, Always: []string{}}
		for id, t := range group.tallies {
			if t.rows > 0 {
				set.Keys = append(set.Keys, c.keys[id])
			}
			if t.nulls > 0 {
				set.Nulls = append(set.Nulls, c.keys[id])
			}
			if t.rows > 0 && t.rows == group.rows {
				set.Always = append(set.Always, c.keys[id])
			}
		}
		sets = append(sets, set)
	}
	slices.SortFunc(sets, func(a, b KeySet) int { return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Event, b.Event)) })
	return sets
}
