// Package faults holds the suite that breaks things on purpose: it runs the built mp with the built plugins against the
// simulator, and has the server cut, refuse and stall, kills and stops the processes, and takes the disk, the lock and the
// permission away. It has no code of its own, only tests.
//
// A round is one fault at one point of one fetch. After the fault nothing may be visible but whole units. Then the same
// command is repeated without it until it ends well, and the table is held against the simulator's truth: every row, every
// column, every byte of the properties; the books of every day; and what is left of processes and files.
//
// The last line of the log sums up:
//
//	runs 41, losses 0, duplicates 0, leftovers 0
//
// Points are drawn from a seed, which the log has. A plain run makes each kind of round once;
//
//	go test ./internal/faults -v -timeout 2h -faults.rounds 1000 -faults.seed 7
//
// makes more of them, at other points. The suite needs Linux, whose /proc tells which processes are left.
package faults
