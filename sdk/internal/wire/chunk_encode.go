package wire

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mixpanel-data/mp/sdk/internal/protocol"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// chunkEncoder writes record batches as chunks of an Arrow IPC stream: each chunk holds the whole or a part of one IPC
// message. A batch whose message would be longer than a chunk is sent as several smaller batches, so that both sides
// hold a few chunks at a time, whatever the size of a batch.
type chunkEncoder struct {
	schema *arrow.Schema
	writer *ipc.Writer
	send   func(data []byte) error
	// buffer is used again for each message: gRPC has encoded a message when send returns.
	buffer bytes.Buffer
	// started is set after the schema went out; ipc.Writer gives it to us a second time with the first batch.
	started bool
	// whole forbids to refuse the next message for its length: its batch has one row.
	whole bool
	// failed is send's own error, which arrow would wrap.
	failed error
	rows   int64
}

// newChunkEncoder sends the schema at once, so that the other side can start, or fail, before the first batch is there.
func newChunkEncoder(schema *arrow.Schema, send func(data []byte) error) (*chunkEncoder, error) {
	e := &chunkEncoder{schema: schema, send: send}
	e.writer = ipc.NewWriterWithPayloadWriter(e, ipc.WithSchema(schema))
	payload := ipc.GetSchemaPayload(schema, memory.DefaultAllocator)
	defer payload.Release()
	if err := e.put(payload); err != nil {
		return nil, err
	}
	return e, nil
}

// argumentRows is what errors call the rows of a unit and of an answer.
const argumentRows = "rows"

// pieces is the number of parts that a batch of so many rows is cut into when at least n are wanted.
func pieces(rows, n int64) int64 {
	n = max(n, (rows+protocol.MaxBatchRows-1)/protocol.MaxBatchRows, 1)
	return min(n, max(rows, 1))
}

// tooLongError says that a batch is too long for a chunk and can be cut.
type tooLongError struct{ size int }

// Error is for ipc.Writer, which passes it on.
func (l *tooLongError) Error() string { return fmt.Sprintf("a message of %d bytes", l.size) }

// Start is called by ipc.Writer before the first payload.
func (e *chunkEncoder) Start() error { return nil }

// Close is called by ipc.Writer at its end. It sends nothing: the footer ends a stream, not Arrow's own mark.
func (e *chunkEncoder) Close() error { return nil }

// WritePayload takes one IPC message from ipc.Writer.
func (e *chunkEncoder) WritePayload(payload ipc.Payload) error {
	if !e.started {
		e.started = true
		return nil
	}
	return e.put(payload)
}

// write sends a batch. An error of send comes back as it is.
func (e *chunkEncoder) write(batch arrow.RecordBatch) error {
	if err := e.writePieces(batch, pieces(batch.NumRows(), 1)); err != nil {
		return err
	}
	e.rows += batch.NumRows()
	return nil
}

// writePieces sends a batch as n batches, each of which is cut further where it is still too long.
func (e *chunkEncoder) writePieces(batch arrow.RecordBatch, n int64) error {
	rows := batch.NumRows()
	for i := range n {
		piece := batch.NewSlice(rows*i/n, rows*(i+1)/n)
		err := e.writePiece(piece)
		if long, ok := errors.AsType[*tooLongError](err); ok {
			err = e.writePieces(piece, pieces(piece.NumRows(), int64(long.size/protocol.MaxChunk+1)))
		}
		piece.Release()
		if err != nil {
			return err
		}
	}
	return nil
}

func (e *chunkEncoder) writePiece(piece arrow.RecordBatch) error {
	e.whole = piece.NumRows() <= 1
	err := e.writer.Write(piece)
	switch {
	case e.failed != nil:
		return e.failed
	case err == nil:
		return nil
	}
	if long, ok := errors.AsType[*tooLongError](err); ok {
		return long
	}
	if coded, ok := errors.AsType[mperr.Error](err); ok {
		return coded
	}
	return &mperr.InvalidArgument{Argument: argumentRows, Reason: fmt.Sprintf("a batch cannot be sent: %v", err)}
}

// put cuts one IPC message into chunks and sends them.
func (e *chunkEncoder) put(payload ipc.Payload) error {
	size, err := sizeOf(payload)
	switch {
	case err != nil:
		return err
	case size > protocol.MaxChunk && !e.whole && isRows(payload):
		return &tooLongError{size: size}
	case size > protocol.MaxBatch:
		return &mperr.InvalidArgument{Argument: argumentRows, Reason: fmt.Sprintf(
			"a row takes %d bytes, more than the %d that travel between mp and a plugin", size, protocol.MaxBatch)}
	}
	e.buffer.Reset()
	e.buffer.Grow(size)
	if _, err := payload.WritePayload(&e.buffer); err != nil {
		return err
	}
	for e.buffer.Len() > 0 && e.failed == nil {
		e.failed = e.send(e.buffer.Next(protocol.MaxChunk))
	}
	return e.failed
}

// release lets go of the dictionaries that ipc.Writer keeps for comparison.
func (e *chunkEncoder) release() { _ = e.writer.Close() }

// isRows says whether a message holds rows: a schema or a dictionary does not get shorter when its batch is cut.
func isRows(payload ipc.Payload) bool {
	meta := payload.Meta()
	defer meta.Release()
	message := ipc.NewMessage(meta, memory.NewBufferBytes(nil))
	defer message.Release()
	return message.Type() == ipc.MessageRecordBatch
}

// counter counts what is written to it.
type counter int

// Write counts and keeps nothing.
func (c *counter) Write(data []byte) (int, error) {
	*c += counter(len(data))
	return len(data), nil
}

// sizeOf is the length of an IPC message; nothing is copied to find it.
func sizeOf(payload ipc.Payload) (int, error) {
	var size counter
	_, err := payload.WritePayload(&size)
	return int(size), err
}
