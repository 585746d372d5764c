// Package large measures a negotiation of the size of a world conference: 200
// parties, 2,000 members, 500 provisions, 10,000 amendments, 100,000 positions.
//
//	go test -run '^$' -bench . -benchtime 1x ./bench/large
package large

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"parley/consolidate"
	"parley/internal/api"
	"parley/internal/app"
	"parley/internal/auth"
	"parley/internal/desk"
	"parley/internal/store/sqlite"
	"parley/internal/web"
	"parley/negotiation"
	"parley/text"
)

const (
	parties    = 200
	members    = 2000
	provisions = 500
	amendments = 10_000
	pending    = 900 // of the amendments; the others were rejected
	positions  = 100_000
)

var begin = time.Date(2027, 1, 1, 9, 0, 0, 0, time.UTC)

// history is the entries of the whole negotiation.
type history struct {
	entries []negotiation.Entry
	rng     *rand.Rand
	text    *text.Text
	last    negotiation.AmendmentID // that everyone sees
}

func (h *history) add(by negotiation.MemberID, party negotiation.PartyID, to negotiation.Audience, body negotiation.Body) {
	h.entries = append(h.entries, negotiation.Entry{
		Seq: int64(len(h.entries)) + 1, At: begin.Add(time.Duration(len(h.entries)) * time.Second), By: by, Party: party, Audience: to, Body: body,
	})
}

func partyName(i int) negotiation.PartyID { return negotiation.PartyID(fmt.Sprintf("P%03d", i)) }

func memberName(i int) negotiation.MemberID { return negotiation.MemberID(fmt.Sprintf("member-%d", i)) }

func write() *history {
	h := &history{rng: rand.New(rand.NewPCG(4, 1)), text: &text.Text{Title: "Convention"}}
	all := negotiation.Everyone
	h.add("chair", "M", all, &negotiation.Opened{ID: "large", Name: "A world conference"})
	h.add("chair", "M", all, &negotiation.PartyJoined{Party: negotiation.Party{ID: "M", Name: "Secretariat", Role: negotiation.Mediator}})
	h.add("chair", "M", all, &negotiation.MemberJoined{Member: negotiation.Member{ID: "chair", Party: "M", Name: "Chair"}})
	for i := range parties {
		h.add("chair", "M", all, &negotiation.PartyJoined{Party: negotiation.Party{ID: partyName(i), Name: fmt.Sprintf("State %d", i), Role: negotiation.Principal}})
	}
	for i := range members {
		h.add("chair", "M", all, &negotiation.MemberJoined{Member: negotiation.Member{ID: memberName(i), Party: partyName(i % parties), Name: fmt.Sprintf("Delegate %d", i)}})
	}
	for i := range provisions {
		h.text.Provisions = append(h.text.Provisions, &text.Provision{
			ID: text.ID(fmt.Sprintf("p%d", i)), Kind: text.Article, Label: fmt.Sprintf("%d.", i+1), Heading: fmt.Sprintf("Matter %d", i),
			Words: fmt.Sprintf("The Parties shall cooperate in matter %d, taking into account their respective capabilities, and shall report to the Conference every %d years on the measures that they have taken and the results that they have achieved.", i, 1+i%9),
		})
	}
	h.add("chair", "M", all, &negotiation.RevisionTabled{Revision: negotiation.Revision{Number: 1, ID: h.text.Revision(), Text: h.text, Standing: negotiation.Draft}})
	h.amend()
	h.take()
	return h
}

var verbs = []string{"shall endeavour to", "should", "may", "are encouraged to", "shall, as appropriate,", "undertake to"}

// amend tables amendments, a tenth of them for some parties only.
func (h *history) amend() {
	for i := range amendments {
		p := h.text.Provisions[h.rng.IntN(provisions)]
		amended := &text.Text{Title: h.text.Title, Provisions: slices.Clone(h.text.Provisions)}
		q := *p
		q.Words = strings.Replace(q.Words, "shall cooperate", verbs[h.rng.IntN(len(verbs))]+" cooperate", 1)
		if i%3 == 0 {
			q.Words = strings.Replace(p.Words, "respective capabilities", fmt.Sprintf("respective capabilities and need %d", i%40), 1)
		}
		amended.Provisions[slices.Index(h.text.Provisions, p)] = &q
		party := partyName(h.rng.IntN(parties))
		to := negotiation.Everyone
		if i%10 == 0 {
			to = negotiation.Audience{Parties: []negotiation.PartyID{"M", partyName(h.rng.IntN(parties))}}
		}
		id := negotiation.AmendmentID(fmt.Sprintf("%s-%04d", party, i))
		if to.Everyone {
			h.last = id
		}
		h.add(memberName(0), party, to, &negotiation.AmendmentTabled{Amendment: negotiation.Amendment{ID: id, Revision: 1, Sponsors: []negotiation.PartyID{party}, Changes: consolidate.Changes(h.text, amended)}})
		if i < amendments-pending {
			h.add("chair", "M", to, &negotiation.AmendmentRejected{Amendment: id, Changes: []string{"1"}})
		}
	}
}

var stances = []negotiation.Stance{
	negotiation.Accepts, negotiation.Accepts, negotiation.Accepts, negotiation.Accepts, negotiation.AcceptsAdReferendum, negotiation.Reserves, negotiation.Objects,
}

