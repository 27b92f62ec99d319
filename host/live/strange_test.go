package live_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

func TestABlankNameInAnAnswerCostsNothing(t *testing.T) {
	client, _ := answering(t, 200, `{"data":{"2026-01-01":{"steps":[{"count":2,"event":""},{"count":1,"event":" "}]}}}`)
	answer, err := funnel.Ask(t.Context(), client)
	if err != nil || len(answer.Steps()) != 2 {
		t.Errorf("funnel: %v", err)
	}
	client, _ = answering(t, 200, `{"results":{"events":[{"event":"","properties":{"time":1767225600,"distinct_id":"a"}}]}}`)
	happened, err := feed.Ask(t.Context(), client)
	if err != nil || happened.EventCount() != 1 {
		t.Errorf("activity feed: %v", err)
	}
}

func TestANumberThatWouldBeRoundedIsRefused(t *testing.T) {
	for text, exact := range map[string]bool{
		"9007199254740992": true, "9007199254740993": false, `"9007199254740993"`: false, "123456789012345678901": false, "1e20": true,
		"123456789012345.25": true, "-9007199254740993": false,
	} {
		client, _ := answering(t, 200, `{"results":{"2026-01-01":`+text+`}}`)
		_, err := numeric.AskSum(t.Context(), client)
		if exact != (err == nil) {
			t.Errorf("%s: %v", text, err)
		}
		if err != nil && (mperr.CodeOf(err) != "API_ERROR" || !strings.Contains(err.Error(), "exactly")) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestUsersAreCountedToTheLastDigit(t *testing.T) {
	for text, want := range map[string]string{
		"9007199254740993": "9007199254740993", `"9007199254740993"`: "9007199254740993", "9223372036854775807": "9223372036854775807",
		"12.0": "12", "1e3": "1000", "null": "0", "9223372036854775808": "", "1e19": "", "1.5": "", "-1": "", `"many"`: "",
	} {
		for report, asked := range map[string]struct {
			ask          asking
			answer, want string
		}{
			"funnel":    {of(funnel.Ask), `{"data":{"2026-01-01":{"steps":[{"event":"A","count":%s}]}}}`, `"count":%s,`},
			"retention": {of(retention.Ask), `{"2026-01-01":{"first":%s,"counts":[]}}`, `"size":%s,`},
			"frequency": {of(frequency.Ask), `{"data":{"2026-01-01":[%s]}}`, `[%s]`},
		} {
			client, _ := answering(t, 200, fmt.Sprintf(asked.answer, text))
			got, err := asked.ask(t.Context(), client)
			if want == "" {
				if mperr.CodeOf(err) != "API_ERROR" {
					t.Errorf("%s of %s: %v, %v", report, text, got, err)
				}
				continue
			}
			encoded, jsonErr := json.Marshal(got)
			if err != nil || jsonErr != nil || !strings.Contains(string(encoded), fmt.Sprintf(asked.want, want)) {
				t.Errorf("%s of %s: %s, %v", report, text, encoded, err)
			}
		}
	}
}

func TestAnAnswerOfAnotherFormIsToldInWords(t *testing.T) {
	client, _ := answering(t, 200, `{"data":[1,2]}`)
	_, err := segmentation.Ask(t.Context(), client)
	if mperr.CodeOf(err) != "API_ERROR" || strings.Contains(err.Error(), "Go value") || !strings.Contains(err.Error(), "it holds a list where an object was expected") {
		t.Errorf("error = %v", err)
	}
}

func TestAReportOfAnotherTypeIsLookedForInTheListOfReports(t *testing.T) {
	client, _ := answering(t, 400, `{"error":"bookmark 9 is not flows"}`)
	_, err := live.Flows{ID: 9}.Ask(t.Context(), client)
	if hint := mperr.Hint(err); mperr.CodeOf(err) != "QUERY_FAILED" || !strings.Contains(hint, "mp inspect bookmarks") {
		t.Errorf("error = %v, hint %q", err, hint)
	}
}
