package host

import (
	"context"

	"github.com/mixpanel-data/mp/host/discovery"
	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/sdk/result"
)

// tellDoubt warns of names that an answer has nothing of and that the project does not have. It costs one query at most, and
// none where nobody hears the warning.
func (w *Workspace) tellDoubt(ctx context.Context, doubt live.Doubt) {
	if !w.heard {
		return
	}
	for _, line := range doubt.Explain(ctx, &projectNames{spare: spare{workspace: w}}) {
		w.options.Warn(line)
	}
}

// projectNames are the names that a project is known to have, or that a spare query tells.
type projectNames struct{ spare spare }

// Place is what Mixpanel lists the names of.
func (n *projectNames) Place() string { return "the project's last 31 days" }

func (n *projectNames) Events(ctx context.Context) []string {
	return n.names(ctx, (*discovery.Project).KeptEvents, func(ctx context.Context, p *discovery.Project) (*result.Names, error) {
		return p.Events(ctx, discovery.EventsOptions{})
	})
}

func (n *projectNames) Properties(ctx context.Context, event string) []string {
	kept := func(p *discovery.Project) (*result.Names, bool) { return p.KeptProperties(event) }
	return n.names(ctx, kept, func(ctx context.Context, p *discovery.Project) (*result.Names, error) {
		return p.Properties(ctx, discovery.PropertiesOptions{Event: event})
	})
}

// names are none where Mixpanel cut the list.
func (n *projectNames) names(
	ctx context.Context, kept func(*discovery.Project) (*result.Names, bool),
	ask func(context.Context, *discovery.Project) (*result.Names, error),
) []string {
	project, err := n.spare.workspace.Project(ctx)
	if err != nil {
		return nil
	}
	names, ok := spared(ctx, &n.spare, func() (*result.Names, bool) { return kept(project) },
		func(ctx context.Context) (*result.Names, error) { return ask(ctx, project) })
	if !ok || names.Truncated() {
		return nil
	}
	return names.Names()
}
