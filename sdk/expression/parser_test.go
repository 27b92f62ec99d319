package expression_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/expression"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

func plan() expression.Node { return expression.Lookup{Object: expression.Properties, Name: "plan"} }

func binary(operator expression.Operator, left, right expression.Node) expression.Node {
	return expression.Binary{Operator: operator, Left: left, Right: right}
}

func TestExpressionsBecomeTheTreesTheyMean(t *testing.T) {
	type (
		num  = expression.Number
		text = expression.Text
	)
	for source, want := range map[string]expression.Node{
		`1`: num(1), `1.50`: num(1.5), `.5`: num(.5), `1e3`: num(1000), `2E-1`: num(.2), " 7\n": num(7),
		`"a\"b"`: text(`a"b`), `'it\'s'`: text("it's"), `"\u00e9\n\/\\"`: text("é\n/\\"), `"\ud83d\uDE00!"`: text("😀!"), `""`: text(""), `"日本"`: text("日本"),
		`true`: expression.Bool(true), `FALSE`: expression.Bool(false), `undefined`: expression.Undefined{},
		`properties["plan"]`:      plan(),
		`Properties [ 'plan' ]`:   plan(),
		`event["$time"]`:          expression.Lookup{Object: expression.Event, Name: "$time"},
		`((properties["plan"]))`:  plan(),
		`[]`:                      expression.List(nil),
		`[1, "a"]`:                expression.List{num(1), text("a")},
		`1 + 2 * 3`:               binary("+", num(1), binary("*", num(2), num(3))),
		`7 - 2 - 1`:               binary("-", binary("-", num(7), num(2)), num(1)),
		`- -2`:                    expression.Unary{Operator: expression.Negate, Operand: expression.Unary{Operator: expression.Negate, Operand: num(2)}},
		`-1 - 1`:                  binary("-", expression.Unary{Operator: expression.Negate, Operand: num(1)}, num(1)),
		`1 < 2 == true`:           binary("==", binary("<", num(1), num(2)), expression.Bool(true)),
		`1 = 2`:                   binary("==", num(1), num(2)),
		`true or false AND true`:  binary("or", expression.Bool(true), binary("and", expression.Bool(false), expression.Bool(true))),
		`not true == false`:       binary("==", expression.Unary{Operator: expression.Not, Operand: expression.Bool(true)}, expression.Bool(false)),
		`1 in [1]`:                binary("in", num(1), expression.List{num(1)}),
		`String (1, "x")`:         expression.Call{Function: expression.StringOf, Arguments: []expression.Node{num(1), text("x")}},
		`has_prefix("ab", "a")`:   expression.Call{Function: expression.HasPrefix, Arguments: []expression.Node{text("ab"), text("a")}},
		`datetime("2026-01-01") `: expression.Call{Function: expression.Datetime, Arguments: []expression.Node{text("2026-01-01")}},
	} {
		got, err := expression.Parse("where", source)
		if err != nil {
			t.Errorf("%s: %v", source, err)
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", source, diff)
		}
	}
}

func TestWhatIsNoExpressionSaysWhereAndWhy(t *testing.T) {
	for _, test := range []struct{ source, reason string }{
		{``, "at character 1: expected a value, found the end"},
		{`1 +`, "at character 4: expected a value"},
		{`1 2`, "at character 3: expected an operator, found a number"},
		{`(1`, `at character 3: expected ")"`},
		{`properties[plan]`, "at character 12: expected a name in quotes"},
		{`properties["é"`, `at character 15: expected "]"`},
		{`plan == "pro"`, `at character 1: unknown name plan; a property is written properties["plan"]`},
		{`user["plan"] == 1`, "at character 1: user[…] is not known"},
		{`true and any(x, [1], x)`, "at character 10: there is no function any()"},
		{`"open`, "at character 1: the text has no closing quote"},
		{`"\u00g0"`, "at character 4: \\u needs four"},
		{`"\ud83d"`, "at character 4: \\u has half a character"}, {`"\ud83d\u0041"`, "half a character"},
		{`"\ude00\ud83d"`, "half a character"}, {`"\ud83d\ux"`, "half a character"},
		{`"\`, "at character 3: the text ends in a backslash"},
		{`1.2.3`, "at character 1: \"1.2.3\" is not a number"},
		{`12px`, "runs into a name"}, {`1e999`, "not a number"}, {`1ex`, "runs into a name"},
		{`floor()`, "at character 1: floor() takes 1 arguments, not 0"},
		{`string(1, 2, 3)`, "takes 1 or 2 arguments, not 3"},
		{`floor 1`, `at character 7: expected "("`},
		{`[1, 2`, `at character 6: expected ","`}, {`[1,]`, "at character 4: expected a value"},
		{`1 & 2`, "at character 3: unexpected character '&'"}, {`é`, "at character 1: unexpected character 'é'"},
		{"\xff", "must be valid UTF-8"},
		{strings.Repeat("(", 1000), "at character 501: the expression has too many"},
		{strings.Repeat("-", 1000), "too many"}, {"1" + strings.Repeat("+1", 1000), "too many"},
		{strings.Repeat(" ", expression.MaxLength+1), "is longer than 65536 bytes"},
	} {
		got, err := expression.Parse("born_where", test.source)
		invalid, ok := errors.AsType[*mperr.InvalidArgument](err)
		if !ok || invalid.Argument != "born_where" || !strings.Contains(invalid.Reason, test.reason) {
			t.Errorf("%.40s: got %v, %v; want %q", test.source, got, err, test.reason)
		}
	}
}

func TestAnyNameBecomesALookup(t *testing.T) {
	for _, name := range []string{"plan", "", `we"ird\`, "$os", "monthly fee (€)", "a\nb"} {
		got, err := expression.Parse("on", expression.Property(name))
		if want := (expression.Lookup{Object: expression.Properties, Name: name}); err != nil || got != want {
			t.Errorf("%q: got %v, %v", name, got, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`properties["amount"] > 40 and not ("x" in properties["sku"])`, `string(properties["p"],"undefined") = 'a\u00e9'`,
		`floor(1.5e3) % -2 <= number("7")`, `event["$time"] >= datetime("2026-03-01T00:00:00")`, `[[], [1, "a"]`, "\xff", `user["x"]`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		root, err := expression.Parse("where", source)
		if err != nil {
			if _, ok := errors.AsType[*mperr.InvalidArgument](err); !ok || root != nil {
				t.Fatalf("%q: %v, %v", source, root, err)
			}
			return
		}
		// It means the same in parentheses, unless they nest it too deep.
		if wrapped, err := expression.Parse("where", "("+source+"\n)"); err == nil && !cmp.Equal(root, wrapped) {
			t.Fatalf("%q is %v, in parentheses %v", source, root, wrapped)
		}
	})
}
