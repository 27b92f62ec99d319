package fetch

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// split gives all lines of a body and their offsets.
func split(from io.Reader) (texts []string, offsets []int64, err error) {
	l := newLines(from)
	for {
		line, err := l.next()
		if err == io.EOF {
			return texts, offsets, nil
		}
		if err != nil {
			return texts, offsets, err
		}
		texts, offsets = append(texts, string(line.text)), append(offsets, line.offset)
	}
}

func TestLinesEndAtNewlineBytesOnly(t *testing.T) {
	for body, want := range map[string][]string{
		"":                        nil,
		"a":                       {"a"},
		"a\n":                     {"a"},
		"\n":                      {""},
		"a\n\nb":                  {"a", "", "b"},
		"a\r\nb\rc\n":             {"a\r", "b\rc"},
		"a\u2028b\u0085c\vd\fe\n": {"a\u2028b\u0085c\vd\fe"},
		"\x00\n\xff":              {"\x00", "\xff"},
	} {
		for name, reader := range map[string]io.Reader{
			"whole": strings.NewReader(body), "bytewise": iotest.OneByteReader(strings.NewReader(body)),
			"with the end": iotest.DataErrReader(strings.NewReader(body)),
		} {
			got, _, err := split(reader)
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Errorf("%q read %s: %v (-want +got):\n%s", body, name, err, diff)
			}
		}
	}
}

func TestLinesLongerThanTheBufferStayWhole(t *testing.T) {
	long := strings.Repeat("x", 3*firstBuffer+17)
	got, offsets, err := split(strings.NewReader("a\n" + long + "\nb\n" + long))
	if diff := cmp.Diff([]string{"a", long, "b", long}, got); diff != "" || err != nil {
		t.Errorf("%v: %.200s", err, diff)
	}
	n := int64(len(long))
	if diff := cmp.Diff([]int64{0, 2, n + 3, n + 5}, offsets); diff != "" {
		t.Errorf("offsets (-want +got):\n%s", diff)
	}
}

func TestALineWithoutEndIsPassedOverInBoundedMemory(t *testing.T) {
	huge := strings.Repeat("y", maxLine+5*firstBuffer)
	for body, want := range map[string][]string{"a\n" + huge + "\nb\n": {"a", "y", "b"}, "a\n" + huge: {"a", "y"}} {
		l := newLines(strings.NewReader(body))
		var firsts []string
		line, err := l.next()
		for ; err == nil; line, err = l.next() {
			firsts = append(firsts, string(line.text[:1]))
			if long := line.text[0] == 'y'; line.tooLong != long || (long && (line.offset != 2 || len(line.text) != maxStart)) {
				t.Errorf("line at %d: too long %v, %d bytes", line.offset, line.tooLong, len(line.text))
			}
		}
		if diff := cmp.Diff(want, firsts); diff != "" || err != io.EOF {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
		if len(l.buf) > maxLine || l.offset != int64(len(body)) {
			t.Errorf("a buffer of %d and offset %d at the end of %d bytes", len(l.buf), l.offset, len(body))
		}
	}
}

func TestABrokenBodyGivesItsWholeLinesAndTheError(t *testing.T) {
	broken := errors.New("broken")
	got, _, err := split(io.MultiReader(strings.NewReader("a\nb\nhalf of"), iotest.ErrReader(broken)))
	if diff := cmp.Diff([]string{"a", "b"}, got); diff != "" || !errors.Is(err, broken) {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	huge := strings.Repeat("y", maxLine+1)
	if _, _, err := split(io.MultiReader(strings.NewReader(huge), iotest.ErrReader(broken))); !errors.Is(err, broken) {
		t.Errorf("in a line without end: %v", err)
	}
}

// randomly reads in pieces whose sizes come from the fuzzer.
type randomly struct {
	from  io.Reader
	sizes []byte
	at    int
}

func (r *randomly) Read(p []byte) (int, error) {
	size := 1
	if len(r.sizes) > 0 {
		size = int(r.sizes[r.at%len(r.sizes)])%97 + 1
		r.at++
	}
	return r.from.Read(p[:min(size, len(p))])
}

func FuzzLinesAreTheBodySplit(f *testing.F) {
	f.Add([]byte("a\nbb\n\nccc"), []byte{1, 2, 3})
	f.Add([]byte("\n\n\r\n"), []byte{})
	f.Fuzz(func(t *testing.T, body, sizes []byte) {
		got, offsets, err := split(&randomly{from: bytes.NewReader(body), sizes: sizes})
		if err != nil {
			t.Fatal(err)
		}
		want := strings.Split(string(body), "\n")
		if want[len(want)-1] == "" {
			want = want[:len(want)-1]
		}
		if len(want) != len(got) {
			t.Fatalf("%q gives %d lines, want %d", body, len(got), len(want))
		}
		for i, text := range got {
			if text != want[i] || !bytes.HasPrefix(body[offsets[i]:], []byte(text)) {
				t.Errorf("line %d of %q is %q at %d, want %q", i, body, text, offsets[i], want[i])
			}
		}
	})
}
