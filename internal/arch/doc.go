// Package arch holds the test that keeps the direction of imports. It has no code of its own.
package arch