// take takes a position of each party on each provision, a tenth of them in
// confidence.
func (h *history) take() {
	for i := range positions {
		p, party := h.text.Provisions[i/parties%provisions], partyName(i%parties)
		to := negotiation.Everyone
		if h.rng.IntN(10) == 0 {
			to = negotiation.Audience{Parties: []negotiation.PartyID{"M"}}
		}
		h.add(memberName(i%parties), party, to, &negotiation.PositionTaken{Position: negotiation.Position{
			ID: negotiation.PositionID(fmt.Sprintf("%s-%d", party, i)), On: negotiation.Subject{Provision: p.ID}, Revision: 1, Wording: p.Hash().String(),
			Stance: stances[h.rng.IntN(len(stances))],
		}})
	}
}

// host writes the history into a database of a folder and serves it.
func host(b *testing.B, h *history, dir string) (*httptest.Server, *auth.Door, *desk.Desk) {
	b.Helper()
	store, err := sqlite.Open(filepath.Join(dir, "parley.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { store.Close() })
	for head := int64(0); head < int64(len(h.entries)); {
		next := h.entries[head:min(head+5000, int64(len(h.entries)))]
		if err := store.Append(context.Background(), "large", head, next); err != nil {
			b.Fatal(err)
		}
		head += int64(len(next))
	}
	d, door := desk.New(store, time.Now), auth.New(store, time.Now)
	quiet := slog.New(slog.DiscardHandler)
	pages, err := web.New(d, door, web.Options{Log: quiet})
	if err != nil {
		b.Fatal(err)
	}
	programs, err := api.New(d, door, api.Options{Log: quiet})
	if err != nil {
		b.Fatal(err)
	}
	both := http.NewServeMux()
	both.Handle("/api/", programs)
	both.Handle("/", pages)
	s := httptest.NewServer(both)
	b.Cleanup(s.Close)
	return s, door, d
}

func enter(b *testing.B, s *httptest.Server, door *auth.Door, m negotiation.MemberID) *http.Client {
	b.Helper()
	token, err := door.Invite(b.Context(), auth.Key{Negotiation: "large", Member: m})
	if err != nil {
		b.Fatal(err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		b.Fatal(err)
	}
	client := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Post(s.URL+"/enter/"+token, "application/x-www-form-urlencoded", nil)
	if err != nil {
		b.Fatal(err)
	}
	answer.Body.Close()
	return client
}

func BenchmarkLarge(b *testing.B) {
	h := write()
	b.Logf("%d entries", len(h.entries))
	debug.SetGCPercent(app.GCPercent)
	s, door, d := host(b, h, b.TempDir())
	h.entries = nil
	runtime.GC()
	for b.Loop() {
		start := time.Now()
		if _, err := d.View(b.Context(), "large", "chair"); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(start).Seconds(), "s/rebuild")
		measure(b, s, door, h)
	}
	b.ReportMetric(peak(b), "MB-peak")
}

// measure asks for every page as delegates of many parties, and as the chair.
func measure(b *testing.B, s *httptest.Server, door *auth.Door, h *history) {
	var clients []*http.Client
	for i := range 12 {
		clients = append(clients, enter(b, s, door, memberName(i*7)))
	}
	clients = append(clients, enter(b, s, door, "chair"))
	slowest := 0.0
	for _, path := range paths(h) {
		var took []float64
		size := 0
		for range 3 {
			for _, c := range clients {
				start := time.Now()
				answer, err := c.Get(s.URL + path)
				if err != nil {
					b.Fatal(err)
				}
				body, err := io.ReadAll(answer.Body)
				answer.Body.Close()
				if err != nil || answer.StatusCode != http.StatusOK {
					b.Fatalf("%s: %d %v", path, answer.StatusCode, err)
				}
				took, size = append(took, time.Since(start).Seconds()*1000), len(body)
			}
		}
		slices.Sort(took)
		median := took[len(took)/2]
		slowest = max(slowest, median)
		fmt.Printf("%-60s median %6.1f ms, worst %7.1f ms, %5d KB\n", path, median, took[len(took)-1], size/1024)
	}
	b.ReportMetric(slowest, "ms/slowest-median")
}

func paths(h *history) []string {
	var out []string
	for _, r := range web.Routes {
		path, get := strings.CutPrefix(r.Pattern, "GET ")
		if !get || !strings.HasPrefix(path, "/n/{negotiation}/") || strings.Contains(path, "{entry}") || strings.Contains(path, "{revision}") || strings.Contains(path, "{room}") || strings.HasSuffix(path, "/events") ||
			strings.HasSuffix(path, "/bundle") || strings.HasSuffix(path, "/addition") || strings.Contains(path, "/bridge/") || strings.HasSuffix(path, "/import") {
			continue
		}
		path = strings.NewReplacer("{negotiation}", "large", "{amendment}", string(h.last), "{file}", "revision-1.md").Replace(path)
		out = append(out, path)
	}
	return append(out, "/n/large/text?at=p250", "/n/large/positions?show=open", "/n/large/positions?show=history", "/n/large/overview?by=topic", "/n/large/bracketed?at=p250", "/api/v1/n/large", "/api/v1/n/large/issues", "/api/v1/n/large/facts")
}

// peak is the most memory that the process has held, in MB.
func peak(b *testing.B) float64 {
	data, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Skip("the peak of memory is known on Linux only")
	}
	m := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(data)
	kb, _ := strconv.Atoi(string(m[1]))
	return float64(kb) / 1024
}
