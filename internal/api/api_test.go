package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/internal/api"
	"parley/internal/auth"
	"parley/internal/desk"
	"parley/internal/store/sqlite"
	"parley/negotiation"
	"parley/text"
)

// server is the API over a negotiation with a member in each role.
type server struct {
	tb     testing.TB
	http   http.Handler
	door   *auth.Door
	desk   *desk.Desk
	now    time.Time
	tokens map[negotiation.MemberID]string
}

var everyone = negotiation.Everyone

func newServer(tb testing.TB) *server {
	tb.Helper()
	store, err := sqlite.Open(filepath.Join(tb.TempDir(), "parley.db"))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { store.Close() })
	s := &server{tb: tb, now: time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC), tokens: map[negotiation.MemberID]string{}}
	clock := func() time.Time { s.now = s.now.Add(time.Second); return s.now }
	s.desk, s.door = desk.New(store, clock), auth.New(store, clock)
	if s.http, err = api.New(s.desk, s.door, api.Options{}); err != nil {
		tb.Fatal(err)
	}
	s.must("m", negotiation.Open{ID: "river", Name: "River talks",
		Mediator: negotiation.Party{ID: "M", Name: "Mediator", Role: negotiation.Mediator}, Member: negotiation.Member{ID: "m", Party: "M", Name: "Chair"}})
	for _, p := range []negotiation.Party{{ID: "ALD", Role: negotiation.Principal}, {ID: "BRN", Role: negotiation.Principal}, {ID: "GUA", Role: negotiation.Guarantor}, {ID: "CON", Role: negotiation.Consulted}, {ID: "OBS", Role: negotiation.Observer}} {
		p.Name = string(p.ID)
		s.must("m", negotiation.AddParty{Party: p})
		s.must("m", negotiation.AddMember{Member: negotiation.Member{ID: negotiation.MemberID(strings.ToLower(string(p.ID))), Party: p.ID, Name: "Head of " + p.Name}})
	}
	s.must("m", negotiation.TableRevision{Standing: negotiation.Draft, Text: &text.Text{Title: "Waters", Provisions: []*text.Provision{
		{ID: "a", Kind: text.Article, Label: "1.", Words: "The river is shared."}, {ID: "b", Kind: text.Article, Label: "2.", Words: "Levels are published daily."},
	}}})
	for _, m := range []negotiation.MemberID{"m", "ald", "brn", "gua", "con", "obs"} {
		s.tokens[m] = s.token(m, auth.Scopes...)
	}
	return s
}

func (s *server) token(m negotiation.MemberID, scopes ...auth.Scope) string {
	s.tb.Helper()
	token, err := s.door.NewToken(context.Background(), auth.Key{Negotiation: "river", Member: m}, "test", scopes, time.Hour*24)
	if err != nil {
		s.tb.Fatal(err)
	}
	return token
}

func (s *server) must(by negotiation.MemberID, c negotiation.Command) {
	s.tb.Helper()
	if err := s.desk.Do(context.Background(), "river", by, c); err != nil {
		s.tb.Fatalf("%s: %#v: %v", by, c, err)
	}
}

// ask sends a request with a token, and returns the status and what came back.
func (s *server) ask(token, method, path string, body any) (int, map[string]any, string) {
	s.tb.Helper()
	var sent bytes.Buffer
	if text, ok := body.(string); ok {
		sent.WriteString(text)
	} else if body != nil {
		if err := json.NewEncoder(&sent).Encode(body); err != nil {
			s.tb.Fatal(err)
		}
	}
	r := httptest.NewRequest(method, path, &sent)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w := httptest.NewRecorder()
	s.http.ServeHTTP(w, r)
	var out map[string]any
	_ = json.Unmarshal(w.Body.Bytes(), &out)
	return w.Code, out, w.Body.String()
}

func TestEveryResourceAnswersMembersAndNobodyElse(t *testing.T) {
	s := newServer(t)
	s.must("m", negotiation.TableRevision{Held: true, Standing: negotiation.Draft, Text: &text.Text{Provisions: []*text.Provision{{ID: "a", Kind: text.Article, Words: "Other words."}}}})
	s.must("m", negotiation.Circulate{Paper: negotiation.Paper{Revision: 2}, To: []negotiation.PartyID{"ALD"}, Until: s.now.Add(time.Hour)})
	asked := 0
	for _, r := range api.Resources {
		path := "/api/v1/n/river" + strings.NewReplacer("{revision}", "1", "{amendment}", "X", "{provision}", "a", "{room}", "none", "{report}", "none").Replace(r.Path)
		want := http.StatusOK
		if strings.Contains(path, "/amendments/X") || strings.Contains(path, "/reading/") || strings.HasSuffix(path, "/analysis") || strings.HasSuffix(path, "/chronicle/none") { // of what nobody drew up
			want = http.StatusNotFound
		}
		if strings.HasSuffix(path, "/try") {
			path += "?expression=open%3D%3D0"
		}
		if strings.HasSuffix(path, "/inside-outside") {
			path += "?party=ALD"
		}
		for member, token := range s.tokens {
			asked++
			if got, _, body := s.ask(token, "GET", path, nil); got != want {
				t.Errorf("%s, %s: %d %s", path, member, got, body)
			}
		}
		for _, nobody := range []string{"", "nonsense", strings.Repeat("A", 43)} {
			asked++
			if got, _, _ := s.ask(nobody, "GET", path, nil); got != http.StatusUnauthorized {
				t.Errorf("%s, nobody: %d", path, got)
			}
		}
		if got, _, _ := s.ask(s.tokens["m"], "GET", strings.Replace(path, "river", "other", 1), nil); got != http.StatusNotFound {
			t.Errorf("%s of another negotiation: %d", path, got)
		}
	}
	if got, _, body := s.ask(s.tokens["ald"], "GET", "/api/v1/n/river/reading/2", nil); got != 200 || !strings.Contains(body, "Other words") {
		t.Errorf("the reading room: %d %s", got, body)
	}
	t.Logf("%d requests for %d resources", asked, len(api.Resources))
}

