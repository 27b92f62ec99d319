package sdk

import (
	"bufio"
	"io"
	"os"
	"regexp"

	"github.com/mixpanel-data/mp/sdk/internal/protocol"
)

// The first line that a plugin writes to standard output is its handshake, and any other text there makes the host
// refuse it: one fmt.Println in some library would do. So the SDK takes file descriptor 1 for itself, as early as Go
// allows, and puts standard error in its place; and it lets nothing through to the real one but the handshake.

// hostOutput is the real standard output, where a host started this process, and nil everywhere else. Being a package
// variable, it is set before the init functions of every package that imports this one.
var hostOutput = takeStandardOutput(startedByHost())

// startedByHost says whether the cookie of either kind is set.
func startedByHost() bool {
	for _, kind := range []protocol.Kind{protocol.Credential, protocol.Storage} {
		if key, value := protocol.Cookie(kind); os.Getenv(key) == value {
			return true
		}
	}
	return false
}

// handshakeLine is how go-plugin's line starts: core version, protocol version, network.
var handshakeLine = regexp.MustCompile(`1\|[0-9]+\|(unix|tcp)\|`)

// relayHandshake lets go-plugin print its handshake, and nobody else: os.Stdout becomes a pipe, of which the handshake
// goes to the real standard output and all other text to standard error. The goroutine ends with the process, or when
// go-plugin has put its own pipe in place of ours and nobody holds ours any more.
func relayHandshake() error {
	if hostOutput == nil {
		return nil
	}
	read, write, err := os.Pipe()
	if err != nil {
		return err
	}
	os.Stdout = write
	go relay(read, hostOutput, os.Stderr)
	return nil
}

// relay copies the first handshake in from to host, and everything else to others.
func relay(from io.Reader, host, others io.Writer) {
	lines := bufio.NewReader(from)
	for {
		line, err := lines.ReadSlice('\n')
		if at := handshakeLine.FindIndex(line); at != nil && host != nil {
			// A text without a line end may stand before it.
			_, _ = others.Write(line[:at[0]])
			_, _ = host.Write(line[at[0]:])
			host, line = nil, nil
		}
		_, _ = others.Write(line)
		if err != nil && err != bufio.ErrBufferFull { //nolint:errorlint // bufio returns it as it is
			return
		}
	}
}
