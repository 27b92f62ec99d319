package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/mixpanel-data/mp/internal/mpsim"
)

// Who the demonstration is to the simulator. The secret opens nothing else.
const (
	demoUser    = "demo-service-account"
	demoSecret  = "demo-secret"
	demoProject = "1234567"
)

// simulator is Mixpanel on loopback.
type simulator struct {
	address string
	stop    func()
}

// startSimulator serves a project with events up to a day. It is stopped by whoever started it.
func startSimulator(ctx context.Context, last time.Time, events int) (*simulator, error) {
	const id = 1234567
	server, err := mpsim.New(mpsim.Config{
		Projects: []mpsim.Project{{
			ID: id, Name: "Demo shop", Seed: 1, Days: demoDays, Events: events,
			First: mpsim.DayOf(last.AddDate(0, 0, 1-demoDays)),
		}},
		Accounts: []mpsim.Account{{Username: demoUser, Secret: demoSecret, Roles: map[int64]mpsim.Role{id: mpsim.Analyst}}},
		Limits:   mpsim.DocumentedLimits(),
	})
	if err != nil {
		return nil, fmt.Errorf("simulator: %w", err)
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("simulator: %w", err)
	}
	web := &http.Server{Handler: server, ReadHeaderTimeout: 10 * time.Second}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = web.Serve(listener) // ends when stop closes it
	}()
	stop := func() {
		server.Close()
		_ = web.Close()
		<-done
	}
	return &simulator{address: "http://" + listener.Addr().String(), stop: stop}, nil
}
