// Package doctor finds out from what is stored whether what is set is right. It changes nothing.
//
// The check of times rests on mp_processing_time_ms, which Mixpanel writes in true UTC and which most events get within
// minutes of happening. Read by the right clock, most events were processed soon after their time and none before it; read
// by a wrong one they seem to come hours late, or early. The clock under which the most events look prompt is the right one.
package doctor
