package storage

import (
	"context"
	"fmt"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Analyzer is the optional power to answer questions about a table, declared as [CapabilityAnalyze].
type Analyzer interface {
	// Analyze answers a question from what is committed, with exactly the columns of [Question.Schema]. Errors:
	// [mperr.InvalidArgument] for what [Question.Check] refuses and for what the table cannot answer;
	// [mperr.TableNotFound]; [mperr.QueryFailed] for an expression of the caller's that the engine refuses;
	// [UnknownQuestion] for a question that the engine does not answer.
	Analyze(ctx context.Context, question Question) (Reader, error)
}

// Question is a question about a stored table: one of the structs of this package that say so. An engine that declares
// [CapabilityAnalyze] answers as many of them as it can. A table without rows has an answer too: of no rows, or of zeros.
type Question interface {
	// Name is the question's word, such as summarize.
	Name() string
	// Check refuses a question that no table can answer. The error is an [mperr.InvalidArgument].
	Check() error
	// Schema is the schema of the answer; the text of the question's type tells its rows. [CheckAnswer] holds an answer
	// against it.
	Schema() *arrow.Schema

	question()
}

// UnknownQuestion is the error for a question that an engine does not answer: an [mperr.CapabilityNotSupported] that names
// it.
func UnknownQuestion(name string) error {
	return &mperr.CapabilityNotSupported{Capability: string(CapabilityAnalyze) + " " + name}
}

// CheckAnswer says what is wrong with the schema of an answer: the names and types of the columns are to be those of
// [Question.Schema], in that order. Whether a field is nullable and what its metadata says does not matter.
func CheckAnswer(question Question, got *arrow.Schema) error {
	want := question.Schema()
	if got.NumFields() != want.NumFields() {
		return fmt.Errorf("the answer to %s has %d columns and not %d", question.Name(), got.NumFields(), want.NumFields())
	}
	for i, field := range want.Fields() {
		if other := got.Field(i); other.Name != field.Name || !sameType(other.Type, field.Type) {
			return fmt.Errorf("the answer to %s has the column %s %s in the place of %s %s",
				question.Name(), other.Name, other.Type, field.Name, field.Type)
		}
	}
	return nil
}

// sameType compares types without the nullability of what is nested in them, which engines do not all keep.
func sameType(a, b arrow.DataType) bool {
	nestedA, isA := a.(arrow.NestedType)
	nestedB, isB := b.(arrow.NestedType)
	if !isA || !isB {
		return arrow.TypeEqual(a, b)
	}
	return a.ID() == b.ID() && slices.EqualFunc(nestedA.Fields(), nestedB.Fields(), func(a, b arrow.Field) bool {
		return (a.Name == b.Name || nestedA.ID() == arrow.LIST) && sameType(a.Type, b.Type)
	})
}

// checkNamed refuses a question about no table. Whether the table is there, and which names can be, is the engine's to say.
func checkNamed(table string) error {
	if table == "" {
		return &mperr.InvalidArgument{Argument: "table", Reason: "a question is about a table"}
	}
	return nil
}

// The types of the columns of answers.
var (
	answerText   = arrow.BinaryTypes.String
	answerCount  = arrow.PrimitiveTypes.Int64
	answerNumber = arrow.PrimitiveTypes.Float64
	answerTime   = &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}
)
