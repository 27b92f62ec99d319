package render

import (
	"io"
	"iter"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/ipc"

	"github.com/mixpanel-data/mp/sdk/mperr"
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
	if rows.Batches == nil {
		return notInBatches()
	}
	writer := ipc.NewWriter(p.w, ipc.WithSchema(rows.Batches.Schema))
	for batch, err := range rows.Batches.All {
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

func (arrowPrinter) object(Object) error { return notInBatches() }

func notInBatches() error {
	return &mperr.InvalidArgument{
		Argument: "--format", Value: string(Arrow), Reason: "the result is not made of record batches", Allowed: TextFormats(),
	}
}
