package result

import (
	"bytes"
	"encoding/json"
	"strconv"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
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

func tableOfNodes(nodes []flowNode) arrow.RecordBatch {
	var steps, counted []int64
	var events, types []string
	nextEvents, nextTypes := array.NewStringBuilder(memory.DefaultAllocator), array.NewStringBuilder(memory.DefaultAllocator)
	nextCounts := array.NewInt64Builder(memory.DefaultAllocator)
	for _, node := range nodes {
		for i := range max(1, len(node.Edges)) {
			steps, counted = append(steps, int64(node.step)), append(counted, int64(node.Count))
			events, types = append(events, node.Event), append(types, node.Type)
			if len(node.Edges) == 0 {
				nextEvents.AppendNull()
				nextTypes.AppendNull()
				nextCounts.AppendNull()
				continue
			}
			next := node.Edges[i]
			nextEvents.Append(next.Event)
			nextTypes.Append(next.Type)
			nextCounts.Append(int64(next.Count))
		}
	}
	return batchOf(len(steps), integers("step", steps), texts("event", events), texts("type", types), integers("count", counted),
		columnOf("next_event", true, nextEvents), columnOf("next_type", true, nextTypes), columnOf("next_count", true, nextCounts))
}
