package mpsim

import (
	"errors"
	"net/http"
	"slices"

	"github.com/mixpanel-data/mp/internal/mpsim/expr"
	"github.com/mixpanel-data/mp/internal/mpsim/shop"
)

// mostRows is the largest limit that the export takes.
const mostRows = 100_000

// chunk is how many bytes of lines are written at once.
const chunk = 64 << 10

// errStopped ends an export whose reader is gone or takes no more.
var errStopped = errors.New("the client takes no more")

// exportQuery is what an export is asked for.
type exportQuery struct {
	from, to Day
	names    []string   // nil for all events
	where    *expr.Expr // nil for all events
	limit    int        // 0 for no limit
	millis   bool
}

// export serves /api/2.0/export: one JSON object per line.
func (s *Server) export(w http.ResponseWriter, c call) error {
	q, err := s.readExport(c)
	if err != nil {
		return err
	}
	b := s.newBody(w, c.Request, "text/plain")
	err = q.write(b, c)
	if _, ok := errors.AsType[*expr.OperandError](err); ok {
		if !b.begun {
			return badRequest("where: %v", err)
		}
		// Closed below; an error of either is the client's going away.
		_, _ = b.Write([]byte("terminated early\n"))
	}
	_ = b.Close()
	if c.Context().Err() != nil {
		panic(http.ErrAbortHandler) // else the short body would look complete
	}
	return nil
}

func (s *Server) readExport(c call) (q exportQuery, err error) {
	if err := c.params.require("from_date", "to_date"); err != nil {
		return q, err
	}
	if q.from, err = c.params.day("from_date"); err != nil {
		return q, err
	}
	if q.to, err = c.params.day("to_date"); err != nil {
		return q, err
	}
	if q.from > q.to {
		return q, badRequest("from_date cannot be later than to_date")
	}
	if q.to > DayOf(s.config.Clock.Now().In(c.project.dayZone())) {
		return q, badRequest("to_date cannot be later than today")
	}
	if q.names, err = c.params.names("event"); err != nil {
		return q, err
	}
	if q.limit, err = c.params.limit("limit", 0, mostRows); err != nil {
		return q, err
	}
	if q.millis, err = c.params.flag("time_in_ms"); err != nil {
		return q, err
	}
	if where := c.params.text("where"); where != "" {
		if q.where, err = expr.Parse(where); err != nil {
			return q, badRequest("where: %v", err)
		}
	}
	return q, nil
}

// write writes the rows asked for. It holds one chunk of them at a time.
func (q exportQuery) write(b *body, c call) error {
	buffer := make([]byte, 0, chunk+4096)
	seen, kept := 0, 0
	for e := range c.project.shop.Events(q.from, q.to) {
		if seen++; seen%1024 == 0 && c.Context().Err() != nil {
			return errStopped
		}
		keep, err := q.keeps(e)
		if err != nil {
			return err
		}
		if !keep {
			continue
		}
		buffer = q.appendLine(buffer, e)
		if len(buffer) >= chunk {
			if err := flush(b, buffer); err != nil {
				return err
			}
			buffer = buffer[:0]
		}
		if kept++; kept == q.limit {
			break
		}
	}
	return flush(b, buffer)
}

func flush(b *body, lines []byte) error {
	if _, err := b.Write(lines); err != nil {
		return errStopped
	}
	return nil
}

func (q exportQuery) keeps(e shop.Event) (bool, error) {
	if q.names != nil && !slices.Contains(q.names, e.Name) {
		return false, nil
	}
	if q.where == nil {
		return true, nil
	}
	return q.where.Match(&row{event: e})
}

func (q exportQuery) appendLine(to []byte, e shop.Event) []byte {
	if q.millis {
		to = e.AppendMillis(to)
	} else {
		to = append(to, e.Line...)
	}
	return append(to, '\n')
}
