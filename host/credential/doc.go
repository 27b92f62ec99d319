// Package credential asks credential providers in the user's order and explains the outcome.
//
// A [Chain] is a list of links, each a provider that is opened when its turn comes. Each link ends in a [Verdict]: found
// stops the chain with credentials; not configured goes on to the next link; everything else stops the chain with that
// link's error, so that a failing link never silently yields to a lower one. The [Outcome] lists every link with its
// verdict, also after a success; it never holds a secret's value.
package credential
