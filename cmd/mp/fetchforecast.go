package main

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/mixpanel-data/mp/cmd/mp/render"
	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/fetch"
)

// forecastEvents prints what a fetch would do, and does nothing of it.
func (a *app) forecastEvents(ctx context.Context, request fetch.Request) error {
	return a.withWorkspace(ctx, true, func(workspace *host.Workspace) error {
		forecast, err := workspace.ForecastEvents(ctx, request)
		if err != nil {
			return err
		}
		a.say("mp: " + forecastText(forecast, a.now().Location()))
		object, err := render.Encoded(forecast)
		if err != nil {
			return err
		}
		object.Fields = append(object.Fields, render.Field{Name: "expected_seconds", Value: int64(math.Ceil(forecast.Expected.Seconds()))})
		printer, err := a.printer()
		if err != nil {
			return err
		}
		if printer.Format == render.Table {
			// Sixty ranges of days are for programs.
			object.Fields = slices.DeleteFunc(object.Fields, func(field render.Field) bool { return field.Name == "date_ranges" })
		}
		return printer.Object(object)
	})
}

// forecastText is a forecast in a line.
func forecastText(forecast fetch.Forecast, zone *time.Location) string {
	text := counted(forecast.Requests, "request")
	if forecast.BudgetLeft != nil {
		text += fmt.Sprintf(", %d of %d left in this hour", *forecast.BudgetLeft, *forecast.PerHour)
	}
	if forecast.ResumesAt != nil {
		text += "; resumes at " + forecast.ResumesAt.In(zone).Format("15:04")
	}
	if forecast.Requests == 0 {
		return text
	}
	limit := "at least "
	if forecast.Measured {
		limit = "about "
	}
	return text + "; " + limit + forecast.Expected.Round(time.Second).String()
}
