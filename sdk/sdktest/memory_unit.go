package sdktest

import (
	"context"
	"io"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// memoryUnit is a unit on its way into a table. Until it is put there, nobody sees it.
type memoryUnit struct {
	schema *arrow.Schema
	parts  map[string]memoryPart
	// unfilled are the property columns that the rows do not fill.
	unfilled []storage.Unfilled
	report   storage.UnitReport
}

// WriteUnit gathers the rows to their end, holds them against the footer, drops duplicates, and only then takes the lock
// and stores them all: an error before that point has nothing to undo.
func (s *memorySink) WriteUnit(ctx context.Context, id string, unit storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
	target, err := s.targetOf(ctx, id)
	if err != nil {
		return storage.UnitReport{}, err
	}
	gathered, err := gather(ctx, rows, target.Kind)
	if err != nil {
		return storage.UnitReport{}, err
	}
	staged, err := settle(target.Kind, unit, gathered, rows.Footer())
	if err != nil {
		return storage.UnitReport{}, err
	}
	staged.schema, staged.unfilled = rows.Schema(), rows.Footer().Unfilled
	err = s.write(ctx, func(store *memoryStore) error {
		session, err := store.session(id, s)
		if err != nil {
			return err
		}
		if target.Kind == storage.Profiles {
			if err := session.addProfiles(&staged); err != nil {
				return err
			}
		}
		if err := session.table.put(staged, time.Now().UTC()); err != nil {
			return err
		}
		if !target.Staged() {
			session.table.widen(unit.FromDate, unit.ToDate)
		}
		session.reports[unit.ID] = staged.report
		return nil
	})
	if err != nil {
		return storage.UnitReport{}, err
	}
	return staged.report, nil
}

func (s *memorySink) targetOf(ctx context.Context, id string) (target storage.Target, err error) {
	err = s.write(ctx, func(store *memoryStore) error {
		session, err := store.session(id, s)
		if err != nil {
			return err
		}
		target = session.target
		return nil
	})
	return target, err
}

// gather reads rows to their end and sorts them into parts: events by project day, all of other kinds into one.
func gather(ctx context.Context, rows storage.Rows, kind storage.Kind) (map[string][]memoryRow, error) {
	if err := checkSchema(kind, rows.Schema()); err != nil {
		return nil, err
	}
	gathered := map[string][]memoryRow{}
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		batch, err := rows.Next(ctx)
		if err == io.EOF { // an error that wraps io.EOF is a cut stream and no end
			return gathered, nil
		}
		if err != nil {
			return nil, err
		}
		batch.Retain()
		for at := range int(batch.NumRows()) {
			row, part := memoryRow{batch: batch, at: at}, allProfiles
			if kind == storage.Events {
				part = row.day()
			}
			gathered[part] = append(gathered[part], row)
		}
	}
}

// checkSchema wants the columns of a table of this kind by name and type, wherever they stand.
func checkSchema(kind storage.Kind, schema *arrow.Schema) error {
	for _, want := range schemaOf(kind).Fields() {
		got, ok := schema.FieldsByName(want.Name)
		if !ok || !arrow.TypeEqual(got[0].Type, want.Type) {
			return &mperr.InvalidArgument{
				Argument: "column " + want.Name, Reason: "a unit of " + string(kind) + " has it as " + want.Type.String(),
			}
		}
	}
	return nil
}

// schemaOf are the columns that every unit of a kind has.
func schemaOf(kind storage.Kind) *arrow.Schema {
	switch kind {
	case storage.Profiles:
		return storage.ProfilesSchema()
	case storage.Result:
		return storage.ResultSchema()
	default:
		return storage.EventsSchema()
	}
}

// settle checks a unit against its footer and turns it into what is stored.
func settle(kind storage.Kind, unit storage.Unit, gathered map[string][]memoryRow, footer storage.Footer) (memoryUnit, error) {
	var arrived int64
	for _, rows := range gathered {
		arrived += int64(len(rows))
	}
	if footer.Rows != arrived {
		return memoryUnit{}, &mperr.UnitMismatch{
			Unit: unit.ID, Reason: "rows arrived", Expected: footer.Rows, Received: arrived,
		}
	}
	switch kind {
	case storage.Result:
		return memoryUnit{
			parts:  map[string]memoryPart{allProfiles: {rows: gathered[allProfiles]}},
			report: storage.UnitReport{Unit: unit, Received: footer.Rows, Stored: footer.Rows},
		}, nil
	case storage.Profiles:
		return settleProfiles(unit, gathered[allProfiles], footer), nil
	default:
		return settleDays(unit, gathered, footer)
	}
}

// settleDays makes a part of every day of the unit, also of those without rows: that a day is empty is worth knowing.
func settleDays(unit storage.Unit, gathered map[string][]memoryRow, footer storage.Footer) (memoryUnit, error) {
	days, err := unit.Days()
	if err != nil {
		return memoryUnit{}, err
	}
	settled := memoryUnit{parts: map[string]memoryPart{}, report: storage.UnitReport{Unit: unit}}
	if len(footer.Days) != len(days) {
		return memoryUnit{}, &mperr.UnitMismatch{
			Unit: unit.ID, Reason: "days in the footer", Expected: int64(len(days)), Received: int64(len(footer.Days)),
		}
	}
	for i, count := range footer.Days {
		rows := gathered[count.Day]
		if count.Day != days[i] || count.Received-count.Rejected != int64(len(rows)) {
			return memoryUnit{}, &mperr.UnitMismatch{
				Unit: unit.ID, Reason: "rows arrived for " + days[i],
				Expected: count.Received - count.Rejected, Received: int64(len(rows)),
			}
		}
		kept := keepLatest(rows)
		day := storage.Day{
			Day: count.Day, Complete: count.Complete, Filter: unit.Filter, Received: count.Received,
			Stored: int64(len(kept)), Duplicates: int64(len(rows) - len(kept)), Rejected: count.Rejected,
		}
		settled.parts[count.Day] = memoryPart{rows: kept, day: day}
		settled.report.Received += day.Received
		settled.report.Stored += day.Stored
		settled.report.Duplicates += day.Duplicates
		settled.report.Rejected += day.Rejected
	}
	for day, rows := range gathered {
		if _, ok := settled.parts[day]; !ok {
			return memoryUnit{}, &mperr.UnitMismatch{Unit: unit.ID, Reason: "rows arrived for " + day, Received: int64(len(rows))}
		}
	}
	return settled, nil
}
