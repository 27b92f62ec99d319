package mpsim

import (
	"context"
	"iter"
	"slices"
	"strconv"
)

// Profiles yields the profiles that engage gives for people without a filter, in
// its order, as they stand now by the Server's clock. It may be ranged over more
// than once, each time as things stand then. The error is an unknown project.
func (s *Server) Profiles(projectID int64) (iter.Seq[Profile], error) {
	p, err := s.find(projectID)
	if err != nil {
		return nil, err
	}
	return p.people().all(s.config.Clock), nil
}

// Groups returns the group keys of a project, with the data_group_id that engage
// takes for each. The error is an unknown project.
func (s *Server) Groups(projectID int64) ([]Group, error) {
	p, err := s.find(projectID)
	if err != nil {
		return nil, err
	}
	return p.shop.Groups(), nil
}

// GroupProfiles yields the profiles that engage gives for a data_group_id, as
// Profiles does. The error is an unknown project or group key.
func (s *Server) GroupProfiles(projectID, groupID int64) (iter.Seq[Profile], error) {
	p, err := s.find(projectID)
	if err != nil {
		return nil, err
	}
	groups, err := p.group(strconv.FormatInt(groupID, 10))
	if err != nil {
		return nil, err
	}
	return groups.all(s.config.Clock), nil
}

// Cohorts returns the cohorts of a project by their ids. It reads all events and
// profiles the first time. The error is an unknown project, or that of ctx.
func (s *Server) Cohorts(ctx context.Context, projectID int64) ([]Cohort, error) {
	p, err := s.find(projectID)
	if err != nil {
		return nil, err
	}
	members, err := p.memberships(ctx)
	if err != nil {
		return nil, err
	}
	cohorts := make([]Cohort, len(cohortRules))
	for i, rule := range cohortRules {
		cohorts[i] = rule.Cohort
		cohorts[i].Members = len(members[rule.ID])
	}
	return cohorts, nil
}

// CohortMembers returns the distinct_ids in a cohort, sorted, with and without a
// profile. The error is an unknown project or cohort, or that of ctx.
func (s *Server) CohortMembers(ctx context.Context, projectID, cohortID int64) ([]string, error) {
	p, err := s.find(projectID)
	if err != nil {
		return nil, err
	}
	members, err := p.cohort(ctx, cohortID)
	if err != nil {
		return nil, err
	}
	ids := make([]string, 0, len(members))
	for id := range members {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids, nil
}

// all yields everybody, as things stand when the sequence is ranged over.
func (p population) all(clock Clock) iter.Seq[Profile] {
	return func(yield func(Profile) bool) {
		now := clock.Now()
		for i := range p.size {
			if !yield(p.profile(i, now)) {
				return
			}
		}
	}
}
