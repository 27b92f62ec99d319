package shop

import (
	"fmt"
	"strconv"
)

// user is a customer: what all events of theirs have in common, ready to copy.
type user struct {
	id         string // distinct_id
	properties string // JSON members, each behind a comma
	mobile     bool   // sends events in batches, and starts by opening the app
	identified bool   // has told who they are
	place      place
	plan       string // JSON
}

// newUsers makes the customers of a seed. The first ones are the busiest.
func newUsers(seed uint64, count int) []user {
	users := make([]user, count)
	for i := range users {
		d := newDice(seed, 'u', uint64(i))
		users[i] = newUser(&d, i)
	}
	return users
}

func newUser(d *dice, i int) user {
	device := fmt.Sprintf("%012x", d.next()>>16)
	u := user{id: "$device:" + device}
	identity := `,"$device_id":"` + device + `"`
	if u.identified = d.chance(0.7); u.identified {
		u.id = identified(d, i)
		identity = `,"$user_id":"` + u.id + `"`
	}
	u.place = pick(d, places)
	client := u.client(d)
	u.plan = pick(d, plans)
	u.properties = identity + u.place.members() + client + `,"plan":` + u.plan
	return u
}

// identified returns an id in one of the forms that senders choose.
func identified(d *dice, i int) string {
	switch d.below(4) {
	case 0:
		return fmt.Sprintf("%016x", d.next())
	case 1:
		return fmt.Sprintf("u%d@example.test", i)
	}
	return fmt.Sprintf("cust-%05d", i)
}

// client makes the properties that the user's SDK adds by itself.
func (u *user) client(d *dice) string {
	switch part := d.unit(); {
	case part < 0.55:
		return webClient(d)
	case part < 0.75:
		u.mobile = true
		return iosClient(d)
	case part < 0.95:
		u.mobile = true
		return androidClient(d)
	}
	return `,"mp_lib":"node","$lib_version":"0.18.0","$import":true,"source":{"job":"orders-sync","shard":` +
		strconv.Itoa(d.below(8)) + `}`
}

func webClient(d *dice) string {
	return `,"mp_lib":"web"` +
		`,"$browser":` + pick(d, []string{`"Chrome"`, `"Chrome"`, `"Safari"`, `"Firefox"`, `"Microsoft Edge"`}) +
		`,"$browser_version":` + strconv.Itoa(d.between(118, 142)) +
		`,"$os":` + pick(d, []string{`"Windows"`, `"Mac OS X"`, `"Linux"`, `"Chrome OS"`}) +
		`,"$screen_width":` + pick(d, []string{`1920`, `1440`, `2560`})
}

func iosClient(d *dice) string {
	return `,"mp_lib":"iphone"` +
		`,"$model":"iPhone` + strconv.Itoa(d.between(12, 18)) + `,` + strconv.Itoa(d.between(1, 4)) + `"` +
		`,"$os":"iOS","$os_version":"` + strconv.Itoa(d.between(16, 19)) + `.` + strconv.Itoa(d.below(5)) + `"` +
		`,"$app_version_string":"4.` + strconv.Itoa(d.below(12)) + `.0"` +
		`,"$wifi":` + strconv.FormatBool(d.chance(0.6)) + `,"$radio":null,"$carrier":"NOS \u2013 PT"`
}

func androidClient(d *dice) string {
	return `,"mp_lib":"android"` +
		pick(d, []string{`,"$brand":"samsung","$model":"SM-S921B"`, `,"$brand":"google","$model":"Pixel 9"`, `,"$brand":"Xiaomi","$model":"小米 14"`}) +
		`,"$os":"Android","$os_version":"` + strconv.Itoa(d.between(12, 16)) + `"` +
		`,"$app_version_string":"4.` + strconv.Itoa(d.below(12)) + `.1","$app_build_number":"` + strconv.Itoa(d.between(900, 990)) + `"` +
		`,"$bluetooth_enabled":` + strconv.FormatBool(d.chance(0.5)) + `,"$screen_dpi":420`
}
