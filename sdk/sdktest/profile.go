package sdktest

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// people makes n profiles, each an event without what profiles do not have; its time is when it was last seen. Every third
// was never seen.
func people(from, n int, properties string) []event {
	made := make([]event, n)
	for i := range made {
		made[i] = event{DistinctID: fmt.Sprintf("user-%04d", from+i), Properties: properties}
		if i%3 != 2 {
			made[i].Time = time.Date(2026, 1, 3, 8, 15, from+i, 0, time.UTC)
		}
	}
	return made
}

// profileRows is a unit of profiles as the host would send it, or as a test wants it broken.
type profileRows struct {
	unit     storage.Unit
	profiles []event
	extra    []arrow.Field
	footer   storage.Footer
	// size is the number of rows in a batch, given the number of those given out.
	size, given int
	current     arrow.RecordBatch
	scorch      scorched
	// fails is the error in place of the end; nil for none.
	fails error
}

// pagesOf makes a correct unit with all the profiles, in batches of 100.
func pagesOf(id string, profiles []event) *profileRows {
	return &profileRows{
		unit: storage.Unit{ID: id}, profiles: profiles, size: 100,
		footer: storage.Footer{Rows: int64(len(profiles)), Bytes: int64(len(profiles)) * 100},
	}
}

func (p *profileRows) Schema() *arrow.Schema {
	return arrow.NewSchema(append(storage.ProfilesSchema().Fields(), p.extra...), nil)
}

// Next overwrites batches that nobody retained, as that of unitRows does.
func (p *profileRows) Next(context.Context) (arrow.RecordBatch, error) {
	if p.current != nil {
		p.current.Release()
		p.current = nil
	}
	from := min(p.given*p.size, len(p.profiles))
	to := min(from+p.size, len(p.profiles))
	switch {
	case from == to && p.fails != nil:
		return nil, p.fails
	case from == to:
		return nil, io.EOF
	}
	p.given++
	p.current = p.encode(p.profiles[from:to])
	return p.current, nil
}

func (p *profileRows) encode(profiles []event) arrow.RecordBatch {
	builder := array.NewRecordBuilder(&p.scorch, p.Schema())
	defer builder.Release()
	for _, profile := range profiles {
		builder.Field(0).(*array.StringBuilder).Append(profile.DistinctID)
		if profile.Time.IsZero() {
			builder.Field(1).AppendNull()
		} else {
			builder.Field(1).(*array.TimestampBuilder).Append(arrow.Timestamp(profile.Time.UnixMicro()))
		}
		builder.Field(2).(*array.StringBuilder).Append(profile.Properties)
		for i, field := range p.extra {
			appendExtra(builder.Field(3+i), profile.Extra, field.Name)
		}
	}
	return builder.NewRecordBatch()
}

func (p *profileRows) Footer() storage.Footer { return p.footer }
