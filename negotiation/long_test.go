package negotiation_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"parley/negotiation"
	"parley/text"
)

// Long random histories: of thousands of entries, in which texts are rewritten,
// put back and moved about while parties take positions and withdraw them. With
// PARLEY_ENTRIES more can be asked for.

func entriesAsked(t *testing.T) int {
	n, err := strconv.Atoi(os.Getenv("PARLEY_ENTRIES"))
	if err != nil {
		n = 10_000
	}
	t.Logf("a history of %d entries", n)
	return n
}

// long is a history that goes on.
type long struct {
	*history
	rng     *rand.Rand
	secrets map[string][]negotiation.PartyID
	n       int
}

func newLong(t *testing.T, seed uint64) *long {
	l := &long{history: newHistory(t), rng: rand.New(rand.NewPCG(seed, 1)), secrets: map[string][]negotiation.PartyID{}}
	first := fourPoints()
	for i, p := range first.Provisions {
		for _, c := range []string{"1", "2"} {
			p.Children = append(p.Children, &text.Provision{ID: p.ID + text.ID(c), Kind: text.Paragraph, Label: "(" + c + ")", Words: fmt.Sprintf("Paragraph %s of point %d.", c, i+1)})
		}
	}
	l.must("m", negotiation.TableRevision{Text: first, Standing: negotiation.Draft})
	return l
}

// step does something at random.
func (l *long) step() {
	speakers := []negotiation.MemberID{"ua", "ru", "tr", "fr", "cow"}
	who := speakers[l.rng.IntN(len(speakers))]
	to, readers := everyone, table8
	party := negotiation.PartyID(strings.ToUpper(string(who)))
	if who == "cow" {
		party = "CoW"
	}
	if l.rng.IntN(3) == 0 {
		to = only("M")
		readers = append(readersOf(party), "M")
	}
	l.n++
	word := fmt.Sprintf("secret%dx", l.n)
	l.secrets[word] = readers
	switch l.rng.IntN(22) {
	case 0:
		l.revise()
	case 1:
		if n := len(l.state.Positions); n > 0 {
			p := l.state.Positions[l.rng.IntN(n)]
			l.do(p.By, negotiation.WithdrawPosition{Position: p.ID})
		}
	case 2:
		l.do(who, negotiation.MakeStatement{Statement: negotiation.Statement{Words: word}, Audience: to})
	case 3:
		l.secrets[word] = readersOf(party)
		l.do(who, negotiation.KeepNote{Words: word})
	case 4:
		l.chronicle(who, word, to)
	default:
		l.position(who, word, to)
	}
}

// chronicle files a report, judges an earlier one and links both.
func (l *long) chronicle(who negotiation.MemberID, word string, to negotiation.Audience) {
	n := len(l.state.Reports)
	r := negotiation.Report{Genre: negotiation.StatementReport, Quote: word, Speaker: negotiation.Speaker{Name: word, Party: "UA"}, Stance: negotiation.Accepts, When: negotiation.When{From: l.at.AddDate(0, 0, -l.rng.IntN(60)), Zone: "Europe/Kyiv"}}
	if l.do(who, negotiation.FileReport{Report: r, Audience: to}) != nil || n == 0 {
		return
	}
	other := l.state.Reports[l.rng.IntN(n)]
	l.do("m", negotiation.JudgeReport{Report: other.ID, Status: negotiation.VerificationStatuses[l.rng.IntN(4)+1], Ground: other.Quote})
	l.do(who, negotiation.LinkReports{Reports: []negotiation.ReportID{l.state.Reports[n].ID, other.ID}})
}

func readersOf(p negotiation.PartyID) []negotiation.PartyID {
	if p == "CoW" {
		return []negotiation.PartyID{"CoW", "FR", "UK"}
	}
	return []negotiation.PartyID{p}
}

