package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// rowFile is a file of rows that is being written. Lines are streamed to it; of duplicates only keys and places are kept
// in memory, and lines that a later duplicate outdates are left out when it is finished.
type rowFile struct {
	part     string
	file     *os.File
	line     []byte // reused
	buffer   *bufio.Writer
	arrived  int64
	lines    int64
	seen     map[identity]place
	outdated map[int64]bool // by line
}

// identity is Mixpanel's own key of an event: rows equal in all four are one event. A profile's is its distinct id.
type identity struct {
	event, distinctID, insertID string
	time                        arrow.Timestamp
}

// place is where the line of an event stands, and when Mixpanel processed it.
type place struct{ line, processed int64 }

// newRowFile makes a file in a table's folder, named after a part. The rest of the name is random: nothing is overwritten.
func newRowFile(dir, part string) (*rowFile, error) {
	file, err := os.CreateTemp(dir, part+rowsPattern)
	if err != nil {
		return nil, failed("write rows", dir, err)
	}
	return &rowFile{
		part: part, file: file, buffer: bufio.NewWriter(file), seen: map[identity]place{}, outdated: map[int64]bool{},
	}, nil
}

// addRow writes a row unless it is a duplicate of a better one: of events the one that Mixpanel processed last is kept, and
// of equals, and of profiles, the last that arrived.
func (f *rowFile) addRow(row eventRow, kind storage.Kind) error {
	if kind == storage.Result { // no two rows of which are one
		return f.add(row.batch, row.at)
	}
	key, processed := identity{distinctID: row.text(storage.ColumnDistinctID)}, int64(0)
	if kind == storage.Events {
		key, processed = row.identity(), row.processed()
	}
	if before, known := f.seen[key]; known {
		if processed < before.processed {
			f.arrived++
			return nil
		}
		f.outdated[before.line] = true
	}
	f.seen[key] = place{line: f.lines, processed: processed}
	return f.add(row.batch, row.at)
}

func (f *rowFile) add(batch arrow.RecordBatch, at int) error {
	var err error
	if f.line, err = appendLine(f.line[:0], batch, at); err != nil {
		return failed("write rows", f.file.Name(), err)
	}
	_, err = f.buffer.Write(f.line)
	f.arrived++
	f.lines++
	return failed("write rows", f.file.Name(), err)
}

func (f *rowFile) stored() int64 { return f.lines - int64(len(f.outdated)) }

// name is the file's name in its folder.
func (f *rowFile) name() string { return filepath.Base(f.file.Name()) }

// finish leaves out outdated lines and makes the file durable.
func (f *rowFile) finish() error {
	err := f.buffer.Flush()
	if err == nil && len(f.outdated) > 0 {
		err = f.compact()
	}
	return failed("write rows", f.file.Name(), errors.Join(err, f.file.Sync(), f.file.Close()))
}

// compact copies the lines that are kept to a new file. Nobody knows the old one yet.
func (f *rowFile) compact() error {
	if _, err := f.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	compacted, err := os.CreateTemp(filepath.Dir(f.file.Name()), f.part+rowsPattern)
	if err != nil {
		return err
	}
	lines, kept := bufio.NewReader(f.file), bufio.NewWriter(compacted)
	for at := range f.lines {
		line, err := lines.ReadBytes('\n')
		if err == nil && !f.outdated[at] {
			_, err = kept.Write(line)
		}
		if err != nil {
			return errors.Join(err, compacted.Close())
		}
	}
	old := f.file
	f.file = compacted
	return errors.Join(kept.Flush(), old.Close(), os.Remove(old.Name()))
}

// discard removes the file of a unit that failed.
func (f *rowFile) discard() {
	_ = f.file.Close() // it may be closed
	_ = os.Remove(f.file.Name())
}

// eventRow is a row of a batch that has the columns of the events schema.
type eventRow struct {
	batch arrow.RecordBatch
	at    int
}

// text copies, as the batch is valid until the next one only.
func (r eventRow) text(name string) string {
	return strings.Clone(columnNamed[*array.String](r, name).Value(r.at))
}

func (r eventRow) day() string {
	return columnNamed[*array.Date32](r, storage.ColumnProjectDay).Value(r.at).FormattedString()
}

func (r eventRow) identity() identity {
	return identity{
		event: r.text(storage.ColumnEventName), distinctID: r.text(storage.ColumnDistinctID), insertID: r.text(storage.ColumnInsertID),
		time: columnNamed[*array.Timestamp](r, storage.ColumnEventTime).Value(r.at),
	}
}

// processed is the property mp_processing_time_ms; a row without it is older than any with it.
func (r eventRow) processed() int64 {
	var properties map[string]json.RawMessage
	if json.Unmarshal([]byte(r.text(storage.ColumnProperties)), &properties) != nil {
		return math.MinInt64
	}
	var processed int64
	if raw, ok := properties["mp_processing_time_ms"]; !ok || json.Unmarshal(raw, &processed) != nil {
		return math.MinInt64
	}
	return processed
}

func columnNamed[A arrow.Array](row eventRow, name string) A {
	return row.batch.Column(row.batch.Schema().FieldIndices(name)[0]).(A)
}
