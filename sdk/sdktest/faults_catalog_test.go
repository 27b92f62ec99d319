package sdktest

import (
	"context"
	"errors"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

var catalogFaults = map[string]altered{
	"sorts columns by name": {
		fails: []string{"a table of events has the columns of its schema, each with a type"},
		describe: func(columns []storage.Column) []storage.Column {
			slices.SortFunc(columns, func(a, b storage.Column) int { return strings.Compare(a.Name, b.Name) })
			return columns
		},
	},
	"lists tables in no order": {
		fails: []string{"tables are listed in alphabetical order with their rows"},
		tables: func(tables []storage.Table) []storage.Table {
			slices.Reverse(tables)
			return tables
		},
	},
	"loses a filter": {
		fails: []string{"metadata comes back with every filter"},
		tables: func(tables []storage.Table) []storage.Table {
			for i := range tables {
				tables[i].Metadata.FilterOutputProperties = nil
			}
			return tables
		},
	},
	"takes the metadata of the last request":  lastMetadata("an append widens the range of days and keeps the filters", false),
	"keeps the metadata of the first request": lastMetadata("a replace takes over the metadata of its own request", true),
	"drops nothing": {
		fails: []string{"drop removes a table with its coverage, and it can be made again"},
		drop:  func(full, string) error { return nil },
	},
	"drops a table that is being written": {
		fails: []string{"drop of a table with an open session is SESSION_CONFLICT and leaves both"},
		drop: func(sink full, table string) error {
			err := sink.Drop(bg, table)
			var conflict *mperr.SessionConflict
			if !errors.As(err, &conflict) {
				return err
			}
			return errors.Join(sink.Abort(bg, conflict.Session), sink.Drop(bg, table))
		},
	},
	"drops what is not there": {
		fails: []string{"an unknown table is TABLE_NOT_FOUND with its name"},
		drop: func(sink full, table string) error {
			if err := sink.Drop(bg, table); mperr.CodeOf(err) != "TABLE_NOT_FOUND" {
				return err
			}
			return nil
		},
	},
}

// lastMetadata shows the metadata of the last or first begin, whatever was stored.
func lastMetadata(fails string, first bool) altered {
	var mu sync.Mutex
	seen := map[string]storage.Metadata{}
	return altered{
		fails: []string{fails},
		begin: func(sink full, target storage.Target) (storage.Session, error) {
			mu.Lock()
			defer mu.Unlock()
			if _, known := seen[target.Table]; !known || !first {
				seen[target.Table] = target.Metadata
			}
			return sink.Begin(bg, target)
		},
		tables: func(tables []storage.Table) []storage.Table {
			mu.Lock()
			defer mu.Unlock()
			for i := range tables {
				tables[i].Metadata = seen[tables[i].Name]
			}
			return tables
		},
	}
}

var queryFaults = map[string]altered{
	"samples a hundred rows whatever was asked": {
		fails: []string{"a sample has as many rows as asked for, or all"},
		sample: func(ctx context.Context, sink full, table string, _ int) (storage.Reader, error) {
			return sink.Sample(ctx, table, 100)
		},
	},
	"samples the first rows": {
		fails: []string{"a sample is spread over the table"},
		sample: func(ctx context.Context, sink full, table string, n int) (storage.Reader, error) {
			return sink.Query(ctx, storage.Query{SQL: "SELECT * FROM " + table, Limit: int64(n)})
		},
	},
	"samples nothing from a table that is not there": {
		fails: []string{"a sample of an unknown table is TABLE_NOT_FOUND"},
		sample: func(ctx context.Context, sink full, table string, n int) (storage.Reader, error) {
			reader, err := sink.Sample(ctx, table, n)
			if err != nil {
				return emptyReader()
			}
			return reader, nil
		},
	},
	"samples on after its context was cancelled": {
		fails: []string{"a sample can be closed early and twice, and ends with its context"},
		sample: func(ctx context.Context, sink full, table string, n int) (storage.Reader, error) {
			return sink.Sample(context.WithoutCancel(ctx), table, n)
		},
	},
	"answers with text alone": {
		fails: []string{"sql answers with the rows as arrow types"},
		query: func(ctx context.Context, sink full, query storage.Query) (storage.Reader, error) {
			reader, err := sink.Query(ctx, query)
			if err != nil {
				return nil, err
			}
			return textReader(reader)
		},
	},
	"has no columns without rows": {
		fails: []string{"sql without a match answers with the columns and no rows"},
		query: func(ctx context.Context, sink full, query storage.Query) (storage.Reader, error) {
			if reader, err := sink.Query(ctx, query); err != nil || len(readAll(reader)) > 0 {
				return sink.Query(ctx, query)
			}
			return emptyReader()
		},
	},
	"splices parameters into the text": {
		fails: []string{"sql parameters are bound and never spliced"},
		query: func(ctx context.Context, sink full, query storage.Query) (storage.Reader, error) {
			for name, value := range query.Params {
				query.SQL = strings.ReplaceAll(query.SQL, "$"+name, "'"+value+"'")
			}
			if strings.Contains(query.SQL, "OR '1'='1") {
				query.SQL = "SELECT count(*) AS n FROM signups"
			}
			return sink.Query(ctx, query)
		},
	},
	"has no limit": {
		fails: []string{"sql ends its answer at the limit"},
		query: func(ctx context.Context, sink full, query storage.Query) (storage.Reader, error) {
			query.Limit = 0
			return sink.Query(ctx, query)
		},
	},
	"hides why a query failed": {
		fails: []string{"sql that the engine refuses is QUERY_FAILED with the engine's words"},
		query: func(ctx context.Context, sink full, query storage.Query) (storage.Reader, error) {
			reader, err := sink.Query(ctx, query)
			if err != nil {
				return nil, &mperr.QueryFailed{Message: "query failed"}
			}
			return reader, nil
		},
	},
	"knows no near names": {
		fails: []string{"sql on a missing table is TABLE_NOT_FOUND with near names"},
		query: func(ctx context.Context, sink full, query storage.Query) (storage.Reader, error) {
			reader, err := sink.Query(ctx, query)
			if missing, ok := errors.AsType[*mperr.TableNotFound](err); ok {
				missing.SimilarTables = nil
			}
			return reader, err
		},
	},
	"always writes": {
		fails: []string{"sql changes nothing unless it may write"},
		query: func(ctx context.Context, sink full, query storage.Query) (storage.Reader, error) {
			query.Write = true
			return sink.Query(ctx, query)
		},
	},
	"never writes": {
		fails: []string{"sql changes tables of the user's where it may write, and not in a store open for reading"},
		query: func(ctx context.Context, sink full, query storage.Query) (storage.Reader, error) {
			query.Write = false
			return sink.Query(ctx, query)
		},
	},
	"says that it has changed a fetched table": {
		fails: []string{"sql that may write leaves fetched tables to their coverage"},
		query: func(ctx context.Context, sink full, query storage.Query) (storage.Reader, error) {
			if query.Write && strings.HasPrefix(query.SQL, "DELETE FROM signups") {
				return numberReader(0), nil
			}
			return sink.Query(ctx, query)
		},
	},
	"reads files": {
		fails: []string{"sql reaches no file"},
		query: func(ctx context.Context, sink full, query storage.Query) (storage.Reader, error) {
			if path := regexp.MustCompile(`read_text\('(.*)'\)`).FindStringSubmatch(query.SQL); path != nil {
				content, err := os.ReadFile(path[1])
				if err == nil {
					return nil, &mperr.QueryFailed{Message: "not a number: " + string(content)}
				}
			}
			return sink.Query(ctx, query)
		},
	},
	"answers on after its context was cancelled": {
		fails: []string{"a long answer can be left early and cancelled"},
		query: func(ctx context.Context, sink full, query storage.Query) (storage.Reader, error) {
			reader, err := sink.Query(ctx, query)
			return deafReader{reader}, err
		},
	},
}

type deafReader struct{ storage.Reader }

func (d deafReader) Next(context.Context) (arrow.RecordBatch, error) { return d.Reader.Next(bg) }

// textReader gives every column of a reader as text.
func textReader(reader storage.Reader) (storage.Reader, error) {
	batch, err := reader.Next(bg)
	if err == io.EOF {
		return reader, nil
	}
	if err != nil {
		return nil, err
	}
	var fields []arrow.Field
	var columns []arrow.Array
	for i, field := range batch.Schema().Fields() {
		builder := array.NewStringBuilder(&scorched{})
		for at := range batch.Column(i).Len() {
			builder.Append(batch.Column(i).ValueStr(at))
		}
		fields = append(fields, arrow.Field{Name: field.Name, Type: textColumn})
		columns = append(columns, builder.NewArray())
	}
	schema := arrow.NewSchema(fields, nil)
	return &memoryReader{schema: schema, batch: array.NewRecordBatch(schema, columns, batch.NumRows())}, nil
}

func emptyReader() (storage.Reader, error) { return newMemoryReader(nil, nil) }
