//go:build unix

package plugin

import (
	"bytes"
	"io"
	"os"
	"testing"
	"time"
)

func TestWhatLiesInAPipeIsReadAfterItsDeadline(t *testing.T) {
	t.Parallel()
	for _, words := range [][]byte{nil, []byte("the last words\n"), bytes.Repeat([]byte("x"), 60_000)} {
		from, to, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		// Somebody holds the other end open, and nobody has read before the deadline.
		t.Cleanup(func() { _, _ = from.Close(), to.Close() })
		if _, err := to.Write(words); err != nil {
			t.Fatal(err)
		}
		if err := from.SetReadDeadline(time.Now().Add(-time.Hour)); err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(newPipe(from)); err != nil || !bytes.Equal(got, words) {
			t.Errorf("of %d bytes %d are read, %v", len(words), len(got), err)
		}
	}
}

// TestAWriterWithoutEndIsNotReadForEver: a process that left its group may write on after the plugin's end.
func TestAWriterWithoutEndIsNotReadForEver(t *testing.T) {
	t.Parallel()
	from, to, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	over := make(chan struct{})
	go func() { // ends when the reading end is closed
		defer close(over)
		for err := error(nil); err == nil; {
			_, err = to.Write(make([]byte, 32<<10))
		}
	}()
	if err := from.SetReadDeadline(time.Now()); err != nil {
		t.Fatal(err)
	}
	if n, err := io.Copy(io.Discard, newPipe(from)); err != nil || n > maxInPipe {
		t.Errorf("%d bytes are read, %v", n, err)
	}
	_ = from.Close()
	<-over
	_ = to.Close()
}
