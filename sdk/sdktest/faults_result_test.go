package sdktest

import (
	"context"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// resultFaults store results as if they were something else.
var resultFaults = map[string]altered{
	"stores equal rows of a result once": {
		fails: []string{"a result is stored with its own columns and what was asked, or its kind is refused at once"},
		write: func(ctx context.Context, sink full, session string, unit storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
			report, err := sink.WriteUnit(ctx, session, unit, rows)
			report.Stored, report.Duplicates = min(report.Stored, 1), max(0, report.Stored-1)
			return report, err
		},
	},
	"forgets what a result answers": {
		fails: []string{"a result is stored with its own columns and what was asked, or its kind is refused at once"},
		begin: func(sink full, target storage.Target) (storage.Session, error) {
			target.Metadata.Arguments = ""
			return sink.Begin(bg, target)
		},
	},
	"takes an append of a result for another result": {
		fails: []string{"a result replaces another at its commit, also by one with other rows, and is not appended to"},
		begin: func(sink full, target storage.Target) (storage.Session, error) {
			if target.Kind == storage.Result && target.Mode == storage.Append {
				target.Mode = storage.Replace
			}
			return sink.Begin(bg, target)
		},
	},
	"keeps quiet about a result that breaks off": {
		fails: []string{"a result that breaks off or does not add up leaves nothing"},
		write: func(ctx context.Context, sink full, session string, unit storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
			report, err := sink.WriteUnit(ctx, session, unit, rows)
			if mperr.CodeOf(err) == "HTTP_ERROR" {
				err = nil
			}
			return report, err
		},
	},
}
