// Package storage is the contract of storage plugins: tables of Arrow record batches, written in units, read as they
// were last committed.
//
// # The parts
//
// An [Engine] opens a [Sink]. A Sink writes ([Writer]), tells what it holds ([Catalog]) and drops tables. [Querier]
// (SQL), [Sampler] and [Analyzer] (questions that need no SQL) are optional powers that an engine declares with [Engine.Capabilities]; the host sees a method
// only where the power is declared.
//
// # Writing
//
// A write is a session of units, so that nothing half-done is ever visible and nothing finished is done twice:
//
//  1. Begin names table, kind, mode and fingerprint. CREATE fails at once where the table exists, APPEND where it does
//     not, and both APPEND and REPLACE where it holds another kind: a name that was mistaken costs nobody a table. The
//     answer lists the units that are durable already in an unfinished session of the same table, kind, mode and
//     fingerprint: a run that was killed goes on with them.
//  2. WriteUnit takes one unit: the rows of a run of project days. It is one transaction. Rows arrive as a stream that
//     ends with a [Footer]; a stream that ends without it, or whose counts differ from it, is rolled back. Writing days
//     again replaces those days; profiles have no days, see below. Several WriteUnit calls of a session may run at once.
//  3. Commit publishes. CREATE and REPLACE become visible all at once, and until then the old table stands; APPEND of
//     events was visible unit by unit. Abort leaves nothing of what was not visible. [Target.Staged] tells the two apart.
//
// Coverage of each day is stored in the same transaction as its rows.
//
// # Events
//
// An events table has the columns of [EventsSchema], and beside them any further columns a unit brings; a column that
// appears later is null in older rows. Inside a unit, rows equal in (event_name, distinct_id, event_time, insert_id) are
// one event, as Mixpanel's own de-duplication has it; the one with the greatest mp_processing_time_ms property stays.
// Properties are stored byte for byte.
//
// # Profiles
//
// A profiles table has the columns of [ProfilesSchema], further ones that a unit brings, and one row for each distinct_id. A
// session is a snapshot of the project: nothing of it is visible before its commit, whatever the mode. In the session a row
// takes the place of one that came before with the same distinct_id, in its unit or in one that was stored earlier. The unit
// that brings the later row counts it as a duplicate, so that the units' Stored add up to the rows of the session. A unit
// is written once: its id again is an [mperr.InvalidArgument]. The commit of an APPEND puts the session's rows in the place
// of the table's rows of the same distinct_id and leaves the others.
//
// # Results
//
// A table of a result has the columns of [ResultSchema] and those of the result, which is the answer to a question. It is
// written in one unit, and says in its metadata what was asked. An engine that does not know the kind refuses it in Begin
// with an [mperr.InvalidArgument].
//
// # Property columns
//
// Beside the JSON, which stays the exact text, a table of events may have columns that each hold one property of every row
// under a type of its own, as a query of such a column is a hundred times faster. An engine that keeps them declares
// [CapabilityColumns]; no other is sent any. What it promises: a property column holds, in every row that anybody can see,
// exactly what the JSON of the row has under that key, whatever units brought. null and an absent key are null; of a key
// that is there twice the first counts; text is unescaped, and what is no text stands in a [Varchar] as JSON text, spelt as
// the engine's own functions on JSON spell it. Of properties that are no JSON to the engine, such as with half a surrogate
// pair, every property is null.
//
// A unit brings such a column as a further field with [FieldProperty] in its metadata, filled from the same JSON. The
// engine takes the values as they come, but computes them from the JSON itself
//
//   - where the column [UnfilledField] says so,
//   - where the unit does not bring a property column that the table has, or brings it with another type,
//   - in the rows that were there before, where a unit brings a column that the table does not have,
//   - in all rows, where [Footer.Unfilled] names a column that is not there, or is there with a type that does not hold the
//     values: the column is added or changed to the type named, to [Varchar] where its rows need that.
//
// Which column holds which property is stored with the table and never changes: [Session.Columns] and [Column.Property]
// tell it.
//
// # Ownership and concurrency
//
// A Sink is safe for concurrent use. A record batch is valid until the next call of Next on its stream; whoever wants it
// longer retains it. Strings and slices are never shared after a call returns.
package storage
