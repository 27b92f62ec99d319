package wire

import (
	"context"
	"errors"
	"io"

	"github.com/apache/arrow-go/v18/arrow"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/mixpanel-data/mp/sdk/internal/pb"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// unitRows is the body of a unit as a sink reads it. It counts the rows and holds them against the footer.
type unitRows struct {
	unit    string
	about   About
	parts   <-chan part
	decoder *chunkDecoder
	footer  *pb.Footer
	// whole is the context of the call, wait that of the Next that is under way: Arrow's reader stands between Next and
	// chunk, and takes none.
	whole, wait context.Context //nolint:containedctx // see above
	// failed is the end of the rows: io.EOF after a good one. It stays.
	failed error
}

var _ storage.Rows = (*unitRows)(nil)

// Schema is the same for every batch of the unit.
func (r *unitRows) Schema() *arrow.Schema { return r.decoder.schema() }

// Footer is what the unit adds up to, after io.EOF.
func (r *unitRows) Footer() storage.Footer { return footerFromProto(r.footer) }

// Next gives the next batch. It gives io.EOF only after a footer whose count is right.
func (r *unitRows) Next(ctx context.Context) (arrow.RecordBatch, error) {
	if r.failed != nil {
		return nil, r.failed
	}
	r.wait = ctx
	batch, err := r.decoder.read()
	if err == nil {
		return batch, nil
	}
	if errors.Is(err, io.EOF) && r.footer.GetRows() != r.decoder.rows {
		err = r.mismatch("the footer names another number of rows", r.footer.GetRows(), r.decoder.rows)
	}
	return nil, r.fail(err)
}

// open reads up to the schema, so that Schema has an answer from the start.
func (r *unitRows) open() error {
	r.wait = r.whole
	decoder, err := newChunkDecoder(r.chunk)
	if err != nil {
		return r.fail(err)
	}
	r.decoder = decoder
	return nil
}

func (r *unitRows) complete() bool { return errors.Is(r.failed, io.EOF) }

func (r *unitRows) mismatch(reason string, want, got int64) error {
	return &mperr.UnitMismatch{Unit: r.unit, Reason: reason, Expected: want, Received: got}
}

// fail keeps the first error. What is malformed is the host's fault, and the unit is rolled back.
func (r *unitRows) fail(err error) error {
	if broken, ok := errors.AsType[*malformed](err); ok {
		err = r.about.broke(callWriteUnit, "the host sent a unit that cannot be read: "+broken.problem)
	}
	r.failed = err
	return err
}

// chunk gives the data of the next chunk, and io.EOF after the footer and the end of the stream.
func (r *unitRows) chunk() ([]byte, error) {
	message, err := r.part()
	switch {
	case errors.Is(err, io.EOF):
		return nil, r.mismatch("the stream ended without its footer", 0, r.received())
	case err != nil:
		return nil, err
	case message.GetRows() != nil:
		return message.GetRows().GetData(), nil
	case message.GetFooter() == nil:
		return nil, &malformed{"a message is neither rows nor a footer"}
	}
	r.footer = message.GetFooter()
	if _, err := r.part(); err != nil {
		return nil, err
	}
	return nil, r.mismatch("the stream goes on after its footer", r.footer.GetRows(), r.received())
}

func (r *unitRows) received() int64 {
	if r.decoder == nil {
		return 0
	}
	return r.decoder.rows
}

// part waits for one message of the stream.
func (r *unitRows) part() (*pb.WriteUnitRequest, error) {
	select {
	case p, open := <-r.parts:
		switch {
		case !open:
			return nil, r.whole.Err()
		case errors.Is(p.err, io.EOF):
			return nil, io.EOF
		case p.err != nil:
			return nil, hostGone(p.err)
		}
		return p.message, nil
	case <-r.wait.Done():
		return nil, r.wait.Err()
	}
}

// hostGone is the error of a receive that failed: gRPC's own status, which must not pass as the plugin's.
func hostGone(err error) error {
	switch status.Code(err) {
	case codes.DeadlineExceeded:
		return &mperr.DeadlineExceeded{Cause: err}
	case codes.ResourceExhausted:
		return &malformed{"a message is longer than the limit"}
	default:
		return &mperr.Canceled{Cause: err}
	}
}
