package sdktest

import (
	"context"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/sdk/storage"
)

var propertyFaults = map[string]altered{
	"forgets which column holds which property": {
		fails: []string{"property columns come back with their properties"},
		describe: func(columns []storage.Column) []storage.Column {
			for i := range columns {
				columns[i].Property = ""
			}
			return columns
		},
	},
	"does not tell a session the columns": {
		fails: []string{"property columns come back with their properties"},
		begin: func(sink full, target storage.Target) (storage.Session, error) {
			session, err := sink.Begin(bg, target)
			session.Columns = nil
			return session, err
		},
	},
	"goes by the name of a property column": {
		fails: []string{"one of two names for a property is INVALID_ARGUMENT and leaves nothing"},
		write: reshape(func(unit *unitRows) {
			for i, field := range unit.extra {
				if column, ok := storage.PropertyOf(field); ok && column.Name == "seats" {
					column.Property = "seats"
					unit.extra[i] = column.Field()
				}
			}
		}),
	},
	"takes null for null in a marked row": {
		fails: []string{"rows marked as unfilled take their values from the properties"},
		write: reshape(func(unit *unitRows) {
			unit.extra = slices.DeleteFunc(unit.extra, storage.IsUnfilledField)
			for i := range unit.events {
				delete(unit.events[i].Extra, storage.FieldUnfilled)
			}
		}),
	},
	"takes a property column for any other": {
		fails: []string{
			"property columns come back with their properties",
			"a property column that comes late is filled in the rows before it",
			"a unit without a property column of its table gets it from the properties",
		},
		write: reshape(func(unit *unitRows) {
			for i := range unit.extra {
				unit.extra[i].Metadata = arrow.Metadata{}
			}
		}),
	},
	"does not look at what a footer calls unfilled": {
		fails: []string{
			"a property column whose type does not suffice is changed and filled",
			"whole numbers beyond 2^53 are not rounded by a change of type",
			"a property column that a footer names first is added and filled",
		},
		write: reshape(func(unit *unitRows) { unit.footer.Unfilled = nil }),
	},
	"rounds whole numbers": {
		fails: []string{"whole numbers beyond 2^53 are not rounded by a change of type"},
		write: reshape(func(unit *unitRows) {
			for i := range unit.events {
				unit.events[i].Properties = strings.ReplaceAll(unit.events[i].Properties, "993", "992")
				if unit.events[i].Extra["seats"] == "9007199254740993" {
					unit.events[i].Extra["seats"] = "9007199254740992"
				}
			}
		}),
	},
}

// reshape makes a write function that alters a unit and nothing of its footer.
func reshape(alter func(*unitRows)) writeFunc {
	return func(ctx context.Context, sink full, session string, unit storage.Unit, rows storage.Rows) (storage.UnitReport, error) {
		gathered, err := gatherEvents(ctx, unit, rows)
		if err != nil {
			return storage.UnitReport{}, err
		}
		alter(gathered)
		return sink.WriteUnit(ctx, session, unit, gathered)
	}
}
