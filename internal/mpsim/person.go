package mpsim

import (
	"bytes"
	"encoding/json"
	"slices"
	"time"

	"github.com/mixpanel-data/mp/internal/mpsim/expr"
	"github.com/mixpanel-data/mp/internal/mpsim/shop"
)

// Profile is the state of a person or a group; see [Server.Profiles].
type Profile = shop.Profile

// ProfileMember is a property of a profile.
type ProfileMember = shop.Member

// Group is a group key of a project; see [Server.Groups].
type Group = shop.Group

// population is who has profiles: the people of a project, or the groups of a
// key.
type population struct {
	size    int
	profile func(i int, at time.Time) Profile
}

func (p *project) people() population { return population{p.shop.Profiles(), p.shop.Profile} }

func (p *project) groups(g Group) population {
	return population{g.Profiles, func(i int, at time.Time) Profile { return p.shop.GroupProfile(g, i, at) }}
}

// person is a profile as expressions see it.
type person struct {
	profile   Profile
	behaviors behaviors
}

// Lookup implements expr.Env. Properties are known as user["x"] and as
// properties["x"].
func (p *person) Lookup(object, name string) expr.Value {
	switch {
	case object == "behaviors":
		return p.behaviors.value(name, p.profile.ID)
	case object == "event":
		return expr.Value{}
	case name == "$distinct_id" || name == "distinct_id":
		return expr.Text(p.profile.ID)
	}
	i := slices.IndexFunc(p.profile.Members, func(m shop.Member) bool { return m.Name == name })
	if i < 0 {
		return expr.Value{}
	}
	return expr.FromJSON(decode([]byte(p.profile.Members[i].JSON)))
}

// decode reads JSON that the simulator made, numbers as they are written.
func decode(text []byte) any {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		panic("the simulator made what is not JSON: " + err.Error())
	}
	return value
}
