package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
)

func (a *app) queryActivityFeedCommand() *cobra.Command {
	var flags reportFlags
	var users string
	command := &cobra.Command{
		Use: "activity-feed", Short: "List what users did, event by event",
		Long: `List what users did, event by event, oldest first, as Mixpanel tells it. An id that
nobody has gives no events. Without --to the feed ends today, and without --from it
is of 30 days.`,
		Example: "  mp query activity-feed -U user-1,user-2 --from 2026-01-01 --to 2026-01-31",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			question := live.ActivityFeed{DistinctIDs: names(users), From: flags.from, To: flags.to}
			if len(question.DistinctIDs) == 0 {
				return &mperr.InvalidArgument{Argument: "--users", Value: users, Reason: "is required: distinct ids, separated by commas"}
			}
			return asReportFlag(a.askMixpanel(command, flags, func(ctx context.Context, w *host.Workspace) (result.Result, error) {
				return w.ActivityFeed(ctx, question)
			}))
		},
	}
	f := command.Flags()
	f.StringVarP(&users, "users", "U", "", "the users' distinct ids, separated by commas")
	flags.addRange(f)
	return command
}
