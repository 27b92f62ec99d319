package result

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
)

// Comparison is the answer of the local engine beside that of Mixpanel, number by number.
type Comparison struct {
	local, live Result
	cells       []compared
	table       lazyTable
}

// NewComparison compares two answers of one type to the same question. A number is found again by the texts of its row
// (and by step) and by its column.
func NewComparison(local, live Result) *Comparison {
	c := &Comparison{local: local, live: live}
	places := map[[2]string]int{}
	add := func(answer Result, set func(*compared, *float64)) {
		for _, cell := range numbersOf(answer.Table()) {
			key := [2]string{cell.place, cell.measure}
			i, known := places[key]
			if !known {
				i = len(c.cells)
				places[key] = i
				c.cells = append(c.cells, compared{place: cell.place, measure: cell.measure})
			}
			set(&c.cells[i], cell.local)
		}
	}
	add(local, func(cell *compared, n *float64) { cell.local = n })
	add(live, func(cell *compared, n *float64) { cell.live = n })
	return c
}

// Agree says whether every number is in both answers and the same. Answers without numbers agree only if both are empty.
func (c *Comparison) Agree() bool {
	if len(c.cells) == 0 {
		return isEmpty(c.local) && isEmpty(c.live)
	}
	return c.differences() == 0
}

// isEmpty says that the table of an answer has no rows.
func isEmpty(answer Result) bool { return answer.Table().NumRows() == 0 }

func (c *Comparison) differences() (n int) {
	for _, cell := range c.cells {
		if !cell.same() {
			n++
		}
	}
	return n
}

// MarshalJSON has the keys agree, differences (a list of place, measure, local and live, null where an answer has no such
// number), local and live (the answers whole).
func (c *Comparison) MarshalJSON() ([]byte, error) {
	type difference struct {
		Place   string   `json:"place"`
		Measure string   `json:"measure"`
		Local   *float64 `json:"local"`
		Live    *float64 `json:"live"`
	}
	differences := []difference{}
	for _, cell := range c.cells {
		if !cell.same() {
			differences = append(differences, difference{cell.place, cell.measure, cell.local, cell.live})
		}
	}
	return encode(struct {
		Agree       bool         `json:"agree"`
		Differences []difference `json:"differences"`
		Local       Result       `json:"local"`
		Live        Result       `json:"live"`
	}{c.Agree(), differences, c.local, c.live})
}

// Table has a row for each number: place, measure, local, live, difference (local less live, null where an answer lacks it).
func (c *Comparison) Table() arrow.RecordBatch { return c.table.get(c.buildTable) }

func (c *Comparison) buildTable() arrow.RecordBatch {
	return batchOf(len(c.cells),
		texts("place", each(c.cells, func(cell compared) string { return cell.place })),
		texts("measure", each(c.cells, func(cell compared) string { return cell.measure })),
		someFloats("local", each(c.cells, func(cell compared) *float64 { return cell.local })),
		someFloats("live", each(c.cells, func(cell compared) *float64 { return cell.live })),
		someFloats("difference", each(c.cells, compared.difference)))
}

// String says in one line whether the answers agree.
func (c *Comparison) String() string {
	n := c.differences()
	switch {
	case n > 0:
		return fmt.Sprintf("%d of %d numbers differ", n, len(c.cells))
	case len(c.cells) == 0 && c.Agree():
		return "nothing to compare: both answers are empty"
	case len(c.cells) == 0:
		return "nothing to compare: neither answer has a number"
	}
	return fmt.Sprintf("all %d numbers are the same", len(c.cells))
}
