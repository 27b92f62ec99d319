package mpsim

import (
	"net/http"
	"strconv"

	"github.com/mixpanel-data/mp/internal/mpsim/flow"
)

// flowSteps is how many steps a saved flow has behind its start.
const flowSteps = 3

// flowsBody is the answer of arb_funnels to a saved flow.
type flowsBody struct {
	Steps      []flowStep     `json:"steps"`
	Breakdowns []string       `json:"breakdowns"`
	Conversion float64        `json:"overallConversionRate"`
	Metadata   map[string]any `json:"metadata"`
	ComputedAt string         `json:"computed_at"`
}

type flowStep struct {
	Nodes []flowNode `json:"nodes"`
}

type flowNode struct {
	Event      string     `json:"event"`
	Type       string     `json:"type"`
	TotalCount string     `json:"totalCount"`
	Edges      []flowEdge `json:"edges"`
}

type flowEdge struct {
	Event      string `json:"event"`
	Type       string `json:"type"`
	Step       int    `json:"step"`
	TotalCount string `json:"totalCount"`
}

// flows serves arb_funnels: what people do behind an event, as a sankey diagram.
func (s *Server) flows(w http.ResponseWriter, c call) error {
	if err := c.params.require("query_type"); err != nil {
		return err
	}
	if _, err := c.params.choice("query_type", "flows_sankey"); err != nil {
		return err
	}
	b, err := savedReport(c)
	if err != nil {
		return err
	}
	if b.kind != flowsReport {
		return badRequest("bookmark %d is a report of type %s, not flows", b.id, b.kind)
	}
	found := flow.New(b.events[0], flowSteps)
	from, to := s.savedDays(c.project)
	for day := from; day <= to; day++ {
		events := []flow.Event{}
		for e := range c.project.source(c.Context())(day, day) {
			if e.User != "" {
				events = append(events, flow.Event{User: e.User, Name: e.Name, At: e.At})
			}
		}
		found.AddDay(events)
	}
	return s.answer(w, c, s.flowsBody(found, c.project.dateRange(from, to)), nil)
}

func (s *Server) flowsBody(found *flow.Flow, days dateRange) flowsBody {
	body := flowsBody{
		Breakdowns: []string{}, Conversion: found.Conversion(), ComputedAt: s.computedAt(),
		Metadata: map[string]any{"from_date": days.From, "to_date": days.To, "steps": flowSteps},
	}
	for i, nodes := range found.Steps() {
		step := flowStep{Nodes: []flowNode{}}
		for _, n := range nodes {
			node := flowNode{n.Event, flowType(n.Event, i), strconv.Itoa(n.Count), []flowEdge{}}
			for _, e := range n.Edges {
				node.Edges = append(node.Edges, flowEdge{e.Event, flowType(e.Event, i+1), i + 1, strconv.Itoa(e.Count)})
			}
			step.Nodes = append(step.Nodes, node)
		}
		body.Steps = append(body.Steps, step)
	}
	return body
}

// flowType is what kind of node an event is at a step.
func flowType(event string, step int) string {
	switch {
	case step == 0:
		return "ANCHOR"
	case event == flow.End:
		return "DROPOFF"
	}
	return "NORMAL"
}
