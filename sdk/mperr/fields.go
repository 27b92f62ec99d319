package mperr

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// The JSON tags of a type's fields are its details: "-" keeps a field out, omitempty leaves out a zero value, an
// embedded struct's fields stand beside the outer ones. One mechanism serves every type, so that details, JSON and wire
// cannot drift apart.

// detailsOf lists the tagged fields of the struct that e points to, as values that share nothing with it.
func detailsOf(e Error) map[string]any {
	out := map[string]any{}
	addFields(out, reflect.ValueOf(e).Elem())
	return out
}

func addFields(out map[string]any, v reflect.Value) {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if field.Anonymous && field.Type.Kind() == reflect.Struct {
			addFields(out, v.Field(i))
			continue
		}
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "-" || name == "" || (options == "omitempty" && v.Field(i).IsZero()) {
			continue
		}
		out[name] = plain(v.Field(i), 0)
	}
}

// jsonOf is the JSON form of e. It leaves <, > and & as they are; json.Marshal escapes them where that is wanted.
func jsonOf(e Error) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(struct {
		Code    Code           `json:"code"`
		Message string         `json:"message"`
		Details map[string]any `json:"details"`
	}{e.Code(), e.Error(), e.Details()})
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), err
}

// decorated is an error whose text is more than its Message.
type decorated interface {
	// undecorated gives the Message back from the text.
	undecorated(text string) string
}

// Build makes the error of a code from what came over the wire: its code, its text, its details. Details that do not fit
// the type's fields are an error, as they mean that the other side speaks another protocol. A code this build does not
// know becomes an [UnknownError] that keeps code and details. The map stays the caller's own.
func Build(code Code, message string, details map[string]any) (Error, error) {
	row, ok := rowByCode[code]
	if !ok {
		return &UnknownError{Message: message, ForeignCode: code, ForeignDetails: copyDetails(details)}, nil
	}
	built := row.New()
	encoded, err := json.Marshal(details)
	if err != nil {
		return nil, fmt.Errorf("details of %s: %w", code, err)
	}
	if err := json.Unmarshal(encoded, built); err != nil {
		return nil, fmt.Errorf("details of %s: %w", code, err)
	}
	if own := reflect.ValueOf(built).Elem().FieldByName("Message"); own.IsValid() {
		if d, ok := built.(decorated); ok {
			message = d.undecorated(message)
		}
		own.SetString(message)
	}
	return built, nil
}
