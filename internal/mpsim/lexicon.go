package mpsim

import (
	"net/http"
	"slices"
	"time"
)

// allSchemas serves schemas: the whole lexicon.
func (s *Server) allSchemas(w http.ResponseWriter, c appCall) error {
	s.writeResults(w, c.Request, schemas)
	return nil
}

// schemasOf serves schemas/{type}: one kind of entities, or the named one of
// them, in a list all the same.
func (s *Server) schemasOf(w http.ResponseWriter, c appCall) error {
	found, err := c.schemas()
	if err != nil {
		return err
	}
	if c.params.values.Has("entity_name") {
		name := c.params.text("entity_name")
		found = slices.DeleteFunc(found, func(e schemaEntry) bool { return e.Name != name })
	}
	s.writeResults(w, c.Request, found)
	return nil
}

// oneSchema serves schemas/{type}/{name}: the schema without an envelope.
func (s *Server) oneSchema(w http.ResponseWriter, c appCall) error {
	found, err := c.schemas()
	if err != nil {
		return err
	}
	name := c.PathValue("name")
	i := slices.IndexFunc(found, func(e schemaEntry) bool { return e.Name == name })
	if i < 0 {
		return notFound("schema of " + c.PathValue("type") + " " + name)
	}
	s.writeBody(w, c.Request, found[i].SchemaJSON)
	return nil
}

// schemas returns the entries of the type in the path; the slice is the
// caller's.
func (c appCall) schemas() ([]schemaEntry, error) {
	kind := c.PathValue("type")
	if kind != "event" && kind != "profile" {
		return nil, badRequest("entity type %q is neither event nor profile", kind)
	}
	found := []schemaEntry{}
	for _, entry := range schemas {
		if entry.EntityType == kind {
			found = append(found, entry)
		}
	}
	return found, nil
}

// refuseLexicon makes the 429 of the lexicon, whose limit all projects of the
// organization share.
func refuseLexicon(_ int64, _ *gate, _ *window, wait time.Duration) error {
	return &failure{
		status: http.StatusTooManyRequests, header: retryAfter(wait),
		message: "Rate limit exceeded: too many lexicon requests in the last minute.",
	}
}
