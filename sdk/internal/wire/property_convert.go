package wire

import (
	"github.com/mixpanel-data/mp/sdk/internal/pb"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// propertyTypes stand in the order of the protocol's numbers.
var propertyTypes = []storage.PropertyType{"", storage.Boolean, storage.BigInt, storage.Double, storage.Varchar}

func propertyToProto(c storage.PropertyColumn) *pb.PropertyColumn {
	out := &pb.PropertyColumn{Property: c.Property, Name: c.Name}
	for number, kind := range propertyTypes {
		if kind == c.Type {
			out.Type = pb.PropertyType(number)
		}
	}
	return out
}

// propertyFromProto gives text for a type of tomorrow: it holds every value.
func propertyFromProto(c *pb.PropertyColumn) storage.PropertyColumn {
	kind := storage.Varchar
	if number := int(c.GetType()); number > 0 && number < len(propertyTypes) {
		kind = propertyTypes[number]
	}
	return storage.PropertyColumn{Property: c.GetProperty(), Name: c.GetName(), Type: kind}
}

func unfilledToProto(u storage.Unfilled) *pb.Unfilled {
	return &pb.Unfilled{Column: propertyToProto(u.PropertyColumn), Rows: u.Rows}
}

func unfilledFromProto(u *pb.Unfilled) storage.Unfilled {
	return storage.Unfilled{PropertyColumn: propertyFromProto(u.GetColumn()), Rows: u.GetRows()}
}
