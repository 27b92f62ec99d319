package live

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/mixpanel-data/mp/internal/spelling"
)

// mostSimilar is how many names somebody is offered who wrote one wrong.
const mostSimilar = 5

// Known tells which names there are: all of them, or none where they cannot be had.
type Known interface {
	// Place is where they are, as behind in.
	Place() string
	// Events are the names of all events.
	Events(ctx context.Context) []string
	// Properties are the names of all properties of an event that is there.
	Properties(ctx context.Context, event string) []string
}

// Explain gives a line for each name of a doubt that is not there, with the names that may be meant. Where all events are
// there it is the property's turn, of which no name need be known if events without it were counted.
func (d Doubt) Explain(ctx context.Context, known Known) []string {
	if lines := d.explainEvents(ctx, known); len(lines) > 0 || d.Property == "" {
		return lines
	}
	names := known.Properties(ctx, d.Event)
	line, lacking := fmt.Sprintf("no event %q that was counted has a value for the property %q", d.Event, d.Property), lacks(names, d.Property)
	switch {
	case d.Undefined && lacking:
		return []string{line + meant(d.Property, names)}
	case d.Undefined:
		return []string{line}
	case lacking:
		return []string{fmt.Sprintf("no property %q of event %q in %s", d.Property, d.Event, known.Place()) + meant(d.Property, names)}
	}
	return nil
}

func (d Doubt) explainEvents(ctx context.Context, known Known) (lines []string) {
	if len(d.Events) == 0 {
		return nil
	}
	names := known.Events(ctx)
	for _, event := range d.Events {
		if lacks(names, event) {
			lines = append(lines, fmt.Sprintf("no event %q in %s", event, known.Place())+meant(event, names))
		}
	}
	return lines
}

// lacks says that there are names and that this is none of them.
func lacks(names []string, name string) bool { return len(names) > 0 && !slices.Contains(names, name) }

// meant asks for the names that are similar, if there are any.
func meant(name string, names []string) string {
	similar := spelling.Similar(name, names, mostSimilar)
	if len(similar) == 0 {
		return ""
	}
	return ": did you mean " + strings.Join(similar, ", ") + "?"
}
