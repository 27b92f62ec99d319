package sdktest

import (
	"context"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// sqlEngine is the in-memory engine with just as much SQL as the suite speaks, to try that part of the suite on.
type sqlEngine struct{ storage.Engine }

func (sqlEngine) Capabilities() []storage.Capability {
	return []storage.Capability{storage.CapabilitySQL, storage.CapabilitySample, storage.CapabilityAnalyze, storage.CapabilityColumns}
}

func (e sqlEngine) Open(ctx context.Context, options storage.Options) (storage.Sink, error) {
	sink, err := e.Engine.Open(ctx, options)
	if err != nil {
		return nil, err
	}
	return sqlSink{sink.(*memorySink)}, nil
}

type sqlSink struct{ *memorySink }

// own marks a table that SQL has made in the place of the kind that a fetched one has.
const own storage.Kind = ""

var (
	selectSQL = regexp.MustCompile(`^SELECT (.+) FROM (\w+)(?: WHERE event_name = (?:\$(\w+)|'(.*)'))?$`)
	createSQL = regexp.MustCompile(`^CREATE TABLE (\w+) AS SELECT \* FROM (\w+)$`)
	deleteSQL = regexp.MustCompile(`^DELETE FROM (\w+)(?: WHERE event_name = '(.*)')?$`)
)

func (s sqlSink) Query(ctx context.Context, query storage.Query) (reader storage.Reader, err error) {
	if parts := deleteSQL.FindStringSubmatch(query.SQL); parts != nil {
		return s.change(ctx, query, func(store *memoryStore) error { return store.remove(parts[1], parts[2]) })
	}
	if parts := createSQL.FindStringSubmatch(query.SQL); parts != nil {
		return s.change(ctx, query, func(store *memoryStore) error { return store.copy(parts[1], parts[2]) })
	}
	parts := selectSQL.FindStringSubmatch(query.SQL)
	if parts == nil {
		return nil, &mperr.QueryFailed{Message: "syntax error: " + query.SQL}
	}
	wanted, filtered := parts[4], strings.Contains(query.SQL, " WHERE ")
	if parts[3] != "" {
		wanted = query.Params[parts[3]]
	}
	err = s.read(ctx, func(store *memoryStore) error {
		table, ok := store.tables[parts[2]]
		if !ok {
			return store.missing(parts[2])
		}
		rows := slices.DeleteFunc(table.rows(), func(row memoryRow) bool {
			return filtered && row.text(storage.ColumnEventName) != wanted
		})
		reader, err = answer(table, parts[1], rows, int(query.Limit))
		return err
	})
	return reader, err
}

func (s *memoryStore) missing(name string) error {
	missing := &mperr.TableNotFound{TableName: name}
	for _, near := range slices.Sorted(maps.Keys(s.tables)) {
		if strings.HasPrefix(near, name) {
			missing.SimilarTables = append(missing.SimilarTables, near)
		}
	}
	return missing
}

// answer gives the asked columns of the rows, or their number.
func answer(table *memoryTable, asked string, rows []memoryRow, limit int) (storage.Reader, error) {
	if asked == "count(*) AS n" {
		return numberReader(int64(len(rows))), nil
	}
	columns := table.columns
	if asked != "*" {
		columns = nil
		for name := range strings.SplitSeq(asked, ", ") {
			at := slices.IndexFunc(table.columns, func(f arrow.Field) bool { return f.Name == name })
			if at < 0 {
				return nil, &mperr.QueryFailed{Message: fmt.Sprintf("no column %q", name)}
			}
			columns = append(columns, table.columns[at])
		}
	}
	if limit > 0 && limit < len(rows) {
		rows = rows[:limit]
	}
	return newMemoryReader(columns, rows)
}

func numberReader(n int64) storage.Reader {
	schema := arrow.NewSchema([]arrow.Field{{Name: "n", Type: arrow.PrimitiveTypes.Int64}}, nil)
	builder := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	builder.Field(0).(*array.Int64Builder).Append(n)
	return &memoryReader{schema: schema, batch: builder.NewRecordBatch()}
}

func (s sqlSink) change(ctx context.Context, query storage.Query, how func(*memoryStore) error) (storage.Reader, error) {
	if !query.Write {
		return nil, &mperr.QueryFailed{Message: "cannot change a store without leave to write"}
	}
	if err := s.write(ctx, how); err != nil {
		return nil, err
	}
	return numberReader(0), nil
}

func (s *memoryStore) copy(name, from string) error {
	copied := *s.tables[from]
	copied.kind, copied.parts = own, maps.Clone(copied.parts)
	s.tables[name] = &copied
	return nil
}

func (s *memoryStore) remove(name, wanted string) error {
	table := s.tables[name]
	if table.kind != own {
		return &mperr.QueryFailed{Message: "table " + name + " belongs to its coverage"}
	}
	for day, part := range table.parts {
		part.rows = slices.DeleteFunc(slices.Clone(part.rows), func(row memoryRow) bool {
			return wanted == "" || row.text(storage.ColumnEventName) == wanted
		})
		table.parts[day] = part
	}
	return nil
}

// readAll drains a reader that works.
func readAll(reader storage.Reader) (events []event) {
	for {
		batch, err := reader.Next(context.Background())
		if err == io.EOF {
			return events
		}
		if err == nil {
			events, err = decode(events, batch)
		}
		if err != nil {
			panic(err)
		}
	}
}
