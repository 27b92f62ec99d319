package flow

import (
	"cmp"
	"slices"
)

// Event is what somebody did.
type Event struct {
	User string
	Name string
	At   int64 // epoch milliseconds
}

// End is the name of the node of those who did nothing more.
const End = "DROPOFF"

// Flow counts the ways of people. Make one with New.
type Flow struct {
	anchor string
	steps  []map[string]map[string]int // by step, from and to
	begun  int
	ended  int
}

// New returns a flow of so many steps behind the anchor event.
func New(anchor string, steps int) *Flow {
	f := &Flow{anchor: anchor, steps: make([]map[string]map[string]int, steps)}
	for i := range f.steps {
		f.steps[i] = map[string]map[string]int{}
	}
	return f
}

// AddDay counts the events of a day, which it sorts.
func (f *Flow) AddDay(events []Event) {
	slices.SortFunc(events, func(a, b Event) int {
		return cmp.Or(cmp.Compare(a.User, b.User), cmp.Compare(a.At, b.At), cmp.Compare(a.Name, b.Name))
	})
	for len(events) > 0 {
		n := slices.IndexFunc(events, func(e Event) bool { return e.User != events[0].User })
		if n < 0 {
			n = len(events)
		}
		f.addUser(events[:n])
		events = events[n:]
	}
}

// addUser counts what one person did in a day.
func (f *Flow) addUser(events []Event) {
	at := slices.IndexFunc(events, func(e Event) bool { return e.Name == f.anchor })
	if at < 0 {
		return
	}
	f.begun++
	from := f.anchor
	for i, step := range f.steps {
		to := End
		if at+1+i < len(events) {
			to = events[at+1+i].Name
		}
		if step[from] == nil {
			step[from] = map[string]int{}
		}
		step[from][to]++
		if to == End {
			return
		}
		from = to
	}
	f.ended++
}

// Edge is how many went to a node of the next step.
type Edge struct {
	Event string
	Count int
}

// Node is an event at a step: how many came to it, and where they went.
type Node struct {
	Event string
	Count int
	Edges []Edge // the most frequent first
}

// Steps returns the nodes of each step, the most frequent first: the anchor, and
// behind it the steps that anybody came to.
func (f *Flow) Steps() [][]Node {
	steps := [][]Node{nodes(map[string]int{f.anchor: f.begun}, f.next(0))}
	for i := range f.steps {
		came := map[string]int{}
		for _, targets := range f.steps[i] {
			for name, n := range targets {
				came[name] += n
			}
		}
		if len(came) == 0 {
			break
		}
		steps = append(steps, nodes(came, f.next(i+1)))
	}
	return steps
}

func (f *Flow) next(step int) map[string]map[string]int {
	if step == len(f.steps) {
		return nil
	}
	return f.steps[step]
}

// Conversion is the part of those who began that went all the way; 0 if nobody
// began.
func (f *Flow) Conversion() float64 {
	if f.begun == 0 {
		return 0
	}
	return float64(f.ended) / float64(f.begun)
}

func nodes(came map[string]int, next map[string]map[string]int) []Node {
	list := make([]Node, 0, len(came))
	for _, e := range edges(came) {
		list = append(list, Node{e.Event, e.Count, edges(next[e.Event])})
	}
	return list
}

func edges(counts map[string]int) []Edge {
	list := make([]Edge, 0, len(counts))
	for name, n := range counts {
		list = append(list, Edge{name, n})
	}
	slices.SortFunc(list, func(a, b Edge) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Event, b.Event))
	})
	return list
}
