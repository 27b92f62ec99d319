// Package tomldoc changes a TOML text without touching a byte more than asked: comments, order, blank lines, line
// endings and the keys of other tools survive.
//
// A [Document] is read by BurntSushi/toml, the only reader whose word counts for values. The places of keys come from
// go-toml's low-level parser, and an edit replaces, inserts or cuts a span of bytes. The result is read again and must
// be the old values with this one change; where it is not, the edit is refused with an [EditError] and nothing is lost.
//
// No error of this package quotes the text, as secrets stand in it.
package tomldoc
