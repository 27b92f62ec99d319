package arrival

import "github.com/apache/arrow-go/v18/arrow/array"

// What is looked at to say that a column repeats its values: so many of its values at most and at least, of which one in
// so many may be new.
const (
	mostLookedAt  = 4096
	leastLookedAt = 32
	oneIn         = 4
)

// MarkRepeats says which text columns of the unit have few values, each of them many times, as far as the rows that are
// held tell. It is called after [Rows.Hold], before the rows are read.
func (r *Rows) MarkRepeats() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range r.columns {
		r.columns[i].Repeats = r.columns[i].Holds && r.repetitive(i)
	}
}

func (r *Rows) repetitive(column int) bool {
	known, looked := map[string]bool{}, 0
	for _, batch := range r.held {
		if looked == mostLookedAt {
			break
		}
		texts, ok := batch.Column(column).(*array.String)
		if !ok {
			return false
		}
		for row := 0; row < texts.Len() && looked < mostLookedAt; row++ {
			if texts.IsValid(row) {
				looked++
				known[texts.Value(row)] = true
			}
		}
	}
	return looked >= leastLookedAt && len(known)*oneIn <= looked
}
