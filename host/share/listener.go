package share

import (
	"fmt"
	"net"
	"os"
	"syscall"
)

// ownListener takes connections of the user's own processes and hangs up on others.
type ownListener struct{ net.Listener }

// Accept waits for the next process of the user.
func (l ownListener) Accept() (net.Conn, error) {
	for {
		conn, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if checkPeer(conn) == nil {
			return conn, nil
		}
		_ = conn.Close()
	}
}

// checkPeer refuses another user's process at the other end of a socket.
func checkPeer(conn net.Conn) error {
	socket, ok := conn.(syscall.Conn)
	if !ok {
		return fmt.Errorf("%T is no socket", conn)
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return err
	}
	var user int
	var asked error
	if err := raw.Control(func(fd uintptr) { user, asked = peerOf(int(fd)) }); err != nil {
		return err
	}
	if asked != nil {
		return asked
	}
	if user != os.Geteuid() {
		return fmt.Errorf("the process at the other end belongs to user %d", user)
	}
	return nil
}
