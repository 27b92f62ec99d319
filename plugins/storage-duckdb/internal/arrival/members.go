package arrival

import (
	"encoding/binary"
	"math/bits"
	"strconv"
	"strings"
)

// eachMember calls member for each member of the JSON object that text is: with its key as it is written, in quotes, and
// whether its value is null. What member gives is the key that is likely to come next, as it may be written; the first one
// likely is given. Values are passed over without looking into them, so eachMember tells most of what is no object, and not
// all of it.
func eachMember(text, likely string, member func(key string, null bool) (likely string)) (object bool) {
	at := pastSpace(text, 0)
	if !has(text, at, '{') {
		return false
	}
	if at = pastSpace(text, at+1); has(text, at, '}') {
		return pastSpace(text, at+1) == len(text)
	}
	for has(text, at, '"') {
		key := likely
		if key == "" || !strings.HasPrefix(text[at:], key) {
			key = text[at:pastString(text, at)]
		}
		colon := pastSpace(text, at+len(key))
		value := pastSpace(text, colon+1)
		end := pastValue(text, value)
		if !has(text, colon, ':') || end == value {
			return false
		}
		likely = member(key, text[value] == 'n')
		at = pastSpace(text, end)
		if !has(text, at, ',') {
			return has(text, at, '}') && pastSpace(text, at+1) == len(text)
		}
		at = pastSpace(text, at+1)
	}
	return false
}

func has(text string, at int, char byte) bool { return at < len(text) && text[at] == char }

func pastSpace(text string, at int) int {
	for at < len(text) && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r') {
		at++
	}
	return at
}

// pastString is behind the string whose first quote is at a place; the end of the text where it does not end.
func pastString(text string, at int) int {
	for at++; at < len(text); at += 2 {
		if at = special(text, at); has(text, at, '"') {
			return at + 1
		}
	}
	return len(text)
}

// special is the first place from at on with a quote or a backslash, the end of the text for none. Most strings are short:
// eight bytes at a time take half of what a search for each of the two takes (measured).
func special(text string, at int) int {
	const low, high = 0x0101010101010101, 0x8080808080808080
	const quotes, backslashes = '"' * low, '\\' * low
	for ; at+8 <= len(text); at += 8 {
		eight := binary.LittleEndian.Uint64([]byte(text[at : at+8]))
		quote, backslash := eight^quotes, eight^backslashes
		if found := ((quote-low)&^quote | (backslash-low)&^backslash) & high; found != 0 {
			return at + bits.TrailingZeros64(found)/8
		}
	}
	for at < len(text) && text[at] != '"' && text[at] != '\\' {
		at++
	}
	return at
}

// pastValue is behind the value at a place; that place where there is none.
func pastValue(text string, at int) int {
	switch {
	case has(text, at, '"'):
		return pastString(text, at)
	case has(text, at, '{'), has(text, at, '['):
		return pastNested(text, at)
	}
	for at < len(text) && text[at] != ',' && text[at] != '}' && text[at] > ' ' {
		at++
	}
	return at
}

// pastNested is behind the object or array at a place; the end of the text where it does not end.
func pastNested(text string, at int) int {
	for depth := 0; at < len(text); {
		switch text[at] {
		case '"':
			at = pastString(text, at)
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		if at++; depth == 0 {
			break
		}
	}
	return at
}

// halved says whether JSON has half a surrogate pair in one of its strings, which makes it no JSON to DuckDB.
func halved(text string) bool {
	for {
		at := strings.IndexByte(text, '\\')
		if at < 0 || len(text) < at+2 {
			return false
		}
		if text[at+1] != 'u' {
			text = text[at+2:]
			continue
		}
		unit := codeUnit(text[at:])
		text = text[min(at+6, len(text)):]
		switch {
		case unit>>10 == lowHalf:
			return true
		case unit>>10 != highHalf:
		case codeUnit(text)>>10 != lowHalf:
			return true
		default:
			text = text[6:]
		}
	}
}

// The first six bits of either half of a surrogate pair.
const (
	highHalf = 0xd800 >> 10
	lowHalf  = 0xdc00 >> 10
)

// codeUnit is what an escape such as \u00e9 stands for that a text begins with; 0 for any other beginning.
func codeUnit(text string) uint64 {
	if len(text) < 6 || text[:2] != `\u` {
		return 0
	}
	unit, err := strconv.ParseUint(text[2:6], 16, 16)
	if err != nil {
		return 0
	}
	return unit
}
