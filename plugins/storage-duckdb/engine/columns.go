package engine

import (
	"slices"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/arrival"
	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// columnsOf are the columns of a table of the user's schema.
func columnsOf(tx *duck.Transaction, table string) (columns []arrival.Column, err error) {
	err = tx.Query(func(into func(...any) error) error {
		var c arrival.Column
		var nullable bool
		err := into(&c.Name, &c.Type, &nullable)
		c.Required = !nullable
		columns = append(columns, c)
		return err
	}, `SELECT column_name, data_type, is_nullable FROM duckdb_columns()
		WHERE database_name = current_database() AND schema_name = 'main' AND lower(table_name) = lower(?)
		ORDER BY column_index`, table)
	return columns, err
}

// propertyColumnsOf are the columns of a table, those that hold a property marked as such.
func propertyColumnsOf(tx *duck.Transaction, table, tableID string) ([]arrival.Column, error) {
	properties := map[string]string{}
	err := tx.Query(func(into func(...any) error) error {
		var name, property string
		err := into(&name, &property)
		properties[name] = property
		return err
	}, "SELECT name, property FROM _mp.columns WHERE table_id = ?", tableID)
	if err != nil {
		return nil, err
	}
	columns, err := columnsOf(tx, table)
	for i, column := range columns {
		columns[i].Property, columns[i].Holds = properties[column.Name], false
		if _, ok := properties[column.Name]; ok {
			columns[i].Holds = storage.PropertyType(column.Type).Arrow() != nil
		}
	}
	return columns, err
}

// shapeOf is propertyColumnsOf for any table or view, by its name, with the table's entry if it has one. A file of an older
// layout, open for reading, has no property columns.
func (s *Sink) shapeOf(tx *duck.Transaction, name string) (table entry, columns []arrival.Column, err error) {
	table, ours, err := s.published(tx, name)
	switch {
	case err != nil:
	case !ours || s.format.version < withColumns:
		columns, err = columnsOf(tx, name)
	default:
		columns, err = propertyColumnsOf(tx, name, table.id)
	}
	return table, columns, err
}

// propertiesIn are the property columns as the contract has them.
func propertiesIn(columns []arrival.Column) (properties []storage.PropertyColumn) {
	for _, column := range columns {
		if column.Holds {
			properties = append(properties, storage.PropertyColumn{
				Property: column.Property, Name: column.Name, Type: storage.PropertyType(column.Type),
			})
		}
	}
	return properties
}

// widest is the type that holds the values of two.
func widest(one, other string) string {
	return string(storage.PropertyType(one).Join(storage.PropertyType(other)))
}

func propertyNamed(name string, columns []arrival.Column) (arrival.Column, bool) {
	at := slices.IndexFunc(columns, func(c arrival.Column) bool { return c.Holds && c.Name == name })
	if at < 0 {
		return arrival.Column{}, false
	}
	return columns[at], true
}
