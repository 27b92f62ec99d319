package mpsim

import (
	"time"

	"github.com/mixpanel-data/mp/internal/mpsim/report"
)

// funnelBody is the answer of funnels. A date has an overallBody, or where the
// funnel is segmented the steps by segment.
type funnelBody struct {
	Meta struct {
		Dates []string `json:"dates"`
	} `json:"meta"`
	Data map[string]any `json:"data"`
}

type overallBody struct {
	Steps    []stepBody   `json:"steps"`
	Analysis analysisBody `json:"analysis"`
}

type stepBody struct {
	Count            int     `json:"count"`
	Goal             string  `json:"goal"`
	Event            string  `json:"event"`
	StepConvRatio    float64 `json:"step_conv_ratio"`
	OverallConvRatio float64 `json:"overall_conv_ratio"`
	AvgTime          *int64  `json:"avg_time"`            // seconds
	AvgTimeFromStart *int64  `json:"avg_time_from_start"` // seconds
}

type analysisBody struct {
	Completion     int `json:"completion"`
	StartingAmount int `json:"starting_amount"`
	Steps          int `json:"steps"`
	Worst          int `json:"worst"`
}

func newFunnelBody(q report.Funnel, p report.Passages) funnelBody {
	body := funnelBody{Data: map[string]any{}}
	body.Meta.Dates = p.Dates
	for date, segments := range p.Of {
		if q.On == nil {
			passage := segments[report.Overall]
			body.Data[date] = overallBody{stepsOf(q, passage), analyse(passage)}
			continue
		}
		steps := map[string][]stepBody{}
		for segment, passage := range segments {
			steps[segment] = stepsOf(q, passage)
		}
		body.Data[date] = steps
	}
	return body
}

func stepsOf(q report.Funnel, p report.Passage) []stepBody {
	steps := make([]stepBody, len(p))
	for i, stage := range p {
		steps[i] = stepBody{Count: stage.Users, Goal: q.Steps[i], Event: q.Steps[i], StepConvRatio: 1, OverallConvRatio: 1}
		if i == 0 {
			continue
		}
		steps[i].StepConvRatio = ratio(stage.Users, p[i-1].Users)
		steps[i].OverallConvRatio = ratio(stage.Users, p[0].Users)
		steps[i].AvgTime = meanSeconds(stage.FromPrior, stage.Users)
		steps[i].AvgTimeFromStart = meanSeconds(stage.FromStart, stage.Users)
	}
	return steps
}

func ratio(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// meanSeconds rounds halves up; it is nil for nobody.
func meanSeconds(sum time.Duration, users int) *int64 {
	if users == 0 {
		return nil
	}
	mean := (sum.Milliseconds() + int64(users)*500) / (int64(users) * 1000)
	return &mean
}

// analyse finds the step that lost the most users.
func analyse(p report.Passage) analysisBody {
	a := analysisBody{Completion: p[len(p)-1].Users, StartingAmount: p[0].Users, Steps: len(p)}
	most := 0
	for i := 1; i < len(p); i++ {
		if lost := p[i-1].Users - p[i].Users; lost > most || i == 1 {
			a.Worst, most = i, lost
		}
	}
	return a
}
