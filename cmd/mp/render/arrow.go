package render

import (
	"io"
	"iter"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/ipc"
)

// Batches is a stream of Arrow record batches under one schema.
type Batches struct {
	Schema *arrow.Schema
	// All yields batches, each valid until the next, or an error, after which nothing follows.
	All iter.Seq2[arrow.RecordBatch, error]
}

// arrowPrinter prints record batches as an Arrow IPC stream: the schema, each batch as it came, and the mark of the end.
type arrowPrinter struct{ w io.Writer }

// brokenOff begins a message of 256 bytes of which one comes. Arrow's readers take the end of a file between two messages
// for the end of a stream, so one that an error ended could be taken for whole.
var brokenOff = []byte{0xff, 0xff, 0xff, 0xff, 0, 1, 0, 0, 0}

func (p arrowPrinter) rows(rows Rows) error {
	batches, err := rows.batches()
	if err != nil {
		return err
	}
	writer := ipc.NewWriter(p.w, ipc.WithSchema(batches.Schema))
	for batch, err := range batches.All {
		if err == nil {
			err = writer.Write(batch)
		}
		if err != nil {
			_, _ = p.w.Write(brokenOff) // what ended the stream is what is told
			return err
		}
	}
	return writer.Close()
}

func (p arrowPrinter) object(object Object) error { return p.rows(object.row()) }
