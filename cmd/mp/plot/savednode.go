package plot

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// everybody is the segment of all users, which Mixpanel puts beside its parts.
const everybody = "$overall"

// savedNode is what a saved report of funnels or retention has somewhere in its series: a step, or a cohort.
type savedNode struct {
	// Names are the keys that lead to it.
	names []string

	// Event and Goal name a step; the last key does where neither is there.
	Event string `json:"event"`
	Goal  string `json:"goal"`
	// Count is how many came to a step.
	Count *json.Number `json:"count"`
	// First is how many began in a cohort, and Counts how many of them came back in each period.
	First  *json.Number  `json:"first"`
	Counts []json.Number `json:"counts"`
}

func (n savedNode) isStep() bool { return n.Count != nil }

func (n savedNode) isCohort() bool { return n.First != nil && n.Counts != nil }

// nodesOf finds what is wanted inside a value, the steps or the cohorts, in the order of their keys. The value itself is none:
// it has no name. Where there is a segment of everybody the others are its parts.
func nodesOf(names []string, value json.RawMessage, wanted func(savedNode) bool) (nodes []savedNode) {
	node := savedNode{names: names}
	if len(names) > 0 && value[0] == '{' && json.Unmarshal(value, &node) == nil && wanted(node) {
		return []savedNode{node}
	}
	var list []json.RawMessage
	if json.Unmarshal(value, &list) == nil {
		for i, element := range list {
			nodes = append(nodes, nodesOf(append(slices.Clone(names), strconv.Itoa(i+1)), element, wanted)...)
		}
		return nodes
	}
	var members map[string]json.RawMessage
	if value[0] != '{' || json.Unmarshal(value, &members) != nil {
		return nil
	}
	if all, ok := members[everybody]; ok && bytes.HasPrefix(all, []byte("{")) {
		members = map[string]json.RawMessage{everybody: all}
	}
	for _, name := range slices.SortedFunc(maps.Keys(members), byNumber) {
		nodes = append(nodes, nodesOf(append(slices.Clone(names), name), members[name], wanted)...)
	}
	return nodes
}

// byNumber has 2. before 10., and names that begin with no number by their text.
func byNumber(a, b string) int {
	first, _ := strconv.Atoi(a[:len(a)-len(strings.TrimLeft(a, "0123456789"))])
	second, _ := strconv.Atoi(b[:len(b)-len(strings.TrimLeft(b, "0123456789"))])
	return cmp.Or(cmp.Compare(first, second), cmp.Compare(a, b))
}
