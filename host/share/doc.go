// Package share lets other mp processes of the same user read a store that this one holds open.
//
// An engine that keeps its store for one process at a time, as DuckDB does, would turn every question away while a fetch
// runs. So the process that has a store open for writing answers the questions of the others: it offers the store on a
// socket in its private run folder, named after engine and location ([Offer]); whoever is refused by the engine looks into
// the run folders of the other processes ([Join]) and asks there, in the protocol of the plugins. Any storage plugin is
// served, as the host does it.
//
// # What is seen
//
// What the engine has committed, as a query of the holder's own would see it. What would change the store is refused with
// [mperr.StorageLocked], which names the holder.
//
// # Who may ask
//
// Processes of the same user: the folder has mode 0700, the socket 0600, and the system tells each end who is at the other
// one (Linux and macOS; elsewhere nothing is shared).
//
// # How it ends
//
// Closing an offer removes the socket and gives answers under way [Grace] to end. One that does not, and one whose process
// is killed, ends with [mperr.StorageFailed], which says to repeat the command; never with some of the rows and no error. So
// ends an answer that nobody reads on for [Patience]. The socket of a process that was killed lies in its run folder, which
// the next process removes.
package share
