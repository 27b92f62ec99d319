package live_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/internal/mpsim"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

func TestTheFeedOfAUserIsWhatTheyDidWhateverTheClock(t *testing.T) {
	location, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	for _, exportTime := range []mpsim.ExportTime{mpsim.ExportUTC, mpsim.ExportProject} {
		client, _, all := simulatedAt(t, exportTime)
		user := named(all, order)[0].user
		var want []string
		for _, event := range all {
			if event.user == user && event.day() >= first && event.day() <= last {
				want = append(want, event.at.UTC().Format(time.RFC3339)+" "+event.name)
			}
		}
		q := live.ActivityFeed{
			DistinctIDs: []string{user, "nobody"}, From: first, To: last, ExportTime: credential.ExportTime(exportTime), Location: location,
		}
		got, err := q.Ask(t.Context(), client)
		if err != nil {
			t.Fatal(err)
		}
		var told []string
		for _, event := range got.Events() {
			told = append(told, event.Time().Format(time.RFC3339)+" "+event.Event())
			if event.DistinctID() != user {
				t.Errorf("%s is of %q, want %q", event.Event(), event.DistinctID(), user)
			}
		}
		slices.Sort(want)
		slices.Sort(told)
		if diff := cmp.Diff(want, told); diff != "" || len(want) == 0 {
			t.Errorf("%s (-want +got):\n%s", exportTime, diff)
		}
	}
}

func TestAFeedWithATimeThatIsNoneIsNotUnderstood(t *testing.T) {
	for _, text := range []string{"1e300", "-1e300", `"NaN"`, `"Inf"`, "253402300800000", "-62135596801000", "9e13", "0", "null"} {
		body := fmt.Sprintf(`{"results":{"events":[{"event":"a","properties":{"time":%s}}]}}`, text)
		client, _ := answering(t, http.StatusOK, body)
		_, err := live.ActivityFeed{DistinctIDs: []string{"a"}, From: first, To: last}.Ask(t.Context(), client)
		if mperr.CodeOf(err) == "API_ERROR" != (text != "9e13") {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestAFeedByTheProjectsClockNeedsItsZone(t *testing.T) {
	err := live.ActivityFeed{DistinctIDs: []string{"a"}, From: first, To: last, ExportTime: credential.ExportProject}.Validate()
	if mperr.CodeOf(err) != "INVALID_ARGUMENT" || !strings.Contains(err.Error(), "timezone") {
		t.Errorf("%v", err)
	}
}

func TestAFeedWithoutARangeIsOfTheLastThirtyDays(t *testing.T) {
	now := time.Date(2026, 3, 1, 23, 30, 0, 0, time.UTC)
	lisbon, tokyo := now, now.In(time.FixedZone("", 9*60*60))
	for _, test := range []struct {
		from, to         string
		now              time.Time
		wantFrom, wantTo string
	}{
		{"", "", lisbon, "2026-01-31", "2026-03-01"},
		{"", "", tokyo, "2026-02-01", "2026-03-02"},
		{"2026-02-20", "", tokyo, "2026-02-20", "2026-03-02"},
		{"", "2026-01-31", tokyo, "2026-01-02", "2026-01-31"},
		{"2020-01-01", "2020-01-02", tokyo, "2020-01-01", "2020-01-02"},
		{"", "soon", tokyo, "", "soon"},
	} {
		got := live.ActivityFeed{From: test.from, To: test.to}.WithDefaults(test.now)
		if got.From != test.wantFrom || got.To != test.wantTo {
			t.Errorf("%q to %q becomes %q to %q", test.from, test.to, got.From, got.To)
		}
	}
}
