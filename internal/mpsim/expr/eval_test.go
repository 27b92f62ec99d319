package expr_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/internal/mpsim/expr"
)

// row is an Env of decoded JSON properties.
type row map[string]any

func (r row) Lookup(object, name string) expr.Value {
	if object == "event" && name == "$time" {
		return expr.Instant(1767261600) // 2026-01-01T10:00:00
	}
	if value, ok := r[name]; ok && object == "properties" {
		return expr.FromJSON(value)
	}
	return expr.Value{}
}

var order = row{
	"amount":   41.5,
	"count":    float64(3),
	"plan":     "pro",
	"gift":     false,
	"coupon":   nil,
	"sku":      []any{"K-1", "K-9"},
	"shipping": map[string]any{"city": "Porto"},
	"stamp":    "2026-01-01T09:00:00",
	"big":      json.Number("9007199254740993"),
}

func TestExpressionsHaveTheDocumentedValues(t *testing.T) {
	tests := []struct{ source, want string }{
		// Literals and properties.
		{`1`, "1"}, {`1.50`, "1.5"}, {`.5`, "0.5"}, {`1e3`, "1000"}, {`2E-1`, "0.2"},
		{`"a\"b"`, `a"b`}, {`'it\'s'`, "it's"}, {`"\u00e9\n\/"`, "é\n/"},
		{`true`, "true"}, {`FALSE`, "false"},
		{`properties["plan"]`, "pro"}, {`properties["absent"]`, "<undefined>"},
		{`properties["coupon"]`, "<null>"}, {`properties["sku"]`, "<list>"},
		{`properties["Plan"]`, "<undefined>"}, {`user["plan"]`, "<undefined>"},
		// Arithmetic.
		{`1 + 2 * 3`, "7"}, {`(1 + 2) * 3`, "9"}, {`7 - 2 - 1`, "4"}, {`-2 * -3`, "6"}, {`- - 2`, "2"},
		{`7 / 2`, "3.5"}, {`1 / 0`, "<undefined>"}, {`1 % 0`, "<undefined>"},
		{`7 % 3`, "1"}, {`-7 % 3`, "-1"}, {`7 % -3`, "1"},
		{`"a" + "b"`, "ab"}, {`"a" + 1`, "<undefined>"}, {`true + true`, "<undefined>"}, {`-"a"`, "<undefined>"},
		// Comparison.
		{`1 == 1.0`, "true"}, {`1 == "1"`, "false"}, {`1 != "1"`, "true"}, {`"a" = "a"`, "true"},
		{`"Pro" == properties["plan"]`, "false"},
		{`properties["absent"] == undefined`, "true"}, {`properties["coupon"] == undefined`, "false"},
		{`2 > 1`, "true"}, {`2 >= 2`, "true"}, {`1 < 1`, "false"}, {`1 <= 1`, "true"},
		{`"b" > "a"`, "<undefined>"}, {`1 < "2"`, "<undefined>"}, {`properties["absent"] > 0`, "<undefined>"},
		{`properties["sku"] == ["K-1", "K-9"]`, "true"}, {`properties["sku"] == ["K-9", "K-1"]`, "false"},
		{`properties["shipping"] == properties["shipping"]`, "true"},
		// Membership.
		{`"ro" in "pro"`, "true"}, {`"x" in "pro"`, "false"}, {`1 in "1"`, "<undefined>"},
		{`properties["count"] in [1, 2, 3]`, "true"}, {`4 in [1, 2, 3]`, "false"}, {`1 in []`, "false"},
		{`"K-9" in properties["sku"]`, "true"}, {`"a" in 1`, "<undefined>"},
		// Logic.
		{`true and false`, "false"}, {`true or false`, "true"}, {`false or true and false`, "false"},
		{`true AND NOT false`, "true"}, {`undefined and true`, "false"}, {`undefined or true`, "true"},
		{`not undefined`, "true"}, {`not 1`, "<undefined>"}, {`not true == false`, "true"},
		{`1 < 2 == true`, "true"},
		// Functions.
		{`floor(2.7)`, "2"}, {`ceil(2.1)`, "3"}, {`round(2.5)`, "3"}, {`round ("a")`, "<undefined>"},
		{`string(41.50)`, "41.5"}, {`string(true)`, "true"}, {`string(properties["coupon"])`, "<null>"},
		{`string(properties["absent"])`, "<undefined>"}, {`string(properties["absent"], "none")`, "none"},
		{`string(properties["plan"], "none")`, "pro"}, {`string(100000000000000000000)`, "100000000000000000000"},
		{`number("1.5")`, "1.5"}, {`number("-1e2")`, "-100"}, {`number("0x10")`, "<undefined>"},
		{`number("inf")`, "<undefined>"}, {`number("")`, "<undefined>"}, {`number(" 1")`, "<undefined>"},
		{`number(true)`, "1"}, {`number(false)`, "0"}, {`number(properties["coupon"])`, "<undefined>"},
		{`boolean("")`, "false"}, {`boolean("false")`, "false"}, {`boolean("no")`, "true"}, {`boolean(0)`, "false"},
		{`boolean(properties["coupon"])`, "false"}, {`boolean(undefined)`, "false"}, {`boolean(properties["sku"])`, "true"},
		{`defined(properties["gift"])`, "true"}, {`defined(properties["coupon"])`, "true"},
		{`defined(properties["absent"])`, "false"},
		{`has_prefix(string(properties["stamp"]), "2026")`, "true"}, {`has_prefix(1, "2026")`, "<undefined>"},
		// Times.
		{`event["$time"] >= datetime("2026-01-01T10:00:00")`, "true"},
		{`event["$time"] > datetime("2026-01-01T10:00:00")`, "false"},
		{`event["$time"] == datetime(1767261600)`, "true"}, {`event["$time"] == 1767261600`, "true"},
		{`properties["stamp"] < datetime("2026-01-02")`, "true"}, {`datetime("soon")`, "<undefined>"},
		{`string(datetime("2026-01-02"))`, "2026-01-02T00:00:00"}, {`number(datetime(5)) + 1`, "6"},
		{`event["$time"] + 1`, "<undefined>"},
		// any.
		{`any(X, properties["sku"], X = "K-9")`, "true"}, {`any (x, [1, 2], x > 2)`, "false"},
		{`any(X, properties["plan"], X = "pro")`, "<undefined>"},
		{`any(x, [1, 2], any(y, [x, 5], y == 2))`, "true"}, {`any(x, [1], any(x, [2], x == 2))`, "true"},
		{`properties["big"] > 9007199254740991`, "true"},
	}
	for _, tt := range tests {
		e, err := expr.Parse(tt.source)
		if err != nil {
			t.Errorf("Parse(%s): %v", tt.source, err)
			continue
		}
		value, err := e.Eval(order)
		if err != nil || value.String() != tt.want {
			t.Errorf("%s = %v, %v; want %s", tt.source, value, err, tt.want)
		}
	}
}

