package app_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"parley/internal/api"
	"parley/internal/auth"
	"parley/internal/desk"
	"parley/internal/remote"
	"parley/internal/store/sqlite"
	"parley/internal/web"
	"parley/negotiation"
	"parley/record"
	"parley/text"
)

// The talks of November 2025 as the press reported them, played from the first
// draft on through the API, each act at its moment and by whom it was, and looked
// at through the API and in a browser. Each subtest is a thing that was reported,
// by its number; what is told around the table is in chronicle_test.go.

// geneva is a server whose clock stands where the story is.
type geneva struct {
	*httptest.Server
	t      *testing.T
	now    time.Time
	desk   *desk.Desk
	door   *auth.Door
	tokens map[string]string
	ids    map[string]string // of what was done, by a name
	keys   map[string]ed25519.PrivateKey
}

// msk is Moscow's time.
var msk = time.FixedZone("MSK", 3*3600)

func newGeneva(t *testing.T) *geneva {
	t.Helper()
	store, err := sqlite.Open(filepath.Join(t.TempDir(), "parley.db"))
	if err != nil {
		t.Fatal(err)
	}
	g := &geneva{t: t, now: time.Date(2025, 11, 20, 9, 0, 0, 0, time.UTC), tokens: map[string]string{}, ids: map[string]string{}, keys: map[string]ed25519.PrivateKey{}}
	clock := func() time.Time { return g.now }
	g.desk, g.door = desk.New(store, clock), auth.New(store, clock)
	programs, err := api.New(g.desk, g.door, api.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	pages, err := web.New(g.desk, g.door, web.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	both := http.NewServeMux()
	both.Handle("/api/", programs)
	both.Handle("/", pages)
	g.Server = httptest.NewServer(both)
	t.Cleanup(func() { g.CloseClientConnections(); g.Close(); store.Close() })
	if err := g.desk.Open(t.Context(), negotiation.Open{
		ID: "geneva", Name: "Outline of a settlement", Mediator: negotiation.Party{ID: "US", Name: "United States", Role: negotiation.Mediator},
		Member: negotiation.Member{ID: "us", Party: "US", Name: "Envoy of the United States", Capacity: "envoy"},
	}); err != nil {
		t.Fatal(err)
	}
	return g
}

// at moves the clock on.
func (g *geneva) at(month time.Month, day, hour int) {
	g.now = time.Date(2025, month, day, hour, 0, 0, 0, time.UTC)
}

type object = map[string]any

func (g *geneva) ask(who, method, path string, body any) (int, []byte) {
	g.t.Helper()
	if g.tokens[who] == "" {
		token, err := g.door.NewToken(g.t.Context(), auth.Key{Negotiation: "geneva", Member: negotiation.MemberID(who)}, "story", auth.Scopes, 300*24*time.Hour)
		if err != nil {
			g.t.Fatal(err)
		}
		g.tokens[who] = token
	}
	data, err := json.Marshal(body)
	if err != nil {
		g.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(g.t.Context(), method, g.URL+"/api/v1/n/geneva"+path, bytes.NewReader(data))
	if err != nil {
		g.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+g.tokens[who])
	answer, err := g.Client().Do(r)
	if err != nil {
		g.t.Fatal(err)
	}
	defer answer.Body.Close()
	got, err := io.ReadAll(answer.Body)
	if err != nil {
		g.t.Fatal(err)
	}
	return answer.StatusCode, got
}

// do has a command done, five minutes after the one before, signed by whoever has
// a key.
func (g *geneva) do(who, command string, body object) {
	g.t.Helper()
	g.now = g.now.Add(5 * time.Minute)
	if key := g.keys[who]; key != nil {
		g.sign(who, command, body, key)
		return
	}
	if status, got := g.ask(who, "POST", "/"+command, body); status != http.StatusOK {
		g.t.Fatalf("%s: %s %v: %d %s", who, command, body, status, got)
	}
}

// refused has a command refused, and returns why.
func (g *geneva) refused(who, command string, body object) string {
	g.t.Helper()
	status, got := g.ask(who, "POST", "/"+command, body)
	if status < 400 {
		g.t.Fatalf("%s: %s %v was done", who, command, body)
	}
	return string(got)
}

// read reads a resource into a value.
func read[T any](g *geneva, who, path string) T {
	g.t.Helper()
	var out T
	status, got := g.ask(who, "GET", path, nil)
	if status != http.StatusOK {
		g.t.Fatalf("%s: %s: %d %s", who, path, status, got)
	}
	if err := json.Unmarshal(got, &out); err != nil {
		g.t.Fatalf("%s: %v\n%s", path, err, got)
	}
	return out
}

type gapMap struct {
	Rows []struct {
		ID, Cite, Progress string
		Supports           []support
	}
	Whole  []support
	Issues []struct {
		ID, Progress string
		Open         []string
		Blocking     []struct{ Party, Words string }
		Supports     []support
	}
}

type support struct {
	Party, Stance string
	Position      *struct{ Words string }
	Lapsed        *struct{ Stance, Words string }
	LapsedIn      int
	Unmet         []struct{ Words string }
}

func of(party string, all []support) support {
	for _, s := range all {
		if s.Party == party {
			return s
		}
	}
	return support{}
}

func (g *geneva) gaps(who string) gapMap { return read[gapMap](g, who, "/gaps") }

type talks struct {
	Meetings []struct {
		ID, Title, Status, Place, Track, Level, Gate string
		When                                         struct {
			From, To    time.Time
			Words, Zone string
			Exact       bool
		}
		Participants []struct {
			Name      string
			Tentative bool
		}
		Confirmed []struct {
			Party, By string
			At        time.Time
		}
		Outcome *struct {
			From, To time.Time
			Words    string
		}
		Agenda  []struct{ Issue string }
		History []struct {
			Plan struct {
				Participants []struct {
					Name      string
					Tentative bool
				}
			}
		}
	}
	Tracks []struct{ ID, Envoy, Counterpart, Mandate string }
	Groups []struct {
		Name            string
		Parties, Issues []string
	}
}

func (g *geneva) meeting(title string) (out struct {
	*talks
	I int
}) {
	g.t.Helper()
	all := read[talks](g, "ua", "/meetings")
	for i, m := range all.Meetings {
		if strings.Contains(m.Title, title) {
			out.talks, out.I = &all, i
			return out
		}
	}
	g.t.Fatalf("there is no meeting %q", title)
	return out
}

// points is a text of so many points.
func points(n int, words func(i int) string) *text.Text {
	t := &text.Text{Title: "Outline"}
	for i := 1; i <= n; i++ {
		t.Provisions = append(t.Provisions, &text.Provision{ID: text.ID(fmt.Sprintf("p%02d", i)), Kind: text.Article, Label: fmt.Sprintf("%d.", i), Words: words(i)})
	}
	return t
}

func textJSON(t *testing.T, x *text.Text) json.RawMessage {
	t.Helper()
	data, err := json.Marshal(x)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

var toAll = object{"everyone": true}

func (g *geneva) seat() {
	g.t.Helper()
	for _, p := range []object{
		{"id": "UA", "name": "Ukraine", "role": "principal"}, {"id": "RU", "name": "Russia", "role": "principal"},
		{"id": "FR", "name": "France", "role": "consulted"}, {"id": "UK", "name": "United Kingdom", "role": "consulted"},
		{"id": "CoW", "name": "Coalition of the willing", "role": "consulted", "parties": []string{"FR", "UK"}, "cochairs": []string{"FR", "UK"}},
		{"id": "EU", "name": "EU institutions", "role": "consulted"},
	} {
		g.do("us", "add-party", object{"party": p})
	}
	for _, m := range []object{
		{"id": "ua", "party": "UA", "name": "President of Ukraine"}, {"id": "ru", "party": "RU", "name": "Minister for Foreign Affairs of Russia"},
		{"id": "eu", "party": "EU", "name": "Delegation of the EU"}, {"id": "us-army", "party": "US", "name": "Secretary of the Army"},
		{"id": "ua-spokesman", "party": "UA", "name": "Spokesman", "mandate": object{"voice": true}},
	} {
		g.do("us", "add-member", object{"member": m})
	}
	g.do("us", "set-rules", object{"rules": object{"consult": []object{{"party": "RU"}, {"party": "UA"}}}})
}

func (g *geneva) lastPosition(who string) string {
	g.t.Helper()
	all := read[[]struct{ ID string }](g, who, "/positions")
	return all[len(all)-1].ID
}

func (g *geneva) meetingID(title string) string {
	g.t.Helper()
	m := g.meeting(title)
	return m.Meetings[m.I].ID
}

// signedAuthorship registers a key for the mediator and signs with it.
func (g *geneva) signedAuthorship() {
	g.t.Helper()
	key := signingKey(1)
	for _, act := range []struct {
		command string
		body    object
	}{{"register-key", object{"key": public(key)}}, {"claim-authorship", object{"revision": 1, "words": "authored by the United States"}}} {
		g.now = g.now.Add(time.Minute)
		g.sign("us", act.command, act.body, key)
	}
	g.keys["us"] = key // what must be signed is, from now on
}

func signingKey(n byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{n}, ed25519.SeedSize))
}

func public(key ed25519.PrivateKey) string {
	return record.PublicKey(key.Public().(ed25519.PublicKey)).String()
}

// sign has a command done that is signed with a key.
func (g *geneva) sign(who, command string, body object, key ed25519.PrivateKey) {
	g.t.Helper()
	g.ask(who, "GET", "", nil) // has a token made
	table, err := remote.At(g.URL+"/n/geneva", g.tokens[who])
	if err != nil {
		g.t.Fatal(err)
	}
	if err := table.Do(g.t.Context(), command, body, key); err != nil {
		g.t.Fatalf("%s signs %s: %v", who, command, err)
	}
}

// signIn signs a member in with a browser's cookie.
func (g *geneva) signIn(who string) *http.Client {
	g.t.Helper()
	token, err := g.door.Invite(g.t.Context(), auth.Key{Negotiation: "geneva", Member: negotiation.MemberID(who)})
	if err != nil {
		g.t.Fatal(err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		g.t.Fatal(err)
	}
	client := &http.Client{Jar: jar}
	answer, err := client.Post(g.URL+"/enter/"+token, "application/x-www-form-urlencoded", nil)
	if err != nil {
		g.t.Fatal(err)
	}
	answer.Body.Close()
	return client
}

func (g *geneva) page(who, path string) string {
	g.t.Helper()
	answer, err := g.signIn(who).Get(g.URL + path)
	if err != nil {
		g.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		g.t.Fatalf("%s: %d %v", path, answer.StatusCode, err)
	}
	return string(body)
}

func (g *geneva) bundle(who string) []byte { return []byte(g.page(who, "/n/geneva/record/bundle")) }
