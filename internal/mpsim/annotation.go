package mpsim

import (
	"net/http"
	"slices"
	"strconv"
	"time"
)

// annotation is a note on a day.
type annotation struct {
	ID          int64           `json:"id"`
	Date        string          `json:"date"`
	Description string          `json:"description"`
	User        annotationUser  `json:"user"`
	Tags        []annotationTag `json:"tags"`
}

type annotationUser struct {
	ID        int    `json:"id"`
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name"`
}

type annotationTag struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

// annotationTags are the tags of every project; the last is on no annotation.
var annotationTags = []annotationTag{{3, "Launches"}, {4, "Größere Störung"}, {5, "Unused"}}

// annotations are the notes of a project: from before its first day to the last.
func (p *project) annotations() []annotation {
	rui, ines := annotationUser{5, "Rui", "Lima"}, annotationUser{6, "Inês", "O'Brien"}
	day := func(d Day, clock string) string { return d.String() + " " + clock }
	return []annotation{
		{640, day(p.First-7, "00:00:00"), "Shop opens soon", rui, annotationTags[:1]},
		{641, day(p.First, "12:00:00"), "Pricing change", rui, annotationTags[:1]},
		{642, day(p.First+Day(p.Days/2), "23:59:59"), "Servers down «2 h»\n🙈", ines, annotationTags[1:2]},
		{643, day(p.First+Day(p.Days)-1, "08:30:00"), "", ines, []annotationTag{}},
	}
}

// listAnnotations serves annotations: the notes, of all days or some.
func (s *Server) listAnnotations(w http.ResponseWriter, c appCall) error {
	found, err := c.project.annotationsOf(c.params, "fromDate", "toDate")
	if err != nil {
		return err
	}
	s.writeResults(w, c.Request, found)
	return nil
}

// annotationsOf returns the notes between two parameters, both optional.
func (p *project) annotationsOf(sent params, fromName, toName string) ([]annotation, error) {
	from, to := Day(-1<<30), Day(1<<30)
	for name, day := range map[string]*Day{fromName: &from, toName: &to} {
		if sent.text(name) == "" {
			continue
		}
		read, err := sent.day(name)
		if err != nil {
			return nil, err
		}
		*day = read
	}
	if from > to {
		return nil, badRequest("%s cannot be later than %s", fromName, toName)
	}
	return slices.DeleteFunc(p.annotations(), func(a annotation) bool {
		at, _ := time.Parse(time.DateTime, a.Date) // written above
		return DayOf(at) < from || DayOf(at) > to
	}), nil
}

// oneAnnotation serves annotations/{annotation}.
func (s *Server) oneAnnotation(w http.ResponseWriter, c appCall) error {
	text := c.PathValue("annotation")
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return badRequest("%q is not the id of an annotation", text)
	}
	all := c.project.annotations()
	i := slices.IndexFunc(all, func(a annotation) bool { return a.ID == id })
	if i < 0 {
		return notFound("annotation " + text)
	}
	s.writeResults(w, c.Request, all[i])
	return nil
}

// tagEntry is a tag on the wire.
type tagEntry struct {
	annotationTag

	ProjectID      int64 `json:"project_id"`
	HasAnnotations bool  `json:"has_annotations"`
}

// listTags serves annotations/tags, a bare array, to analysts and above.
func (s *Server) listTags(w http.ResponseWriter, c appCall) error {
	if roleID(c.role) > roleID(Analyst) {
		return &failure{status: http.StatusForbidden, message: "Listing tags needs the role analyst."}
	}
	entries := make([]tagEntry, len(annotationTags))
	for i, tag := range annotationTags {
		entries[i] = tagEntry{tag, c.project.ID, slices.ContainsFunc(c.project.annotations(), func(a annotation) bool {
			return slices.Contains(a.Tags, tag)
		})}
	}
	s.writeBody(w, c.Request, entries)
	return nil
}

// oldAnnotation is an annotation as the older API writes it.
type oldAnnotation struct {
	ID          int64  `json:"id"`
	ProjectID   int64  `json:"project_id"`
	Date        string `json:"date"`
	Description string `json:"description"`
}

// oldAnnotations serves annotations of the query API, which are free by the hour.
func (s *Server) oldAnnotations(w http.ResponseWriter, c call) error {
	if err := c.params.require("from_date", "to_date"); err != nil {
		return err
	}
	found, err := c.project.annotationsOf(c.params, "from_date", "to_date")
	if err != nil {
		return err
	}
	entries := make([]oldAnnotation, len(found))
	for i, a := range found {
		entries[i] = oldAnnotation{a.ID, c.project.ID, a.Date, a.Description}
	}
	s.writeBody(w, c.Request, map[string]any{"annotations": entries})
	return nil
}
