package mixpanel_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// stalling writes something and then nothing, until the client is gone.
func stalling(first string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if first != "" {
			_, _ = io.WriteString(w, first)
			w.(http.Flusher).Flush()
		}
		<-r.Context().Done()
	}
}

func TestAStalledBodyEndsInAnHTTPError(t *testing.T) {
	client := clientOf(t, stalling(lines), mixpanel.Config{IdleTimeout: 20 * time.Millisecond})
	text, err := read(t, client, week)
	if mperr.CodeOf(err) != "HTTP_ERROR" || !strings.Contains(err.Error(), "no byte arrived for 20ms") || text != lines {
		t.Errorf("Export = %q, %v", text, err)
	}
}

func TestAnAnswerThatNeverBeginsEndsInAnHTTPError(t *testing.T) {
	client := clientOf(t, stalling(""), mixpanel.Config{AnswerTimeout: 20 * time.Millisecond, Retry: mixpanel.Retry{Times: 1}})
	_, err := read(t, client, week)
	if mperr.CodeOf(err) != "HTTP_ERROR" || !strings.Contains(err.Error(), "no byte arrived for 20ms") {
		t.Errorf("Export = %v", err)
	}
}

func TestASlowBodyIsNotStalled(t *testing.T) {
	client := clientOf(t, func(w http.ResponseWriter, _ *http.Request) {
		for _, line := range strings.SplitAfter(lines, "\n") {
			_, _ = io.WriteString(w, line)
			w.(http.Flusher).Flush()
		}
	}, mixpanel.Config{IdleTimeout: time.Minute})
	if text, err := read(t, client, week); err != nil || text != lines {
		t.Errorf("Export = %q, %v", text, err)
	}
}

func TestACancelledBodyGivesTheContextsError(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	client := clientOf(t, stalling(lines), mixpanel.Config{})
	export, err := client.Export(ctx, week)
	if err != nil {
		t.Fatal(err)
	}
	defer export.Body.Close()
	if _, err := io.ReadFull(export.Body, make([]byte, len(lines))); err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := io.ReadAll(export.Body); !errors.Is(err, context.Canceled) {
		t.Errorf("read = %v", err)
	}
}

func TestACancelledRequestGivesTheContextsError(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	client := clientOf(t, func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	}, mixpanel.Config{})
	if _, err := client.Export(ctx, week); !errors.Is(err, context.Canceled) {
		t.Errorf("Export = %v", err)
	}
}

func TestClosingAnExportEarlyEndsTheRequest(t *testing.T) {
	gone := make(chan struct{})
	client := clientOf(t, func(w http.ResponseWriter, r *http.Request) {
		defer close(gone)
		stalling(lines)(w, r)
	}, mixpanel.Config{})
	export, err := client.Export(t.Context(), week)
	if err != nil {
		t.Fatal(err)
	}
	if err := export.Body.Close(); err != nil {
		t.Error(err)
	}
	<-gone
}

func TestNobodyAnswersAtTheAddress(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = listener.Close()
	client, err := mixpanel.New(credentials(t, "us"), mixpanel.Config{
		BaseURL: "http://" + listener.Addr().String(), Retry: mixpanel.Retry{Times: -1},
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = read(t, client, mixpanel.ExportRequest{FromDate: "2026-01-01", ToDate: "2026-01-07", Where: "hidden"})
	failed, ok := errors.AsType[*mperr.HTTPError](err)
	if !ok || strings.Contains(everythingIn(t, err), "hidden") || !strings.HasSuffix(failed.RequestURL, "/api/2.0/export") {
		t.Errorf("%#v", err)
	}
}
