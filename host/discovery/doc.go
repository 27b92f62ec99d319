// Package discovery tells what a Mixpanel project contains: events, their properties and values, funnels, cohorts, saved
// reports, annotations and what the Lexicon says.
//
// # Asking
//
// A [Project] has a method for each question. Its options are a struct whose zero value lacks only what no one could
// guess; its Validate says what is wrong with it, which the method does too before anything is sent. That is an
// [mperr.InvalidArgument] with the field by the name of Mixpanel's parameter (event, name, limit, entity_type, from_date). All other errors are the client's, see
// [mixpanel.Client.Ask], but for [mperr.EventNotFound] and [mperr.NotFound] where the method says so.
//
// # What is kept
//
// Lists change rarely and each question counts against the sixty an hour that a project has, so answers are kept for
// [Fresh] in a file, from which other processes of the user read too. Refresh asks anew. What has no Refresh is never
// kept: it is about today, or changes while somebody works on it. Neither are empty lists, as who has just made the first
// funnel wants to see it, nor errors.
//
// # What may be missing
//
// Mixpanel cuts lists of names without a word. [result.Names.Truncated] says that one is as long as it can be, so that
// names may be missing. Event names are those of the last 31 days, without hidden ones.
package discovery