func (l *long) position(who negotiation.MemberID, word string, to negotiation.Audience) {
	cur := l.state.Current().Text.Places()
	on := negotiation.Subject{Provision: cur[l.rng.IntN(len(cur))].ID}
	if l.rng.IntN(6) == 0 {
		on = negotiation.Subject{}
	}
	stances := []negotiation.Stance{negotiation.Accepts, negotiation.AcceptsAdReferendum, negotiation.Reserves, negotiation.Objects}
	c := negotiation.TakePosition{On: on, Stance: stances[l.rng.IntN(len(stances))], Words: word, Audience: to}
	if l.rng.IntN(4) == 0 {
		c.Revision = 1 + l.rng.IntN(len(l.state.Revisions))
	}
	l.do(who, c) // a provision that an earlier revision does not have is refused
}

// revise tables a text in which something is edited, put back as it once was,
// moved, taken out or put in.
func (l *long) revise() {
	next := l.state.Current().Text.Clone()
	at := l.rng.IntN(len(next.Provisions))
	p := next.Provisions[at]
	switch l.rng.IntN(6) {
	case 0:
		p.Words = fmt.Sprintf("Words %d.", l.rng.IntN(4))
	case 1:
		if len(p.Children) > 0 {
			p.Children[l.rng.IntN(len(p.Children))].Words = fmt.Sprintf("Words %d.", l.rng.IntN(4))
		}
	case 2: // a paragraph moves to another point
		if len(p.Children) > 0 {
			other := next.Provisions[(at+1)%len(next.Provisions)]
			other.Children = append(other.Children, p.Children[0])
			p.Children = p.Children[1:]
		}
	case 3:
		next.Provisions = append(slices.Delete(next.Provisions, at, at+1), p)
	case 4: // back to a revision of before
		next = l.state.Revisions[l.rng.IntN(len(l.state.Revisions))].Text.Clone()
	case 5: // the same words, typed anew
		l.n++
		p.ID = text.ID(fmt.Sprintf("new%d", l.n))
	}
	l.do("m", negotiation.TableRevision{Text: next, Standing: negotiation.Draft}) // refused where nothing changed
}

// spelt is a wording letter by letter: what two wordings must have in common.
func spelt(p *text.Provision) string {
	s := p.Heading + "\x00" + p.Words + "\x00("
	for _, c := range p.Children {
		s += spelt(c)
	}
	return s + ")"
}

// oracle says, from the entries and the letters alone, which position of a party
// covers each provision of the current text.
func oracle(s negotiation.State, party negotiation.PartyID) map[text.ID]negotiation.PositionID {
	type said struct {
		id    negotiation.PositionID
		whole bool
	}
	now := s.Current().Text
	out := map[text.ID]said{}
	withdrawn := map[negotiation.PositionID]bool{}
	for _, e := range s.Entries {
		if b, ok := e.Body.(*negotiation.PositionWithdrawn); ok {
			withdrawn[b.Position] = true
		}
	}
	for _, e := range s.Entries {
		b, ok := e.Body.(*negotiation.PositionTaken)
		if !ok || e.Party != party {
			continue
		}
		p := b.Position
		if p.On.Whole() {
			for id, x := range out {
				if x.whole {
					delete(out, id)
				}
			}
			if withdrawn[p.ID] || !p.Stance.Consents() {
				continue
			}
		}
		then := s.Revision(p.Revision).Text
		covered := then.Places()
		if !p.On.Whole() {
			covered = (&text.Text{Provisions: []*text.Provision{then.Find(p.On.Provision)}}).Places()
		}
		for _, c := range covered {
			for _, q := range now.Places() {
				same := q.ID == c.ID && spelt(q.Provision) == spelt(c.Provision)
				again := now.Find(c.ID) == nil && then.Find(q.ID) == nil && spelt(q.Provision) == spelt(c.Provision)
				if !same && !again {
					continue
				}
				delete(out, q.ID)
				if !withdrawn[p.ID] {
					out[q.ID] = said{p.ID, p.On.Whole()}
				}
				if again {
					break // the first place where the words stand anew
				}
			}
		}
	}
	ids := map[text.ID]negotiation.PositionID{}
	for id, x := range out {
		ids[id] = x.id
	}
	return ids
}

