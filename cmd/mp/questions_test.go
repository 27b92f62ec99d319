package main

import "strings"

// line is a command line without quotes.
func line(text string) []string { return strings.Fields(text) }

const days = " --from 2026-01-02 --to 2026-01-05"

// questions ask every command that prints rows something that has an answer, and where that can be, something that has none.
var questions = map[string]question{
	"mp version": {},

	"mp auth add":     {args: line("new{n} -u sa -p 424242")},
	"mp auth explain": {},
	"mp auth list":    {},
	"mp auth remove":  {before: line("auth add gone{n} -u sa -p 424242"), args: line("gone{n} --force")},
	"mp auth show":    {args: line("kept")},
	"mp auth switch":  {args: line("kept")},
	"mp auth test":    {},

	"mp plugin list": {},
	"mp plugin show": {args: line("duckdb")},

	"mp doctor time": {},

	"mp fetch events":   {args: line("events{n} --from 2026-01-02 --to 2026-01-02")},
	"mp fetch profiles": {args: line("profiles{n}")},

	"mp query sql":           {args: []string{"SELECT * FROM events LIMIT 3"}, none: []string{"SELECT * FROM events WHERE false"}},
	"mp query segmentation":  {args: line("-e Signup --on plan" + days), none: line("-e Signup --on plan -w false" + days)},
	"mp query event-counts":  {args: line("-e Signup,Login" + days)},
	"mp query funnel":        {args: line("42424201" + days)},
	"mp query retention":     {args: line("-b Signup -r Login" + days)},
	"mp query frequency":     {args: line("-e Login" + days)},
	"mp query activity-feed": {args: line("-U {user} --from 2026-01-01 --to 2026-01-10"), none: line("-U nobody" + days)},
	"mp query saved-report":  {args: line("63877001")},
	"mp query flows":         {args: line("63877006")},
	"mp query jql": {
		args: []string{"-c", `function main() { return Events({from_date: "2026-01-02", to_date: "2026-01-03"}).groupBy(["name"], mixpanel.reducer.count()) }`},
		none: []string{"-c", `function main() { return Events({from_date: "2025-01-02", to_date: "2025-01-03"}) }`}, formless: true,
	},
	"mp query property-counts":      {args: line("-e Signup -p plan" + days)},
	"mp query segmentation-numeric": {args: line("-e Refund --on amount" + days)},
	"mp query segmentation-sum":     {args: line("-e Refund --on amount" + days)},
	"mp query segmentation-average": {args: line("-e Refund --on amount" + days)},

	"mp inspect events":     {none: line("--refresh"), answers: [2]string{"/api/query/events/names", "[]"}},
	"mp inspect properties": {args: line("-e Signup")},
	"mp inspect values":     {args: line("-e Signup -p plan"), none: line("-e Signup -p unheard-of")},
	"mp inspect top-events": {answers: [2]string{"/api/query/events/top", `{"events":[],"type":"general"}`}, none: []string{}},
	"mp inspect funnels":    {none: line("--refresh"), answers: [2]string{"/api/query/funnels/list", "[]"}},
	"mp inspect cohorts":    {none: line("--refresh"), answers: [2]string{"/api/query/cohorts/list", "[]"}},
	"mp inspect bookmarks": {
		none: []string{}, answers: [2]string{"/api/app/projects/424242/bookmarks", `{"status":"ok","results":[]}`},
	},
	"mp inspect annotations": {none: line("--from 2020-01-01 --to 2020-01-02")},
	"mp inspect lexicon-schemas": {
		none: line("--refresh"), answers: [2]string{"/api/app/projects/424242/schemas", `{"status":"ok","results":[]}`},
	},
	"mp inspect lexicon-schema": {args: []string{"-t", "event", "-n", "Order Placed"}},

	"mp inspect tables":       {},
	"mp inspect schema":       {args: line("events --sample")},
	"mp inspect columns":      {args: line("events"), none: line("nothing")},
	"mp inspect sample":       {args: line("events -n 3"), none: line("nothing")},
	"mp inspect summarize":    {args: line("events")},
	"mp inspect breakdown":    {args: line("events"), none: line("nothing")},
	"mp inspect keys":         {args: line("events"), none: line("nothing")},
	"mp inspect column":       {args: line("events -c event_name"), none: line("nothing -c event_name")},
	"mp inspect coverage":     {args: line("events")},
	"mp inspect info":         {},
	"mp inspect drop":         {before: line("inspect funnels --into gone{n} -f json"), args: line("gone{n} --force")},
	"mp inspect drop-all":     {args: line("--type result --force")},
	"mp inspect distribution": {args: line("-e Signup -p plan" + days), none: line("-e Signup -p plan -t nothing" + days)},
	"mp inspect numeric":      {args: line("-e Refund -p amount" + days)},
	"mp inspect daily":        {args: line("-e Signup,Login" + days), none: line("-t nothing" + days)},
	"mp inspect engagement":   {args: line("-e Login" + days)},
}
