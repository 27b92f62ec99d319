package jql

import (
	"encoding/json"

	"github.com/dop251/goja"
)

// events is the global Events.
func (e *engine) events(asked goja.Value) *pipeline {
	var q EventQuery
	e.readQuery("Events", asked, &q)
	if q.From == "" || q.To == "" {
		panic(e.vm.NewTypeError("Events() needs from_date and to_date"))
	}
	return e.source(func(visit visitor) error {
		for event, err := range e.data.Events(e.ctx, q) {
			if err != nil {
				return err
			}
			if err := visit(e.eventItem(event)); err != nil {
				return err
			}
		}
		return e.ctx.Err()
	})
}

func (e *engine) eventItem(event Event) goja.Value {
	members := map[string]any{
		"name": event.Name, "distinct_id": event.DistinctID, "time": event.Time, "sampling_factor": 1,
		"properties": e.properties(event.Properties),
	}
	if event.Label != "" {
		members["label"] = event.Label
	}
	return e.object(members, "name", "distinct_id", "time", "sampling_factor", "label", "properties")
}

// people is the global People.
func (e *engine) people(asked goja.Value) *pipeline {
	var q PeopleQuery
	e.readQuery("People", asked, &q)
	return e.source(func(visit visitor) error {
		for person, err := range e.data.People(e.ctx, q) {
			if err != nil {
				return err
			}
			members := map[string]any{"distinct_id": person.DistinctID, "properties": e.properties(person.Properties)}
			if person.LastSeen != 0 {
				members["time"], members["last_seen"] = person.LastSeen, person.LastSeen
			}
			if err := visit(e.object(members, "distinct_id", "time", "last_seen", "properties")); err != nil {
				return err
			}
		}
		return e.ctx.Err()
	})
}

// object makes an object of the members that there are, in the order of names.
func (e *engine) object(members map[string]any, names ...string) *goja.Object {
	object := e.vm.NewObject()
	for _, name := range names {
		if value, ok := members[name]; ok {
			// An object of our own refuses no member.
			_ = object.Set(name, value)
		}
	}
	return object
}

// readQuery reads the argument of Events or People. Dates may be Date objects,
// whose JSON begins with the day.
func (e *engine) readQuery(function string, asked goja.Value, into any) {
	if asked == nil || goja.IsUndefined(asked) {
		return
	}
	text, err := e.encode(asked)
	if err == nil {
		err = json.Unmarshal([]byte(text), into)
	}
	if err != nil {
		panic(e.vm.NewTypeError(function + "() does not understand its argument: " + err.Error()))
	}
	if q, ok := into.(*EventQuery); ok {
		q.From, q.To = q.From[:min(10, len(q.From))], q.To[:min(10, len(q.To))]
	}
}
