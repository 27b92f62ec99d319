package host

import (
	"cmp"
	"context"

	"github.com/mixpanel-data/mp/host/doctor"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// judged is how many rows a check of times looks at. Their time and memory are those of a few pages of a large table.
const judged = 10_000

// CheckTime judges by a sample of a table of events whether the account's timezone and export_time are right; see
// [doctor.Time]. The report's Err says so as an error. [mperr.TableNotFound], [mperr.TableKindMismatch] for a table without
// events, and [mperr.CapabilityNotSupported] where the storage plugin gives no samples.
func (w *Workspace) CheckTime(ctx context.Context, table string) (doctor.TimeReport, error) {
	outcome, err := w.Resolve(ctx)
	if err != nil {
		return doctor.TimeReport{}, err
	}
	if err := w.isEvents(ctx, table); err != nil {
		return doctor.TimeReport{}, err
	}
	reader, err := w.Sample(ctx, table, judged)
	if err != nil {
		return doctor.TimeReport{}, err
	}
	readings, rows, err := doctor.ReadAll(ctx, reader)
	if err != nil {
		return doctor.TimeReport{}, err
	}
	credentials := outcome.Credentials
	report, err := doctor.Time(readings, doctor.Setting{
		ExportTime: cmp.Or(credentials.ExportTime(), credential.ExportUTC), Timezone: credentials.Timezone(),
	})
	report.Rows = rows
	report.Explain(table, outcome.Account)
	return report, err
}

// isEvents refuses a table that the store knows to hold something else. Of a table that mp did not make, its columns decide.
func (w *Workspace) isEvents(ctx context.Context, name string) error {
	tables, err := w.Tables(ctx)
	if err != nil {
		return err
	}
	for _, table := range tables {
		if table.Name == name && table.Kind != "" && table.Kind != storage.Events {
			return &mperr.TableKindMismatch{TableName: name, Kind: string(table.Kind), Wanted: string(storage.Events)}
		}
	}
	return nil
}
