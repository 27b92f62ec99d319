package mpsim

import (
	"errors"
	"time"
)

// Limits are the rate limits, of every project where nothing else is said. A zero
// number is no limit.
type Limits struct {
	ExportPerSecond  int // exports begun in any second
	ExportPerHour    int // exports begun in any hour
	ExportConcurrent int // exports under way
	QueryPerHour     int // queries begun in any hour
	QueryConcurrent  int // queries under way
	JQLPerHour       int // scripts begun in any hour, which are queries too
	JQLConcurrent    int // scripts under way
	LexiconPerMinute int // requests to the lexicon of all projects together
}

// DocumentedLimits returns the limits that Mixpanel documents.
func DocumentedLimits() Limits {
	return Limits{
		ExportPerSecond: 3, ExportPerHour: 60, ExportConcurrent: 100,
		QueryPerHour: 60, QueryConcurrent: 5, JQLPerHour: 60, JQLConcurrent: 5, LexiconPerMinute: 5,
	}
}

func (l Limits) validate() error {
	if min(l.ExportPerSecond, l.ExportPerHour, l.ExportConcurrent, l.QueryPerHour, l.QueryConcurrent,
		l.JQLPerHour, l.JQLConcurrent, l.LexiconPerMinute) < 0 {
		return errors.New("limits must not be negative")
	}
	return nil
}

func (l Limits) export() gate {
	return gate{
		concurrent: l.ExportConcurrent,
		windows:    []*window{{quota: l.ExportPerHour, span: time.Hour}, {quota: l.ExportPerSecond, span: time.Second}},
		refuse:     refuseExport,
	}
}

func (l Limits) lexicon() gate {
	return gate{windows: []*window{{quota: l.LexiconPerMinute, span: time.Minute}}, refuse: refuseLexicon}
}

func (l Limits) jql() gate {
	return gate{
		concurrent: l.JQLConcurrent,
		windows:    []*window{{quota: l.JQLPerHour, span: time.Hour}},
		refuse:     refuseQuery,
	}
}

func (l Limits) query() gate {
	return gate{
		concurrent: l.QueryConcurrent,
		windows:    []*window{{quota: l.QueryPerHour, span: time.Hour}},
		refuse:     refuseQuery,
	}
}