func TestATokenIsGoodForItsScopes(t *testing.T) {
	s := newServer(t)
	const position = "/api/v1/n/river/take-position"
	body := map[string]any{"on": map[string]any{"provision": "a"}, "stance": "accepts", "audience": everyone}
	reader := s.token("ald", auth.Reading)
	if got, _, _ := s.ask(reader, "POST", position, body); got != http.StatusForbidden {
		t.Errorf("a reader took a position: %d", got)
	}
	if got, _, _ := s.ask(reader, "GET", "/api/v1/n/river/gaps", nil); got != http.StatusOK {
		t.Errorf("a reader reads: %d", got)
	}
	actor := s.token("ald", auth.Acting)
	if got, out, body := s.ask(actor, "POST", position, body); got != http.StatusOK || out["version"] == nil {
		t.Errorf("%d %s", got, body)
	}
	if got, _, _ := s.ask(actor, "GET", "/api/v1/n/river/gaps", nil); got != http.StatusForbidden {
		t.Errorf("who only acts reads: %d", got)
	}
	if got, _, _ := s.ask(actor, "POST", "/api/v1/n/river/sign", "{}"); got != http.StatusForbidden {
		t.Errorf("who only acts signs: %d", got)
	}
	if err := s.door.DropToken(t.Context(), auth.Key{Negotiation: "river", Member: "ald"}, "test"); err != nil {
		t.Fatal(err)
	}
	if got, _, _ := s.ask(actor, "POST", position, body); got != http.StatusUnauthorized {
		t.Errorf("a token that was ended: %d", got)
	}
	s.now = s.now.AddDate(0, 0, 2)
	if got, _, _ := s.ask(s.tokens["brn"], "GET", "/api/v1/n/river/gaps", nil); got != http.StatusUnauthorized {
		t.Errorf("a token that has run out: %d", got)
	}
}

func TestWhatCannotBeReadIsRefusedWhole(t *testing.T) {
	s := newServer(t)
	for _, body := range []string{"", "{", "[]", `{"stance":"accepts","mood":"good"}`, `{"stance":7}`, `{"stance":"accepts"} {}`, `{"stance":"maybe"}`} {
		got, out, raw := s.ask(s.tokens["ald"], "POST", "/api/v1/n/river/take-position", body)
		if got != http.StatusUnprocessableEntity || out["remedy"] == "" || out["detail"] == "" {
			t.Errorf("%q: %d %s", body, got, raw)
		}
	}
	if got, _, _ := s.ask(s.tokens["ald"], "POST", "/api/v1/n/river/do-as-i-say", "{}"); got != http.StatusNotFound {
		t.Errorf("a command that is none: %d", got)
	}
	if got, _, _ := s.ask(s.tokens["ald"], "GET", "/api/v1/n/river/gaps?asof=yesterday", nil); got != http.StatusUnprocessableEntity {
		t.Errorf("a moment that is none: %d", got)
	}
}

func TestEveryResourceIsAnsweredAsOfAPastMoment(t *testing.T) {
	s := newServer(t)
	before := s.now.Format(time.RFC3339)
	s.now = s.now.Add(time.Hour)
	s.must("ald", negotiation.TakePosition{On: negotiation.Subject{Provision: "a"}, Stance: negotiation.Accepts, Words: "as it stands", Audience: everyone})
	_, _, now := s.ask(s.tokens["brn"], "GET", "/api/v1/n/river/gaps", nil)
	_, _, then := s.ask(s.tokens["brn"], "GET", "/api/v1/n/river/gaps?asof="+before, nil)
	if !strings.Contains(now, "as it stands") || strings.Contains(then, "as it stands") || !strings.Contains(then, "rows") {
		t.Errorf("now %s\nthen %s", now, then)
	}
}

func TestTheDescriptionNamesEveryAddress(t *testing.T) {
	s := newServer(t)
	got, out, _ := s.ask("", "GET", "/api/openapi.json", nil)
	paths, _ := out["paths"].(map[string]any)
	if got != http.StatusOK || out["openapi"] != "3.1.0" || len(paths) != 7+len(api.Resources)+len(negotiation.Specs) {
		t.Fatalf("%d, %d paths", got, len(paths))
	}
	schemas := out["components"].(map[string]any)["schemas"].(map[string]any)
	for _, name := range []string{"TakePosition", "Gaps", "Meeting", "Plan", "Problem"} {
		if schemas[name] == nil {
			t.Errorf("no %s is described", name)
		}
	}
	position := schemas["TakePosition"].(map[string]any)["properties"].(map[string]any)
	var names []string
	for n := range position {
		names = append(names, n)
	}
	slices.Sort(names)
	if got := strings.Join(names, " "); got != "audience if on revision stance words" {
		t.Errorf("a position is taken with %s", got)
	}
}
