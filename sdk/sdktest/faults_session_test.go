package sdktest

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

const badNames = "a table name outside the rule is INVALID_ARGUMENT"

var bg = context.Background()

// storageFaults are engines broken on purpose, by what they do.
var storageFaults = func() map[string]altered {
	all := map[string]altered{}
	for _, group := range []map[string]altered{
		openFaults, beginFaults, publishFaults, resumeFaults, unitFaults, valueFaults, propertyFaults, profileFaults, resultFaults,
		catalogFaults, queryFaults, analyzeFaults, freshnessFaults, reportFaults,
	} {
		maps.Copy(all, group)
	}
	return all
}()

var openFaults = map[string]altered{
	"declares a power that nobody knows": {
		fails:  []string{"an engine declares powers that the contract knows, each once and always the same"},
		powers: []storage.Capability{storage.CapabilitySQL, "teleport"},
	},
	"hides a power that it has": {
		fails:  []string{"a sink has the powers that its engine declares and no others"},
		powers: []storage.Capability{storage.CapabilitySample},
	},
	"lists a table of its own": {
		fails: []string{"opening a new location makes an empty store"},
		tables: func(tables []storage.Table) []storage.Table {
			return append([]storage.Table{{Name: "_sessions"}}, tables...)
		},
	},
	"does not say what it is": {
		fails: []string{"a store tells its location and its engine"},
		info:  func(full) (storage.Info, error) { return storage.Info{}, nil },
	},
	"opens for writing whatever was asked": {
		fails: []string{
			"opening a missing store for reading is DATABASE_NOT_FOUND and makes none",
			"a store open for reading shows its tables to several readers and takes no writes",
		},
		open: func(engine storage.Engine, options storage.Options) (storage.Sink, error) {
			options.ReadOnly = false
			return engine.Open(bg, options)
		},
	},
	"fails to close twice": {
		fails: []string{"closing twice does nothing more"},
		close: func(sink full) error {
			if _, err := sink.Tables(bg); err != nil {
				return errors.New("closed already")
			}
			return sink.Close(bg)
		},
	},
	"keeps nothing after closing": {
		fails: []string{"what was written is the same after closing and opening", "metadata comes back with every filter"},
		open: func(_ storage.Engine, options storage.Options) (storage.Sink, error) {
			return sqlEngine{NewEngine()}.Open(bg, options)
		},
	},
}

var beginFaults = map[string]altered{
	"replaces where it should create": {
		fails: []string{"a create of a table that exists is TABLE_EXISTS at once and leaves it as it is"},
		begin: func(sink full, target storage.Target) (storage.Session, error) {
			if target.Mode == storage.Create {
				target.Mode = storage.Replace
			}
			return sink.Begin(bg, target)
		},
	},
	"creates where it should append": {
		fails: []string{"an append to a missing table is TABLE_NOT_FOUND at once"},
		begin: func(sink full, target storage.Target) (storage.Session, error) {
			session, err := sink.Begin(bg, target)
			if mperr.CodeOf(err) == "TABLE_NOT_FOUND" {
				target.Mode = storage.Create
				return sink.Begin(bg, target)
			}
			return session, err
		},
	},
	"mixes kinds in a table": {
		fails: []string{"an append of another kind is TABLE_KIND_MISMATCH at once"},
		begin: func(sink full, target storage.Target) (storage.Session, error) {
			target.Kind = storage.Events
			return sink.Begin(bg, target)
		},
	},
	"replaces a table of any kind": {
		fails: []string{"a replace of a table of another kind is TABLE_KIND_MISMATCH at once and leaves it as it is"},
		begin: func(sink full, target storage.Target) (storage.Session, error) {
			session, err := sink.Begin(bg, target)
			if target.Mode == storage.Replace && mperr.CodeOf(err) == "TABLE_KIND_MISMATCH" {
				if err := sink.Drop(bg, target.Table); err != nil {
					return storage.Session{}, err
				}
				return sink.Begin(bg, target)
			}
			return session, err
		},
	},
	"replaces only what exists": {
		fails: []string{"a replace of a missing table makes it"},
		begin: func(sink full, target storage.Target) (storage.Session, error) {
			if _, err := sink.Describe(bg, target.Table); err != nil && target.Mode == storage.Replace {
				return storage.Session{}, err
			}
			return sink.Begin(bg, target)
		},
	},
	"gives errors without a code": {
		fails: []string{badNames},
		begin: func(sink full, target storage.Target) (storage.Session, error) {
			session, err := sink.Begin(bg, target)
			if err != nil {
				err = errors.New(err.Error())
			}
			return session, err
		},
	},
	"is stricter about names than the rule": {
		fails: []string{"a table may have any name inside the rule"},
		begin: func(sink full, target storage.Target) (storage.Session, error) {
			if target.Table == "select" {
				return storage.Session{}, &mperr.InvalidArgument{Argument: "table", Value: target.Table, Reason: "a word of SQL"}
			}
			return sink.Begin(bg, target)
		},
	},
	"lets a second session push out the first": {
		fails: []string{"a second session on a table is SESSION_CONFLICT and does not disturb the first"},
		begin: func(sink full, target storage.Target) (storage.Session, error) {
			session, err := sink.Begin(bg, target)
			if conflict, ok := errors.AsType[*mperr.SessionConflict](err); ok {
				if err := sink.Abort(bg, conflict.Session); err != nil {
					return storage.Session{}, err
				}
				return sink.Begin(bg, target)
			}
			return session, err
		},
	},
	"has one session at a time": {
		fails: []string{"sessions on several tables do not meet"},
		begin: func(sink full, target storage.Target) (storage.Session, error) {
			if store := sink.(sqlSink).store; len(store.sessions) > 0 {
				return storage.Session{}, &mperr.SessionConflict{TableName: target.Table}
			}
			return sink.Begin(bg, target)
		},
	},
	"commits sessions that are not open": {
		fails: []string{"calls on a session that is not open are SESSION_NOT_FOUND"},
		commit: func(sink full, session string) (storage.Table, error) {
			table, err := sink.Commit(bg, session)
			if mperr.CodeOf(err) == "SESSION_NOT_FOUND" {
				return table, nil
			}
			return table, err
		},
	},
}

