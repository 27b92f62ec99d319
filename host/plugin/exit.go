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

// askedToEnd are the signals that ask a process to end, as [os.ProcessState] names them.
var askedToEnd = regexp.MustCompile(`^signal: (?:terminated|interrupt|hangup|quit)`)

// exitFault says why a process ended; what tells when.
func (p *Process) exitFault(what string) *fault {
	exit, _ := p.child.ended()
	switch cause := p.journal.cause(); {
	case strings.HasPrefix(exit, "signal: file size limit exceeded"):
		return unusable(what+": a file that it wrote reached the limit for the size of files",
			"raise the limit that ulimit -f shows, and repeat the command", nil)
	case askedToEnd.MatchString(exit), strings.HasPrefix(cause, "SIGQUIT: "):
		return unusable(what+": it was asked to end from outside", "repeat the command", nil)
	case cause != "":
		return unusable(what+": "+cause, "report it to the plugin's author", nil)
	case slices.ContainsFunc(p.journal.last(), otherKind.MatchString):
		return mismatch("it is no "+string(p.found.Kind)+" plugin: it refuses to be started as one",
			"install a "+string(p.found.Kind)+" plugin under this name")
	case strings.HasPrefix(exit, "signal: killed"):
		return unusable(what+": it was killed from outside",
			"see whether memory ran out (the kernel's log says so), and repeat the command", nil)
	case exit == "exit status 0":
		return unusable(what+", by itself or because it was asked to from outside",
			"repeat the command; if nobody ended the plugin, report it to the plugin's author", nil)
	case len(p.journal.last()) == 0:
		return unusable(what+", and wrote nothing that says why", "report it to the plugin's author", nil)
	default:
		return unusable(what, "see the last lines it wrote; if they do not help, report it to the plugin's author", nil)
	}
}

// execFault says why the system would not run a program.
func execFault(path string, err error) *fault {
	switch {
	case errors.Is(err, syscall.ENOEXEC):
		return unusable("it is built for "+builtFor(path)+", and this is "+thisSystem(),
			"install the plugin for "+thisSystem(), err)
	case errors.Is(err, fs.ErrPermission):
		return unusable("the system refuses to run it, though it is executable",
			"see whether its file system is mounted noexec, and move the plugin to another folder if so", err)
	case errors.Is(err, fs.ErrNotExist):
		return unusable("the loader or interpreter that it needs is not on this system",
			"install the plugin for "+thisSystem()+", or what it needs", err)
	case errors.Is(err, syscall.ETXTBSY):
		return unusable("its file is being written",
			"wait until its installation has ended, and repeat the command", err)
	case errors.Is(err, syscall.EAGAIN), errors.Is(err, syscall.ENOMEM),
		errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		return unusable("the system has no room for another process",
			"end other programs, or raise the limits that ulimit -a shows", err)
	}
	return unusable("the system would not run it: "+clip(clean(err.Error()), maxShown),
		"install the plugin again", err)
}
