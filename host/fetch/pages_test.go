package fetch_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/sdktest"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// pagesOf gives so many profiles on each page and no more after the last.
type pagesOf struct {
	sizes []int
	// says is what an answer tells of its page size and of all profiles.
	says func(page int, answer *mixpanel.EngagePage)
	// profile is a result; nil is one with an id of its own.
	profile func(page, n int) string
}

func (p pagesOf) Engage(_ context.Context, request mixpanel.EngageRequest) (*mixpanel.EngagePage, error) {
	answer := &mixpanel.EngagePage{Results: []json.RawMessage{}, SessionID: "s"}
	if request.Page < len(p.sizes) {
		for n := range p.sizes[request.Page] {
			text := fmt.Sprintf(`{"$distinct_id":"%d-%d","$properties":{}}`, request.Page, n)
			if p.profile != nil {
				text = p.profile(request.Page, n)
			}
			answer.Results = append(answer.Results, json.RawMessage(text))
		}
	}
	p.says(request.Page, answer)
	return answer, nil
}

type threePages struct{}

func (threePages) Engage(ctx context.Context, request mixpanel.EngageRequest) (*mixpanel.EngagePage, error) {
	return pagesOf{sizes: []int{2, 2, 1}, says: saying(2, 5)}.Engage(ctx, request)
}

// saying tells these on the first page only, as Mixpanel may.
func saying(size, total int) func(int, *mixpanel.EngagePage) {
	return func(page int, answer *mixpanel.EngagePage) {
		if page == 0 {
			answer.PageSize, answer.Total = size, total
		}
	}
}

func fetchPages(t *testing.T, engager fetch.Engager, request fetch.ProfilesRequest) (fetch.Summary, error) {
	t.Helper()
	sink, err := sdktest.NewEngine().Open(t.Context(), storage.Options{Location: "store"})
	if err != nil {
		t.Fatal(err)
	}
	request.Table = "people"
	return fetch.Profiles(t.Context(), engager, sink, request, fetch.Config{ProjectID: "1"})
}

func TestPagesEndWhereTheyEnd(t *testing.T) {
	for name, test := range map[string]struct {
		sizes []int
		says  func(int, *mixpanel.EngagePage)
		want  int64
	}{
		"no profiles":                        {[]int{0}, saying(3, 0), 0},
		"one page":                           {[]int{2}, saying(3, 2), 2},
		"a full page and nothing after":      {[]int{3}, saying(3, 3), 3},
		"the total is that of the page":      {[]int{3, 3, 3, 1}, saying(3, 3), 10},
		"no total at all":                    {[]int{3, 3, 3}, saying(3, 0), 9},
		"neither total nor size":             {[]int{3, 3, 2}, saying(0, 0), 8},
		"smaller pages than the size":        {[]int{2, 2, 2, 2, 1}, saying(5, 9), 9},
		"a total that is too small":          {[]int{3, 3, 3, 2}, saying(3, 5), 11},
		"more on a page than the size":       {[]int{7, 7, 1}, saying(5, 15), 15},
		"twenty pages":                       {[]int{3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3}, saying(3, 60), 60},
		"a short page among full ones":       {[]int{3, 2, 3, 3, 1}, saying(3, 12), 12},
		"sizes on each page that contradict": {[]int{3, 3, 3, 1}, func(_ int, a *mixpanel.EngagePage) { a.PageSize, a.Total = 3, len(a.Results) }, 10},
	} {
		summary, err := fetchPages(t, pagesOf{sizes: test.sizes, says: test.says}, fetch.ProfilesRequest{})
		if err != nil || summary.TableRows != test.want || summary.Received != test.want {
			t.Errorf("%s: %v, %+v, want %d", name, err, summary.Counts, test.want)
		}
	}
}

func TestOfAProfileOnTwoPagesTheLaterOneStays(t *testing.T) {
	for workers := range 6 {
		pages := pagesOf{sizes: []int{3, 3, 3, 3}, says: saying(3, 12), profile: func(page, n int) string {
			if n == 0 {
				return fmt.Sprintf(`{"$distinct_id":"same","$properties":{"page":%d}}`, page)
			}
			return fmt.Sprintf(`{"$distinct_id":"%d-%d","$properties":{}}`, page, n)
		}}
		summary, err := fetchPages(t, pages, fetch.ProfilesRequest{Workers: workers})
		if err != nil || summary.Received != 12 || summary.Stored != 9 || summary.Duplicates != 3 || summary.TableRows != 9 {
			t.Errorf("%d workers: %v, %+v", workers, err, summary)
		}
	}
}

func TestResultsThatAreNoProfilesAreCountedAndRefused(t *testing.T) {
	pages := pagesOf{sizes: []int{3, 3}, says: saying(3, 6), profile: func(page, n int) string {
		if n == 1 {
			return `{"$properties":{"lost":true}}`
		}
		return fmt.Sprintf(`{"$distinct_id":%d,"$properties":{}}`, 10*page+n)
	}}
	_, err := fetchPages(t, pages, fetch.ProfilesRequest{MaxRejects: 1})
	if mperr.CodeOf(err) != "ROWS_REJECTED" || !strings.Contains(err.Error(), "no $distinct_id") {
		t.Errorf("one too many: %v", err)
	}
	summary, err := fetchPages(t, pages, fetch.ProfilesRequest{MaxRejects: 2})
	if err != nil || summary.Received != 6 || summary.Rejected != 2 || summary.TableRows != 4 {
		t.Errorf("%v, %+v", err, summary)
	}
}

func TestProgressNamesThePagesThatAreStored(t *testing.T) {
	sink, err := sdktest.NewEngine().Open(t.Context(), storage.Options{Location: "store"})
	if err != nil {
		t.Fatal(err)
	}
	var units []string
	config := fetch.Config{ProjectID: "1", Progress: func(p fetch.Progress) { units = append(units, string(p.Step)+" "+p.Unit) }}
	if _, err := fetch.Profiles(t.Context(), threePages{}, sink, fetch.ProfilesRequest{Table: "people", Workers: 1}, config); err != nil {
		t.Fatal(err)
	}
	want := []string{"planned ", "stored 001/pages 000001..000001", "stored 001/pages 000002..000003", "committed "}
	if diff := cmp.Diff(want, units); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPagesWithoutASessionAreAnError(t *testing.T) {
	pages := pagesOf{sizes: []int{3, 3}, says: func(_ int, a *mixpanel.EngagePage) { a.SessionID, a.PageSize, a.Total = "", 3, 6 }}
	if _, err := fetchPages(t, pages, fetch.ProfilesRequest{}); mperr.CodeOf(err) != "API_ERROR" {
		t.Errorf("%v", err)
	}
}
