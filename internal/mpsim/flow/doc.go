// Package flow finds out what people do next: the steps behind an anchor event,
// with the numbers of those who went from one to another, as the sankey diagrams
// of Mixpanel's saved flows show them.
//
// A flow begins with a person's first anchor event of a day and goes on with the
// next events of the same person that day, in order of time; of several at one
// instant the one that comes first in the alphabet.
package flow
