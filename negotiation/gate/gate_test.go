package gate_test

import (
	"strings"
	"testing"
	"time"

	"parley/negotiation/gate"
)

func values() gate.Values {
	return gate.Values{
		"provisions": 28, "open": 5, "contested": 2, "agreed": 23, "pending": 7, "blocking": 1,
		"issues": map[string]string{"territory": "contested"}, "consenting": []string{"UA", "RU"},
		"stance": map[string]string{"UA": "accepts", "RU": ""}, "received": map[string]int{"UA": 2, "RU": 1},
		"consulted": []string{}, "unconsulted": []string{"RU"}, "revision": 2, "standing": "draft",
		"meetings": map[string]string{}, "silences": map[string]string{}, "initialled": []string{}, "signed": []string{},
		"now": time.Date(2025, 11, 26, 8, 0, 0, 0, time.UTC),
	}
}

func TestAGateSaysWhatIsMissing(t *testing.T) {
	for _, c := range []struct {
		expression string
		passed     bool
		says       []string
		where      string
	}{
		{"open <= 5", true, []string{"provisions that are not agreed: 5, needed: at most 5"}, "gaps"},
		{"open <= 3 && contested == 0", false, []string{"provisions that are not agreed: 5, needed: at most 3", "contested provisions: 2, needed: exactly 0"}, "gaps"},
		{`issues["territory"] == "agreed"`, false, []string{`issues["territory"]: "contested", needed: exactly "agreed"`}, "gaps"},
		{"consenting.all(p, received[p] == revision)", false, []string{"consenting.all(p, received[p] == revision) is not so for RU"}, "gaps"},
		{`consenting.all(p, received[p] > 0)`, true, []string{"consenting.all(p, received[p] > 0) is so"}, "gaps"},
		{"unconsulted.size() == 0 || open < 3", false, []string{"unconsulted.size() == 0 || open < 3 is not so"}, "circulation"},
		{`now > timestamp("2025-11-27T00:00:00Z")`, false, nil, ""},
	} {
		r, err := gate.Eval(c.expression, values())
		if err != nil || r.Passed != c.passed || r.Conditions[0].Where != c.where {
			t.Errorf("%s: %+v %v", c.expression, r, err)
		}
		for i, s := range c.says {
			if r.Conditions[i].Says != s {
				t.Errorf("%s says %q, want %q", c.expression, r.Conditions[i].Says, s)
			}
		}
	}
}

func TestAnExpressionThatIsNoneIsRefusedWithItsPlace(t *testing.T) {
	for expression, want := range map[string]string{
		"":                             "empty",
		"open <":                       "column",
		"opened <= 3":                  "undeclared reference to 'opened'",
		"open + 1":                     "must say true or false",
		`open == "3"`:                  "column 6",
		strings.Repeat("!", 3000) + "": "longer",
	} {
		if err := gate.Check(expression); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", expression, err, want)
		}
	}
	if _, err := gate.Eval(`issues["nobody-named-it"] == "agreed"`, values()); err == nil {
		t.Error("an issue that nobody named has a state")
	}
}

func FuzzCheck(f *testing.F) {
	f.Add("open <= 3 && consenting.all(p, received[p] == revision)")
	f.Fuzz(func(t *testing.T, expression string) {
		if gate.Check(expression) == nil {
			_, _ = gate.Eval(expression, values())
		}
	})
}
