package tomldoc

import (
	"bytes"
	"slices"
)

// lineEnd is the line ending the text uses, by its first line.
func (d *Document) lineEnd() string {
	if i := bytes.IndexByte(d.text, '\n'); i > 0 && d.text[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// body is the text behind a byte order mark.
func (d *Document) body() []byte { return bytes.TrimPrefix(d.text, byteOrderMark) }

// insertAtTop puts a line behind the last top-level pair; where there is none, behind the comment that heads the file,
// else at its beginning.
func (d *Document) insertAtTop(line string) []byte {
	at, eol := len(d.text)-len(d.body()), d.lineEnd()
	if last, ok := d.lastTopPair(); ok {
		at = last.span.end
		if !bytes.HasSuffix(d.text[:at], []byte("\n")) {
			line = eol + line
		}
		return splice(d.text, span{at, at}, line)
	}
	if heading, ok := d.heading(at); ok {
		at = heading
	}
	if rest := d.text[at:]; len(rest) > 0 && !startsBlank(rest) {
		line += eol
	}
	return splice(d.text, span{at, at}, line)
}

func (d *Document) lastTopPair() (statement, bool) {
	for i, s := range d.statements {
		if s.header {
			return d.before(i)
		}
	}
	return d.before(len(d.statements))
}

func (d *Document) before(i int) (statement, bool) {
	if i == 0 {
		return statement{}, false
	}
	return d.statements[i-1], true
}

// heading is the end of the comment lines at the beginning and of the empty line that sets them off from what follows.
func (d *Document) heading(start int) (int, bool) {
	at := start
	for bytes.HasPrefix(d.text[at:], []byte("#")) {
		end := bytes.IndexByte(d.text[at:], '\n')
		if end < 0 {
			return 0, false
		}
		at += end + 1
	}
	if at == start || !startsBlank(d.text[at:]) {
		return 0, false
	}
	return at + bytes.IndexByte(d.text[at:], '\n') + 1, true
}

func startsBlank(text []byte) bool {
	return bytes.HasPrefix(text, []byte("\n")) || bytes.HasPrefix(text, []byte("\r\n"))
}

// splice replaces a span; the original stays as it is.
func splice(text []byte, at span, with string) []byte {
	return slices.Concat(text[:at.start], []byte(with), text[at.end:])
}
