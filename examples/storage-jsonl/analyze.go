package main

import (
	"context"
	"encoding/json"
	"io"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Analyze answers the one question by which mp fetches profiles incrementally. An engine answers as many as it likes: what
// it does not, mp does without, or tells whoever asked.
func (s *sink) Analyze(ctx context.Context, question storage.Question) (storage.Reader, error) {
	if err := question.Check(); err != nil {
		return nil, err
	}
	asked, ok := question.(storage.Newest)
	if !ok {
		return nil, storage.UnknownQuestion(question.Name())
	}
	journal, err := s.read(ctx, asked.Table)
	if err != nil {
		return nil, err
	}
	if journal.Kind != storage.Profiles {
		return nil, &mperr.InvalidArgument{Argument: "table", Value: asked.Table, Reason: "is not of profiles, which tell when they were updated"}
	}
	var newest time.Time
	if file := journal.Parts[allProfiles].File; file != "" {
		path := s.path(asked.Table, file)
		if newest, err = newestIn(ctx, path); ctx.Err() != nil {
			return nil, ctx.Err()
		} else if err != nil {
			return nil, failed("read profiles", path, err)
		}
	}
	builder := array.NewRecordBuilder(memory.DefaultAllocator, asked.Schema())
	if newest.IsZero() {
		builder.Field(0).AppendNull()
	} else {
		builder.Field(0).(*array.TimestampBuilder).Append(arrow.Timestamp(newest.UnixMicro()))
	}
	return &single{batch: builder.NewRecordBatch()}, nil
}

// newestIn is the latest last_seen of a file's lines; zero where none has one.
func newestIn(ctx context.Context, path string) (newest time.Time, err error) {
	err = eachLine(path, func(line []byte) error {
		var cells map[string]json.RawMessage
		if err := json.Unmarshal(line, &cells); err != nil {
			return err
		}
		if raw, ok := cells[storage.ColumnLastSeen]; ok {
			var seen time.Time
			if err := json.Unmarshal(raw, &seen); err != nil {
				return err
			}
			if seen.After(newest) {
				newest = seen
			}
		}
		return ctx.Err()
	})
	return newest, err
}

// single reads one batch.
type single struct {
	batch arrow.RecordBatch
	given bool
}

func (r *single) Schema() *arrow.Schema { return r.batch.Schema() }

func (r *single) Next(ctx context.Context) (arrow.RecordBatch, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if r.given {
		return nil, io.EOF
	}
	r.given = true
	return r.batch, nil
}

func (r *single) Close() error {
	r.given = true
	return nil
}
