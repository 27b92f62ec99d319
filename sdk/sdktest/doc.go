// Package sdktest tells a plugin author whether a plugin keeps its contract.
//
// # For a plugin's tests
//
// [Credential] and [Storage] are the conformance suites: one subtest for each promise, named by a sentence. They run on a
// Go value, which is quick and easy to debug, and on a built binary, which is what a user gets: launched as the host
// launches it, killed in the middle of writes, started again.
//
//	func TestKeepsTheContract(t *testing.T) {
//		sdktest.Storage(t, sdktest.StorageConfig{Engine: jsonl.Engine{}})
//	}
//
//	func TestBinaryKeepsTheContract(t *testing.T) {
//		sdktest.Storage(t, sdktest.StorageConfig{Binary: "bin/mp-storage-jsonl"})
//	}
//
// Optional powers are tested where they are declared and nowhere else.
//
// # For reading
//
// [NewEngine] and [NewProvider] are the contracts in their plainest form, in memory: where a comment of package storage
// or credential leaves a doubt, the files memory_*.go answer it. They also stand in for real plugins in tests.
package sdktest