func TestAndOrRefuseOtherOperands(t *testing.T) {
	for _, source := range []string{`1 and true`, `false and "x"`, `true or properties["coupon"]`, `any(x, [1], x or true)`} {
		e, err := expr.Parse(source)
		if err != nil {
			t.Fatalf("Parse(%s): %v", source, err)
		}
		var operand *expr.OperandError
		if match, err := e.Match(order); match || !errors.As(err, &operand) {
			t.Errorf("Match(%s) = %v, %v; want an OperandError", source, match, err)
		}
	}
}

func TestOnlyTrueMatches(t *testing.T) {
	for source, want := range map[string]bool{`true`: true, `false`: false, `1`: false, `"true"`: false, `undefined`: false} {
		e, err := expr.Parse(source)
		if err != nil {
			t.Fatalf("Parse(%s): %v", source, err)
		}
		if got, err := e.Match(order); err != nil || got != want {
			t.Errorf("Match(%s) = %v, %v; want %v", source, got, err, want)
		}
	}
}

func TestSyntaxErrorsSayWhereAndWhy(t *testing.T) {
	tests := []struct {
		source string
		offset int
		reason string
	}{
		{``, 0, "expected a value, found the end"},
		{`1 +`, 3, "expected a value"},
		{`1 2`, 2, "expected an operator, found a number"},
		{`(1`, 2, `expected ")"`},
		{`properties[plan]`, 11, "property name in quotes"},
		{`properties["plan"`, 17, `expected "]"`},
		{`plan == "pro"`, 0, `unknown name "plan"`},
		{`"open`, 0, "no closing quote"},
		{`"\u00g0"`, 3, "hexadecimal"},
		{`"\`, 2, "backslash"},
		{`1.2.3`, 0, "not a number"},
		{`12px`, 0, "runs into a name"},
		{`1e999`, 0, "not a number"},
		{`floor()`, 0, "0 arguments"},
		{`floor(1, 2)`, 0, "2 arguments"},
		{`floor 1`, 6, `expected "("`},
		{`[1, 2`, 5, `expected ","`},
		{`[1,]`, 3, "expected a value"},
		{`any(1, [2], true)`, 4, "name for the items"},
		{`any(x, [2])`, 10, `expected ","`},
		{`any(x, [2], true) and x`, 22, `unknown name "x"`},
		{`1 & 2`, 2, "unexpected character"},
		{`é`, 0, "unexpected character 'é'"},
		{strings.Repeat("(", 20_000), 10_000, "too long"},
		{strings.Repeat("-", 20_000), 10_000, "too long"},
	}
	for _, tt := range tests {
		_, err := expr.Parse(tt.source)
		var syntax *expr.SyntaxError
		if !errors.As(err, &syntax) {
			t.Errorf("Parse(%.40s) = %v, want a SyntaxError", tt.source, err)
			continue
		}
		if syntax.Offset != tt.offset || !strings.Contains(syntax.Reason, tt.reason) {
			t.Errorf("Parse(%.40s) = %v; want offset %d and %q", tt.source, err, tt.offset, tt.reason)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`properties["amount"] > 40 and not ("x" in properties["sku"])`,
		`any(X, properties["sku"], X="v") OR string(user["p"],"undefined") == 'a\u00e9'`,
		`floor(1.5e3) % -2 <= number("7")`, `event["$time"] >= datetime("2026-03-01T00:00:00")`, `[[], [1, "a"]`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		e, err := expr.Parse(source)
		if err != nil {
			var syntax *expr.SyntaxError
			if !errors.As(err, &syntax) || syntax.Offset < 0 || syntax.Offset > len(source) {
				t.Fatalf("Parse(%q) = %#v, want a SyntaxError inside the source", source, err)
			}
			return
		}
		match, err := e.Match(order)
		if match && err != nil {
			t.Fatalf("Match(%q) is both true and %v", source, err)
		}
		// An expression means the same in parentheses, unless they nest it too deep.
		if wrapped, err := expr.Parse("(" + source + "\n)"); err == nil {
			if again, _ := wrapped.Match(order); again != match {
				t.Fatalf("%q matches: %v, in parentheses: %v", source, match, again)
			}
		}
	})
}
