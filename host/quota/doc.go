// Package quota keeps a project's requests within Mixpanel's limits, for all mp processes of a user together: a [Ledger]
// is one file per project that each of them writes its requests into before it sends them.
//
// Mixpanel takes 3 exports a second and 60 an hour from a project, and 60 queries an hour of which 5 run at once; see
// [Documented]. An hour is a sliding one. Other people and tools use the same quota and do not write into the file, so
// that what a refusal of Mixpanel says corrects it; see [Ticket.Refused].
//
// A ledger is a help and no judge: a file that is damaged, cannot be locked or cannot be written never stops work. It is
// begun anew, or the process counts alone, and [Config.Warn] is told so.
package quota
