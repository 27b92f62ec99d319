// Package pb is the Go code that `make generate` makes from the files in sdk/proto. Nothing in it is written by hand, and
// only sdk/internal/wire imports it: no protobuf type is visible outside the SDK.
package pb

//go:generate sh -c "cd ../../proto && GOWORK=off GOFLAGS=-modfile=../../tools/go.mod go tool buf generate"
