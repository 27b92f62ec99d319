package shop

import "strconv"

// The functions here append what a kind of event tells: JSON members, each
// behind a comma, of every type that Mixpanel stores.

func tellPage(v *visits) {
	i := v.dice.below(len(pages))
	v.text(`,"page":`, pages[i])
	v.text(`,"page_title":`, titles[i])
	v.decimal(`,"load_ms":`, v.dice.between(400, 40_000), 1)
}

func tellSearch(v *visits) {
	v.text(`,"query":`, pick(&v.dice, queries))
	v.whole(`,"results":`, v.dice.below(200))
	v.text(`,"filters":`, pick(&v.dice, []string{`[]`, `["size:M"]`, `["size:M","colour:bleu\u00e9"]`, `[["price",10,50]]`}))
}

func tellProduct(v *visits) {
	i := v.dice.below(400)
	v.whole(`,"product_id":"SKU-`, i)
	v.text(`","product_name":`, products[i%len(products)])
	v.decimal(`,"price":`, 199+i*37%9000, 2)
	v.text(`,"category":`, categories[i%len(categories)])
	if v.dice.chance(0.15) {
		v.text(`,"rating":`, `null`)
		return
	}
	v.decimal(`,"rating":`, v.dice.between(20, 50), 1)
}

func tellCart(v *visits) {
	tellProduct(v)
	v.whole(`,"quantity":`, v.dice.between(1, 4))
	v.flag(`,"in_stock":`, 0.9)
	v.decimal(`,"cart_total":`, v.dice.between(500, 40_000), 2)
}

func tellOrder(v *visits) {
	v.whole(`,"order_id":"O-`, v.dice.between(100_000, 999_999))
	v.decimal(`","amount":`, v.dice.between(500, 90_000), 2)
	v.text(`,"currency":`, pick(&v.dice, []string{`"EUR"`, `"EUR"`, `"USD"`, `"JPY"`}))
	v.text(`,"items":[`, ``)
	for n := v.dice.between(1, 4); n > 0; n-- {
		v.whole(`{"sku":"K-`, v.dice.below(400))
		v.whole(`","qty":`, v.dice.between(1, 3))
		v.decimal(`,"price":`, v.dice.between(199, 9000), 2)
		v.text(`}`, separator(n))
	}
	v.text(`],"coupon":`, pick(&v.dice, coupons))
	v.flag(`,"gift":`, 0.1)
	v.whole(`,"shipping":{"method":"express","days":`, v.dice.between(1, 5))
	v.whole(`,"address":{"zip":"`, v.dice.between(1000, 9999))
	v.text(`-001","tags":[`, `"home",null]}}`)
}

// separator is the comma behind all but the last of n items.
func separator(n int) string {
	if n > 1 {
		return ","
	}
	return ""
}

func tellRefund(v *visits) {
	v.whole(`,"order_id":"O-`, v.dice.between(100_000, 999_999))
	v.decimal(`","amount":-`, v.dice.between(500, 90_000), 2)
	v.text(`,"reason":`, pick(&v.dice, []string{`null`, `"too small"`, `"falsche Größe"`, `"arrived broken 💔"`}))
}

func tellAccount(v *visits) {
	v.text(`,"method":`, pick(&v.dice, []string{`"email"`, `"google"`, `"apple"`}))
	v.flag(`,"email_opt_in":`, 0.4)
	v.whole(`,"attempt":`, v.dice.between(1, 3))
	v.text(`,"profile":{"lang":`, pick(&v.dice, []string{`"pt","empty":{}}`, `"de","empty":[]}`, `"日本語","empty":""}`}))
}

func tellApp(v *visits) {
	v.whole(`,"launches":`, v.dice.between(1, 900))
	v.flag(`,"from_push":`, 0.2)
	v.decimal(`,"$duration":`, v.dice.between(100, 9000), 3)
}

func tellVideo(v *visits) {
	v.text(`,"title":`, pick(&v.dice, products))
	v.decimal(`,"position_s":`, v.dice.below(6000), 1)
	v.text(`,"captions":`, pick(&v.dice, []string{`["en","日本語"]`, `[]`, `null`}))
	v.whole(`,"quality":"`, pick(&v.dice, []int{480, 720, 1080}))
	v.text(`p"`, ``)
}

func tellSupport(v *visits) {
	v.text(`,"message":`, pick(&v.dice, messages))
	v.whole(`,"priority":`, v.dice.between(-1, 3))
	v.text(`,"tags":`, pick(&v.dice, []string{`[]`, `["billing"]`, `["billing","urgent \u2757"]`}))
}

func (v *visits) text(key, value string) {
	v.line = append(append(v.line, key...), value...)
}

func (v *visits) whole(key string, n int) {
	v.line = strconv.AppendInt(append(v.line, key...), int64(n), 10)
}

func (v *visits) flag(key string, chance float64) {
	v.line = strconv.AppendBool(append(v.line, key...), v.dice.chance(chance))
}

// decimal appends n with a point before its last digits, trailing zeros kept as
// senders with decimal types keep them. n is not negative.
func (v *visits) decimal(key string, n, digits int) {
	scale := 1
	for range digits {
		scale *= 10
	}
	v.whole(key, n/scale)
	v.line = append(v.line, '.')
	for scale /= 10; scale > 0; scale /= 10 {
		v.line = append(v.line, byte('0'+n/scale%10))
	}
}
