package main

import (
	"fmt"
	"slices"
	"time"

	"github.com/mixpanel-data/mp/cmd/mp/plot"
	"github.com/mixpanel-data/mp/cmd/mp/render"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// printCoverage prints a row for each day. A table a person reads fits into 80 columns, so that nothing of it is cut.
func (a *app) printCoverage(days []storage.Day) error {
	if a.plot != "" {
		chart := calendarOf("events stored on each day", days)
		chart.Question = a.asked.title()
		return a.draw(chart)
	}
	printer, err := a.printer()
	if err != nil {
		return err
	}
	if printer.Format != render.Table {
		columns := []string{"day", "complete", "received", "stored", "duplicates", "rejected", "filter", "fetched_at"}
		return printer.Rows(render.List(columns, days, func(d storage.Day) []any {
			return []any{d.Day, d.Complete, d.Received, d.Stored, d.Duplicates, d.Rejected, d.Filter, d.FetchedAt}
		}))
	}
	if err := printer.Rows(dayTable(days)); err != nil {
		return err
	}
	filters := filtersOf(days)
	if len(filters) == 0 {
		return nil
	}
	fmt.Fprintln(a.out)
	rows := render.List([]string{"days", "filter"}, filters, func(f filterDays) []any {
		return []any{spanText(f.from, f.to), f.filter}
	})
	rows.Prose = []string{"filter"}
	return printer.Rows(rows)
}

// calendarOf has the stored events of each day; a blank is a day that was not fetched.
func calendarOf(title string, days []storage.Day) plot.Chart {
	stored := map[string]float64{}
	for _, day := range days {
		stored[day.Day] = float64(day.Stored)
	}
	return plot.Calendar(title, stored)
}

// dayTable has the counts of each day and when it was fetched, to the minute.
func dayTable(days []storage.Day) render.Rows {
	columns := []string{"day", "complete", "received", "stored", "duplicates", "rejected", "fetched_at_utc"}
	rejects := slices.ContainsFunc(days, func(d storage.Day) bool { return d.Rejected != 0 })
	if !rejects {
		columns = slices.DeleteFunc(columns, func(column string) bool { return column == "rejected" })
	}
	return render.List(columns, days, func(d storage.Day) []any {
		row := []any{d.Day, d.Complete, d.Received, d.Stored, d.Duplicates}
		if rejects {
			row = append(row, d.Rejected)
		}
		return append(row, toMinute(d.FetchedAt))
	})
}

// filterDays are days one after another in the table that were fetched with the same filter.
type filterDays struct{ from, to, filter string }

// filtersOf lists which days were fetched with which filter; nothing where none had one.
func filtersOf(days []storage.Day) []filterDays {
	if !slices.ContainsFunc(days, func(d storage.Day) bool { return d.Filter != "" }) {
		return nil
	}
	var runs []filterDays
	for _, d := range days {
		filter := d.Filter
		if filter == "" {
			filter = "none"
		}
		if last := len(runs) - 1; last >= 0 && runs[last].filter == filter && isNextDay(runs[last].to, d.Day) {
			runs[last].to = d.Day
			continue
		}
		runs = append(runs, filterDays{d.Day, d.Day, filter})
	}
	return runs
}

func isNextDay(day, next string) bool {
	at, err := time.Parse(time.DateOnly, day)
	return err == nil && at.AddDate(0, 0, 1).Format(time.DateOnly) == next
}
