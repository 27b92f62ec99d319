package doctor

import (
	"time"

	"github.com/mixpanel-data/mp/sdk/credential"
)

// zones are tried where neither clock of the account fits: for every present rule of clocks the zone with the most people
// first, as several zones often fit the same events.
var zones = []string{
	"America/Los_Angeles", "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Anchorage",
	"America/Halifax", "America/St_Johns", "Pacific/Honolulu", "America/Toronto", "America/Vancouver", "America/Mexico_City",
	"America/Sao_Paulo", "America/Argentina/Buenos_Aires", "America/Santiago", "America/Bogota", "America/Lima",
	"America/Caracas", "America/Havana", "America/Asuncion", "America/Montevideo", "America/Nuuk", "America/Noronha",
	"Europe/London", "Europe/Lisbon", "Europe/Dublin", "Europe/Paris", "Europe/Berlin", "Europe/Madrid", "Europe/Rome",
	"Europe/Amsterdam", "Europe/Athens", "Europe/Helsinki", "Europe/Kyiv", "Europe/Istanbul", "Europe/Moscow", "Europe/Chisinau",
	"Atlantic/Azores", "Atlantic/Cape_Verde", "Africa/Casablanca", "Africa/Lagos", "Africa/Cairo", "Africa/Johannesburg",
	"Africa/Nairobi", "Asia/Jerusalem", "Asia/Beirut", "Asia/Dubai", "Asia/Tehran", "Asia/Kabul", "Asia/Karachi", "Asia/Kolkata",
	"Asia/Kathmandu", "Asia/Dhaka", "Asia/Yangon", "Asia/Jakarta", "Asia/Bangkok", "Asia/Shanghai", "Asia/Singapore",
	"Asia/Hong_Kong", "Asia/Manila", "Australia/Perth", "Australia/Eucla", "Asia/Tokyo", "Asia/Seoul", "Australia/Darwin",
	"Australia/Adelaide", "Australia/Brisbane", "Australia/Sydney", "Australia/Lord_Howe", "Pacific/Noumea", "Pacific/Auckland",
	"Pacific/Fiji", "Pacific/Chatham", "Pacific/Apia", "Pacific/Tongatapu", "Pacific/Kiritimati", "Pacific/Pago_Pago",
	"Pacific/Marquesas", "Pacific/Gambier", "Pacific/Easter", "Asia/Tashkent", "Asia/Baku", "Asia/Vladivostok", "Asia/Kamchatka",
}

// candidates are the clocks that a project may have, the likeliest first: the account's own, its zone's other clock, the
// zones there are.
func candidates(own clock) ([]clock, error) {
	settings := []Setting{{ExportTime: credential.ExportUTC, Timezone: own.Timezone}}
	if own.Timezone != "" {
		settings = append(settings, Setting{credential.ExportProject, own.Timezone})
	}
	for _, zone := range zones {
		settings = append(settings, Setting{credential.ExportProject, zone})
	}
	clocks := []clock{own}
	for _, setting := range settings {
		candidate, err := clockOf(setting)
		if err != nil {
			return nil, err
		}
		clocks = append(clocks, candidate)
	}
	return clocks, nil
}

// offsets are clocks without a name: every quarter of an hour that any zone has been off UTC.
func offsets() []clock {
	const quarter, most = 15 * 60, 14 * 60 * 60
	var clocks []clock
	for seconds := -most; seconds <= most; seconds += quarter {
		clocks = append(clocks, clock{Setting{ExportTime: credential.ExportProject}, time.FixedZone("", seconds)})
	}
	return clocks
}
