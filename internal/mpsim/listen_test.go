package mpsim

import (
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// empty is a Server whose one project has no events.
func empty(t *testing.T) *Server {
	t.Helper()
	s, err := New(Config{Projects: []Project{{ID: 1, Days: 1}}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestListenAnswersUntilItIsStopped(t *testing.T) {
	s := empty(t)
	l, err := s.Listen(t.Context(), "127.0.0.1:0", s)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.Get(l.URL + "/_sim/requests")
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%s answers %v, %v", l.URL, response, err)
	}
	response.Body.Close()
	select {
	case <-l.Ended():
		t.Error("it has ended before it was stopped")
	default:
	}
	for range 2 {
		if err := l.Stop(); err != nil {
			t.Error(err)
		}
	}
	<-l.Ended()
	if conn, err := net.Dial("tcp", strings.TrimPrefix(l.URL, "http://")); err == nil {
		conn.Close()
		t.Error("somebody listens after Stop")
	}
}

func TestStopCutsAnAnswerUnderWay(t *testing.T) {
	s := empty(t)
	l, err := s.Listen(t.Context(), "127.0.0.1:0", s)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Inject(Fault{Effect: Stall{After: 10}}); err != nil {
		t.Fatal(err)
	}
	response, err := http.Get(l.URL + "/api/app/me")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if err := l.Stop(); err != nil {
		t.Error(err)
	}
	if body, err := io.ReadAll(response.Body); err == nil {
		t.Errorf("the cut answer %q looks complete", body)
	}
}

func TestListenAnswersWithWhatStandsInFront(t *testing.T) {
	front := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	l, err := empty(t).Listen(t.Context(), "127.0.0.1:0", front)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Stop() }()
	response, err := http.Get(l.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusTeapot {
		t.Errorf("status %d is not of the handler in front", response.StatusCode)
	}
}

func TestListenRefusesAnAddressThatIsTaken(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	s := empty(t)
	if l, err := s.Listen(t.Context(), taken.Addr().String(), s); err == nil {
		t.Errorf("it listens at %s, which is taken", l.URL)
	}
}

// torn is a listener that fails at once.
type torn struct{ net.Listener }

var errTorn = errors.New("torn")

func (torn) Accept() (net.Conn, error) { return nil, errTorn }

func TestAListenerThatFailsEndsServingAndStopTells(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := empty(t)
	l := s.listen(torn{listener}, s)
	select {
	case <-l.Ended():
	case <-time.After(30 * time.Second):
		t.Fatal("it does not end")
	}
	if err := l.Stop(); !errors.Is(err, errTorn) {
		t.Errorf("Stop = %v, want %v", err, errTorn)
	}
}
