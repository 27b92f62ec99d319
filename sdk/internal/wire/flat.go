package wire

import "encoding/binary"

// flat is a table of a flatbuffer, the format of Arrow's metadata. Reading outside of the data panics, which measure turns
// into an error; a field that is not there reads as zero, as flatbuffers has it.
//
// Arrow's own readers of these tables are internal to it, and reading is what its IPC reader does without any limit.
type flat struct {
	data []byte
	at   int
}

func flatRoot(data []byte) flat { return flat{data, int(binary.LittleEndian.Uint32(data))} }

// field is the position of a field's value, or 0. A slot is the field's place in the vtable: 4, 6, 8, …
func (t flat) field(slot int) int {
	vtable := t.at - int(int32(binary.LittleEndian.Uint32(t.data[t.at:]))) //nolint:gosec // the same bits, signed
	if slot >= int(binary.LittleEndian.Uint16(t.data[vtable:])) {
		return 0
	}
	offset := int(binary.LittleEndian.Uint16(t.data[vtable+slot:]))
	if offset == 0 {
		return 0
	}
	return t.at + offset
}

func (t flat) has(slot int) bool { return t.field(slot) != 0 }

func (t flat) byte(slot int) byte {
	if at := t.field(slot); at != 0 {
		return t.data[at]
	}
	return 0
}

func (t flat) int64(slot int) int64 {
	if at := t.field(slot); at != 0 {
		return int64At(t.data, at)
	}
	return 0
}

// follow is the position that the offset at a field points to.
func (t flat) follow(slot int) (at int, ok bool) {
	at = t.field(slot)
	if at == 0 {
		return 0, false
	}
	return at + int(binary.LittleEndian.Uint32(t.data[at:])), true
}

func (t flat) table(slot int) (flat, bool) {
	at, ok := t.follow(slot)
	return flat{t.data, at}, ok
}

// vector gives the bytes of a vector whose items have a size, and the position where they start.
func (t flat) vector(slot, size int) (items []byte, at int) {
	at, ok := t.follow(slot)
	if !ok {
		return nil, 0
	}
	n := int(binary.LittleEndian.Uint32(t.data[at:]))
	return t.data[at+4:][:n*size], at + 4
}

// tables gives the tables of a vector of tables.
func (t flat) tables(slot int) func(yield func(flat) bool) {
	items, start := t.vector(slot, 4)
	return func(yield func(flat) bool) {
		for i := 0; i < len(items); i += 4 {
			if !yield(flat{t.data, start + i + int(binary.LittleEndian.Uint32(items[i:]))}) {
				return
			}
		}
	}
}