var publishFaults = map[string]altered{
	"shows a table before its commit": {
		fails: []string{"a create is invisible until its commit", "sql sees a table at its commit"},
		begin: func(sink full, target storage.Target) (storage.Session, error) {
			if target.Mode == storage.Append {
				return sink.Begin(bg, target)
			}
			session, err := sink.Begin(bg, target)
			if err != nil {
				return session, err
			}
			if _, err := sink.Commit(bg, session.ID); err != nil {
				return session, err
			}
			target.Mode = storage.Append
			return sink.Begin(bg, target)
		},
	},
	"drops the old table before the new one is there": {
		fails: []string{"a replace leaves the old table until its commit and nothing of it after"},
		begin: func(sink full, target storage.Target) (storage.Session, error) {
			if target.Mode == storage.Replace {
				_ = sink.Drop(bg, target.Table)
			}
			return sink.Begin(bg, target)
		},
	},
	"shows an append at its commit only": {
		fails: []string{"an append is visible unit by unit"},
		tables: func(tables []storage.Table) []storage.Table {
			for i := range tables {
				tables[i].Rows = min(tables[i].Rows, 10)
			}
			return tables
		},
	},
	"commits what should be aborted": {
		fails: []string{"aborting a create leaves nothing", "aborting a replace leaves the old table"},
		abort: func(sink full, session string) error {
			_, err := sink.Commit(bg, session)
			return err
		},
	},
	"drops the table of an aborted append": {
		fails: []string{"aborting an append keeps the units it had stored"},
		abort: func(sink full, session string) error {
			return errors.Join(sink.Abort(bg, session), sink.Drop(bg, "signups"))
		},
	},
	"publishes no empty table": {
		fails: []string{"a session without units publishes an empty table"},
		commit: func(sink full, session string) (storage.Table, error) {
			for _, open := range sink.(sqlSink).store.sessions {
				if open.id == session && len(open.reports) == 0 {
					return storage.Table{}, sink.Abort(bg, session)
				}
			}
			return sink.Commit(bg, session)
		},
	},
}

var resumeFaults = map[string]altered{
	"forgets the units of a session that was cut off": {
		fails: []string{
			"units of a session that was cut off are durable for the same request",
			"an append that was cut off keeps its units and goes on with them",
		},
		begin: func(sink full, target storage.Target) (storage.Session, error) {
			session, err := sink.Begin(bg, target)
			session.Durable = nil
			return session, err
		},
	},
	"looks at the table's name alone": {
		fails: []string{"another request aborts the session that was cut off"},
		begin: func(sink full, target storage.Target) (storage.Session, error) {
			target.Fingerprint = ""
			return sink.Begin(bg, target)
		},
	},
	"remembers units by request and never forgets them": func() altered {
		var mu sync.Mutex
		requests, reports := map[string]string{}, map[string][]storage.UnitReport{}
		return altered{
			fails: []string{
				"the first request does not find its units after another one came between",
				"a dropped table takes its cut-off append along", "a committed append is not continued",
			},
			begin: func(sink full, target storage.Target) (storage.Session, error) {
				session, err := sink.Begin(bg, target)
				mu.Lock()
				defer mu.Unlock()
				requests[session.ID] = target.Fingerprint + string(target.Mode)
				session.Durable = reports[requests[session.ID]]
				return session, err
			},
			write: func(ctx context.Context, sink full, session string, unit storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
				report, err := sink.WriteUnit(ctx, session, unit, rows)
				mu.Lock()
				defer mu.Unlock()
				reports[requests[session]] = append(reports[requests[session]], report)
				return report, err
			},
		}
	}(),
	"invents durable units": {
		fails: []string{"a new session has no durable units"},
		begin: func(sink full, target storage.Target) (storage.Session, error) {
			session, err := sink.Begin(bg, target)
			session.Durable = append(session.Durable, storage.UnitReport{})
			return session, err
		},
	},
	"rolls back an append that was cut off": {
		fails: []string{"another request lets the units of an append that was cut off stand"},
		close: func(sink full) error {
			store := sink.(sqlSink).store
			for _, session := range store.sessions {
				for id := range session.reports {
					day, _, _ := cutUnit(id)
					delete(session.table.parts, day)
				}
			}
			return sink.Close(bg)
		},
	},
}

// cutUnit splits a unit id such as 2026-01-01..2026-01-02.
func cutUnit(id string) (from, to string, found bool) {
	if at := slices.Index([]byte(id), '.'); at > 0 {
		return id[:at], id[at+2:], true
	}
	return id, id, false
}
