package main

// keepPrivate has nothing to do: files take over the access rules of their folder.
func keepPrivate() {}