func TestI7_OverALongHistoryConsentNeitherSurvivesAChangeOfWordsNorDiesWithoutOne(t *testing.T) {
	n := entriesAsked(t)
	l := newLong(t, 7)
	compared, held := 0, 0
	for i := 0; len(l.state.Entries) < n; i++ {
		l.step()
		if i%(n/50) != 0 {
			continue
		}
		v := l.look("m")
		for _, party := range []negotiation.PartyID{"UA", "RU", "TR", "FR", "CoW"} {
			want := oracle(l.state, party) // every position is for the mediator too
			for _, p := range v.Current().Text.Places() {
				got := negotiation.PositionID("")
				if x := v.Support(party, negotiation.Subject{Provision: p.ID}).Position; x != nil {
					got, held = x.ID, held+1
				}
				if compared++; got != want[p.ID] {
					t.Fatalf("after %d entries %s says %q to %s by its letters %q", len(l.state.Entries), party, got, p.ID, want[p.ID])
				}
			}
		}
	}
	if held < compared/10 || held == compared {
		t.Errorf("of %d, %d are held: nothing was tested", compared, held)
	}
	t.Logf("%d entries, %d revisions, %d positions: %d provisions compared, consent or refusal holds for %d", len(l.state.Entries), len(l.state.Revisions), len(l.state.Positions), compared, held)
}

func TestI8_EveryPrefixOfALongHistoryIsReplayed(t *testing.T) {
	n := entriesAsked(t)
	l := newLong(t, 8)
	var back []negotiation.Entry
	checked := 0
	for i := 0; len(l.state.Entries) < n; i++ {
		l.step()
		for _, e := range l.state.Entries[len(back):] {
			data, err := json.Marshal(e)
			if err != nil {
				t.Fatal(err)
			}
			var again negotiation.Entry
			if err := json.Unmarshal(data, &again); err != nil {
				t.Fatal(err)
			}
			back = append(back, again)
		}
		if i%(n/20) != 0 {
			continue
		}
		checked++
		past := negotiation.Fold(back)
		for _, who := range []negotiation.MemberID{"m", "ua", "va"} {
			was, err := negotiation.Look(past, who, l.state.At)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := dump(*was.Gaps())+fmt.Sprint(was.Facts()), dump(*l.look(who).Gaps())+fmt.Sprint(l.look(who).Facts()); got != want {
				t.Fatalf("%s as of entry %d: replayed\n%s\nlive\n%s", who, len(back), got, want)
			}
		}
	}
	t.Logf("%d entries, replayed as of %d moments for 3 parties", len(back), checked)
}

func TestI11_NoViewOfALongHistoryHoldsWhatIsForOthers(t *testing.T) {
	n := entriesAsked(t)
	l := newLong(t, 11)
	for len(l.state.Entries) < n {
		l.step()
	}
	looked := 0
	for _, p := range table8 {
		v, err := negotiation.Look(l.state, memberOf(p), l.state.At.Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		gaps := *v.Gaps()
		gaps.Revision = nil
		page := dump(v.Entries()) + dump(v.Positions()) + dump(v.Statements()) + dump(v.Reports()) + dump(v.Unanswered()) + dump(v.Notes()) + dump(gaps)
		shown := map[string]bool{}
		for _, w := range strings.FieldsFunc(page, func(r rune) bool { return r < '0' || r > '9' && r < 'a' || r > 'z' }) {
			shown[w] = true
		}
		for secret, may := range l.secrets {
			if looked++; shown[secret] && !slices.Contains(may, p) {
				t.Fatalf("%s sees %s, which is for %v", p, secret, may)
			}
		}
	}
	t.Logf("%d entries, %d secrets looked for", len(l.state.Entries), looked)
}
