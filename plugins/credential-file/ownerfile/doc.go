// Package ownerfile reads and replaces files that hold secrets: plain files that nobody but their owner can read, in
// folders where nobody else can swap them.
//
// A file is never changed in place: [Replace] writes a new one beside it and renames it, so that a reader and a crash
// see the old file or the new one, whole. Writers hold [Lock] meanwhile; readers need no lock.
//
// Every error is an [mperr.ConfigError] with the path and the command that mends it, but for [fs.ErrNotExist] of Read
// and the context's own errors.
package ownerfile
