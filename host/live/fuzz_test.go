package live_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// sameAnswer gives every question the same JSON.
type sameAnswer json.RawMessage

func (a sameAnswer) Ask(_ context.Context, _ mixpanel.Question, into any) error {
	return json.Unmarshal(a, into)
}

func FuzzAnswers(f *testing.F) {
	for _, seed := range []string{
		`{"data":{"series":["2026-01-01"],"values":{"Signup":{"2026-01-01":1}}}}`, `{"results":{"2026-01-01":1.5}}`,
		`{"data":{"2026-01-01":{"steps":[{"count":1,"event":"A"}]}}}`, `{"2026-01-01":{"$overall":[{"count":"2","goal":"B"}]}}`,
		`{"2026-01-01":{"first":1,"counts":[1,null]}}`, `{"data":{"2026-01-01":[1,2]}}`, `[1]`, `null`, `""`, `{"data":null,"results":[]}`,
		`{"results":{"events":[{"event":"A","properties":{"time":1e300,"distinct_id":1}}]}}`, `{"series":{"a":{"b":[{"c":[]}]}},"headers":["$a","a"]}`,
		`{"steps":[{"nodes":[{"event":"A","totalCount":"1","edges":[{}]}]}],"overallConversionRate":1}`, `{"series":{"":{"":{"":1}}},"headers":["",""]}`,
	} {
		f.Add([]byte(seed))
	}
	questions := []asking{
		of(segmentation.Ask), of(segmented.Ask), of(numeric.Ask), of(numeric.AskSum), of(numeric.AskAverage), of(eventCounts.Ask), of(values.Ask),
		of(funnel.Ask), of(retention.Ask), of(frequency.Ask), of(feed.Ask), of(live.SavedReport{ID: 9}.Ask), of(live.Flows{ID: 9}.Ask),
		of(live.SavedReport{ID: 9, Type: live.FunnelsReport, From: from, To: to}.Ask), of(live.JQL{Script: "x"}.Ask),
	}
	f.Fuzz(func(t *testing.T, answer []byte) {
		if !json.Valid(answer) {
			return
		}
		for _, ask := range questions {
			made, err := ask(t.Context(), sameAnswer(answer))
			if err != nil {
				if mperr.CodeOf(err) != "API_ERROR" {
					t.Errorf("%s: %v", answer, err)
				}
				continue
			}
			if encoded, err := made.MarshalJSON(); err != nil || !json.Valid(encoded) || made.Table() == nil {
				t.Errorf("%s: %T is %s, %v", answer, made, encoded, err)
			}
		}
	})
}
