package discovery_test

import (
	"context"
	"fmt"

	"github.com/mixpanel-data/mp/host/discovery"
)

// Ask a project for the properties of an event. The client is a [mixpanel.Client] in a program, and stands for one here.
func ExampleProject_Properties() {
	client := &fake{answers: map[string]string{"events/properties/top": `{"plan":{"count":640},"amount":{"count":8120}}`}}
	project := discovery.New(client, discovery.Config{}) // Config.Path names a file that keeps answers for an hour

	names, err := project.Properties(context.Background(), discovery.PropertiesOptions{Event: "Order Placed"})
	fmt.Println(names.Names(), "there may be more:", names.Truncated(), err)
	// Output:
	// [amount plan] there may be more: false <nil>
}
