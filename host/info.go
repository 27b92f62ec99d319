package host

import (
	"context"
	"time"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Info describes the workspace. Its JSON keys are those of the Python tool, with the engine beside them.
type Info struct {
	// Path is where the store is.
	Path string `json:"path"`
	// ProjectID, Region and Account are those of the credentials.
	ProjectID string `json:"project_id"`
	Region    string `json:"region"`
	Account   string `json:"account"`
	// Tables are the names of its tables, in alphabetical order.
	Tables []string `json:"tables"`
	// SizeMB is what the store takes on disk, in megabytes of 10^6 bytes.
	SizeMB float64 `json:"size_mb"`
	// CreatedAt is when the store was made, in UTC.
	CreatedAt time.Time `json:"created_at"`
	// Engine is the storage engine and its version.
	Engine string `json:"engine"`
}

// Info tells where the store is, how large, and what is in it. Project, region and account are "" where no credentials
// are configured, which a store named by its path does not need; where they cannot be had, Options.Warn is told why.
func (w *Workspace) Info(ctx context.Context) (Info, error) {
	sink, err := w.Sink(ctx)
	if err != nil {
		return Info{}, err
	}
	store, err := sink.Info(ctx)
	if err != nil {
		return Info{}, err
	}
	tables, err := sink.Tables(ctx)
	if err != nil {
		return Info{}, err
	}
	info := Info{
		Path: store.Location, Tables: []string{}, SizeMB: float64(store.SizeBytes) / 1e6,
		CreatedAt: store.CreatedAt, Engine: store.Engine,
	}
	for _, table := range tables {
		info.Tables = append(info.Tables, table.Name)
	}
	return info, w.own(ctx, &info)
}

// own fills in whose the store is. Its error is the context's own; of what else keeps credentials away, unless none are
// configured, the user is warned.
func (w *Workspace) own(ctx context.Context, info *Info) error {
	outcome, err := w.Resolve(ctx)
	switch {
	case err == nil:
		info.ProjectID, info.Region = outcome.Credentials.ProjectID(), string(outcome.Credentials.Region())
		info.Account = outcome.Account
	case ctx.Err() != nil:
		return mperr.From(ctx.Err())
	case !outcome.Unconfigured():
		w.options.Warn("project, region and account are not known: " + err.Error())
	}
	return nil
}
