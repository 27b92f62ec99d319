package shop

// Texts are JSON, quotes included, in the spellings that real senders use: raw
// UTF-8, \u escapes, surrogate pairs, \/ for slashes, U+2028 as it is.

// place is a city, "" where Mixpanel found none, and a country, as JSON.
type place struct{ city, country string }

var places = []place{
	{`"Lisbon"`, `"PT"`},
	{`"Porto"`, `"PT"`},
	{`"K\u00f8benhavn"`, `"DK"`},
	{`"Zürich"`, `"CH"`},
	{`"São Paulo"`, `"BR"`},
	{`"東京"`, `"JP"`},
	{`"Bengaluru"`, `"IN"`},
	{`"New York"`, `"US"`},
	{`"Coeur d'Alene"`, `"US"`},
	{`null`, `"DE"`},
	{``, `"FR"`},
}

// members are what Mixpanel adds to an event for the place.
func (p place) members() string {
	if p.city == "" {
		return `,"mp_country_code":` + p.country
	}
	return `,"$city":` + p.city + `,"mp_country_code":` + p.country
}

var plans = []string{`"free"`, `"free"`, `"free"`, `"team"`, `"pro"`}

var products = []string{
	`"Caf\u00e9 cr\u00e8me 250 g"`, `"Steel kettle 1.7 l"`, `"14\" notebook \/ ノートパソコン"`,
	`"手机壳 ✨ clear"`, `"Wool socks, 3 pairs"`, `"Baby blanket (organic)"`, `"Rocket toy \ud83d\ude80"`,
	`"Garden hose 25 m"`, `"Lampe de chevet «Éclat»"`, `"Running shoes 🏃 blue"`, `"Тёплый плед"`, `"Notebook A5 \\ ruled"`,
}

var categories = []string{
	`["Home","Kitchen"]`, `["Electronics","Laptops"]`, `["Clothing"]`, `["Garden & Terrace"]`, `[]`, `["玩具"]`,
}

var pages = []string{
	`"\/"`, `"\/sale"`, `"\/products"`, `"\/blog\/how-to-brew"`, `"\/account\/orders"`, `"\/help\/shipping?lang=pt&ref=footer"`,
}

var titles = []string{
	`"Home | Example Shop"`, `"Sale – up to 50 % off"`, `"All products"`, `"Como fazer café"`, `"Your orders"`, `"Aide \u0026 livraison"`,
}

var queries = []string{
	`"kettle"`, `"wool socks"`, `"\"exact phrase\""`, `"café"`, `"プレゼント"`, `"c:\\temp"`, `""`, `"50% off"`, `"a\tb"`,
}

var referrers = []string{
	`,"$referrer":"$direct","utm_source":null`,
	`,"$referrer":"https:\/\/search.test\/","utm_source":null`,
	`,"$referrer":"https://news.test/?id=7&x=%20","utm_source":"mail"`,
	`,"$referrer":"https://social.test/","utm_source":"paid"`,
}

var messages = []string{
	"\"Where is my order?\u2028Second line after U+2028\"",
	`"It says \"error 42\".\nPlease help!\n\n— Ana"`,
	`"商品が届きません。🙏"`,
	`"<b>refund</b> & \u003cscript\u003e, please"`,
	"\"paragraph\u2029separator\"",
}

var coupons = []string{`null`, `null`, `null`, `"WELCOME10"`, `"ÉTÉ-2026"`}

var variants = []string{`["a"]`, `[]`, `["a","big photos"]`}
