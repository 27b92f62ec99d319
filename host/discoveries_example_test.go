package host_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/discovery"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Find out what a project contains. Answers are kept for an hour; Refresh asks anew.
func ExampleWorkspace_Events() {
	ctx := context.Background()
	options, cleanUp := simulated() // in your program: host.Options{Account: "production"}
	defer cleanUp()

	workspace, err := host.Open(ctx, options)
	if err != nil {
		log.Panic(err)
	}
	defer workspace.Close()

	funnels, err := workspace.Funnels(ctx, discovery.Options{Refresh: true})
	if err != nil {
		log.Panic(err)
	}
	fmt.Println(funnels.Len() > 0, funnels.Items()[0].Name)

	// An event that is not there comes with the names that are near.
	_, err = workspace.Properties(ctx, discovery.PropertiesOptions{Event: "order_placd"})
	if missing, ok := errors.AsType[*mperr.EventNotFound](err); ok {
		fmt.Println("no event", missing.EventName)
	}
	// Output:
	// true Checkout
	// no event order_placd
}
