package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// rowsPerBatch bounds the memory of a reader.
const rowsPerBatch = 1000

// Sample picks rows at equal distances, the files in the order of their days. The journal is read once: what is written
// meanwhile goes to other files.
func (s *sink) Sample(ctx context.Context, table string, n int) (storage.Reader, error) {
	if n < 0 {
		return nil, &mperr.InvalidArgument{Argument: "n", Reason: "a sample has no negative number of rows"}
	}
	journal, err := s.read(ctx, table)
	if err != nil {
		return nil, err
	}
	total := journal.rows()
	r := &reader{schema: schemaOf(journal.Columns), total: total, wanted: min(int64(n), total)}
	r.builder = array.NewRecordBuilder(memory.DefaultAllocator, r.schema)
	for _, name := range journal.names() {
		if file := journal.Parts[name].File; file != "" {
			r.paths = append(r.paths, s.path(table, file))
		}
	}
	return r, nil
}

// reader streams the picked lines of the files of a table.
type reader struct {
	schema  *arrow.Schema
	builder *array.RecordBuilder
	paths   []string // still to read
	file    *os.File
	lines   *bufio.Reader
	current arrow.RecordBatch

	// Of total lines the wanted ones are those at i*total/wanted.
	total, wanted int64
	passed, given int64
}

func (r *reader) Schema() *arrow.Schema { return r.schema }

func (r *reader) Next(ctx context.Context) (arrow.RecordBatch, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r.release()
	rows := 0
	for ; rows < rowsPerBatch && r.given < r.wanted; rows++ {
		if err := r.readPicked(); err != nil {
			return nil, err
		}
	}
	if rows == 0 {
		return nil, io.EOF
	}
	r.current = r.builder.NewRecordBatch()
	return r.current, nil
}

// readPicked goes on to the next wanted line and adds it to the batch.
func (r *reader) readPicked() error {
	for target := r.given * r.total / r.wanted; ; r.passed++ {
		line, err := r.nextLine()
		if err != nil {
			return err
		}
		if r.passed < target {
			continue
		}
		r.passed++
		r.given++
		if err := readLine(line, r.schema, r.builder.Fields()); err != nil {
			return &mperr.StorageFailed{
				Message: fmt.Sprintf("%s is damaged: %v", r.file.Name(), err), Path: r.file.Name(), Cause: err,
			}
		}
		return nil
	}
}

// nextLine gives the next line of the files.
func (r *reader) nextLine() ([]byte, error) {
	for {
		if r.lines != nil {
			line, err := r.lines.ReadBytes('\n')
			if err == nil {
				return line, nil
			}
			if err != io.EOF || len(line) > 0 {
				return nil, failed("read rows", r.file.Name(), err)
			}
		}
		if err := r.nextFile(); err != nil {
			return nil, err
		}
	}
}

func (r *reader) nextFile() error {
	r.closeFile()
	if len(r.paths) == 0 {
		return &mperr.StorageFailed{Message: "the table has fewer rows than its journal says", Fix: "fetch it again with --replace"}
	}
	file, err := os.Open(r.paths[0])
	if err != nil {
		return failed("read rows", r.paths[0], err)
	}
	r.file, r.lines, r.paths = file, bufio.NewReaderSize(file, 1<<16), r.paths[1:]
	return nil
}

func (r *reader) closeFile() {
	if r.file != nil {
		_ = r.file.Close() // it was only read
		r.file, r.lines = nil, nil
	}
}

func (r *reader) release() {
	if r.current != nil {
		r.current.Release()
		r.current = nil
	}
}

// Close ends the reader; a Next after it gives io.EOF.
func (r *reader) Close() error {
	r.release()
	r.closeFile()
	r.wanted = 0
	return nil
}
