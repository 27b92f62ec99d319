package wire

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"sync"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
)

// removed stands where a secret was.
const removed = "***"

// minSecret is the shortest text that is looked for. Removing shorter ones would tear up ordinary words, and nobody can
// keep so short a secret.
const minSecret = 6

// Redactor removes secrets from texts by their value. It learns the values that pass through this process: every field
// marked debug_redact of every message that is sent or received. It is safe for concurrent use; nil removes nothing.
type Redactor struct {
	mu     sync.RWMutex
	known  map[string]bool
	forms  []string // the values and their common encodings, the longest first
	remove *strings.Replacer
}

// NewRedactor makes one that knows some secrets already.
func NewRedactor(secrets ...string) *Redactor {
	r := &Redactor{known: map[string]bool{}, remove: strings.NewReplacer()}
	r.Add(secrets...)
	return r
}

// Add makes further secrets known. Texts of fewer than six bytes are left out.
func (r *Redactor) Add(secrets ...string) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, secret := range secrets {
		if len(secret) < minSecret || r.known[secret] {
			continue
		}
		r.known[secret] = true
		r.forms = append(r.forms, formsOf(secret)...)
		// A replacer takes the first of its arguments that matches, so the longest must come first.
		slices.SortFunc(r.forms, func(a, b string) int { return len(b) - len(a) })
		r.remove = replacer(r.forms)
	}
}

func replacer(forms []string) *strings.Replacer {
	pairs := make([]string, 0, 2*len(forms))
	for _, form := range forms {
		pairs = append(pairs, form, removed)
	}
	return strings.NewReplacer(pairs...)
}

// formsOf lists the shapes in which a secret turns up in texts: itself, quoted, in an address, in base64.
func formsOf(secret string) []string {
	quoted, _ := json.Marshal(secret) //nolint:errchkjson // a string never fails
	forms := []string{
		secret,
		string(quoted[1 : len(quoted)-1]),
		url.QueryEscape(secret),
		url.PathEscape(secret),
		base64.StdEncoding.EncodeToString([]byte(secret)),
		base64.RawURLEncoding.EncodeToString([]byte(secret)),
	}
	slices.Sort(forms)
	return slices.Compact(forms)
}

// Redact gives text with every known secret replaced by ***.
func (r *Redactor) Redact(text string) string {
	if r == nil {
		return text
	}
	r.mu.RLock()
	remove := r.remove
	r.mu.RUnlock()
	return remove.Replace(text)
}

// redactValue is Redact for a JSON value, keys included.
func (r *Redactor) redactValue(value any) any {
	switch value := value.(type) {
	case string:
		return r.Redact(value)
	case []any:
		out := make([]any, len(value))
		for i, item := range value {
			out[i] = r.redactValue(item)
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(value))
		for name, item := range value {
			out[r.Redact(name)] = r.redactValue(item)
		}
		return out
	default:
		return value
	}
}

// learn adds the secrets of a message: its text fields marked debug_redact, at any depth.
func (r *Redactor) learn(message any) {
	if m, ok := message.(proto.Message); ok && r != nil && m != nil {
		r.learnFields(m.ProtoReflect())
	}
}

func (r *Redactor) learnFields(m protoreflect.Message) {
	m.Range(func(field protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		if field.IsList() || field.IsMap() {
			return true
		}
		switch options, _ := field.Options().(*descriptorpb.FieldOptions); {
		case field.Kind() == protoreflect.StringKind && options.GetDebugRedact():
			r.Add(value.String())
		case field.Kind() == protoreflect.MessageKind:
			r.learnFields(value.Message())
		}
		return true
	})
}
