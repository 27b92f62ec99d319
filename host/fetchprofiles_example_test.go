package host_test

import (
	"context"
	"fmt"
	"log"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Fetch all profiles, and later those that were updated since.
func ExampleWorkspace_FetchProfiles() {
	ctx := context.Background()
	options, cleanUp := simulated() // in your program: host.Options{Account: "production"}
	defer cleanUp()
	workspace, err := host.Open(ctx, options)
	if err != nil {
		log.Panic(err)
	}
	defer workspace.Close()

	all, err := workspace.FetchProfiles(ctx, fetch.ProfilesRequest{Table: "profiles"})
	if err != nil {
		log.Panic(err)
	}
	later, err := workspace.FetchProfiles(ctx, fetch.ProfilesRequest{Table: "profiles", Mode: storage.Append, Incremental: true})
	if err != nil {
		log.Panic(err)
	}
	fmt.Println("every profile stored once:", all.Stored == all.TableRows)
	fmt.Println("the same after what changed:", later.TableRows == all.TableRows && later.Received < all.Received)
	// Output:
	// every profile stored once: true
	// the same after what changed: true
}

// Count events by name without storing them.
func ExampleWorkspace_StreamEvents() {
	ctx := context.Background()
	options, cleanUp := simulated() // in your program: host.Options{Account: "production"}
	defer cleanUp()
	workspace, err := host.Open(ctx, options)
	if err != nil {
		log.Panic(err)
	}
	defer workspace.Close()

	counts := map[string]int{}
	for event, err := range workspace.StreamEvents(ctx, fetch.Request{From: "2026-01-01", To: "2026-01-02"}) {
		if err != nil {
			log.Panic(err)
		}
		counts[event.EventName]++
	}
	fmt.Println("page views:", counts["Page View"] > 0)
	// Output: page views: true
}

// Read profiles one by one.
func ExampleWorkspace_StreamProfiles() {
	ctx := context.Background()
	options, cleanUp := simulated() // in your program: host.Options{Account: "production"}
	defer cleanUp()
	workspace, err := host.Open(ctx, options)
	if err != nil {
		log.Panic(err)
	}
	defer workspace.Close()

	for profile, err := range workspace.StreamProfiles(ctx, fetch.ProfilesRequest{OutputProperties: []string{"$email"}}) {
		if err != nil {
			log.Panic(err)
		}
		fmt.Println("a profile has an id:", profile.DistinctID != "")
		break
	}
	// Output: a profile has an id: true
}
