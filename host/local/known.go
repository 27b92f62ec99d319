package local

import (
	"context"
	"time"

	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/host/stored"
)

// patience is how long an answer that is there already may wait for the names that explain it.
const patience = 2 * time.Second

// tellDoubt warns of names that an answer has nothing of and that the table does not have.
func (e Engine) tellDoubt(ctx context.Context, doubt live.Doubt) {
	if e.Warn == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for _, line := range doubt.Explain(ctx, tableNames{e}) {
		e.Warn(line)
	}
}

// tableNames are the names that a table has. An error is told where it happens to what was asked for.
type tableNames struct{ engine Engine }

// Place is the table.
func (n tableNames) Place() string { return "table " + n.engine.Table }

func (n tableNames) Events(ctx context.Context) []string {
	breakdown, err := stored.Breakdown(ctx, n.engine.Store, n.engine.Table)
	if err != nil {
		return nil
	}
	var names []string
	for _, event := range breakdown.Events() {
		names = append(names, event.EventName)
	}
	return names
}

func (n tableNames) Properties(ctx context.Context, event string) []string {
	keys, err := stored.PropertyKeys(ctx, n.engine.Store, n.engine.Table, event)
	if err != nil {
		return nil
	}
	return keys.Names()
}
