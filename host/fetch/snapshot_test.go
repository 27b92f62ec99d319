package fetch_test

import (
	"context"
	"errors"
	"testing"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/sdktest"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// forgetful gives other pages each time that reading begins.
type forgetful struct {
	snapshots []pagesOf
	asked     int
}

func (f *forgetful) Engage(ctx context.Context, request mixpanel.EngageRequest) (*mixpanel.EngagePage, error) {
	if request.Page == 0 {
		f.asked++
	}
	return f.snapshots[min(f.asked, len(f.snapshots))-1].Engage(ctx, request)
}

func TestASnapshotThatLacksProfilesIsTakenAgainOnce(t *testing.T) {
	lacking, whole := pagesOf{sizes: []int{3, 1}, says: saying(3, 6)}, pagesOf{sizes: []int{3, 2}, says: saying(3, 5)}
	summary, err := fetchPages(t, &forgetful{snapshots: []pagesOf{lacking, whole}}, fetch.ProfilesRequest{Workers: 1})
	if err != nil || summary.Restarts != 1 || summary.Missing != 0 || summary.TableRows != 5 || summary.Received != 5 {
		t.Errorf("%v, %+v", err, summary)
	}
}

func TestASnapshotThatLacksProfilesAgainIsNotPublished(t *testing.T) {
	sink, err := sdktest.NewEngine().Open(t.Context(), storage.Options{Location: "store"})
	if err != nil {
		t.Fatal(err)
	}
	run := func(engager fetch.Engager, request fetch.ProfilesRequest) (fetch.Summary, error) {
		request.Table = "people"
		return fetch.Profiles(t.Context(), engager, sink, request, fetch.Config{ProjectID: "1"})
	}
	if _, err := run(threePages{}, fetch.ProfilesRequest{}); err != nil {
		t.Fatal(err)
	}
	lacking := &forgetful{snapshots: []pagesOf{{sizes: []int{3, 1}, says: saying(3, 50)}}}
	for _, mode := range []storage.Mode{storage.Replace, storage.Append} {
		lacking.asked = 0
		summary, err := run(lacking, fetch.ProfilesRequest{Mode: mode, MaxMissing: 45})
		incomplete, ok := errors.AsType[*mperr.FetchIncomplete](err)
		if !ok || mperr.ExitCode(err) != mperr.ExitPartial || incomplete.MissingProfiles != 46 || lacking.asked != 2 {
			t.Errorf("%s: %v after %d snapshots", mode, err, lacking.asked)
		}
		if summary.Committed || summary.Missing != 46 {
			t.Errorf("%s: %+v", mode, summary)
		}
		tables, err := sink.Tables(t.Context())
		if err != nil || len(tables) != 1 || tables[0].Rows != 5 {
			t.Errorf("%s: tables are %+v, %v", mode, tables, err)
		}
	}
	summary, err := run(lacking, fetch.ProfilesRequest{Mode: storage.Replace, MaxMissing: 46})
	if err != nil || !summary.Committed || summary.Missing != 46 || summary.TableRows != 4 {
		t.Errorf("allowed: %v, %+v", err, summary)
	}
}

func TestAStreamThatLacksProfilesGivesNone(t *testing.T) {
	lacking := &forgetful{snapshots: []pagesOf{{sizes: []int{3, 1}, says: saying(3, 50)}}}
	given, last := 0, error(nil)
	for _, err := range fetch.StreamProfiles(t.Context(), lacking, fetch.ProfilesRequest{}, fetch.Config{ProjectID: "1"}) {
		if last = err; err == nil {
			given++
		}
	}
	if mperr.CodeOf(last) != "FETCH_INCOMPLETE" || given != 0 || lacking.asked != 2 {
		t.Errorf("%d profiles and %v after %d snapshots", given, last, lacking.asked)
	}
}
