package mixpanel

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
)

// errCut is for an answer that ends too soon although the transport saw its end, as behind a proxy that was cut off itself.
var errCut = errors.New("it ends in the middle of its JSON")

// isCut says that a text is the beginning of a JSON value, and not all of it. An empty text is one.
func isCut(text []byte) bool {
	var value json.RawMessage
	err := json.NewDecoder(bytes.NewReader(text)).Decode(&value)
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// Unexpected tells in words why JSON could not be decoded: encoding/json names types of the program, which say nothing to who
// reads the message.
func Unexpected(err error) string {
	kind, ok := errors.AsType[*json.UnmarshalTypeError](err)
	if !ok {
		return err.Error()
	}
	place := ""
	if kind.Field != "" {
		place = " at " + kind.Field
	}
	return fmt.Sprintf("it holds %s%s where %s was expected", article(kind.Value), place, nameOf(kind.Type))
}

// article is what encoding/json calls a JSON value, as a part of a sentence.
func article(value string) string {
	switch value {
	case "array":
		return "a list"
	case "object":
		return "an object"
	case "string":
		return "a text"
	case "bool":
		return "true or false"
	}
	return "a " + value
}

// nameOf is what JSON has for a type.
func nameOf(kind reflect.Type) string {
	switch kind.Kind() {
	case reflect.Struct, reflect.Map:
		return "an object"
	case reflect.Slice, reflect.Array:
		return "a list"
	case reflect.String:
		return "a text"
	case reflect.Bool:
		return "true or false"
	}
	return "a number"
}
