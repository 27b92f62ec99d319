package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync/atomic"

	"github.com/mixpanel-data/mp/internal/mpsim"
)

// The simulated project.
const (
	account  = "bench"
	secret   = "bench-secret"
	project  = 1
	firstDay = "2026-01-01"
	lastDay  = "2026-01-30"
)

// served is the simulator, whose answers are kept in files: the second time a body costs no generating and no gzip.
type served struct {
	*mpsim.Listening

	// dir is where the bodies are kept.
	dir   string
	total atomic.Int64
}

func (s *served) bytes() int64 { return s.total.Load() }

// serve answers for a project of so many events, which are unusual in the given shares; nil is what is usual. It makes the
// folder that keeps the bodies.
func serve(ctx context.Context, dir string, events int, shares *mpsim.Shares) (*served, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	first, err := mpsim.ParseDay(firstDay)
	if err != nil {
		return nil, err
	}
	simulator, err := mpsim.New(mpsim.Config{
		Projects:  []mpsim.Project{{ID: project, Seed: 1, First: first, Days: 30, Events: events, Shares: shares}},
		Accounts:  []mpsim.Account{{Username: account, Secret: secret, Roles: map[int64]mpsim.Role{project: mpsim.Analyst}}},
		GzipLevel: 6,
	})
	if err != nil {
		return nil, err
	}
	s := &served{dir: dir}
	s.Listening, err = simulator.Listen(ctx, "127.0.0.1:0", s.kept(simulator))
	return s, err
}

// kept answers exports from files, making each with the first request for it.
func (s *served) kept(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		key := sha256.Sum256([]byte(r.URL.String()))
		path := filepath.Join(s.dir, hex.EncodeToString(key[:])+".gz")
		body, err := os.ReadFile(path)
		if err != nil {
			recorder := httptest.NewRecorder()
			next.ServeHTTP(recorder, r)
			if recorder.Code != http.StatusOK || recorder.Header().Get("Content-Encoding") != "gzip" {
				w.WriteHeader(recorder.Code)
				_, _ = w.Write(recorder.Body.Bytes())
				return
			}
			body = bytes.Clone(recorder.Body.Bytes())
			if err := os.WriteFile(path, body, 0o600); err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			s.total.Add(int64(len(body)))
		}
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(body)
	})
}
