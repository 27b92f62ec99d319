// Package wire is what crosses the border between mp and a plugin, both halves of each call side by side: for every rpc
// the method that answers it in the plugin and the method that asks it in the host stand in one file, so that they cannot
// drift apart.
//
// Read first status_encode.go and status_decode.go (errors), then server.go and client.go (what every call passes
// through), then credential_resolve.go as the plainest rpc, then unit_send.go, unit_receive.go and unit_rows.go (rows going
// in) and rows_answer.go (rows coming out). chunk_*.go is the form of rows on the wire.
//
// # Rules
//
//   - No error leaves without a code, and nothing of an error's chain but the coded error itself; see [Encode].
//   - What the other side sends is checked before it is used: it may be of another version, in another language, or
//     damaged. What cannot be read becomes a coded error; nothing panics.
//   - Memory is bounded by chunks in flight, never by what the other side says of itself.
//   - A value has an optional interface only where the plugin declares the power.
package wire
