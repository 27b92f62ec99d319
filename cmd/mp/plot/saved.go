package plot

import (
	"cmp"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/mixpanel-data/mp/sdk/result"
)

// saved draws a saved funnel as its steps and saved retention as its cohorts, as the commands of their own do; it is not ok
// for other reports and for series that hold no such thing.
func (c Chart) saved(report *result.SavedReportResult) (Chart, bool) {
	var nodes []savedNode
	switch report.ReportType() {
	case result.ReportFunnel:
		nodes = nodesOf(nil, report.Series(), savedNode.isStep)
	case result.ReportRetention:
		nodes = nodesOf(nil, report.Series(), savedNode.isCohort)
	}
	if len(nodes) == 0 {
		return c, false
	}
	if name := nodes[0].names[0]; len(nodes[0].names) > 1 && !isDay(name) {
		c.Title = name + ", " + c.Title
	}
	if report.ReportType() == result.ReportFunnel {
		return c.steps(nodes), true
	}
	return c.cohorts(nodes), true
}

// steps are the bars of a funnel: how many came to each step on all dates, and which part of those at the step before.
func (c Chart) steps(nodes []savedNode) Chart {
	at, counts := map[string]int{}, Series{Name: "count"}
	for _, node := range nodes {
		name := node.stepName()
		i, known := at[name]
		if !known {
			i = len(c.Labels)
			at[name] = i
			c.Labels, counts.Values = append(c.Labels, name), append(counts.Values, 0)
		}
		counts.Values[i] += numberIn(node.Count)
	}
	for i, n := range counts.Values {
		share := 1.
		if i > 0 {
			share = finite(n / counts.Values[i-1])
		}
		c.Notes = append(c.Notes, percentText(share))
	}
	c.Kind, c.Series = Bars, []Series{counts}
	return c.fewer()
}

// stepName is the number and the event of a step.
func (n savedNode) stepName() string {
	last := n.names[len(n.names)-1]
	if event := cmp.Or(n.Event, n.Goal); event != "" && !strings.Contains(last, event) {
		return last + ". " + event
	}
	return last
}

// cohorts are the rows of a grid: which part of each cohort came back in each period.
func (c Chart) cohorts(nodes []savedNode) Chart {
	c.Kind, c.Percent = Grid, true
	for _, node := range nodes {
		cohort := Series{Name: node.cohortName()}
		for _, n := range node.Counts {
			cohort.Values = append(cohort.Values, finite(numberIn(&n)/numberIn(node.First)))
		}
		for len(c.Labels) < len(cohort.Values) {
			c.Labels = append(c.Labels, strconv.Itoa(len(c.Labels)))
		}
		c.Series = append(c.Series, cohort)
	}
	for i := range c.Series {
		values := gaps(len(c.Labels))
		copy(values, c.Series[i].Values)
		c.Series[i].Values = values
	}
	return c.shorter()
}

// cohortName is the day on which a cohort began; all names of one that tells no day.
func (n savedNode) cohortName() string {
	for _, name := range n.names {
		if isDay(name) {
			return dayOf(name)
		}
	}
	return strings.Join(n.names, " / ")
}

func isDay(name string) bool {
	_, err := time.Parse(time.DateOnly, dayOf(name))
	return err == nil
}

func numberIn(text *json.Number) float64 {
	n, err := text.Float64()
	if err != nil {
		return math.NaN()
	}
	return n
}
