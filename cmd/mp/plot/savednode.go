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

// nodesOf finds the steps and cohorts inside a value, in the order of their keys. Where there is a segment of everybody the
// others are its parts.
func nodesOf(names []string, value json.RawMessage) (nodes []savedNode) {
	node := savedNode{names: names}
	if value[0] == '{' && json.Unmarshal(value, &node) == nil && (node.Count != nil || node.First != nil && node.Counts != nil) {
		return []savedNode{node}
	}
	var list []json.RawMessage
	if json.Unmarshal(value, &list) == nil {
		for i, element := range list {
			nodes = append(nodes, nodesOf(append(slices.Clone(names), strconv.Itoa(i+1)), element)...)
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
		nodes = append(nodes, nodesOf(append(slices.Clone(names), name), members[name])...)
	}
	return nodes
}

// byNumber has 2. before 10., and names that begin with no number by their text.
func byNumber(a, b string) int {
	first, _ := strconv.Atoi(a[:len(a)-len(strings.TrimLeft(a, "0123456789"))])
	second, _ := strconv.Atoi(b[:len(b)-len(strings.TrimLeft(b, "0123456789"))])
	return cmp.Or(cmp.Compare(first, second), cmp.Compare(a, b))
}
