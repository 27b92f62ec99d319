package share

import "golang.org/x/sys/unix"

// knowsPeers says that the system tells who is at the other end of a socket.
const knowsPeers = true

// peerOf is the user at the other end of a socket.
func peerOf(fd int) (user int, err error) {
	peer, err := unix.GetsockoptUcred(fd, unix.SOL_SOCKET, unix.SO_PEERCRED)
	if err != nil {
		return 0, err
	}
	return int(peer.Uid), nil
}
