package mpsim

import (
	"fmt"
	"time"
)

// JQL says how a project runs scripts.
type JQL struct {
	// Gone makes the endpoint answer 410, as if JQL had been shut down.
	Gone bool
	// RunTime is how long a script may run, by the system's clock; two minutes if
	// zero.
	RunTime time.Duration
}

func (j JQL) withDefaults() JQL {
	if j.RunTime == 0 {
		j.RunTime = 2 * time.Minute
	}
	return j
}

func (j JQL) validate() error {
	if j.RunTime < 0 {
		return fmt.Errorf("run time of scripts %v must not be negative", j.RunTime)
	}
	return nil
}
