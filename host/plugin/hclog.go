package plugin

import (
	"encoding/json"
	"log/slog"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// levelTrace is below slog's lowest, as hclog has one level more.
const levelTrace = slog.LevelDebug - 4

// maxFields is how many fields of a record are kept.
const maxFields = 32

// entry is one line of a plugin, understood as far as possible.
type entry struct {
	level   slog.Level
	message string
	fields  []field
	// structured: the line was hclog's JSON. Otherwise it is text, and the level a guess.
	structured bool
}

type field struct{ name, value string }

var levels = map[string]slog.Level{
	"trace": levelTrace, "debug": slog.LevelDebug, "info": slog.LevelInfo,
	"warn": slog.LevelWarn, "error": slog.LevelError,
}

// parseLine understands a line of stderr. Every input gives an entry: what is not hclog's JSON is text. The line may
// hold anything, and the entry's texts are cleaned.
func parseLine(line string) entry {
	if e, ok := parseJSON(line); ok {
		return e
	}
	return entry{level: guessLevel(line), message: clean(line)}
}

// parseJSON reads hclog's JSON format: one object with "@message", "@level", and fields beside them.
func parseJSON(line string) (entry, bool) {
	if !strings.HasPrefix(line, "{") {
		return entry{}, false
	}
	// RawMessage keeps a nested value as the bytes it is: nesting costs no memory.
	var object map[string]json.RawMessage
	if json.Unmarshal([]byte(line), &object) != nil {
		return entry{}, false
	}
	var message, level string
	if json.Unmarshal(object["@message"], &message) != nil || json.Unmarshal(object["@level"], &level) != nil {
		return entry{}, false
	}
	known, ok := levels[level]
	if !ok {
		known = slog.LevelInfo
	}
	return entry{level: known, message: clean(message), fields: fieldsOf(object), structured: true}, true
}

// fieldsOf lists the fields in alphabetical order, without hclog's own but for the module.
func fieldsOf(object map[string]json.RawMessage) []field {
	var fields []field
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if strings.HasPrefix(name, "@") && name != "@module" {
			continue
		}
		if len(fields) == maxFields {
			break
		}
		value := string(object[name])
		var text string
		if json.Unmarshal(object[name], &text) == nil && object[name][0] == '"' {
			value = text
		}
		fields = append(fields, field{clean(strings.TrimPrefix(name, "@")), clean(value)})
	}
	return fields
}

// guessLevel reads the marks that plain loggers and the Go runtime write.
func guessLevel(line string) slog.Level {
	if isPanic(line) {
		return slog.LevelError
	}
	if rest, ok := strings.CutPrefix(line, "["); ok {
		if name, _, ok := strings.Cut(rest, "]"); ok {
			if level, ok := levels[strings.ToLower(name)]; ok {
				return level
			}
		}
	}
	return slog.LevelInfo
}

// death matches the first line of a dying Go program: a panic, a fault of the runtime's, or a signal that ends programs. The
// registers of the last one are many lines.
var death = regexp.MustCompile(`^(?:panic|fatal error|SIG(?:QUIT|ILL|TRAP|ABRT|BUS|FPE|SEGV|STKFLT|SYS)): `)

func isPanic(line string) bool { return death.MatchString(line) }
