package shop

// Texts are JSON, quotes included, in the spellings that real senders use: raw
// UTF-8, \u escapes, surrogate pairs, \/ for slashes, U+2028 as it is.

// place is a city with what Mixpanel adds to an event for it.
var places = []string{
	`,"$city":"Lisbon","mp_country_code":"PT"`,
	`,"$city":"Porto","mp_country_code":"PT"`,
	`,"$city":"K\u00f8benhavn","mp_country_code":"DK"`,
	`,"$city":"Zürich","mp_country_code":"CH"`,
	`,"$city":"São Paulo","mp_country_code":"BR"`,
	`,"$city":"東京","mp_country_code":"JP"`,
	`,"$city":"Bengaluru","mp_country_code":"IN"`,
	`,"$city":"New York","mp_country_code":"US"`,
	`,"$city":"Coeur d'Alene","mp_country_code":"US"`,
	`,"$city":null,"mp_country_code":"DE"`,
	`,"mp_country_code":"FR"`,
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
