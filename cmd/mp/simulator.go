package main

import (
	"context"
	"fmt"
	"time"

	"github.com/mixpanel-data/mp/internal/mpsim"
)

// Who the demonstration is to the simulator. The secret opens nothing else.
const (
	demoUser    = "demo-service-account"
	demoSecret  = "demo-secret"
	demoProject = "1234567"
)

// startSimulator serves, on loopback, a project with events up to a day. It is stopped by whoever started it.
func startSimulator(ctx context.Context, last time.Time, events int) (*mpsim.Listening, error) {
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
		return nil, err
	}
	listening, err := server.Listen(ctx, "127.0.0.1:0", server)
	if err != nil {
		return nil, fmt.Errorf("simulator: %w", err)
	}
	return listening, nil
}
