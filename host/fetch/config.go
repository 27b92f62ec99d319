package fetch

import (
	"cmp"
	"context"
	"log/slog"
	"time"

	"github.com/mixpanel-data/mp/host/exporttime"
	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/host/wait"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Exporter gives raw exports. A [mixpanel.Client] is one. It keeps to Mixpanel's limits by itself, as a fetch calls it from
// several workers at once and holds none of them back, and repeats a request that gets no answer; the body, once begun, is
// repeated here.
type Exporter interface {
	Export(ctx context.Context, request mixpanel.ExportRequest) (*mixpanel.Export, error)
}

// Sink stores units. A [storage.Sink] is one.
type Sink interface {
	storage.Writer
	Catalog
}

// Config holds what a fetch knows about the project, and its surroundings.
type Config struct {
	// ProjectID is the Mixpanel project. Required, as it tells the sessions of two projects apart.
	ProjectID string
	// DataView is the data view that the engager asks, which Mixpanel calls workspace_id; "" leaves the choice to Mixpanel. It
	// is kept with tables of profiles. Events are exported of the whole project.
	DataView string
	// ExportTime says whose clock the export's times show; "" is [credential.ExportUTC].
	ExportTime credential.ExportTime
	// Location is the project's zone. It is required for [credential.ExportProject] and unused for [credential.ExportUTC].
	Location *time.Location
	// Budget tells what the project may still ask for, which the plan fits into; nil is unknown.
	Budget func() Budget
	// NoWait says that the exporter waits for no quota, so that a run that meets its end is to say so: it ends with
	// [mperr.RateLimited] also where units are stored.
	NoWait bool
	// Columns says that the sink keeps property columns; see [storage.CapabilityColumns].
	Columns bool
	// TempDir is the folder for what a stream puts aside; "" is the system's. Its files have no names where the system allows
	// that, so that nothing is left of a process that is killed.
	TempDir string
	// Retries is how often a unit whose body broke off is fetched again; 0 is 3, a negative number is never.
	Retries int
	// Progress is told what happens; nil ignores it. Calls come one at a time.
	Progress func(Progress)
	// Log gets a line for each retry and each oddity; nil discards them.
	Log *slog.Logger
	// Now is the clock; nil is [time.Now].
	Now func() time.Time
	// Sleep waits before a retry, or ends early with the context's error; nil waits for real.
	Sleep func(ctx context.Context, d time.Duration) error
}

func (c Config) withDefaults() (Config, error) {
	if c.ProjectID == "" {
		return Config{}, &mperr.InvalidArgument{Argument: "project_id", Reason: "must not be empty"}
	}
	if err := exporttime.Check(c.ExportTime, c.Location); err != nil {
		return Config{}, err
	}
	c.ExportTime = cmp.Or(c.ExportTime, credential.ExportUTC)
	if c.Location == nil {
		c.Location = time.UTC
	}
	if c.Budget == nil {
		c.Budget = unknown
	}
	if c.Retries == 0 {
		c.Retries = 3
	}
	if c.Progress == nil {
		c.Progress = func(Progress) {}
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Sleep == nil {
		c.Sleep = wait.For
	}
	return c, nil
}

func (c Config) clock() exporttime.Clock { return exporttime.NewClock(c.ExportTime, c.Location) }

// today is the export day that is running.
func (c Config) today() day { return dayOf(c.Now().In(c.clock().Location())) }
