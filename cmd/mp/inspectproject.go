package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/sdk/result"
)

// inProject asks the Mixpanel project that the global flags name and prints the answer. more is said of a list that may be
// cut, none of an empty one.
func inProject[Options any, Answer result.Result](
	a *app, ctx context.Context, do func(*host.Workspace, context.Context, Options) (Answer, error), options Options, none, more string,
) error {
	return a.withWorkspace(ctx, true, func(workspace *host.Workspace) error {
		answered, err := do(workspace, ctx, options)
		if err != nil {
			return renamed(err, discoveryFlagOf)
		}
		if cut, ok := any(answered).(interface{ Truncated() bool }); ok && cut.Truncated() {
			a.warn(more)
		}
		if list, ok := any(answered).(interface{ Len() int }); ok && list.Len() == 0 {
			a.say("mp: " + none)
		}
		return a.answer(ctx, answered)
	})
}

// discoveryFlagOf has the flag for each parameter of Mixpanel's that the library may refuse.
var discoveryFlagOf = map[string]string{
	"event": "--event", "name": "--property", "limit": "--limit", "type": "--type", "entity_type": "--type",
	"entity_name": "--name", "from_date": "--from", "to_date": "--to",
}

// kept is what the commands say of which answers are kept.
const kept = `The answer is kept for an hour, as each question counts against the sixty an hour
that Mixpanel allows; --refresh asks anew.`

func refreshFlag(command *cobra.Command, refresh *bool) {
	command.Flags().BoolVar(refresh, "refresh", false, "ask Mixpanel, whatever was kept within the hour")
}

// typeFlag adds --type, which takes one of a few words.
func typeFlag(command *cobra.Command, value *string, preset, usage string, words []string) {
	command.Flags().StringVarP(value, "type", "t", preset, usage)
	// It fails for a flag that is not there.
	_ = command.RegisterFlagCompletionFunc("type", cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
}
