// Package value reads the values of Arrow columns, which is what storage engines answer in: one by one, exact, and sharing
// no memory with their batch.
//
// [Of] gives what Go calculates with, and [JSON] what JSON writes:
//
//	Arrow                           Of                               JSON
//	null of any type                nil                              null
//	bool                            a bool                           true, false
//	int8 … int64                    an int64                         number
//	uint8 … uint64                  a uint64                         number
//	float16, float32                a float32                        number; NaN and the infinities as text
//	float64                         a float64                        the same
//	decimal                         json.Number, every digit         number, every digit
//	utf8                            string                           text
//	binary                          []byte                           text, in hexadecimal
//	timestamp with a zone           time.Time in UTC                 text: 2026-01-02T03:04:05.5Z
//	timestamp without one           time.Time, its clock as UTC      text: 2026-01-02T03:04:05.5
//	date                            time.Time, midnight UTC          text: 2026-01-02
//	time of day                     time.Duration since midnight     text: 03:04:05.000006
//	list                            []any                            list
//	struct, map with textual keys   [Object]                         object, its fields in order
//	any other map                   []any of []any{key, value}       list of pairs
//	dictionary, runs, union         as what they hold                as what they hold
//	JSON (arrow.json)               json.RawMessage, as stored       as stored; as text where it is no JSON
//	UUID (arrow.uuid)               string                           text
//	another extension               as it is stored                  as it is stored
//	any other type                  what arrow-go makes of it        the same
//
// DuckDB's HUGEINT, which a sum of integers is, arrives as a decimal.
package value
