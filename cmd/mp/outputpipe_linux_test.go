package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
)

func TestOutputGoesToAPipeByTheNameOfItsDescriptor(t *testing.T) {
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"/dev/fd/%d", "/proc/self/fd/%d"} {
		if status := newApp("").runs(t, "version", "-o", fmt.Sprintf(name, writer.Fd()), "-f", "jsonl"); status != 0 {
			t.Errorf("%s: status %d", name, status)
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(reader); err != nil || strings.Count(string(got), "\n") != 2 {
		t.Errorf("read %q, %v", got, err)
	}
}
