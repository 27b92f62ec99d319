package render

import (
	"io"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/util"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

// parquetPrinter prints record batches as a Parquet file of zstd-compressed row groups. What makes it a file is at its end,
// so one that an error ended is none.
type parquetPrinter struct{ w io.Writer }

// Rows are gathered until a row group has one of these, which bounds memory: DuckDB's own number of rows, and the bytes of
// a group that a reader with little memory can still take whole.
const (
	groupRows  = 122_880
	groupBytes = 32 << 20
)

func (p parquetPrinter) rows(rows Rows) error {
	batches, err := rows.batches()
	if err != nil {
		return err
	}
	batches = forParquet(batches)
	writer, err := pqarrow.NewFileWriter(batches.Schema, p.w,
		parquet.NewWriterProperties(parquet.WithCompression(compress.Codecs.Zstd), parquet.WithMaxRowGroupLength(groupRows)),
		pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema()))
	if err != nil {
		return err
	}
	var group rowGroup
	defer group.release()
	for batch, err := range batches.All {
		if err != nil {
			return err
		}
		group.add(batch)
		if group.rows < groupRows && group.bytes < groupBytes {
			continue
		}
		if err := group.write(writer); err != nil {
			return err
		}
	}
	if err := group.write(writer); err != nil {
		return err
	}
	return writer.Close()
}

func (p parquetPrinter) object(object Object) error { return p.rows(object.row()) }

// rowGroup gathers small batches: a group for each would make a file that is slow to read and little compressed.
type rowGroup struct {
	batches []arrow.RecordBatch
	rows    int64
	bytes   int64
}

func (g *rowGroup) add(batch arrow.RecordBatch) {
	batch.Retain()
	g.batches = append(g.batches, batch)
	g.rows += batch.NumRows()
	g.bytes += util.TotalRecordSize(batch)
}

// write writes what is gathered, column by column, and lets go of it. The writer's own ways of writing a batch end the file
// where one fails, as if it were whole.
func (g *rowGroup) write(writer *pqarrow.FileWriter) error {
	defer g.release()
	if g.rows == 0 {
		return nil
	}
	writer.NewRowGroup()
	for i := range int(g.batches[0].NumCols()) {
		parts := make([]arrow.Array, len(g.batches))
		for j, batch := range g.batches {
			parts[j] = batch.Column(i)
		}
		column := arrow.NewChunked(parts[0].DataType(), parts)
		err := writer.WriteColumnChunked(column, 0, g.rows)
		column.Release()
		if err != nil {
			return err
		}
	}
	return nil
}

func (g *rowGroup) release() {
	for _, batch := range g.batches {
		batch.Release()
	}
	*g = rowGroup{}
}
