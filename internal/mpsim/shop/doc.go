// Package shop invents the events of an online shop, for Mixpanel's simulator
// to serve: as many as wanted, in constant memory, the same ones every time.
//
// A day is a sequence of visits. A visit is a customer walking through the shop
// (page views, searches, a cart, sometimes an order) until it leaves, and every
// step is one event with some twenty-five properties of all JSON types. Visits
// follow the hours of the day and the days of the week, in the customers' zone.
// They come in rough order of time only, as rows come out of Mixpanel's export.
//
// Customers have profiles, and so have the companies that they work for and the
// stores that they pick up from, see [Shop.Groups]. A profile is drawn when it is
// asked for, from its number, as it stood at a given instant: it is updated every
// few hours or days while the shop is open, and stands still afterwards.
//
// Each day is drawn from its own seed, so that a day's lines do not depend on
// which other days are read, in which order, or by how many readers at once.
package shop
