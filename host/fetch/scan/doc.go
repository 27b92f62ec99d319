// Package scan reads one line of a raw export, or one profile: it proves that the line is strict JSON and an event, and finds the five
// parts that become columns, without building maps and without allocating.
//
// Strict means RFC 8259 and more, because what is stored is read again by engines that are stricter than Go: invalid
// UTF-8, raw control characters and escapes of half a surrogate pair are faults, as is nesting deeper than [MaxDepth].
// The properties are handed on byte for byte: order, duplicate keys, escapes and the digits of numbers stay as sent.
//
// Of a key that comes twice the last one counts, as in every common JSON reader; both stay in the properties.
package scan
