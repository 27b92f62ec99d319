package fetch_test

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing/iotest"
	"time"

	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// turn is what happens to one request or one unit.
type turn byte

const (
	goesWell turn = iota
	breaksOff
	stalls
	endsInALine
	terminates
	isRefused
	isForbidden
	hasARejectedLine
	isCanceled
	isNotAcknowledged // the unit is stored, and the plugin dies before it says so
	isNotStored
	turns
)

// fate gives turns one after the other, and goesWell when there are no more.
type fate struct {
	script []byte
	cancel context.CancelFunc
	// last is the turn of the request whose unit is being written. Requests come one at a time.
	last turn
}

func (f *fate) next() turn {
	f.last = goesWell
	if len(f.script) > 0 {
		f.last, f.script = turn(f.script[0])%turns, f.script[1:]
	}
	return f.last
}

// Export is a [fetch.Exporter] that does as fate wills.
func (f *fate) Export(_ context.Context, request mixpanel.ExportRequest) (*mixpanel.Export, error) {
	text := bodyOf(request.FromDate, request.ToDate)
	half := strings.NewReader(text[:len(text)/2])
	var body io.Reader = strings.NewReader(text)
	switch f.next() {
	case isRefused:
		return nil, &mperr.ServerError{Message: "503"}
	case isForbidden:
		return nil, &mperr.AuthFailed{Message: "403"}
	case breaksOff:
		body = io.MultiReader(half, iotest.ErrReader(&mperr.ExportTruncated{FromDate: request.FromDate, ToDate: request.ToDate}))
	case stalls:
		body = io.MultiReader(half, iotest.ErrReader(&mperr.HTTPError{Message: "stalled"}))
	case endsInALine:
		body = strings.NewReader(text[:len(text)-4])
	case terminates:
		body = io.MultiReader(strings.NewReader(text[:strings.Index(text, "\n")+1]), strings.NewReader("terminated early\n"))
	case hasARejectedLine:
		body = strings.NewReader("[]\n" + text)
	case isCanceled:
		f.cancel()
	}
	return &mixpanel.Export{Body: io.NopCloser(body)}, nil
}

// fatal is a sink that does as fate wills.
type fatal struct {
	storage.Sink

	fate *fate
}

func (s *fatal) WriteUnit(ctx context.Context, session string, unit storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
	dead := &mperr.PluginCrashed{Evidence: mperr.Evidence{Plugin: "mp-storage-x", Call: "storage.WriteUnit", Problem: "its process ended"}}
	if s.fate.last == isNotStored {
		return storage.UnitReport{}, dead
	}
	report, err := s.Sink.WriteUnit(ctx, session, unit, rows)
	if err == nil && s.fate.last == isNotAcknowledged {
		return storage.UnitReport{}, dead
	}
	return report, err
}

// bodyOf is what an export of days brings: of each some events, one of them twice.
func bodyOf(from, to string) string {
	var lines strings.Builder
	for _, one := range eventsOf(from, to) {
		fmt.Fprintf(&lines, `{"event":%q,"properties":%s}`+"\n", one.Name, one.Properties)
		if strings.HasSuffix(one.InsertID, "-1") {
			fmt.Fprintf(&lines, `{"event":%q,"properties":%s}`+"\n", one.Name, one.Properties)
		}
	}
	return lines.String()
}

// eventsOf are the rows that the days become.
func eventsOf(from, to string) (rows []row) {
	first, err := time.Parse(time.DateOnly, from)
	if err != nil {
		panic(err)
	}
	for d := first; d.Format(time.DateOnly) <= to; d = d.AddDate(0, 0, 1) {
		for i := range 3 {
			at := d.Add(time.Duration(i) * time.Hour)
			id := fmt.Sprintf("%s-%d", d.Format(time.DateOnly), i)
			rows = append(rows, row{
				Name: "Visit", DistinctID: "u", InsertID: id, Day: d.Format(time.DateOnly), Time: at,
				Properties: fmt.Sprintf(`{"time":%d,"distinct_id":"u","$insert_id":%q}`, at.UnixMilli(), id),
			})
		}
	}
	slices.SortFunc(rows, compareRows)
	return rows
}
