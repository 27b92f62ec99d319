// Package columns makes typed columns of the properties of events, beside the JSON that has them all: which properties get
// one, under what name and of which type, and the values, taken from the tokens that the scanner has found anyway.
//
// A [Map] belongs to a run. It begins with the columns that the table has, and [Map.Choose] adds what the first lines of
// the run show: properties that are in a hundredth of them, with values that are no arrays or objects. A [Sheet] belongs to
// a unit and has the columns of the map as they are when the unit begins. What does not fit into them, a value of another
// type or a property that turns up later, is counted, and [Map.Settle] makes of it what the unit's footer tells the sink;
// units that begin after that have the column as it is then.
//
// Nothing here decides what a column holds in the end: the sink does, which makes good what a sheet leaves open. See the
// text on property columns of package storage.
package columns
