package mpsim

import (
	"encoding/json"
	"net/http"
	"regexp"
	"time"
)

// propertyEntry tells how many profiles have a property, and of which type it
// mostly is.
type propertyEntry struct {
	Count int    `json:"count"`
	Type  string `json:"type"`

	types map[string]int
}

// engageProperties serves engage/properties: the properties of all profiles.
func (s *Server) engageProperties(w http.ResponseWriter, c call) error {
	results := map[string]*propertyEntry{}
	people := c.project.people()
	for i := range people.size {
		if i%1024 == 0 && c.Context().Err() != nil {
			break
		}
		for _, m := range people.profile(i, time.Time{}).Members {
			if m.JSON == "null" {
				continue
			}
			if results[m.Name] == nil {
				results[m.Name] = &propertyEntry{types: map[string]int{}}
			}
			results[m.Name].add(typeOf(m.JSON))
		}
	}
	return s.answer(w, c, map[string]any{"results": results}, nil)
}

func (e *propertyEntry) add(kind string) {
	e.Count++
	if e.types[kind]++; e.types[kind] > e.types[e.Type] {
		e.Type = kind
	}
}

var dateForm = regexp.MustCompile(`^"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d)?"$`)

// typeOf is Mixpanel's name for the type of a value.
func typeOf(text string) string {
	if dateForm.MatchString(text) {
		return "datetime"
	}
	switch decode([]byte(text)).(type) {
	case string:
		return "string"
	case bool:
		return "boolean"
	case []any:
		return "list"
	case map[string]any:
		return "object"
	case json.Number:
	}
	return "number"
}
