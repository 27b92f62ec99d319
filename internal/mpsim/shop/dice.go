package shop

import "math/bits"

// dice is a stream of random numbers: splitmix64, chosen over math/rand because
// its output is fixed by these lines and costs two nanoseconds.
type dice struct{ state uint64 }

// newDice returns the stream of a seed and the numbers that tell it from its
// siblings.
func newDice(seed uint64, labels ...uint64) dice {
	d := dice{seed}
	for _, label := range labels {
		d.state = d.next() ^ label
	}
	return d
}

func (d *dice) next() uint64 {
	d.state += 0x9e3779b97f4a7c15
	z := d.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below returns a number of 0 … n-1.
func (d *dice) below(n int) int {
	high, _ := bits.Mul64(d.next(), uint64(n))
	return int(high)
}

// between returns a number of low … high, both included.
func (d *dice) between(low, high int) int { return low + d.below(high-low+1) }

// unit returns a number of [0, 1).
func (d *dice) unit() float64 { return float64(d.next()>>11) / (1 << 53) }

// chance is true with probability p: never at 0, always at 1.
func (d *dice) chance(p float64) bool { return d.unit() < p }

// pick returns one of the items.
func pick[T any](d *dice, items []T) T { return items[d.below(len(items))] }
