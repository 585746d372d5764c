package api_test

import (
	"net/http"
	"strings"
	"testing"

	"parley/negotiation"
)

type object = map[string]any

// deal draws two points up and has a party score them, through the API.
func (s *server) deal(disclosure string) {
	s.tb.Helper()
	post := func(who negotiation.MemberID, command string, body object) {
		s.tb.Helper()
		if got, _, raw := s.ask(s.tokens[who], "POST", "/api/v1/n/river/"+command, body); got != http.StatusOK {
			s.tb.Fatalf("%s %s: %d %s", who, command, got, raw)
		}
	}
	post("m", "draw-up", object{"points": []object{
		{"id": "levels", "name": "Levels", "provisions": []string{"b"}, "options": []object{{"id": "daily", "name": "Daily", "base": true}, {"id": "weekly", "name": "Weekly", "words": "Levels are published weekly."}}},
		{"id": "seat", "name": "Seat", "options": []object{{"id": "north", "name": "North"}, {"id": "south", "name": "South"}}},
	}})
	score := func(a, b, c, d any) object {
		return object{"disclosure": disclosure, "reservation": "13.37", "points": []object{
			{"point": "levels", "weight": 71.5, "options": []object{{"option": "daily", "value": a}, {"option": "weekly", "value": b}}},
			{"point": "seat", "weight": "28.5", "options": []object{{"option": "north", "value": c}, {"option": "south", "value": d}}},
		}}
	}
	post("ald", "score", score(100, 0, "0", "99.7531"))
	post("brn", "score", score("0", "97.531", 100, 0))
}

func TestScoresAreForTheirPartyAndTheAnalysisForTheMediator(t *testing.T) {
	s := newServer(t)
	s.deal("numbers")
	const analysis = "/api/v1/n/river/packages/analysis"
	for member, token := range s.tokens {
		want := map[bool]int{true: http.StatusOK, false: http.StatusNotFound}[member == "m"]
		if got, _, raw := s.ask(token, "GET", analysis, nil); got != want {
			t.Errorf("%s: %d %s", member, got, raw)
		}
		_, out, raw := s.ask(token, "GET", "/api/v1/n/river/packages", nil)
		if out["bargain"] == nil || (out["mine"] != nil) != (member == "ald" || member == "brn") || strings.Contains(raw, "99.7531") && member != "ald" {
			t.Errorf("%s: %s", member, raw)
		}
	}
	_, out, raw := s.ask(s.tokens["m"], "GET", analysis+"?package=levels:daily,seat:south&against=levels:weekly,seat:north", nil)
	if !strings.Contains(raw, "99.929633") || strings.Contains(raw, "0000000") { // 71.5 + 28.5 × 0.997531, and no float
		t.Errorf("%s", raw)
	}
	for _, rule := range []string{"nash", "ks", "egalitarian", "leximin", "welfare"} {
		if !strings.Contains(raw, rule) {
			t.Errorf("no %s: %v", rule, out)
		}
	}
	for _, bad := range []string{"levels", "levels:daily", "levels:daily,seat:east", "levels:daily,levels:weekly", "levels:daily,seat:north,more:x"} {
		if got, _, raw := s.ask(s.tokens["m"], "GET", analysis+"?package="+bad, nil); got != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %s", bad, got, raw)
		}
	}
}

func TestI14_TheAnalysisTellsNoNumberThatIsKeptBack(t *testing.T) {
	s := newServer(t)
	s.deal("packages")
	_, _, raw := s.ask(s.tokens["m"], "GET", "/api/v1/n/river/packages/analysis", nil)
	for _, number := range []string{"99.7531", "97.531", "71.5", "28.5", "13.37", "points\":\"", `"worth":`, `"gains":`} {
		if strings.Contains(raw, number) {
			t.Errorf("it tells %s: %s", number, raw)
		}
	}
	if !strings.Contains(raw, "nash") || !strings.Contains(raw, `"keeping":true`) {
		t.Error(raw)
	}
	for _, kind := range []string{"/entries", "/packages", ""} {
		if _, _, raw := s.ask(s.tokens["m"], "GET", "/api/v1/n/river"+kind, nil); strings.Contains(raw, "99.7531") {
			t.Errorf("%s tells the mediator: %s", kind, raw)
		}
	}
}
