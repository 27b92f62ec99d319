package mpsim

import (
	"compress/gzip"
	"errors"
	"fmt"
)

// Config says what a Server knows. Projects and Accounts are what a client
// needs to see anything; other zero values work.
type Config struct {
	// Projects hold the data.
	Projects []Project
	// Accounts may read it.
	Accounts []Account
	// Limits are applied to each project on its own; zero numbers are no limit.
	Limits Limits
	// Clock tells the time and paces slow answers; the system's if nil.
	Clock Clock
	// GzipLevel is the level at which bodies are compressed, 1 … 9; the fastest
	// if zero.
	GzipLevel int
}

func (c *Config) complete() error {
	if c.Clock == nil {
		c.Clock = systemClock{}
	}
	if c.GzipLevel == 0 {
		c.GzipLevel = gzip.BestSpeed
	}
	if c.GzipLevel < gzip.BestSpeed || c.GzipLevel > gzip.BestCompression {
		return fmt.Errorf("gzip level %d is not between 1 and 9", c.GzipLevel)
	}
	if len(c.Projects) == 0 {
		return errors.New("there is no project")
	}
	return c.Limits.validate()
}
