package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/fetch"
)

const fetchProfilesLong = `Fetch the profiles of users, or of a group key, into a table of the local store.

The table is a snapshot: its profiles are the pages of one session of Mixpanel's,
each profile once, and it becomes visible when all of them have arrived. A session
that Mixpanel forgets in the middle begins anew by itself, and once so does one with
fewer profiles than Mixpanel told of; the second such ends with status 9. A command
that failed or was interrupted leaves the table as it was; repeat it.

--replace swaps the table for the new one, and --append replaces the profiles that
it brings and leaves the others; both refuse a table that holds no profiles.
--incremental brings those that were updated since the newest update in the table,
less an hour. It misses updates that leave $last_seen as it is, and profiles that
were deleted. It is refused for a table that has profiles by other filters than
those of the command, or of another data view (--workspace): repeat the filters,
or fetch the table whole with --replace.

Five pages are read at once. All pages together are one of the project's 60
queries an hour; of --distinct-ids each 2000 are one.

--stdout stores nothing and prints the profiles as JSON lines, in constant memory,
once all of them have arrived in a temporary file.`

func (a *app) fetchProfilesCommand() *cobra.Command {
	var flags profileFlags
	command := &cobra.Command{
		Use: "profiles [TABLE]", Short: "Fetch profiles into a table (default: profiles)",
		Long: fetchProfilesLong,
		Example: `  mp fetch profiles
  mp fetch profiles --incremental
  mp fetch profiles pro -w 'properties["plan"] == "pro"' -o '$email,plan'
  mp fetch profiles --distinct-ids user-1 --distinct-ids user-2 --append
  mp fetch profiles buyers -w 'behaviors["b"] > 0' --behaviors \
    '[{"window":"30d","name":"b","event_selectors":[{"event":"Purchase"}]}]'`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			request, err := flags.request(args, command.Flags().Changed)
			if err == nil {
				err = flags.check(a, command.Flags().Changed)
			}
			if err != nil {
				return err
			}
			return renamed(a.profilesAsked(command.Context(), request, flags), profileFlagOf)
		},
	}
	flags.add(command.Flags())
	return command
}

// profilesAsked stores profiles, or prints them.
func (a *app) profilesAsked(ctx context.Context, request fetch.ProfilesRequest, flags profileFlags) error {
	if request.Workers > fetch.MaxPages {
		a.warn("--workers: Mixpanel answers five queries of a project at once; taking 5")
		request.Workers = fetch.MaxPages
	}
	if flags.stdout {
		return a.streamProfiles(ctx, request, flags)
	}
	return a.fetchProfiles(ctx, request, flags)
}

func (a *app) fetchProfiles(ctx context.Context, request fetch.ProfilesRequest, flags profileFlags) error {
	options, progress := a.options(false), a.newProgress(flags.off)
	options.Progress, options.Mixpanel.OnWait, options.NoWait = progress.show, progress.wait, flags.noWait
	return a.within(ctx, options, func(workspace *host.Workspace) error {
		summary, err := workspace.FetchProfiles(ctx, request)
		progress.clear()
		return a.fetched(summary, err)
	})
}
