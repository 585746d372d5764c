package web_test

import (
	"bufio"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/cryptotest"
	"time"

	"parley/internal/search"
	"parley/internal/web"
	"parley/negotiation"
)

// secret is what differs between two histories: what Aldoria and the mediator
// say to each other.
type secret struct {
	words, why, note string
	more             []string
	points           negotiation.Amount // that the parties score
}

// twin plays a history on a server whose clock and randomness are the same each
// time, so that two histories differ only where the secret does.
func twin(t *testing.T, says secret) *server {
	cryptotest.SetGlobalRandom(t, 7)
	clock := time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)
	s := layRiver(newServerAt(t, func() time.Time { clock = clock.Add(time.Second); return clock }))
	confidential := negotiation.Audience{Parties: []negotiation.PartyID{"MED"}}
	s.amend("brn-head", negotiation.Everyone, "30 kilometres", "10 kilometres")
	first := s.amend("ald-head", confidential, append([]string{"30 kilometres", says.words}, says.more...)...)
	s.do("mediator", negotiation.Reject{Amendment: first, Note: says.note})
	second := s.amend("ald-head", confidential, "six months", says.words)
	s.do("ald-head", negotiation.WithdrawAmendment{Amendment: second, Reason: says.why})
	s.do("mediator", negotiation.Accept{Amendment: s.proposals("brn-head")[0].ID})
	s.amend("ald-head", confidential, "shall be settled", says.words)
	s.amend("car-head", negotiation.Everyone, "six months", "twelve months")
	s.talk(says, confidential)
	return s
}

// talk is everything else that Aldoria and the mediator say to each other, while
// the others say nothing that depends on it.
func (s *server) talk(says secret, confidential negotiation.Audience) {
	whole := negotiation.Subject{}
	s.do("mediator", negotiation.NameIssue{Issue: negotiation.Issue{ID: "line", Name: "The line"}})
	s.do("ald-head", negotiation.TakePosition{On: whole, Stance: negotiation.AcceptsIf, If: []negotiation.Condition{{Words: says.words}}, Words: says.note, Audience: confidential})
	s.do("ald-head", negotiation.TakePosition{On: negotiation.Subject{Issue: "line"}, Stance: negotiation.Objects, Words: says.words, Audience: confidential})
	s.do("brn-head", negotiation.TakePosition{On: whole, Stance: negotiation.Reserves, Words: "not yet", Audience: negotiation.Everyone})
	s.do("ald-head", negotiation.MakeStatement{Statement: negotiation.Statement{Words: says.words, Source: says.why, With: []negotiation.PartyID{"MED"}}, Audience: confidential})
	s.do("ald-head", negotiation.FileReport{Report: negotiation.Report{
		Genre: negotiation.DocumentReport, Title: says.words, Hedge: says.why, Quote: says.note, Stance: negotiation.Accepts, Calls: []negotiation.PartyID{"BRN"}, Speaker: negotiation.Speaker{Party: "BRN"},
		Document: negotiation.Trail{Copy: says.words}, Sources: []negotiation.Source{{Name: says.words, Copy: says.note}},
	}, Audience: confidential})
	s.do("ald-head", negotiation.FileReports{Reports: []negotiation.Report{{Genre: negotiation.IncidentReport, When: negotiation.When{From: time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)}, Incident: negotiation.Incident{Type: says.words, Place: says.note}}}})
	s.do("ald-head", negotiation.WidenReport{Report: s.viewOf("ald-head").Reports()[1].ID, Audience: confidential})
	s.do("ald-head", negotiation.KeepNote{Words: says.words})
	s.do("ald-head", negotiation.KeepName{Name: negotiation.KnownName{Kind: negotiation.PersonName, Name: says.words, Aliases: []string{says.why}}})
	s.do("ald-head", negotiation.ProposeMeeting{Plan: negotiation.Plan{Title: says.words, Format: negotiation.Bilateral, Parties: []negotiation.PartyID{"ALD", "MED"}}, Audience: confidential})
	next := s.rev.Clone()
	next.Provisions[1].Words = says.words
	s.do("mediator", negotiation.TableRevision{Text: next, Standing: negotiation.Draft, Held: true, Note: says.why})
	view, err := s.desk.View(s.t.Context(), river, "mediator")
	if err != nil {
		s.t.Fatal(err)
	}
	s.do("mediator", negotiation.Circulate{Paper: negotiation.Paper{Revision: view.Current().Number}, To: []negotiation.PartyID{"ALD"}, Note: says.words})
	s.do("mediator", negotiation.DrawUp{Points: []negotiation.Point{{ID: "seat", Name: "Seat", Options: []negotiation.Option{{ID: "north", Name: "North"}, {ID: "south", Name: "South"}}}}})
	for _, how := range []negotiation.Disclosure{negotiation.ShowNumbers, negotiation.ShowPackages} {
		s.do("ald-head", negotiation.Score{Disclosure: how, Reservation: says.points, Points: []negotiation.PointScore{{Point: "seat", Weight: says.points, Options: []negotiation.OptionScore{{Option: "north", Value: says.points}, {Option: "south", Value: "1"}}}}})
	}
	s.do("mediator", negotiation.DefineGate{Gate: negotiation.Gate{ID: "close", Name: "Close", Expression: "open == 0 && pending == 0"}})
}

