package arrival

import "math/bits"

// filter is a Bloom filter that grows: a set of hashes in four bytes each that may say it has one that it has not, for
// about one in three thousand.
type filter struct{ layers []layer }

// layer is a part of the filter of a fixed size, cut in blocks of a cache line each. A hash touches one block.
type layer struct {
	blocks [][8]uint64
	room   int
}

const (
	firstBlocks = 1 << 14 // a megabyte, for a quarter million rows
	bitsEach    = 32
	blockBits   = 512
)

func newFilter() *filter { return &filter{layers: []layer{newLayer(firstBlocks)}} }

func newLayer(blocks int) layer {
	return layer{blocks: make([][8]uint64, blocks), room: blocks * blockBits / bitsEach}
}

// add puts a hash in and says whether it was there.
func (f *filter) add(hash uint64) (known bool) {
	for i := range f.layers {
		if f.layers[i].has(hash) {
			return true
		}
	}
	last := &f.layers[len(f.layers)-1]
	if last.room == 0 {
		f.layers = append(f.layers, newLayer(4*len(last.blocks)))
		last = &f.layers[len(f.layers)-1]
	}
	last.put(hash)
	return false
}

func (l *layer) has(hash uint64) bool {
	block := l.block(hash)
	for marks := mix(hash); marks != 0; marks >>= 9 {
		if at := marks % blockBits; block[at/64]&(1<<(at%64)) == 0 {
			return false
		}
	}
	return true
}

func (l *layer) put(hash uint64) {
	block := l.block(hash)
	for marks := mix(hash); marks != 0; marks >>= 9 {
		at := marks % blockBits
		block[at/64] |= 1 << (at % 64)
	}
	l.room--
}

// block spreads hashes evenly over any number of blocks.
func (l *layer) block(hash uint64) *[8]uint64 {
	high, _ := bits.Mul64(hash, uint64(len(l.blocks)))
	return &l.blocks[high]
}

// mix gives four marks of nine bits from bits that do not choose the block. The top bit keeps the loops at four rounds.
func mix(hash uint64) uint64 {
	return hash*0x9e3779b97f4a7c15>>28&(1<<36-1) | 1<<35
}
