package result

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"

	"github.com/apache/arrow-go/v18/arrow"
)

// flowEnd is an event of a flow, and how many came by it.
type flowEnd struct {
	Event string   `json:"event"`
	Type  string   `json:"type"`
	Count flowText `json:"totalCount"`
}

// flowNode is an event of a step with the ways that go on from it.
type flowNode struct {
	flowEnd

	step  int
	Edges []flowEnd `json:"edges"`
}

// flowText is a number that Mixpanel writes as a text.
type flowText int64

func (n *flowText) UnmarshalJSON(text []byte) (err error) {
	whole, err := strconv.ParseInt(string(bytes.Trim(text, `"`)), 10, 64)
	*n = flowText(whole)
	return err
}

// nodesOf reads the steps of a flow; it is not ok where one has another form.
func nodesOf(steps []json.RawMessage) (nodes []flowNode, ok bool) {
	for i, step := range steps {
		var read struct {
			Nodes *[]flowNode `json:"nodes"`
		}
		if json.Unmarshal(step, &read) != nil || read.Nodes == nil {
			return nil, false
		}
		for _, node := range *read.Nodes {
			node.step = i + 1
			nodes = append(nodes, node)
		}
	}
	return nodes, true
}

// flowWay is a way from an event to one of the next step; to is nil for an event that nothing follows.
type flowWay struct {
	from flowNode
	to   *flowEnd
}

func (n flowNode) ways() []flowWay {
	if len(n.Edges) == 0 {
		return []flowWay{{from: n}}
	}
	return each(n.Edges, func(next flowEnd) flowWay { return flowWay{n, &next} })
}

// ofNext is what get makes of the ends of ways, nil where nothing follows.
func ofNext[Value any](ways []flowWay, get func(flowEnd) Value) []*Value {
	return each(ways, func(w flowWay) *Value {
		if w.to == nil {
			return nil
		}
		return new(get(*w.to))
	})
}

func tableOfNodes(nodes []flowNode) arrow.RecordBatch {
	ways := slices.Concat(each(nodes, flowNode.ways)...)
	return batchOf(len(ways),
		integers("step", each(ways, func(w flowWay) int64 { return int64(w.from.step) })),
		texts("event", each(ways, func(w flowWay) string { return w.from.Event })),
		texts("type", each(ways, func(w flowWay) string { return w.from.Type })),
		integers("count", each(ways, func(w flowWay) int64 { return int64(w.from.Count) })),
		someTexts("next_event", ofNext(ways, func(to flowEnd) string { return to.Event })),
		someTexts("next_type", ofNext(ways, func(to flowEnd) string { return to.Type })),
		someIntegers("next_count", ofNext(ways, func(to flowEnd) int64 { return int64(to.Count) })))
}
