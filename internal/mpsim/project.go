package mpsim

import (
	"errors"
	"fmt"
	"sync"
	"time"
	_ "time/tzdata" // a machine without zone files can simulate any project

	"github.com/mixpanel-data/mp/internal/mpsim/calendar"
	"github.com/mixpanel-data/mp/internal/mpsim/shop"
)

// Day is a calendar date; see [ParseDay] and [DayOf].
type Day = calendar.Day

// Shares says which part of a project's events is unusual in which way.
type Shares = shop.Shares

// DefaultShares returns the shares of a project in ordinary health.
func DefaultShares() Shares { return shop.DefaultShares() }

// ParseDay reads YYYY-MM-DD.
func ParseDay(text string) (Day, error) { return calendar.Parse(text) }

// DayOf returns the date that t shows in its own location.
func DayOf(t time.Time) Day { return calendar.Of(t) }

// ExportTime says which clock the raw export of a project follows.
type ExportTime string

const (
	// ExportUTC cuts days and stamps events in UTC: projects created since 2023.
	ExportUTC ExportTime = "utc"
	// ExportProject cuts days at midnight of the project's zone and stamps
	// events with its wall clock as if that were UTC: older projects.
	ExportProject ExportTime = "project"
)

// Project is a Mixpanel project and the shop whose events it holds.
type Project struct {
	// ID is the project_id of requests; it must be positive.
	ID int64
	// Name is what /api/app/me calls the project; "Shop" if empty.
	Name string
	// Timezone is an IANA name; "UTC" if empty.
	Timezone string
	// ExportTime is ExportUTC if empty.
	ExportTime ExportTime
	// Seed makes the data; every project and seed has its own.
	Seed uint64
	// First is the first day with events. If zero, the window of Days ends
	// yesterday, by the clock that New finds.
	First Day
	// Days is the length of the window with events; 30 if zero.
	Days int
	// Events is the number of rows in the window, duplicates included.
	Events int
	// Users is the number of users; 4000 if zero.
	Users int
	// Profiles is the number of profiles: Users if zero, none if negative. Beyond
	// Users they are of people without events.
	Profiles int
	// Engage says how profiles are handed out.
	Engage Engage
	// JQL says how scripts are run.
	JQL JQL
	// Shares says how many events are unusual; DefaultShares if nil.
	Shares *Shares
	// PlanWithoutAPI makes every query and export fail with 402.
	PlanWithoutAPI bool
}

// project is a Project at work.
type project struct {
	Project

	zone     *time.Location
	shop     *shop.Shop
	sessions sessionBook
	cohorts  cohortBook
	export   gate
	query    gate
	scripts  gate     // within query
	copies   sync.Map // report.Copies by Day
}

func newProject(p Project, limits Limits, now time.Time) (*project, error) {
	if p.ID <= 0 {
		return nil, fmt.Errorf("project %d: the id must be positive", p.ID)
	}
	p = p.withDefaults()
	if p.ExportTime != ExportUTC && p.ExportTime != ExportProject {
		return nil, fmt.Errorf("project %d: export time %q is neither %q nor %q", p.ID, p.ExportTime, ExportUTC, ExportProject)
	}
	zone, err := time.LoadLocation(p.Timezone)
	if err != nil {
		return nil, fmt.Errorf("project %d: time zone %q: %w", p.ID, p.Timezone, err)
	}
	if err := errors.Join(p.Engage.validate(), p.JQL.validate()); err != nil {
		return nil, fmt.Errorf("project %d: %w", p.ID, err)
	}
	made := &project{Project: p, zone: zone, export: limits.export(), query: limits.query(), scripts: limits.jql()}
	if p.First == 0 {
		made.First = DayOf(now.In(made.dayZone())) - Day(p.Days)
	}
	made.shop, err = shop.New(made.shopConfig())
	if err != nil {
		return nil, fmt.Errorf("project %d: %w", p.ID, err)
	}
	return made, nil
}

func (p Project) withDefaults() Project {
	if p.Name == "" {
		p.Name = "Shop"
	}
	if p.Timezone == "" {
		p.Timezone = "UTC"
	}
	if p.ExportTime == "" {
		p.ExportTime = ExportUTC
	}
	if p.Days == 0 {
		p.Days = 30
	}
	if p.Users == 0 {
		p.Users = 4000
	}
	if p.Profiles == 0 {
		p.Profiles = p.Users
	}
	p.Profiles = max(0, p.Profiles)
	p.Engage, p.JQL = p.Engage.withDefaults(), p.JQL.withDefaults()
	if p.Shares == nil {
		shares := DefaultShares()
		p.Shares = &shares
	}
	return p
}

func (p *project) shopConfig() shop.Config {
	return shop.Config{
		// Two projects of one seed are two shops.
		Seed:      p.Seed ^ uint64(p.ID)*0x9e3779b97f4a7c15,
		Zone:      p.zone,
		LocalTime: p.ExportTime == ExportProject,
		First:     p.First,
		Days:      p.Days,
		Events:    p.Events,
		Users:     p.Users,
		Profiles:  p.Profiles,
		Shares:    *p.Shares,
	}
}

// dayZone is the zone whose midnights bound the days of the export.
func (p *project) dayZone() *time.Location {
	if p.ExportTime == ExportProject {
		return p.zone
	}
	return time.UTC
}
