package mperr

import "fmt"

// UnitMismatch: a unit's stream ended without its footer or with other counts than the footer says. It was rolled back.
type UnitMismatch struct {
	// Unit is the unit's id, such as 2026-01-01..2026-01-07.
	Unit string `json:"unit"`
	// Reason says what differs: the footer, the rows, the days.
	Reason string `json:"reason"`
	// Expected is the footer's count.
	Expected int64 `json:"expected"`
	// Received is the count of what arrived.
	Received int64 `json:"received"`
}

func (e *UnitMismatch) Error() string {
	return fmt.Sprintf("unit %s was rolled back: %s (expected %d, received %d)", e.Unit, e.Reason, e.Expected, e.Received)
}
func (e *UnitMismatch) Code() Code                   { return "UNIT_MISMATCH" }
func (e *UnitMismatch) Details() map[string]any      { return detailsOf(e) }
func (e *UnitMismatch) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *UnitMismatch) Is(target error) bool         { return target == ErrStorage }

// SessionNotFound: a session was never begun, or was committed or aborted.
type SessionNotFound struct {
	// Session is the id that was given.
	Session string `json:"session"`
}

func (e *SessionNotFound) Error() string {
	return fmt.Sprintf("write session %q is not open", e.Session)
}
func (e *SessionNotFound) Code() Code                   { return "SESSION_NOT_FOUND" }
func (e *SessionNotFound) Details() map[string]any      { return detailsOf(e) }
func (e *SessionNotFound) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *SessionNotFound) Is(target error) bool         { return target == ErrStorage }

// SessionConflict: another session is writing to the same table.
type SessionConflict struct {
	// TableName is the table both want to write to.
	TableName string `json:"table_name"`
	// Session is the id of the session that is open.
	Session string `json:"session,omitempty"`
}

func (e *SessionConflict) Error() string {
	return fmt.Sprintf("another fetch is writing to table %q", e.TableName)
}
func (e *SessionConflict) Code() Code                   { return "SESSION_CONFLICT" }
func (e *SessionConflict) Details() map[string]any      { return detailsOf(e) }
func (e *SessionConflict) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *SessionConflict) Is(target error) bool         { return target == ErrStorage }

// CapabilityNotSupported: the plugin does not have an optional power. Another plugin may.
type CapabilityNotSupported struct {
	// Plugin is the name, such as mp-storage-jsonl.
	Plugin string `json:"plugin,omitempty"`
	// Capability is the power that was asked for, such as sql.
	Capability string `json:"capability"`
	// Fix is one sentence on how to go on.
	Fix string `json:"fix,omitempty"`
}

func (e *CapabilityNotSupported) Error() string {
	if e.Plugin == "" {
		return e.Capability + " is not supported"
	}
	return fmt.Sprintf("plugin %s does not support %s", e.Plugin, e.Capability)
}
func (e *CapabilityNotSupported) Code() Code                   { return "CAPABILITY_NOT_SUPPORTED" }
func (e *CapabilityNotSupported) Details() map[string]any      { return detailsOf(e) }
func (e *CapabilityNotSupported) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *CapabilityNotSupported) hint() string                 { return e.Fix }
