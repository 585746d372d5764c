package web_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"parley/consolidate"
	"parley/format/markdown"
	"parley/internal/auth"
	"parley/internal/desk"
	"parley/internal/feed"
	"parley/internal/store/sqlite"
	"parley/internal/web"
	"parley/negotiation"
	"parley/redline"
	"parley/text"
)

// The pages are tested against a real desk over a real database, with the
// tutorial's negotiation of three invented countries.

const river = negotiation.ID("river-talks")

// server is a running Parley with the tutorial in it.
type server struct {
	*httptest.Server
	t    testing.TB
	desk *desk.Desk
	door *auth.Door
	rev  *text.Text // revision 1
}

func newServer(t testing.TB) *server { return newServerAt(t, time.Now) }

func newServerAt(t testing.TB, now func() time.Time) *server { return newServerWith(t, now, nil) }

func newServerWith(t testing.TB, now func() time.Time, feeds *feed.Feeds) *server {
	t.Helper()
	store, err := sqlite.Open(filepath.Join(t.TempDir(), "parley.db"))
	if err != nil {
		t.Fatal(err)
	}
	s := &server{t: t, desk: desk.New(store, now), door: auth.New(store, now)}
	handler, err := web.New(s.desk, s.door, web.Options{Log: slog.New(slog.NewTextHandler(testLog{t}, nil)), Feeds: feeds})
	if err != nil {
		t.Fatal(err)
	}
	s.Server = httptest.NewServer(handler)
	t.Cleanup(func() {
		s.CloseClientConnections()
		s.Close()
		store.Close()
	})
	return s
}

// testLog fails the test on whatever the server logs: in a test nothing should
// go wrong unnoticed.
type testLog struct{ t testing.TB }

func (l testLog) Write(p []byte) (int, error) {
	l.t.Errorf("the server logged: %s", p)
	return len(p), nil
}

func (s *server) do(member negotiation.MemberID, c negotiation.Command) {
	s.t.Helper()
	if err := s.desk.Do(context.Background(), river, member, c); err != nil {
		s.t.Fatalf("%T: %v", c, err)
	}
}

// newRiver is a server with two revisions, a placeholder and three
// amendments, one of them for the mediator only.
func newRiver(t testing.TB) *server { return layRiver(newServer(t)) }

func layRiver(s *server) *server {
	t := s.t
	s.rev = sample(t, "rev1.md")
	mediator := negotiation.Party{ID: "MED", Name: "Office of the Mediator", Role: negotiation.Mediator}
	err := s.desk.Open(context.Background(), negotiation.Open{
		ID: river, Name: "Talks on the Waters of the Sarran", About: "Three riparian countries negotiate a ceasefire and the sharing of a river.",
		Mediator: mediator, Member: negotiation.Member{ID: "mediator", Party: "MED", Name: "Ines Okafor", Capacity: "mediator"},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []negotiation.Party{
		{ID: "ALD", Name: "Aldoria", Role: negotiation.Principal}, {ID: "BRN", Name: "Brennland", Role: negotiation.Principal},
		{ID: "CAR", Name: "Carsa", Role: negotiation.Principal}, {ID: "OBS", Name: "River Commission", Role: negotiation.Observer},
	} {
		s.do("mediator", negotiation.AddParty{Party: p})
		id := negotiation.MemberID(strings.ToLower(string(p.ID)) + "-head")
		s.do("mediator", negotiation.AddMember{Member: negotiation.Member{ID: id, Party: p.ID, Name: "Head of " + p.Name, Capacity: "head of delegation"}})
	}
	s.do("mediator", negotiation.TableRevision{Text: s.rev, Standing: negotiation.ZeroDraft, Author: "MED"})
	s.do("mediator", negotiation.RecordPlaceholder{Name: "as amended at Velin", Standing: negotiation.NonPaper, Note: "Handed round in the room; no copy was kept."})
	s.do("mediator", negotiation.TableRevision{Text: secondRevision(t, s.rev), Standing: negotiation.Draft, Parent: 1, Author: "MED"})
	return s
}

// amend tables an amendment that replaces words.
func (s *server) amend(member negotiation.MemberID, audience negotiation.Audience, pairs ...string) negotiation.AmendmentID {
	s.t.Helper()
	v, err := s.desk.View(context.Background(), river, member)
	if err != nil {
		s.t.Fatal(err)
	}
	cur := v.Current()
	amended := cur.Text.Clone()
	for _, p := range amended.Places() {
		p.Provision.Words = strings.NewReplacer(pairs...).Replace(p.Words)
	}
	before := len(v.Proposals())
	s.do(member, negotiation.TableAmendment{
		Revision: cur.Number, Changes: consolidate.Changes(cur.Text, amended), Audience: audience, Explanation: "As instructed.",
	})
	if v, err = s.desk.View(context.Background(), river, member); err != nil || len(v.Proposals()) != before+1 {
		s.t.Fatalf("the amendment was not tabled: %v", err)
	}
	return v.Proposals()[before].ID
}

// withAmendments is newRiver with amendments that contradict one another.
func withAmendments(t testing.TB) *server {
	s := newRiver(t)
	s.amend("ald-head", negotiation.Everyone, "30 kilometres", "40 kilometres", "250 cubic metres", "300 cubic metres")
	s.amend("brn-head", negotiation.Everyone, "30 kilometres", "10 kilometres", "shall use the waters", "may use the waters")
	s.amend("car-head", negotiation.Everyone, "six months", "twelve months", "shall be settled by negotiation", "shall be settled by negotiation in good faith")
	return s
}

func sample(t testing.TB, name string) *text.Text {
	t.Helper()
	out, err := markdown.Read([]byte(markdownOf(t, name)))
	if err != nil {
		t.Fatal(err)
	}
	out.FillIDs()
	return out
}

func markdownOf(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "sample", "tutorial", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// jsonOf is the text of a Markdown file as the import's form carries it.
func jsonOf(t testing.TB, source string) string {
	t.Helper()
	out, err := markdown.Read([]byte(source))
	if err != nil {
		t.Fatal(err)
	}
	out.FillIDs()
	var b strings.Builder
	if err := text.WriteJSON(&b, out); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func secondRevision(t testing.TB, first *text.Text) *text.Text {
	return redline.AdoptIDs(first, sample(t, "rev2.md"))
}

// browser is an HTTP client with cookies, signed in as a member; nobody with
// the empty name.
type visitor struct {
	*http.Client
	s *server
}

func (s *server) as(member negotiation.MemberID) *visitor {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	v := &visitor{&http.Client{Jar: jar}, s}
	if member != "" {
		v.post("/enter/"+s.invite(member), nil)
	}
	return v
}

func (s *server) invite(member negotiation.MemberID) string {
	s.t.Helper()
	token, err := s.door.Invite(context.Background(), auth.Key{Negotiation: river, Member: member})
	if err != nil {
		s.t.Fatal(err)
	}
	return token
}

func (v *visitor) answer(r *http.Response, err error) (int, string) {
	v.s.t.Helper()
	if err != nil {
		v.s.t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		v.s.t.Fatal(err)
	}
	return r.StatusCode, string(body)
}

func (v *visitor) get(path string) (int, string) {
	v.s.t.Helper()
	return v.answer(v.Get(v.s.URL + path))
}

func (v *visitor) post(path string, form url.Values) (int, string) {
	v.s.t.Helper()
	return v.answer(v.PostForm(v.s.URL+path, form))
}
