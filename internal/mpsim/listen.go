package mpsim

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"
)

// Listening is a Server that answers at an address of its own. Whoever called
// Listen stops it. It is safe for concurrent use.
type Listening struct {
	// URL is where it answers, as MP_API_BASE_URL takes it: http://HOST:PORT.
	URL string

	simulator *Server
	web       *http.Server
	ended     chan struct{}
	err       error // why serving ended by itself; set before ended is closed
}

// Listen answers at a TCP address until Stop; port 0 takes a free one. What
// answers is handler: the Server itself, or what stands in front of it. ctx is
// for finding the address only.
func (s *Server) Listen(ctx context.Context, addr string, handler http.Handler) (*Listening, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	return s.listen(listener, handler), nil
}

func (s *Server) listen(listener net.Listener, handler http.Handler) *Listening {
	l := &Listening{
		URL:       "http://" + listener.Addr().String(),
		simulator: s,
		web:       &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second},
		ended:     make(chan struct{}),
	}
	go func() { // ends with Stop, or where the listener fails
		defer close(l.ended)
		if err := l.web.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			l.err = err
		}
	}()
	return l
}

// Ended is closed when no request is taken any more: after Stop, or because the
// listener failed, which Stop then tells.
func (l *Listening) Ended() <-chan struct{} { return l.ended }

// Stop closes the Server, which cuts the answers under way, and returns when
// serving has ended. It may be called twice.
func (l *Listening) Stop() error {
	l.simulator.Close()
	err := l.web.Close()
	<-l.ended
	return errors.Join(l.err, err)
}