// What must differ because the sealed leaves do: hashes of leaves, nodes and
// roots (32 bytes in base64), signatures over heads (68 bytes in base64), the
// digest of a bundle (64 hexadecimal digits), the beginning of the root on the
// page of the record, and the moment of the question. Each is of one length, so that what is masked tells
// nothing by it. Salts and keys are the same, because the randomness is.
var masks = []struct {
	what *regexp.Regexp
	with string
}{
	{regexp.MustCompile(`[A-Za-z0-9+/]{86,91}={0,2}`), "SIGNATURE"},
	{regexp.MustCompile(`[A-Za-z0-9+/]{43}=`), "HASH"},
	{regexp.MustCompile(`\b[0-9a-f]{64}\b`), "DIGEST"},
	{regexp.MustCompile(`seen=0\.[0-9]{10};`), "NOW"}, // the test's clock goes on with each question
	{regexp.MustCompile(`root <code>[0-9a-f]{16}…`), "ROOT"},
}

// withMasks has what must differ masked.
func withMasks(s string) string {
	for _, m := range masks {
		s = m.what.ReplaceAllString(s, m.with)
	}
	return s
}

// alike reports whether two answers are the same and as long, but for what must
// differ. Nothing that is masked goes over a line, so lines that are the same
// need not be looked at.
func alike(a, b string) bool {
	linesA, linesB := strings.Split(a, "\n"), strings.Split(b, "\n")
	if len(a) != len(b) || len(linesA) != len(linesB) {
		return false
	}
	for i, line := range linesA {
		if line != linesB[i] && withMasks(line) != withMasks(linesB[i]) {
			return false
		}
	}
	return true
}

// everything is all that a member gets for a request, but the date.
func (v *visitor) everything(path string) string {
	v.s.t.Helper()
	got, err := v.Get(v.s.URL + path)
	if err != nil {
		v.s.t.Fatal(err)
	}
	defer got.Body.Close()
	var body strings.Builder
	if strings.HasSuffix(path, "/events") {
		lines := bufio.NewScanner(got.Body)
		for range 4 { // the first event, which says where the record stands
			lines.Scan()
			body.WriteString(lines.Text() + "\n")
		}
	} else if _, err := bufio.NewReader(got.Body).WriteTo(&body); err != nil {
		v.s.t.Fatal(err)
	}
	got.Header.Del("Date")
	return strings.ReplaceAll(fmt.Sprint(got.Status, got.Header, body.String()), v.s.URL, "")
}

