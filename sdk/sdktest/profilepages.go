package sdktest

import (
	"github.com/mixpanel-data/mp/sdk/storage"
)

// profilesOf is a request for a table of profiles.
func profilesOf(mode storage.Mode) storage.Target {
	return storage.Target{Table: "people", Kind: storage.Profiles, Mode: mode, Fingerprint: "project 1, all profiles"}
}

func (c *storageCase) writePages(sink storage.Sink, session storage.Session, rows *profileRows) storage.UnitReport {
	c.Helper()
	report, err := sink.WriteUnit(c.ctx, session.ID, rows.unit, rows)
	c.must("write unit "+rows.unit.ID, err)
	return report
}

// fillProfiles writes a table of profiles in one session.
func (c *storageCase) fillProfiles(sink storage.Sink, mode storage.Mode, units ...*profileRows) {
	c.Helper()
	session := c.begin(sink, profilesOf(mode))
	for _, unit := range units {
		c.writePages(sink, session, unit)
	}
	c.commit(sink, session)
}

// wantProfiles checks that the table people holds exactly these profiles.
func (c *storageCase) wantProfiles(sink storage.Sink, want []event) {
	c.Helper()
	listed, ok := c.tables(sink)["people"]
	if !ok || listed.Kind != storage.Profiles || listed.Rows != int64(len(want)) {
		c.Fatalf("the table is %+v (listed: %v), want %d profiles", listed, ok, len(want))
	}
	got, readable := c.rows(sink, "people", len(want)+1)
	if told := difference(want, got); readable && told != "" {
		c.Fatalf("profiles differ: %s", told)
	}
}
