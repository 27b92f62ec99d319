package plugin

import (
	"bufio"
	"io"
	"time"
)

// readOutput takes the first line of stdout as the handshake, passes it on to go-plugin if it is good, and reads the rest
// as words, for as long as anybody writes: a full pipe would stop the plugin.
func (c *child) readOutput(stdout io.Reader) {
	reader := bufio.NewReaderSize(stdout, maxHandshake)
	line, err := reader.ReadSlice('\n')
	if len(line) == 0 && err != nil {
		c.awaitReap()
		_ = c.handshakeIn.Close()
		return
	}
	if f := c.judge(string(line)); f != nil {
		c.mu.Lock()
		c.fault = f
		c.mu.Unlock()
		_ = c.handshakeIn.Close()
	} else {
		_, _ = c.handshakeIn.Write(line)
	}
	read(reader, c.output)
}

// awaitReap waits for the end of a process that closed stdout without a word, so that its exit status is known, but not
// for ever: it may live on.
func (c *child) awaitReap() {
	timer := time.NewTimer(closeGrace)
	defer timer.Stop()
	select {
	case <-c.reaped:
	case <-timer.C:
	}
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