func TestI11_TwoHistoriesThatDifferInASecretAreOneToWhomItIsNotFor(t *testing.T) {
	one := twin(t, secret{words: "40 kilometres", why: "It was too early.", note: "No.", points: "7"})
	two := twin(t, secret{
		words: "4711 kilometres or, where the Parties so agree, no distance at all", why: "", note: "Between us: the other side would leave the room at once if it heard of this.",
		more: []string{"six months", "9 years"}, points: "98.765432",
	})
	visible := string(one.proposals("brn-head")[0].ID)
	asked, shown := 0, 0
	for _, route := range web.Routes {
		if !strings.HasPrefix(route.Pattern, "GET") || strings.Contains(route.Pattern, "{token}") || strings.Contains(route.Pattern, "{hash}") {
			continue
		}
		type both struct{ one, two *visitor }
		visitors := map[negotiation.MemberID]both{} // each signs in for the first time, and comes back
		for _, member := range []negotiation.MemberID{"brn-head", "obs-head"} {
			visitors[member] = both{one.as(member), two.as(member)}
		}
		for _, n := range []string{"1", "14", "15", "17", "19", "20"} { // entries, some of them secret
			for _, at := range []string{"river-talks", "river-talks@2026-05-01T09:00:40Z"} {
				path := strings.NewReplacer("GET ", "", "{$}", "", "{negotiation}", at, "{amendment}", visible,
					"{provision}", string(one.rev.Provisions[2].ID), "{file}", "bracketed.json", "{entry}", n, "{revision}", "1", "{room}", "none", "{meeting}", "none", "{report}", "none").Replace(route.Pattern)
				if n != "1" && !strings.Contains(route.Pattern, "{entry}") {
					path += "?at=" + string(one.rev.Provisions[2].ID) + "&before=" + n + "&old=" + n
				}
				if strings.HasSuffix(route.Pattern, "/events") && (n != "1" || at != "river-talks") {
					continue
				}
				for member, v := range visitors {
					a, b := v.one.everything(path), v.two.everything(path)
					if !alike(a, b) {
						t.Fatalf("%s as %s differs:\n%s", path, member, firstDifference(withMasks(a), withMasks(b)))
					}
					asked++
					if strings.HasPrefix(a, "200 OK") {
						shown++
					}
				}
			}
		}
	}
	for _, member := range []negotiation.MemberID{"brn-head", "obs-head"} {
		a, b := one.as(member), two.as(member)
		for _, query := range searches() {
			for _, at := range []string{"river-talks", "river-talks@2026-05-01T09:00:40Z"} {
				path := "/n/" + at + "/search?" + query
				if found, other := a.everything(path), b.everything(path); !alike(found, other) {
					t.Fatalf("%s as %s differs:\n%s", path, member, firstDifference(withMasks(found), withMasks(other)))
				}
				asked, shown = asked+1, shown+1
			}
		}
	}
	for _, s := range []*server{one, two} { // who may see it finds it
		if got := s.as("ald-head").everything("/n/river-talks/search?q=%22room+at+once%22+4711"); strings.Contains(got, "<mark>4711</mark>") != (s == two) {
			t.Errorf("a search of Aldoria's: %s", got)
		}
	}
	if a := one.as("mediator").everything("/n/river-talks/record/bundle"); strings.Contains(a, "4711") {
		t.Error("the histories are not what they should be")
	}
	if b := two.as("mediator").everything("/n/river-talks/record/bundle"); !strings.Contains(b, "4711") {
		t.Error("the secret is nowhere: nothing was tested")
	}
	t.Logf("%d pairs of answers are the same, %d of them pages and files", asked, shown)
	if shown < asked/2 {
		t.Error("most of them say that there is nothing")
	}
}

// searches are what may be looked for: words of both secrets, words that stand in
// them and elsewhere, and everything of a kind, a party, an issue and a day.
func searches() []string {
	var out []string
	for _, words := range []string{
		"4711", "40 kilometres", "kilometres", "kilo*", "1*", "\"six months\"", "months", "agreed", "the", "early", "no", "yet", "North",
		"\"other side would leave\"", "line", "Aldoria", "draft", "distance*", "10", "gate OR close", "\"",
	} {
		out = append(out, url.Values{"q": {words}}.Encode())
		out = append(out, url.Values{"q": {words}, "party": {"ALD"}}.Encode())
	}
	for _, k := range search.Kinds {
		out = append(out, url.Values{"kind": {string(k)}}.Encode(), url.Values{"kind": {string(k)}, "q": {"the"}, "skip": {"1"}}.Encode())
	}
	for _, p := range []string{"ALD", "BRN", "MED"} {
		out = append(out, "party="+p, "party="+p+"&issue=line")
	}
	return append(out, "issue=line", "from=2026-05-01", "to=2026-05-01", "from=2026-05-02", "skip=3&party=BRN")
}

func firstDifference(a, b string) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	around := func(s string) string { return s[max(0, i-200):min(len(s), i+200)] }
	return around(a) + "\n--- and\n" + around(b)
}
