package mixpanel_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// journal is a quota that writes down what it is told.
type journal struct {
	mu    sync.Mutex
	lines []string
	// refuse is what Take gives instead of a ticket.
	refuse error
}

func (j *journal) Take(_ context.Context, api mixpanel.API) (mixpanel.Ticket, error) {
	j.write("take " + string(api))
	return &entry{journal: j}, j.refuse
}

func (j *journal) TakeFree(_ context.Context, api mixpanel.API) (mixpanel.Ticket, error) {
	j.write("take free " + string(api))
	return &entry{journal: j}, j.refuse
}

func (j *journal) write(line string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.lines = append(j.lines, line)
}

// entry counts the first call only, as every ticket does.
type entry struct {
	journal *journal
	once    sync.Once
}

func (e *entry) end(line string) { e.once.Do(func() { e.journal.write(line) }) }

func (e *entry) Done()   { e.end("done") }
func (e *entry) Unsent() { e.end("unsent") }
func (e *entry) Refused(header http.Header, after time.Duration) {
	e.end("refused " + header.Get("Ratelimit") + " " + after.String())
}

func TestEveryTryIsCounted(t *testing.T) {
	answers := []func(http.ResponseWriter){
		func(w http.ResponseWriter) {
			w.Header().Set("Retry-After", "7")
			w.Header().Set("Ratelimit", `"project";r=0`)
			w.WriteHeader(http.StatusTooManyRequests)
		},
		func(w http.ResponseWriter) { w.WriteHeader(http.StatusBadGateway) },
		func(w http.ResponseWriter) { _, _ = io.WriteString(w, `["Sign Up"]`) },
	}
	quota := &journal{}
	client := clientOf(t, func(w http.ResponseWriter, _ *http.Request) {
		answer := answers[0]
		answers = answers[1:]
		answer(w)
	}, mixpanel.Config{Quota: quota})
	if _, err := client.EventNames(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	want := []string{"take query", `refused "project";r=0 7s`, "take query", "done", "take query", "done"}
	if diff := cmp.Diff(want, quota.lines); diff != "" {
		t.Errorf("what the quota was told (-want +got):\n%s", diff)
	}
}

func TestAnExportIsUnderWayUntilItsBodyIsClosed(t *testing.T) {
	quota := &journal{}
	client := clientOf(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"event":"a","properties":{}}`+"\n")
	}, mixpanel.Config{Quota: quota})
	export, err := client.Export(t.Context(), mixpanel.ExportRequest{FromDate: "2026-01-01", ToDate: "2026-01-01"})
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, export.Body)
	if diff := cmp.Diff([]string{"take export"}, quota.lines); diff != "" {
		t.Errorf("before the body is closed (-want +got):\n%s", diff)
	}
	_ = export.Body.Close()
	_ = export.Body.Close()
	if diff := cmp.Diff([]string{"take export", "done"}, quota.lines); diff != "" {
		t.Errorf("after (-want +got):\n%s", diff)
	}
}

func TestARequestWithoutAConnectionIsUnsent(t *testing.T) {
	quota := &journal{}
	client, err := mixpanel.New(credentials(t, "us"), mixpanel.Config{
		Quota: quota, BaseURL: "http://127.0.0.1:1", Retry: mixpanel.Retry{Times: -1},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if _, err := client.EventNames(t.Context(), 0); mperr.CodeOf(err) != "HTTP_ERROR" {
		t.Fatalf("error = %v", err)
	}
	if !slices.Equal(quota.lines, []string{"take query", "unsent"}) {
		t.Errorf("the quota was told %q", quota.lines)
	}
}

func TestWithoutQuotaNothingIsSent(t *testing.T) {
	seconds := 50
	refusal := &mperr.RateLimited{Message: "used up", RetryAfter: &seconds}
	sent := false
	client := clientOf(t, func(http.ResponseWriter, *http.Request) { sent = true }, mixpanel.Config{Quota: &journal{refuse: refusal}})
	_, err := client.Export(t.Context(), mixpanel.ExportRequest{FromDate: "2026-01-01", ToDate: "2026-01-01"})
	if !errors.Is(err, refusal) || sent {
		t.Errorf("error = %v, sent: %t", err, sent)
	}
}
