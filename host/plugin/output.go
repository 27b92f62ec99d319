package plugin

import (
	"bufio"
	"io"
	"time"
)

// lastWords is how long a child may take to end by itself after it said something wrong: its exit status is worth knowing.
const lastWords = 200 * time.Millisecond

// readOutput takes the first line of stdout as the handshake, passes it on to go-plugin if it is good, and reads the rest
// as words, for as long as anybody writes: a full pipe would stop the plugin.
func (c *child) readOutput(stdout io.Reader) {
	reader := bufio.NewReaderSize(stdout, maxHandshake)
	line, err := reader.ReadSlice('\n')
	if len(line) == 0 && err != nil {
		// Its exit status says more, where there is one; but it may live on.
		if !within(c.reaped, closeGrace) {
			c.refuse(unusable("it closed stdout without a handshake", "tell its author to call sdk.Serve", nil))
		}
		_ = c.handshakeIn.Close()
		return
	}
	if f := c.judge(string(line)); f != nil {
		c.refuse(f)
		within(c.reaped, lastWords)
		_ = c.handshakeIn.Close()
	} else {
		_, _ = c.handshakeIn.Write(line)
	}
	read(reader, c.output)
}

// refuse notes what was wrong with the handshake, before go-plugin learns that there is none.
func (c *child) refuse(f *fault) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fault = f
}

// read reads to the end into lines.
func read(from io.Reader, to *lines) {
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		_, _ = to.Write(buffer[:n])
		if err != nil {
			_ = to.Close()
			return
		}
	}
}
