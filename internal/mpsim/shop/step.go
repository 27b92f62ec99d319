package shop

// step is a kind of event, what it tells, and where a visit goes from it.
type step struct {
	name string
	json string // the name as the sender's JSON encoder wrote it
	tell func(v *visits)
	next []turn // what is left to 1 is the chance that the visit ends
}

// turn is a way on from a step.
type turn struct {
	chance float64
	to     int // index in steps
}

const (
	pageView = iota
	productViewed
	search
	addToCart
	appOpened
	checkoutStarted
	orderPlaced
	login
	videoPlayed
	removeFromCart
	signup
	couponRedeemed
	supportRequested
	newsletterSubscribed
	refund
	demoRequested
	planUpgraded
)

// steps are the kinds of events, the most common first.
var steps = []step{
	pageView: {"Page View", `"Page View"`, tellPage, []turn{
		{.34, pageView}, {.24, productViewed}, {.13, search}, {.02, signup}, {.03, login},
		{.01, newsletterSubscribed}, {.01, supportRequested}, {.01, demoRequested}, {.01, videoPlayed}}},
	productViewed: {"Product Viewed", `"Product Viewed"`, tellProduct, []turn{
		{.33, productViewed}, {.24, addToCart}, {.14, pageView}, {.05, videoPlayed}}},
	search: {"Search", `"Search"`, tellSearch, []turn{
		{.5, productViewed}, {.15, search}, {.18, pageView}}},
	addToCart: {"Add To Cart", `"Add To Cart"`, tellCart, []turn{
		{.36, checkoutStarted}, {.24, productViewed}, {.12, pageView}, {.1, removeFromCart}}},
	appOpened: {"App Opened", `"App Opened"`, tellApp, []turn{
		{.6, pageView}, {.25, productViewed}, {.1, login}}},
	checkoutStarted: {"Checkout Started", `"Checkout Started"`, tellCart, []turn{
		{.6, orderPlaced}, {.12, couponRedeemed}, {.1, addToCart}}},
	orderPlaced: {"Order Placed", `"Order Placed"`, tellOrder, []turn{
		{.3, pageView}, {.12, refund}, {.04, supportRequested}}},
	login: {"Login", `"Login"`, tellAccount, []turn{
		{.7, pageView}, {.04, planUpgraded}, {.1, productViewed}}},
	videoPlayed: {"Vídeo Played", `"V\u00eddeo Played"`, tellVideo, []turn{
		{.5, productViewed}, {.1, addToCart}}},
	removeFromCart: {"Remove From Cart", `"Remove From Cart"`, tellCart, []turn{
		{.45, productViewed}, {.2, pageView}}},
	signup: {"Signup", `"Signup"`, tellAccount, []turn{
		{.5, pageView}, {.2, planUpgraded}, {.1, newsletterSubscribed}}},
	couponRedeemed: {"Gutschein eingelöst", `"Gutschein eingelöst"`, tellCart, []turn{
		{.85, orderPlaced}}},
	supportRequested: {"Support Requested", `"Support Requested"`, tellSupport, []turn{
		{.2, pageView}}},
	newsletterSubscribed: {"Newsletter Subscribed", `"Newsletter Subscribed"`, tellAccount, []turn{
		{.5, pageView}}},
	refund: {"Refund", `"Refund"`, tellRefund, []turn{
		{.3, supportRequested}}},
	demoRequested: {"Demo/Trial Requested", `"Demo\/Trial Requested"`, tellAccount, []turn{
		{.4, pageView}}},
	planUpgraded: {"Plan Upgraded", `"Plan Upgraded"`, tellAccount, []turn{
		{.5, pageView}}},
}

// follow chooses the step after the given one; it is false where the visit ends.
func follow(d *dice, from int) (int, bool) {
	left := d.unit()
	for _, turn := range steps[from].next {
		if left < turn.chance {
			return turn.to, true
		}
		left -= turn.chance
	}
	return 0, false
}

// entrance chooses the first step of a visit.
func entrance(d *dice, mobile bool) int {
	if mobile && d.chance(0.7) {
		return appOpened
	}
	switch d.below(10) {
	case 0:
		return search
	case 1, 2:
		return productViewed
	}
	return pageView
}
