package mpsim

import (
	"slices"
	"strconv"
	"time"

	"github.com/mixpanel-data/mp/internal/mpsim/expr"
)

// engageQuery is what engage is asked for.
type engageQuery struct {
	page       int
	session    string
	ids        []string // nil for all
	group      string   // data_group_id, "" for people
	where      *expr.Expr
	output     []string // nil for all
	behaviors  []behavior
	asOf       time.Time
	cohort     int64
	inCohort   bool
	profilesOf bool   // only those of the cohort that have a profile
	key        string // what must be the same on each page
}

func readEngage(c call) (q engageQuery, err error) {
	for _, read := range []func(params) error{
		q.readPage, q.readIDs, q.readWhere, q.readBehaviors, q.readCohort,
	} {
		if err := read(c.params); err != nil {
			return q, err
		}
	}
	q.key = c.params.without("page", "session_id", "page_size")
	return q, nil
}

func (q *engageQuery) readPage(p params) error {
	q.session = p.text("session_id")
	if p.text("page") == "" {
		return nil
	}
	page, err := p.integer("page")
	if err != nil {
		return err
	}
	if page < 0 || page > 1<<31-1 {
		return badRequest("page must not be negative, nor beyond all pages")
	}
	if page > 0 && q.session == "" {
		return badRequest("session_id is required for pages after the first")
	}
	q.page = int(page)
	return nil
}

func (q *engageQuery) readIDs(p params) (err error) {
	if q.ids, err = p.list("distinct_ids"); err != nil {
		return err
	}
	if id := p.text("distinct_id"); id != "" {
		if q.ids != nil {
			return badRequest("distinct_id and distinct_ids exclude each other")
		}
		q.ids = []string{id}
	}
	q.group = p.text("data_group_id")
	q.output, err = p.names("output_properties")
	return err
}

// readWhere reads the expression, also by the name it had in older versions.
func (q *engageQuery) readWhere(p params) (err error) {
	source := p.text("where")
	if source == "" {
		source = p.text("selector")
	}
	if source == "" {
		return nil
	}
	if q.where, err = expr.Parse(source); err != nil {
		return badRequest("where: %v", err)
	}
	return nil
}

func (q *engageQuery) readBehaviors(p params) (err error) {
	if q.behaviors, err = p.behaviors(); err != nil {
		return err
	}
	if p.text("as_of_timestamp") == "" {
		return nil
	}
	if q.behaviors == nil {
		return badRequest("as_of_timestamp is taken with behaviors only")
	}
	seconds, err := p.integer("as_of_timestamp")
	if err != nil {
		return err
	}
	q.asOf = time.Unix(seconds, 0)
	return nil
}

func (q *engageQuery) readCohort(p params) (err error) {
	if q.cohort, q.inCohort, err = p.cohortFilter(); err != nil {
		return err
	}
	if q.inCohort && q.behaviors != nil {
		return badRequest("behaviors and filter_by_cohort exclude each other")
	}
	if p.text("include_all_users") == "" {
		return nil
	}
	all, err := p.flag("include_all_users")
	q.profilesOf = !all
	return err
}

// roster finds who matches, as of now.
func (q *engageQuery) roster(c call, now time.Time) (r roster, err error) {
	r = roster{query: q.key, at: now, filter: engageFilter{where: q.where}, population: c.project.people()}
	if q.group != "" {
		if r.population, err = c.project.group(q.group); err != nil {
			return r, err
		}
	}
	if q.ids != nil {
		r.filter.ids = map[string]bool{}
		for _, id := range q.ids {
			r.filter.ids[id] = true
		}
	}
	if q.behaviors != nil {
		if q.asOf.After(now) {
			return r, badRequest("as_of_timestamp cannot be in the future")
		}
		if q.asOf.IsZero() {
			q.asOf = now
		}
		if r.filter.behaviors, err = c.project.observe(c.Context(), q.behaviors, q.asOf); err != nil {
			return r, badRequest("behaviors: %v", err)
		}
	}
	if q.inCohort {
		if err := q.admitCohort(c, &r); err != nil {
			return r, err
		}
	}
	return r, r.paginate(c.Context(), c.project.Engage.room)
}

func (q *engageQuery) admitCohort(c call, r *roster) (err error) {
	if r.filter.members, err = c.project.cohort(c.Context(), q.cohort); err != nil || q.profilesOf {
		return err
	}
	return r.addBare(c.Context())
}

// group returns the groups of a data_group_id.
func (p *project) group(id string) (population, error) {
	groups := p.shop.Groups()
	i := slices.IndexFunc(groups, func(g Group) bool { return strconv.FormatInt(g.ID, 10) == id })
	if i < 0 {
		return population{}, badRequest("data_group_id: there is no group key %q in the project", id)
	}
	return p.groups(groups[i]), nil
}
