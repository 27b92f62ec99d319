package plugin

import (
	"log/slog"
	"time"
)

// Config says where plugins are and how long they may take. The zero value of every field but Dirs works.
type Config struct {
	// Dirs are searched in order and must be absolute: others are left out, as they would mean the working directory. See
	// [DefaultDirs].
	Dirs []string
	// RunDir is where the private folders of processes are made. "" tries TMPDIR and then /tmp, taking the first that is
	// short enough for a socket's path and can be written.
	RunDir string
	// LookupEnv gives the variables that manifests ask for; nil gives none.
	LookupEnv func(name string) (string, bool)
	// Log gets what plugins write, and what is done to them; nil drops it.
	Log *slog.Logger
	// StartTimeout is from the start to an answering connection; 10 s where 0.
	StartTimeout time.Duration
	// DescribeTimeout is for the first call, which says who the plugin is; 2 s where 0.
	DescribeTimeout time.Duration
	// CallTimeout is for calls without a stream and without a deadline of their own; 5 min where 0, as a large database may
	// take minutes to close.
	CallTimeout time.Duration
	// PingInterval is how often a process is pinged while a call is under way; 5 s where 0.
	PingInterval time.Duration
	// PingTimeout is how long a ping may take; 5 s where 0. Two in a row without an answer mean that the process hangs.
	PingTimeout time.Duration
	// StopGrace is how long Stop waits for an orderly end; 2 s where 0, which is also the longest that go-plugin waits.
	StopGrace time.Duration
}

// filled is the configuration with its defaults in place.
func (c Config) filled() Config {
	if c.LookupEnv == nil {
		c.LookupEnv = func(string) (string, bool) { return "", false }
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	for _, d := range []struct {
		field *time.Duration
		value time.Duration
	}{
		{&c.StartTimeout, 10 * time.Second},
		{&c.DescribeTimeout, 2 * time.Second},
		{&c.CallTimeout, 5 * time.Minute},
		{&c.PingInterval, 5 * time.Second},
		{&c.PingTimeout, 5 * time.Second},
		{&c.StopGrace, 2 * time.Second},
	} {
		if *d.field == 0 {
			*d.field = d.value
		}
	}
	return c
}
