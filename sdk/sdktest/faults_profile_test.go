package sdktest

import (
	"context"
	"io"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// profileFaults break what belongs to profiles alone, and leave events as they are.
var profileFaults = map[string]altered{
	"does not tell one profile from another": {
		fails: []string{
			"the last row of a profile in a unit stays",
			"the later unit's row of a profile stays and the earlier one counts as a duplicate",
			"units of profiles written at once are all stored, each profile once",
			"an append of profiles replaces those that it brings, at its commit and not before",
			"profiles with further columns keep them, null where a unit did not bring them",
		},
		write: withProfiles(func(rows storage.Rows) storage.Rows { return &numberedRows{Rows: rows} }),
	},
	"forgets that filters were mixed": {
		fails: []string{"an append of profiles by other filters is remembered", "metadata comes back with every filter"},
		tables: func(tables []storage.Table) []storage.Table {
			for i := range tables {
				tables[i].Metadata.FiltersMixed = false
			}
			return tables
		},
	},
	"keeps the first row of a profile": {
		fails: []string{"the last row of a profile in a unit stays"},
		write: withProfiles(func(rows storage.Rows) storage.Rows { return &backwardRows{Rows: rows} }),
	},
	"loses when a profile was seen": {
		fails: []string{
			"profiles are stored exactly, in the columns of their schema", "profiles of many megabytes arrive whole",
			"a replace of profiles leaves the old ones until its commit",
		},
		write: withProfiles(func(rows storage.Rows) storage.Rows { return &unseenRows{rows} }),
	},
	"takes a cut unit of profiles for a whole one": {
		fails: []string{"a unit of profiles that breaks off or does not add up leaves nothing and can be written again"},
		write: withProfiles(func(rows storage.Rows) storage.Rows { return &endingRows{rows} }),
	},
	"takes any columns for those of profiles": {
		fails: []string{"a unit of profiles without a column of their schema is INVALID_ARGUMENT"},
		write: func(ctx context.Context, sink full, session string, unit storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
			report, err := sink.WriteUnit(ctx, session, unit, rows)
			if invalid := mperr.CodeOf(err) == "INVALID_ARGUMENT"; invalid && unit.FromDate == "" && rows.Footer().Rows == 1 {
				return storage.UnitReport{Unit: unit, Received: 1, Stored: 1}, nil
			}
			return report, err
		},
	},
	"keeps no table without profiles": {
		fails: []string{"a table of no profiles can be made"},
		tables: func(tables []storage.Table) []storage.Table {
			return slices.DeleteFunc(tables, func(t storage.Table) bool { return t.Kind == storage.Profiles && t.Rows == 0 })
		},
	},
	"goes on with another request's profiles": {
		fails: []string{"a session of profiles that was cut off is gone with another request and goes on with the same one"},
		begin: func(sink full, target storage.Target) (storage.Session, error) {
			if target.Kind == storage.Profiles {
				target.Fingerprint = "the one that there is"
			}
			return sink.Begin(context.Background(), target)
		},
	},
}

// withProfiles lets a fault at the rows of profiles.
func withProfiles(spoil func(storage.Rows) storage.Rows) writeFunc {
	return func(ctx context.Context, sink full, session string, unit storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
		if unit.FromDate == "" {
			rows = spoil(rows)
		}
		return sink.WriteUnit(ctx, session, unit, rows)
	}
}

// numberedRows give every row an id of its own.
type numberedRows struct {
	storage.Rows

	given int
}

func (n *numberedRows) Next(ctx context.Context) (arrow.RecordBatch, error) {
	batch, err := n.Rows.Next(ctx)
	if err != nil {
		return nil, err
	}
	profiles, err := decode(nil, batch)
	for i := range profiles {
		n.given++
		profiles[i].DistinctID += string(rune('a' + n.given%26))
	}
	return (&profileRows{extra: batch.Schema().Fields()[3:]}).encode(profiles), err
}

// backwardRows give the rows from the last to the first, in one batch.
type backwardRows struct {
	storage.Rows

	given bool
}

func (b *backwardRows) Next(ctx context.Context) (arrow.RecordBatch, error) {
	if b.given {
		return nil, io.EOF
	}
	b.given = true
	var profiles []event
	for {
		batch, err := b.Rows.Next(ctx)
		if err == io.EOF {
			slices.Reverse(profiles)
			return (&profileRows{extra: b.Schema().Fields()[3:]}).encode(profiles), nil
		}
		if err != nil {
			return nil, err
		}
		if profiles, err = decode(profiles, batch); err != nil {
			return nil, err
		}
	}
}

// unseenRows leave out last_seen.
type unseenRows struct{ storage.Rows }

func (u *unseenRows) Next(ctx context.Context) (arrow.RecordBatch, error) {
	batch, err := u.Rows.Next(ctx)
	if err != nil {
		return nil, err
	}
	profiles, err := decode(nil, batch)
	for i := range profiles {
		profiles[i].Time = event{}.Time
	}
	return (&profileRows{extra: batch.Schema().Fields()[3:]}).encode(profiles), err
}

// endingRows end where they break off, with a footer that fits.
type endingRows struct{ storage.Rows }

func (e *endingRows) Next(ctx context.Context) (arrow.RecordBatch, error) {
	batch, err := e.Rows.Next(ctx)
	if mperr.CodeOf(err) == "HTTP_ERROR" {
		err = io.EOF
	}
	return batch, err
}
