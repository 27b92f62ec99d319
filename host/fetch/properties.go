package fetch

import (
	"bytes"
	"io"

	"github.com/mixpanel-data/mp/host/fetch/columns"
	"github.com/mixpanel-data/mp/host/fetch/scan"
)

// headBytes is how much of a body is read ahead to see which properties there are: a batch.
const headBytes = 1 << 20

// chooseColumns makes the map of property columns from what the session has; nil where the run brings none.
func (r *run) chooseColumns() {
	if r.config.Columns && (!r.request.NoColumns || len(r.session.Columns) != 0) {
		r.columns = columns.New(r.session.Columns, r.request.NoColumns)
	}
}

// sheet begins the property columns of a unit, nil where the run brings none. The body that it gives is to be read in the
// place of the other: the first unit of a run reads ahead, as its lines tell which columns the run has.
func (r *run) sheet(body io.Reader) (io.Reader, *columns.Sheet) {
	if r.columns == nil {
		return body, nil
	}
	if !r.columns.Chosen() {
		head, err := io.ReadAll(io.LimitReader(body, headBytes))
		r.columns.Choose(census(head))
		body = io.MultiReader(bytes.NewReader(head), &broken{body, err})
	}
	return body, r.columns.Sheet()
}

// broken is the rest of a body that may have broken off before.
type broken struct {
	io.Reader

	err error
}

func (b *broken) Read(p []byte) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	return b.Reader.Read(p)
}

// census counts the properties of the whole lines of a head.
func census(head []byte) *columns.Sheet {
	seen, scanner := columns.NewSheet(), scan.Scanner{KeepMembers: true}
	for {
		line, rest, ended := bytes.Cut(head, []byte{'\n'})
		if !ended {
			return seen
		}
		if event, err := scanner.Scan(line); err == nil {
			seen.Add(event.Members)
		}
		head = rest
	}
}
