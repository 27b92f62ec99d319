package main

import (
	"context"
	"fmt"
	"io"
)

// interruptible gives what read gives, or ctx's error as soon as ctx ends. A read from a terminal cannot be broken off:
// its goroutine then ends with the program, which an interrupted command brings about at once.
func interruptible[T any](ctx context.Context, read func() (T, error)) (T, error) {
	type answer struct {
		value T
		err   error
	}
	answers := make(chan answer, 1)
	go func() {
		value, err := read()
		answers <- answer{value, err}
	}()
	select {
	case got := <-answers:
		return got.value, got.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

// answerLimit caps what a person types as an answer, in bytes.
const answerLimit = 4096

// readLine reads up to the line's end and no byte more, as the next question has its own answer. A last line may lack the
// break.
func readLine(in io.Reader) (string, error) {
	var line []byte
	for next := make([]byte, 1); len(line) < answerLimit; {
		n, err := in.Read(next)
		switch {
		case n == 1 && next[0] == '\n':
			return string(line), nil
		case n == 1:
			line = append(line, next[0])
		case err == io.EOF && len(line) > 0:
			return string(line), nil
		case err != nil:
			return "", err
		}
	}
	return "", fmt.Errorf("the answer is longer than %d bytes", answerLimit)
}

// readAll reads to the end, which must come within limit bytes.
func readAll(in io.Reader, limit int64) (string, error) {
	text, err := io.ReadAll(io.LimitReader(in, limit+1))
	if err == nil && int64(len(text)) > limit {
		err = fmt.Errorf("more than %d bytes", limit)
	}
	if err != nil {
		return "", err
	}
	return string(text), nil
}
