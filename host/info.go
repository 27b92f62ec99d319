package host

import (
	"context"
	"time"
)

// Info describes the workspace. Its JSON keys are those of the Python tool, with the engine beside them.
type Info struct {
	Path      string    `json:"path"`
	ProjectID string    `json:"project_id"`
	Region    string    `json:"region"`
	Account   string    `json:"account"`
	Tables    []string  `json:"tables"`
	SizeMB    float64   `json:"size_mb"`
	CreatedAt time.Time `json:"created_at"`
	Engine    string    `json:"engine"`
}

// Info tells where the store is, how large, and what is in it. Project, region and account are "" where no credentials
// are configured, which a store named by its path does not need.
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
	if outcome, err := w.Resolve(ctx); err == nil {
		info.ProjectID, info.Region = outcome.Credentials.ProjectID(), string(outcome.Credentials.Region())
		info.Account = outcome.Account
	}
	return info, nil
}
