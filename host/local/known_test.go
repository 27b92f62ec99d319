package local_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/host/local"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// named answers questions for names as a table of two events does, and all others with the rows given.
type named struct {
	teller

	// mute fails to tell names.
	mute bool
}

func (s named) Analyze(ctx context.Context, question storage.Question) (storage.Reader, error) {
	switch question.(type) {
	case storage.Breakdown:
		s.rows = `[{"event_name":"Signup","count":3,"unique_users":2,"pct_of_total":75}, {"event_name":"Order Placed","count":1,"unique_users":1,"pct_of_total":25}]`
	case storage.Keys:
		s.rows = `[{"key":"amount"}, {"key":"plan"}]`
	default:
		return s.teller.Analyze(ctx, question)
	}
	if s.mute {
		return nil, errors.New("the store tells no names")
	}
	return s.teller.Analyze(ctx, question)
}

const (
	noSignup = `no event "sing_up" in table t: did you mean Signup?`
	noOrder  = `no event "Order  Palced" in table t: did you mean Order Placed?`
	noPlan   = `no property "plna" of event "Signup" in table t: did you mean plan?`
)

func TestANameThatTheTableDoesNotHaveIsTold(t *testing.T) {
	segmentation := live.Segmentation{Event: "sing_up", From: from, To: to}
	misspelt := local.Property{Event: "Signup", Property: "plna", From: from, To: to}
	for name, test := range map[string]struct {
		rows string
		ask  func(local.Engine) error
		want []string
	}{
		"segmentation": {ask: func(e local.Engine) error { _, err := e.Segmentation(t.Context(), segmentation); return err }, want: []string{noSignup}},
		"segmentation by a property": {
			rows: `[{"segment":"undefined","date":"2026-01-05","value":2}, {"segment":"null","date":"2026-01-06","value":1}]`,
			ask: func(e local.Engine) error {
				_, err := e.Segmentation(t.Context(), live.Segmentation{Event: "Signup", From: from, To: to, On: "plna"})
				return err
			},
			want: []string{`no event "Signup" that was counted has a value for the property "plna": did you mean plan?`},
		},
		"funnel": {
			rows: `[{"date":"2026-01-05","step":0,"users":3}]`,
			ask: func(e local.Engine) error {
				_, err := e.Funnel(t.Context(), live.Funnel{Steps: []string{"Signup", "Order  Palced", "Order Placed", "sing_up"}, From: from, To: to})
				return err
			},
			want: []string{noOrder, noSignup},
		},
		"retention": {
			ask: func(e local.Engine) error {
				_, err := e.Retention(t.Context(), live.Retention{Born: "sing_up", Return: "Order Placed", From: from, To: to})
				return err
			},
			want: []string{noSignup},
		},
		"frequency": {
			ask: func(e local.Engine) error {
				_, err := e.Frequency(t.Context(), live.Frequency{Event: "sing_up", From: from, To: to})
				return err
			},
			want: []string{noSignup},
		},
		"frequency of any": {ask: func(e local.Engine) error {
			_, err := e.Frequency(t.Context(), live.Frequency{From: from, To: to})
			return err
		}},
		"distribution": {ask: func(e local.Engine) error { _, err := e.Distribution(t.Context(), misspelt, 0); return err }, want: []string{noPlan}},
		"numeric summary": {
			rows: `[{"count":0,"percentiles":[]}]`,
			ask:  func(e local.Engine) error { _, err := e.NumericSummary(t.Context(), misspelt); return err }, want: []string{noPlan},
		},
		"coverage": {
			rows: `[{"property":"plan","total":0,"defined":0}]`,
			ask: func(e local.Engine) error {
				_, err := e.PropertyCoverage(t.Context(), "sing_up", from, to, "plan")
				return err
			},
			want: []string{noSignup},
		},
		"daily counts": {
			rows: `[{"date":"2026-01-05","event":"Signup","count":1}]`,
			ask: func(e local.Engine) error {
				_, err := e.DailyCounts(t.Context(), from, to, "Signup", "sing_up")
				return err
			},
			want: []string{noSignup},
		},
		"engagement": {
			ask:  func(e local.Engine) error { _, err := e.Engagement(t.Context(), from, to, nil, "sing_up"); return err },
			want: []string{noSignup},
		},
	} {
		if test.rows == "" {
			test.rows = "[]"
		}
		var told []string
		engine := local.Engine{Store: named{teller: teller{rows: test.rows}}, Table: "t", Warn: func(line string) { told = append(told, line) }}
		if err := test.ask(engine); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(test.want, told); diff != "" {
			t.Errorf("%s (-want +told):\n%s", name, diff)
		}
	}
}

func TestATableThatTellsNoNamesAnswersAllTheSame(t *testing.T) {
	engine := local.Engine{Store: named{teller: teller{rows: "[]"}, mute: true}, Table: "t", Warn: func(line string) { t.Errorf("told %q", line) }}
	if err := segmented(t.Context(), engine); err != nil {
		t.Error(err)
	}
}
