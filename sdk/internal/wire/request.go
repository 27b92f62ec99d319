package wire

import (
	"fmt"
	"unicode/utf8"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/mixpanel-data/mp/sdk/internal/protocol"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// protobuf refuses to send a text that is not UTF-8 and gRPC reports that as a failure of its own, which would pass as a
// fault of the plugin. A request with such a text is the caller's mistake; in an answer it is replaced, as a name that an
// engine reads from a file is better shown with a mark in it than not at all.

// checkRequest refuses a request that gRPC would not send: with a text that is not UTF-8, naming the field, or too long.
func checkRequest(message any) error {
	m, ok := message.(proto.Message)
	if !ok {
		return nil
	}
	if size := proto.Size(m); size > protocol.MaxMessage {
		return &mperr.InvalidArgument{Argument: "request", Reason: fmt.Sprintf(
			"it takes %d bytes, more than the %d that travel between mp and a plugin", size, protocol.MaxMessage)}
	}
	var bad string
	eachText(m.ProtoReflect(), func(field, text string) string {
		if !utf8.ValidString(text) {
			bad = field
		}
		return text
	})
	if bad == "" {
		return nil
	}
	return &mperr.InvalidArgument{Argument: bad, Reason: "not valid UTF-8 text"}
}

// mendText replaces what is not UTF-8 in an answer.
func mendText(message any) {
	if m, ok := message.(proto.Message); ok {
		eachText(m.ProtoReflect(), func(_, text string) string { return valid(text) })
	}
}

// eachText puts every text field of a message, at any depth, through f. Keys of maps are looked at and stay.
func eachText(m protoreflect.Message, f func(field, text string) string) {
	m.Range(func(field protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		name := string(field.Name())
		each := func(item protoreflect.Value, kind protoreflect.Kind) (protoreflect.Value, bool) {
			switch kind {
			case protoreflect.StringKind:
				text := f(name, item.String())
				return protoreflect.ValueOfString(text), text != item.String()
			case protoreflect.MessageKind:
				eachText(item.Message(), f)
			}
			return item, false
		}
		switch {
		case field.IsList():
			eachInList(value.List(), field.Kind(), each)
		case field.IsMap():
			eachInMap(value.Map(), field.MapValue().Kind(), f, name, each)
		default:
			if changed, is := each(value, field.Kind()); is {
				m.Set(field, changed)
			}
		}
		return true
	})
}

type eachValue func(item protoreflect.Value, kind protoreflect.Kind) (changed protoreflect.Value, is bool)

func eachInList(items protoreflect.List, kind protoreflect.Kind, each eachValue) {
	for i := range items.Len() {
		if changed, is := each(items.Get(i), kind); is {
			items.Set(i, changed)
		}
	}
}

func eachInMap(
	items protoreflect.Map, kind protoreflect.Kind, f func(field, text string) string, name string, each eachValue,
) {
	items.Range(func(key protoreflect.MapKey, item protoreflect.Value) bool {
		f(name, key.String())
		if changed, is := each(item, kind); is {
			items.Set(key, changed)
		}
		return true
	})
}
