// Package mperr is the error hierarchy of mp: one Go type per code, the same on both sides of the plugin border.
//
// # Reading an error
//
// Every error a user can meet satisfies [Error]: a stable [Code], a message, and details that are plain JSON values.
// Decide by family with [errors.Is] and a sentinel ([ErrConfig], [ErrAPI], [ErrQuery], [ErrStorage], [ErrPlugin]); read
// fields with [errors.As]:
//
//	var missing *mperr.AccountNotFound
//	if errors.As(err, &missing) {
//		fmt.Println(missing.AvailableAccounts)
//	}
//
// # Making an error
//
// Fill in the fields of the type whose code fits; the message is computed from them. Types with a Message field say in
// their own words what happened. A Cause is kept for [errors.Unwrap] inside the process and never crosses the border.
// Never put a secret into a field: details are printed, logged and sent.
//
// # One table
//
// [Table] lists code, gRPC code, exit code and hint of every type. The wire codec, the command's exit codes and
// docs/errors.md come from it, and a golden file freezes it: codes are a contract, so rows are added and never changed.
package mperr

//go:generate go run ./internal/gendocs . ../../docs/errors.md
