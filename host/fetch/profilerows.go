package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mixpanel-data/mp/host/fetch/scan"
	"github.com/mixpanel-data/mp/sdk/storage"
)

var profilesSchema = storage.ProfilesSchema()

// unit names a run of pages, counted from 1 as people do.
func (r pageRun) unit() storage.Unit {
	return storage.Unit{ID: fmt.Sprintf("%03d/pages %06d..%06d", r.query+1, r.first+1, r.last()+1)}
}

// profileRows turns a run of pages into the rows of a unit. It is a [storage.Rows].
type profileRows struct {
	unit    storage.Unit
	run     pageRun
	allowed *allowance

	scanner    scan.Scanner
	builder    *array.RecordBuilder
	given      lent
	page, next int   // the result to come
	offset     int64 // of it, among the results of the unit
	count      int64
	rejects    rejects
	ended      bool
	spent      bool
	failed     error // why the rows ended before their end
}

func newProfileRows(run pageRun, allowed *allowance) *profileRows {
	return &profileRows{
		unit: run.unit(), run: run, allowed: allowed, builder: array.NewRecordBuilder(memory.NewGoAllocator(), profilesSchema),
	}
}

func (r *profileRows) Schema() *arrow.Schema { return profilesSchema }

// Next gives the next batch; io.EOF once all results are given and the rejects are allowed.
func (r *profileRows) Next(ctx context.Context) (arrow.RecordBatch, error) {
	r.given.back()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	rows, bytes := 0, 0
	for rows < batchRows && bytes < batchBytes {
		result, ok := r.result()
		if !ok {
			break
		}
		added, err := r.add(result)
		if err != nil {
			return nil, err
		}
		if added {
			rows, bytes = rows+1, bytes+len(result)
		}
	}
	if rows == 0 {
		err := r.finish()
		if err != io.EOF {
			r.failed = err
		}
		return nil, err
	}
	r.count += int64(rows)
	return r.given.out(r.builder.NewRecordBatch()), nil
}

// result gives the next result of the run.
func (r *profileRows) result() (text []byte, ok bool) {
	for r.page < len(r.run.pages) {
		if results := r.run.pages[r.page].Results; r.next < len(results) {
			text = results[r.next]
			r.next++
			return text, true
		}
		r.page, r.next = r.page+1, 0
	}
	return nil, false
}

// add appends a profile, or counts what is none.
func (r *profileRows) add(text []byte) (added bool, err error) {
	defer func() { r.offset += int64(len(text)) }()
	profile, err := r.scanner.ScanProfile(text)
	if fault, ok := errors.AsType[*scan.Fault](err); ok {
		r.reject(fault.Reason, text)
		return false, nil
	}
	if err != nil {
		return false, err
	}
	r.builder.Field(0).(*array.StringBuilder).BinaryBuilder.Append(profile.DistinctID)
	if seen := r.builder.Field(1).(*array.TimestampBuilder); profile.HasLastSeen {
		seen.Append(arrow.Timestamp(profile.Micros))
	} else {
		seen.AppendNull()
	}
	r.builder.Field(2).(*array.StringBuilder).BinaryBuilder.Append(profile.Properties)
	return true, nil
}

func (r *profileRows) reject(reason string, text []byte) {
	r.rejects.count++
	if len(r.rejects.kept) < maxRejectsKept {
		r.rejects.kept = append(r.rejects.kept, storage.Reject{Offset: r.offset, Reason: reason, Start: startOf(text)})
	}
}

// finish settles the account at the end of the run.
func (r *profileRows) finish() error {
	if r.ended {
		return io.EOF
	}
	if r.rejects.count > maxRejectsKept {
		return (&allowance{allowed: maxRejectsKept}).spend(r.unit, r.rejects) // a footer has no room for more
	}
	if err := r.allowed.spend(r.unit, r.rejects); err != nil {
		return err
	}
	r.ended, r.spent = true, true
	return io.EOF
}

// Footer is what the rows add up to. There are no more rejects than a footer holds, as a unit has no other count of them.
func (r *profileRows) Footer() storage.Footer {
	return storage.Footer{Rows: r.count, Bytes: r.offset, Rejects: r.rejects.kept}
}

// close frees what the rows hold. Unless the unit was stored, its rejects are no longer counted.
func (r *profileRows) close(stored bool) {
	r.given.back()
	r.builder.Release()
	if r.spent && !stored {
		r.allowed.giveBack(r.rejects.count)
	}
}
