package sdktest

import (
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// allProfiles is the one part of a table of profiles, and of a result.
const allProfiles = "profiles"

// settleProfiles keeps the last row of each profile in a unit.
func settleProfiles(unit storage.Unit, rows []memoryRow, footer storage.Footer) memoryUnit {
	kept, replaced := lastOfEach(nil, rows)
	rejected := int64(len(footer.Rejects))
	return memoryUnit{
		parts: map[string]memoryPart{allProfiles: {rows: kept}},
		report: storage.UnitReport{
			Unit: unit, Received: footer.Rows + rejected, Stored: int64(len(kept)), Duplicates: replaced, Rejected: rejected,
		},
	}
}

// lastOfEach puts rows in the place of those of the same distinct_id among others, and counts those that had to go.
func lastOfEach(have, arriving []memoryRow) (kept []memoryRow, replaced int64) {
	kept = make([]memoryRow, 0, len(have)+len(arriving))
	place := make(map[string]int, len(have)+len(arriving))
	for _, rows := range [][]memoryRow{have, arriving} {
		for _, row := range rows {
			id := row.text(storage.ColumnDistinctID)
			if at, known := place[id]; known {
				kept[at] = row
				replaced++
				continue
			}
			place[id] = len(kept)
			kept = append(kept, row)
		}
	}
	return kept, replaced
}

// addProfiles makes a unit the whole of the session's rows and what it brings. Rows that had to go count as its duplicates.
func (m *memorySession) addProfiles(unit *memoryUnit) error {
	id := unit.report.Unit.ID
	if _, stored := m.reports[id]; stored {
		return &mperr.InvalidArgument{Argument: "unit", Value: id, Reason: "the session has stored a unit of this id already"}
	}
	kept, replaced := lastOfEach(m.table.parts[allProfiles].rows, unit.parts[allProfiles].rows)
	unit.parts[allProfiles] = memoryPart{rows: kept}
	unit.report.Stored -= replaced
	unit.report.Duplicates += replaced
	return nil
}

// merge gives a table the rows of a session that appended profiles to it.
func (t *memoryTable) merge(session *memoryTable) error {
	columns, err := mergeColumns(t.columns, session.columns)
	if err != nil {
		return err
	}
	t.columns = columns
	kept, _ := lastOfEach(t.parts[allProfiles].rows, session.parts[allProfiles].rows)
	t.parts[allProfiles] = memoryPart{rows: kept}
	return nil
}
