package plugin

import (
	"errors"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"syscall"
)

// otherKind is what a plugin says that was started as one of another kind: the words of sdk.Serve and of go-plugin's.
// Where they change, the cause is told as an exit like any other.
var otherKind = regexp.MustCompile(`^mp-\S+ is a \w+ plugin of mp:|^This binary is a plugin\.`)

// exitFault says why a process ended; what tells when.
func (p *Process) exitFault(what string) *fault {
	exit, _ := p.child.ended()
	switch cause := p.journal.cause(); {
	case cause != "":
		return &fault{problem: what + ": " + cause, fix: "report it to the plugin's author"}
	case slices.ContainsFunc(p.journal.last(), otherKind.MatchString):
		return &fault{
			protocol: true, problem: "it is no " + string(p.found.Kind) + " plugin: it refuses to be started as one",
			fix: "install a " + string(p.found.Kind) + " plugin under this name",
		}
	case strings.HasPrefix(exit, "signal: killed"):
		return &fault{problem: what + ": it was killed from outside", fix: "see whether memory ran out (the kernel's log says so), and repeat the command"}
	default:
		return &fault{problem: what, fix: "the last lines it wrote say why; if they do not, report it to the plugin's author"}
	}
}

// execFault says why the system would not run a program.
func execFault(path string, err error) *fault {
	switch {
	case errors.Is(err, syscall.ENOEXEC):
		return &fault{problem: "it is built for " + builtFor(path) + ", and this is " + thisSystem(), fix: "install the plugin for " + thisSystem(), cause: err}
	case errors.Is(err, fs.ErrPermission):
		return &fault{
			problem: "the system refuses to run it, though it is executable",
			fix:     "see whether its file system is mounted noexec (mount shows it), and move the plugin to another folder if so", cause: err,
		}
	case errors.Is(err, fs.ErrNotExist):
		return &fault{problem: "the loader or interpreter that it needs is not on this system", fix: "install the plugin for " + thisSystem() + ", or what it needs", cause: err}
	case errors.Is(err, syscall.ETXTBSY):
		return &fault{problem: "its file is being written", fix: "wait until its installation has ended, and repeat the command", cause: err}
	case errors.Is(err, syscall.EAGAIN), errors.Is(err, syscall.ENOMEM), errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		return &fault{problem: "the system has no room for another process", fix: "end other programs, or raise the limits that ulimit -a shows", cause: err}
	}
	return &fault{problem: "the system would not run it: " + clip(clean(err.Error()), maxShown), fix: "install the plugin again", cause: err}
}
