package host

import (
	"context"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/sdk/result"
)

// Schema gives the columns of a stored table. With sample each has a value beside it, of the first row that has one among
// twenty that are spread over the table, cut to sixty characters. It needs no credentials.
func (w *Workspace) Schema(ctx context.Context, table string, sample bool) (*result.TableSchema, error) {
	columns, err := w.Describe(ctx, table)
	if err != nil {
		return nil, err
	}
	infos := make([]result.ColumnInfo, len(columns))
	for i, column := range columns {
		infos[i] = result.ColumnInfo{Name: column.Name, Type: column.Type, Nullable: column.Nullable, PrimaryKey: column.PrimaryKey}
	}
	if sample {
		if err := w.addSamples(ctx, table, infos); err != nil {
			return nil, err
		}
	}
	return result.NewTableSchema(table, infos)
}

// addSamples puts a value beside each column.
func (w *Workspace) addSamples(ctx context.Context, table string, infos []result.ColumnInfo) error {
	reader, err := w.Sample(ctx, table, 20)
	if err != nil {
		return err
	}
	defer func() { _ = reader.Close() }()
	for {
		batch, err := reader.Next(ctx)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		for i := range infos {
			if at := batch.Schema().FieldIndices(infos[i].Name); infos[i].Sample == nil && len(at) > 0 {
				infos[i].Sample = sampleOf(batch.Column(at[0]))
			}
		}
	}
}

// sampleOf is the first value of a column as text; nil where all are null.
func sampleOf(values arrow.Array) *string {
	const most = 60
	for i := range values.Len() {
		if values.IsNull(i) {
			continue
		}
		text := strings.ToValidUTF8(strings.Clone(values.ValueStr(i)), "\uFFFD")
		if utf8.RuneCountInString(text) > most {
			text = string([]rune(text)[:most-1]) + "…"
		}
		return &text
	}
	return nil
}
