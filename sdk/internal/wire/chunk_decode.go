package wire

import (
	"fmt"
	"io"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/ipc"
)

// chunkDecoder reads record batches from the chunks of an Arrow IPC stream. The other side is not trusted to send what
// the protocol says: every message is measured and checked before Arrow reads it (see measure), every batch afterwards
// (see checkBatch), and a panic of Arrow's reader is an error of the stream.
type chunkDecoder struct {
	messages *messages
	reader   *ipc.Reader
	rows     int64
}

// newChunkDecoder reads the schema. next gives the chunks in order and io.EOF after the last one; its other errors come
// back from the decoder as they are. Everything else that goes wrong is a *malformed.
func newChunkDecoder(next func() ([]byte, error)) (*chunkDecoder, error) {
	d := &chunkDecoder{messages: &messages{next: next}}
	reader, err := ipc.NewReaderFromMessageReader(d.messages)
	if err == nil {
		d.reader = reader
		return d, nil
	}
	if cause := d.messages.blame(err); cause != nil {
		return nil, cause
	}
	return nil, &malformed{"the rows have no schema"}
}

func (d *chunkDecoder) schema() *arrow.Schema { return d.reader.Schema() }

// read gives the next batch, valid until the next call, and io.EOF after the last one.
func (d *chunkDecoder) read() (batch arrow.RecordBatch, err error) {
	defer func() {
		if p := recover(); p != nil {
			batch, err = nil, &malformed{fmt.Sprintf("a batch cannot be read: %v", p)}
		}
	}()
	if !d.reader.Next() {
		if err := d.messages.blame(d.reader.Err()); err != nil {
			return nil, err
		}
		return nil, io.EOF
	}
	batch = d.reader.RecordBatch()
	if err := checkBatch(batch); err != nil {
		return nil, err
	}
	d.rows += batch.NumRows()
	return batch, nil
}

// release lets go of the last batch and the dictionaries.
func (d *chunkDecoder) release() { d.reader.Release() }

// malformed says in what way a stream is none.
type malformed struct{ problem string }

// Error is the problem.
func (m *malformed) Error() string { return m.problem }
