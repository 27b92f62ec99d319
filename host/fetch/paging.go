package fetch

import (
	"context"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Engager gives pages of profiles. A [mixpanel.Client] is one. It keeps to Mixpanel's limits by itself, as an [Exporter] does.
type Engager interface {
	Engage(ctx context.Context, request mixpanel.EngageRequest) (*mixpanel.EngagePage, error)
}

// Bounds of a run of pages: what one worker holds in memory, and writes at once.
const (
	runPages = 10
	runBytes = 8 << 20
)

// pageRun are pages of a query that one worker brought one after the other. The page numbers count from 0.
type pageRun struct {
	query, first int
	pages        []*mixpanel.EngagePage
}

// last is the number of the run's last page.
func (r pageRun) last() int { return r.first + len(r.pages) - 1 }

// paging reads the pages of one query, the first one first and then several at once.
//
// How many there are is told twice, and neither is sure. A page with fewer profiles than the answer's page size is the last
// one, by the documentation; but pages have been seen that are shorter and not the last. The total is the number of profiles
// on the page, by the documentation; but it is that of all pages, by all who use it. So a total that is greater than the
// first page is believed, and beyond it pages are read as long as they are full.
type paging struct {
	engager Engager
	workers int
	query   mixpanel.EngageRequest
	number  int // of the query
	// expect is told how many profiles and pages there seem to be.
	expect func(profiles, pages int)
	// deliver takes a run. Calls may be concurrent.
	deliver func(ctx context.Context, run pageRun) error

	// size and total are what the first answer tells of its page size and of all profiles.
	size, total int
	// missing is how many profiles the answers told of and did not give, once all pages are read.
	missing int

	mu       sync.Mutex
	received int
}

// read brings all pages. The error is the first of Engage or deliver; a [mixpanel.SessionExpired] says that the rest cannot
// be had.
func (p *paging) read(ctx context.Context) error {
	first, err := p.page(ctx, 0)
	if err != nil {
		return err
	}
	p.size, p.total = first.PageSize, first.Total
	pages := 1
	if p.total > len(first.Results) && p.size > 0 {
		pages = ceil(p.total, p.size)
	}
	p.expect(max(p.total, len(first.Results)), pages)
	if pages > 1 || p.goesOn(first) {
		if p.query.SessionID = first.SessionID; first.SessionID == "" {
			return &mperr.APIError{Message: "Mixpanel gives a page of profiles and no session_id to ask for the next one with"}
		}
	}
	if err := p.deliver(ctx, pageRun{query: p.number, pages: []*mixpanel.EngagePage{first}}); err != nil {
		return err
	}
	last, err := p.atOnce(ctx, pages)
	if err != nil {
		return err
	}
	if last == nil {
		last = first
	}
	if err := p.beyond(ctx, pages, last); err != nil {
		return err
	}
	if p.total > len(first.Results) {
		p.missing = max(0, p.total-p.count())
	}
	return nil
}

// goesOn says whether a page may have another one after it.
func (p *paging) goesOn(page *mixpanel.EngagePage) bool {
	n := len(page.Results)
	return n > 0 && (n >= p.size || p.count() < p.total)
}

// beyond brings the pages after those that were expected, one by one.
func (p *paging) beyond(ctx context.Context, from int, last *mixpanel.EngagePage) (err error) {
	for n := from; p.goesOn(last); n++ {
		if last, err = p.page(ctx, n); err != nil {
			return err
		}
		if len(last.Results) == 0 {
			return nil
		}
		if err := p.deliver(ctx, pageRun{query: p.number, first: n, pages: []*mixpanel.EngagePage{last}}); err != nil {
			return err
		}
	}
	return nil
}

// atOnce brings the pages after the first by several workers, and gives the last one; nil where the first is.
func (p *paging) atOnce(ctx context.Context, pages int) (last *mixpanel.EngagePage, err error) {
	if pages < 2 {
		return nil, nil //nolint:nilnil // there are no further pages
	}
	size := min(max(ceil(pages-1, p.workers), 1), runPages)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(p.workers)
	for from := 1; from < pages; from += size {
		to := min(from+size, pages)
		group.Go(func() error {
			if ctx.Err() != nil {
				return nil //nolint:nilerr // what ended the context is told by who ended it
			}
			page, err := p.run(ctx, from, to)
			if to == pages {
				last = page
			}
			return err
		})
	}
	err = group.Wait()
	return last, err
}

// run brings the pages from..to-1 one after the other and delivers them, in parts where they are large.
func (p *paging) run(ctx context.Context, from, to int) (last *mixpanel.EngagePage, err error) {
	run, bytes := pageRun{query: p.number, first: from}, int64(0)
	for n := from; n < to; n++ {
		if last, err = p.page(ctx, n); err != nil {
			return nil, err
		}
		run.pages, bytes = append(run.pages, last), bytes+last.Bytes
		if bytes < runBytes && n+1 < to {
			continue
		}
		if err := p.deliver(ctx, run); err != nil {
			return nil, err
		}
		run, bytes = pageRun{query: p.number, first: n + 1}, 0
	}
	return last, nil
}

func (p *paging) page(ctx context.Context, n int) (*mixpanel.EngagePage, error) {
	query := p.query
	query.Page = n
	page, err := p.engager.Engage(ctx, query)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.received += len(page.Results)
	return page, nil
}

// count is how many profiles came so far.
func (p *paging) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.received
}
