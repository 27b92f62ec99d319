package mpsim

import (
	"slices"
	"time"
)

// Funnel is a saved funnel of a project.
type Funnel struct {
	ID     int64
	Name   string
	Steps  []string      // names of events
	Length time.Duration // from the first step to the last one
}

// savedFunnels are those that every shop has, without their ids. One has a step
// twice, one is as short as a visit.
var savedFunnels = []Funnel{
	{Name: "Checkout", Length: 7 * day, Steps: []string{"Product Viewed", "Add To Cart", "Checkout Started", "Order Placed"}},
	{Name: "Search to cart", Length: time.Hour, Steps: []string{"Search", "Product Viewed", "Add To Cart"}},
	{Name: "First order", Length: 30 * day, Steps: []string{"Signup", "Order Placed"}},
	{Name: "Come back", Length: 14 * day, Steps: []string{"Order Placed", "Order Placed"}},
}

const day = 24 * time.Hour

// Funnels returns the saved funnels of a project. Their ids are its own. The
// error is an unknown project.
func (s *Server) Funnels(projectID int64) ([]Funnel, error) {
	p, err := s.find(projectID)
	if err != nil {
		return nil, err
	}
	return p.funnels(), nil
}

func (p *project) funnels() []Funnel {
	funnels := slices.Clone(savedFunnels)
	for i := range funnels {
		funnels[i].ID = p.ID*100 + int64(i) + 1
		funnels[i].Steps = slices.Clone(funnels[i].Steps)
	}
	return funnels
}
