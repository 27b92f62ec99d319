package mpsim

import (
	"fmt"
	"iter"

	"github.com/mixpanel-data/mp/internal/mpsim/shop"
)

// Event is one row of an export, with its exact line.
type Event = shop.Event

// DayRows is the number of rows of a day, duplicates included.
type DayRows struct {
	Day  Day
	Rows int
}

// Truth yields the rows that an unfiltered export of the days from, …, to gives,
// in its order. It may be ranged over more than once. The error is an unknown
// project.
func (s *Server) Truth(projectID int64, from, to Day) (iter.Seq[Event], error) {
	p, err := s.find(projectID)
	if err != nil {
		return nil, err
	}
	return p.shop.Events(from, to), nil
}

// Rows returns the number of rows of each of the days from, …, to without making
// them. The error is an unknown project.
func (s *Server) Rows(projectID int64, from, to Day) ([]DayRows, error) {
	p, err := s.find(projectID)
	if err != nil {
		return nil, err
	}
	var rows []DayRows
	for day := from; day <= to; day++ {
		rows = append(rows, DayRows{day, p.shop.Rows(day)})
	}
	return rows, nil
}

// Project returns a project with its defaults filled in, so that First and Days
// say where the data is. The error is an unknown project.
func (s *Server) Project(projectID int64) (Project, error) {
	p, err := s.find(projectID)
	if err != nil {
		return Project{}, err
	}
	return p.Project, nil
}

func (s *Server) find(projectID int64) (*project, error) {
	if p := s.projects[projectID]; p != nil {
		return p, nil
	}
	return nil, fmt.Errorf("simulator: there is no project %d", projectID)
}
