package mperr

import (
	"fmt"
	"strings"
)

// PluginNotFound: no plugin of that kind and name in the folders that are searched.
type PluginNotFound struct {
	// Plugin is the file name looked for, such as mp-storage-duckdb.
	Plugin string `json:"plugin"`
	// Searched are the folders that were looked in.
	Searched []string `json:"searched"`
	// Installed are the names of the same kind that are there.
	Installed []string `json:"installed,omitempty"`
}

func (e *PluginNotFound) Error() string {
	text := fmt.Sprintf("plugin %s not found", e.Plugin)
	if len(e.Searched) > 0 {
		text += " in " + strings.Join(e.Searched, ", ")
	}
	if len(e.Installed) > 0 {
		text += "; installed: " + strings.Join(e.Installed, ", ")
	}
	return text
}
func (e *PluginNotFound) Code() Code                   { return "PLUGIN_NOT_FOUND" }
func (e *PluginNotFound) Details() map[string]any      { return detailsOf(e) }
func (e *PluginNotFound) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *PluginNotFound) Is(target error) bool         { return target == ErrPlugin }

// Evidence is what the host saw of a plugin process that failed.
type Evidence struct {
	// Plugin is the name, such as mp-storage-duckdb.
	Plugin string `json:"plugin"`
	// Path is the file that was run.
	Path string `json:"path,omitempty"`
	// Call is the RPC or step that was under way, such as storage.WriteUnit or start.
	Call string `json:"call,omitempty"`
	// Problem is one clause in plain words: what happened.
	Problem string `json:"problem"`
	// Exit is the exit status or signal, such as "exit status 3" or "signal: killed"; "" where the process lives or never ran.
	Exit string `json:"exit,omitempty"`
	// Stderr holds the last lines that the plugin wrote, secrets removed, ten at most.
	Stderr []string `json:"stderr,omitempty"`
	// Fix is one sentence on how to mend it.
	Fix string `json:"fix,omitempty"`
}

// text is one line: which plugin, what happened, exit, and the last line of stderr.
func (e Evidence) text() string {
	text := "plugin " + e.Plugin + ": "
	if e.Call != "" {
		text += e.Call + ": "
	}
	text += e.Problem
	if e.Exit != "" {
		text += " (" + e.Exit + ")"
	}
	if n := len(e.Stderr); n > 0 {
		text += "; last stderr line: " + e.Stderr[n-1]
	}
	return text
}

func (e Evidence) hint() string { return e.Fix }

// PluginStartFailed: the process could not be started or did not say the handshake.
type PluginStartFailed struct {
	Evidence

	// Cause stays in the process.
	Cause error `json:"-"`
}

func (e *PluginStartFailed) Error() string                { return e.text() }
func (e *PluginStartFailed) Code() Code                   { return "PLUGIN_START_FAILED" }
func (e *PluginStartFailed) Details() map[string]any      { return detailsOf(e) }
func (e *PluginStartFailed) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *PluginStartFailed) Is(target error) bool         { return target == ErrPlugin }
func (e *PluginStartFailed) Unwrap() error                { return e.Cause }

// PluginCrashed: the process ended, or a handler panicked, while a call was under way.
type PluginCrashed struct {
	Evidence
}

func (e *PluginCrashed) Error() string                { return e.text() }
func (e *PluginCrashed) Code() Code                   { return "PLUGIN_CRASHED" }
func (e *PluginCrashed) Details() map[string]any      { return detailsOf(e) }
func (e *PluginCrashed) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *PluginCrashed) Is(target error) bool         { return target == ErrPlugin }

// PluginTimeout: the process lives and did not answer in time.
type PluginTimeout struct {
	Evidence

	// Seconds is the deadline that passed.
	Seconds float64 `json:"seconds"`
}

func (e *PluginTimeout) Error() string                { return e.text() }
func (e *PluginTimeout) Code() Code                   { return "PLUGIN_TIMEOUT" }
func (e *PluginTimeout) Details() map[string]any      { return detailsOf(e) }
func (e *PluginTimeout) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *PluginTimeout) Is(target error) bool         { return target == ErrPlugin }

// PluginProtocol: the process answers, but not what the protocol says: another kind, another version, a message too
// large, a call out of order.
type PluginProtocol struct {
	Evidence
}

func (e *PluginProtocol) Error() string                { return e.text() }
func (e *PluginProtocol) Code() Code                   { return "PLUGIN_PROTOCOL" }
func (e *PluginProtocol) Details() map[string]any      { return detailsOf(e) }
func (e *PluginProtocol) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *PluginProtocol) Is(target error) bool         { return target == ErrPlugin }

// PluginChecksum: the file is not the one that was pinned. It was not run.
type PluginChecksum struct {
	// Plugin is the name, such as mp-storage-duckdb.
	Plugin string `json:"plugin"`
	// Path is the file that was found.
	Path string `json:"path"`
	// Pinned is the sha256 that was written down when the plugin was installed.
	Pinned string `json:"pinned"`
	// Actual is the sha256 of the file.
	Actual string `json:"actual"`
}

func (e *PluginChecksum) Error() string {
	return fmt.Sprintf("plugin %s at %s has sha256 %s, not the pinned %s", e.Plugin, e.Path, e.Actual, e.Pinned)
}
func (e *PluginChecksum) Code() Code                   { return "PLUGIN_CHECKSUM" }
func (e *PluginChecksum) Details() map[string]any      { return detailsOf(e) }
func (e *PluginChecksum) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *PluginChecksum) Is(target error) bool         { return target == ErrPlugin }
