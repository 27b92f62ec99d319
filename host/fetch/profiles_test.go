package fetch_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/internal/mpsim"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/sdktest"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func TestProfilesAreStoredRowByRow(t *testing.T) {
	for _, short := range []bool{false, true} {
		for _, test := range []struct{ profiles, pageSize, pages int }{
			{0, 100, 1}, {1, 100, 1}, {99, 100, 1}, {100, 100, 1}, {101, 100, 2}, {300, 100, 3}, {1234, 100, 13}, {57, 1, 57},
		} {
			project := crowd(test.profiles, test.pageSize)
			project.Engage.ShortPages = short
			w := newWorld(t, project)
			asked := w.exports()
			summary, err := w.profiles(everybody)
			if err != nil {
				t.Fatalf("%+v: %v", test, err)
			}
			checkPeople(t, w, summary)
			if !short && (summary.Pages != test.pages || asked() > test.pages+1) {
				t.Errorf("%+v: %d pages by %d requests", test, summary.Pages, asked())
			}
		}
	}
}

func TestSixtyPagesOfProfilesAreOneQueryOfTheHour(t *testing.T) {
	w := newLimitedWorld(t, crowd(6_000, 100), mpsim.Limits{QueryPerHour: 1, QueryConcurrent: 5})
	before := w.clock.Now()
	summary, err := w.profiles(everybody)
	if err != nil || summary.Pages != 60 || !w.clock.Now().Equal(before) {
		t.Fatalf("%v, %d pages after %s", err, summary.Pages, w.clock.Now().Sub(before))
	}
	checkPeople(t, w, summary)
}

func TestASinkThatLosesAProfileIsFound(t *testing.T) {
	for name, sink := range map[string]*liar{
		"loses a profile": {write: func(r storage.UnitReport) storage.UnitReport { r.Received--; r.Stored--; return r }},
		"is off balance":  {write: func(r storage.UnitReport) storage.UnitReport { r.Stored--; return r }},
		"invents copies":  {write: func(r storage.UnitReport) storage.UnitReport { r.Stored--; r.Duplicates++; return r }},
		"does not read":   {lazy: true},
	} {
		w := newWorld(t, crowd(200, 100))
		sink.Sink = w.open()
		_, err := fetch.Profiles(t.Context(), w.client, sink, everybody, w.config)
		if mperr.CodeOf(err) != "STORAGE_FAILED" {
			t.Errorf("%s: %v", name, err)
		}
		w.close(sink.Sink)
	}
}

func TestTwoFetchesOfOneTableDoNotMix(t *testing.T) {
	w := newWorld(t, crowd(400, 100))
	sink := w.open()
	config := w.config
	var second error
	config.Progress = func(p fetch.Progress) {
		if p.Step == fetch.Stored && second == nil {
			_, second = fetch.Profiles(t.Context(), w.client, sink, everybody, w.config)
		}
	}
	summary, err := fetch.Profiles(t.Context(), w.client, sink, everybody, config)
	w.close(sink)
	if err != nil || mperr.CodeOf(second) != "SESSION_CONFLICT" {
		t.Fatalf("%v, and beside it %v", err, second)
	}
	checkPeople(t, w, summary)
}

func ExampleProfiles() {
	sink, err := sdktest.NewEngine().Open(context.Background(), storage.Options{Location: "store"})
	if err != nil {
		panic(err)
	}
	summary, err := fetch.Profiles(context.Background(), threePages{}, sink, fetch.ProfilesRequest{Table: "people"}, fetch.Config{ProjectID: "1"})
	fmt.Println(summary.Rows(), "profiles on", summary.Pages, "pages", err)
	// Output: 5 profiles on 3 pages <nil>
}
