package mpsim

import "net/http"

// cohortEntry is a cohort on the wire.
type cohortEntry struct {
	ID          int64  `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`
	Count       int    `json:"count"`
	IsVisible   int    `json:"is_visible"`
	Created     string `json:"created"`
	ProjectID   int64  `json:"project_id"`
}

// cohortList serves cohorts/list: a bare array.
func (s *Server) cohortList(w http.ResponseWriter, c call) error {
	cohorts, err := s.Cohorts(c.Context(), c.project.ID)
	entries := make([]cohortEntry, len(cohorts))
	for i, cohort := range cohorts {
		entries[i] = cohortEntry{
			ID: cohort.ID, Name: cohort.Name, Description: cohort.Description, Count: cohort.Members,
			Created: c.project.before(10 * (i + 1)).Format("2006-01-02 15:04:05"), ProjectID: c.project.ID,
		}
		if cohort.Visible {
			entries[i].IsVisible = 1
		}
	}
	return s.answer(w, c, entries, err)
}
