package wire

import (
	"context"
	"errors"
	"io"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/sdk/internal/pb"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// answerRows sends what a reader gives, plugin side, and closes the reader. The host's cancellation ends ctx, which ends
// the reader's Next, and a Send that waits for the host.
func answerRows(
	ctx context.Context, reader storage.Reader, send func(rows *pb.RowChunk, end *pb.RowsEnd) error,
) (err error) {
	defer func() {
		if closeErr := reader.Close(); err == nil {
			err = closeErr
		}
	}()
	encoder, err := newChunkEncoder(reader.Schema(), func(data []byte) error {
		return hostStays(ctx, send(&pb.RowChunk{Data: data}, nil))
	})
	if err != nil {
		return err
	}
	defer encoder.release()
	for {
		batch, err := reader.Next(ctx)
		if isEnd(err) {
			return hostStays(ctx, send(nil, &pb.RowsEnd{Rows: encoder.rows}))
		}
		if err != nil {
			return err
		}
		if err := encoder.write(batch); err != nil {
			return err
		}
	}
}

// hostStays is the error of a send that failed: the host is gone or has heard enough.
func hostStays(ctx context.Context, err error) error {
	if err == nil || ctx.Err() != nil {
		return ctx.Err()
	}
	return &mperr.Canceled{Cause: err}
}

// rowsPart is a message of an answer, of Query, Sample or Analyze.
type rowsPart interface {
	GetRows() *pb.RowChunk
	GetEnd() *pb.RowsEnd
}

// reader reads an answer, host side.
type reader struct {
	about   About
	call    string
	cancel  context.CancelFunc
	receive func() (rowsPart, error)
	decoder *chunkDecoder
	end     *pb.RowsEnd
	failed  error // the end of the rows: io.EOF after a good one
	close   sync.Once
}

var _ storage.Reader = (*reader)(nil)

// newReader waits for the schema, so that the error of a statement is the error of the call that made it.
func newReader(
	about About, call string, cancel context.CancelFunc, receive func() (rowsPart, error),
) (storage.Reader, error) {
	r := &reader{about: about, call: call, cancel: cancel, receive: receive}
	decoder, err := newChunkDecoder(r.chunk)
	if err != nil {
		cancel()
		return nil, r.fail(err)
	}
	r.decoder = decoder
	return r, nil
}

// Schema is the same for every batch.
func (r *reader) Schema() *arrow.Schema { return r.decoder.schema() }

// Next gives the next batch. It gives io.EOF only after an end whose count is right. When ctx ends, the answer does.
func (r *reader) Next(ctx context.Context) (arrow.RecordBatch, error) {
	if r.failed != nil {
		return nil, r.failed
	}
	stop := context.AfterFunc(ctx, r.cancel)
	defer stop()
	batch, err := r.decoder.read()
	switch {
	case err == nil:
		return batch, nil
	case ctx.Err() != nil && !isEnd(err):
		return nil, r.fail(mperr.From(ctx.Err()))
	case isEnd(err) && r.end.GetRows() != r.decoder.rows:
		return nil, r.fail(&malformed{"it sent another number of rows than it says"})
	}
	return nil, r.fail(err)
}

// Close ends the answer; the plugin stops working on it. Calls after the first do nothing.
func (r *reader) Close() error {
	r.close.Do(func() {
		r.cancel()
		r.decoder.release()
		if r.failed == nil {
			r.failed = &mperr.Canceled{}
		}
	})
	return nil
}

// fail keeps the first error and ends the stream.
func (r *reader) fail(err error) error {
	if broken, ok := errors.AsType[*malformed](err); ok {
		err = r.about.broke(r.call, "it gave an answer that cannot be read: "+broken.problem)
	}
	r.failed = err
	r.cancel()
	return err
}

// chunk gives the data of the next chunk, and io.EOF after the end of the answer.
func (r *reader) chunk() ([]byte, error) {
	message, err := r.receive()
	switch {
	case errors.Is(err, io.EOF):
		return nil, &malformed{"the answer ended without its end"}
	case err != nil:
		return nil, err
	case message.GetRows() != nil:
		return message.GetRows().GetData(), nil
	case message.GetEnd() == nil:
		return nil, &malformed{"a message is neither rows nor an end"}
	}
	r.end = message.GetEnd()
	if _, err := r.receive(); err != nil {
		return nil, err
	}
	return nil, &malformed{"the answer goes on after its end"}
}
