package mixpanel_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// stubborn is a body that gives its texts, each at once, and then nothing until the request ends.
type stubborn struct {
	ctx   context.Context
	texts []string
}

func (s *stubborn) Read(p []byte) (int, error) {
	if len(s.texts) == 0 {
		<-s.ctx.Done()
		return 0, s.ctx.Err()
	}
	text := s.texts[0]
	s.texts = s.texts[1:]
	return copy(p, text), nil
}

func (*stubborn) Close() error { return nil }

// stubbornClient answers with such a body, on the clock of a synctest bubble.
func stubbornClient(t *testing.T, config mixpanel.Config, texts ...string) *mixpanel.Client {
	t.Helper()
	config.Transport = transport(func(r *http.Request) (*http.Response, error) {
		response := answer(200, "")
		response.Body, response.ContentLength, response.ProtoMajor = &stubborn{r.Context(), texts}, -1, 2
		return response, nil
	})
	client, err := mixpanel.New(credentials(t, "us"), config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func TestAStalledBodyEndsInAnHTTPError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		text, err := read(t, stubbornClient(t, mixpanel.Config{}, lines), week)
		if mperr.CodeOf(err) != "HTTP_ERROR" || !strings.Contains(err.Error(), "no byte arrived for 2m0s") || text != lines {
			t.Errorf("Export = %q, %v", text, err)
		}
		if waited := time.Since(start); waited != 2*time.Minute {
			t.Errorf("waited %s", waited)
		}
	})
}

func TestASlowReaderDoesNotStallTheBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		export, err := stubbornClient(t, mixpanel.Config{IdleTimeout: time.Second}, lines[:70], lines[70:]).Export(t.Context(), week)
		if err != nil {
			t.Fatal(err)
		}
		defer export.Body.Close()
		for range 2 {
			time.Sleep(time.Hour) // the bubble's clock
			if n, err := export.Body.Read(make([]byte, 4096)); n == 0 || err != nil {
				t.Errorf("read %d, %v", n, err)
			}
		}
	})
}

func TestAnAnswerThatNeverBeginsEndsInAnHTTPError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		client, err := mixpanel.New(credentials(t, "us"), mixpanel.Config{
			Retry: mixpanel.Retry{Times: -1},
			Transport: transport(func(r *http.Request) (*http.Response, error) {
				<-r.Context().Done()
				return nil, r.Context().Err()
			}),
		})
		if err != nil {
			t.Fatal(err)
		}
		_, err = read(t, client, week)
		if mperr.CodeOf(err) != "HTTP_ERROR" || !strings.Contains(err.Error(), "no byte arrived for 5m0s") {
			t.Errorf("Export = %v", err)
		}
		if waited := time.Since(start); waited != 5*time.Minute {
			t.Errorf("waited %s", waited)
		}
	})
}

// stalling writes something and then nothing, until the client is gone.
func stalling(first string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, first)
		w.(http.Flusher).Flush()
		<-r.Context().Done()
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
