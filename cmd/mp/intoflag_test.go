package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/sdk/result"
)

func TestIntoThatCannotBeIsRefusedBeforeAnythingIsAsked(t *testing.T) {
	for line, want := range map[string]string{
		"query sql x --into t":                  "CREATE TABLE",
		"inspect drop x --into t":               "CREATE TABLE",
		"inspect coverage x --into t":           "CREATE TABLE",
		"inspect events --into t --plot":        "--plot",
		"inspect events --into _own --replace":  "--into",
		"inspect events --into not-a-table":     "--into",
		"inspect events --replace":              "with --into only",
		"fetch events --into t --from x --to x": "unknown flag",
	} {
		s := newApp("")
		if status := s.runs(t, strings.Fields(line)...); status != 3 || !strings.Contains(s.stderr.String(), want) || s.stdout.Len() != 0 {
			t.Errorf("%s: status %d, %s; want 3 and %q", line, status, s.stderr.String(), want)
		}
	}
}

func TestTheCommandsWhoseRowsAreInTheStoreAreThere(t *testing.T) {
	missing := map[string]bool{}
	for path := range rowsInStore {
		missing[path] = true
	}
	eachCommand(newApp("").rootCommand(), func(command *cobra.Command) { delete(missing, command.CommandPath()) })
	if len(missing) > 0 {
		t.Errorf("no such commands: %v", missing)
	}
}

func TestAnAnswerIsKeptWithTheTimeItWasAskedAt(t *testing.T) {
	s := newApp("")
	answer, err := result.NewList([]result.PropertyColumn{{Name: "a", Property: "a", Type: "VARCHAR"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.keep(answer); err != nil || s.keeping.asked.AskedAt != "2026-02-01T08:30:00.123Z" {
		t.Errorf("kept %+v, %v", s.keeping, err)
	}
}

func TestWhatIsAskedIsKeptWithoutHowItIsPrinted(t *testing.T) {
	root := &cobra.Command{Use: "mp"}
	funnel := &cobra.Command{Use: "funnel", Run: func(*cobra.Command, []string) {}}
	funnel.Flags().String("from", "", "")
	funnel.Flags().Bool("weekly", false, "")
	funnel.Flags().Bool("strict", true, "")
	funnel.Flags().String("on", "", "")
	funnel.Flags().StringArray("step", nil, "")
	root.PersistentFlags().String("format", "", "")
	root.AddCommand(funnel)
	var got asked
	funnel.RunE = func(command *cobra.Command, args []string) error {
		got = askedBy(command, args)
		return nil
	}
	root.SetArgs([]string{"funnel", "31001", "--weekly", "--step", "a b", "--format", "csv", "--strict=false", "--on", "true", "--step", "c"})
	if err := root.Execute(); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"arguments": []string{"31001"}, "on": "true", "weekly": "true", "strict": "false", "step": "[a b,c]"}
	if diff := cmp.Diff(want, got.byName()); diff != "" || got.title() != "mp funnel 31001 --weekly --step 'a b' --step c --strict=false --on true" {
		t.Errorf("%s\n%s", got.title(), diff)
	}
}
