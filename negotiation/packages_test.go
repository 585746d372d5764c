package negotiation_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"parley/bargain"
	"parley/negotiation"
	"parley/text"
)

// Packages, told as short negotiations.

// deal is a history in which three points are bargained over.
type deal struct {
	*history
	days, river negotiation.AmendmentID
}

func newDeal(tb testing.TB) deal {
	h := newHistory(tb)
	d := deal{history: h, days: h.table("ua", 1, "a", "30", "20", everyone), river: h.table("ru", 1, "b", "to all ships", "to merchant ships", everyone)}
	h.must("m", d.drawUp())
	return d
}

// drawUp is what the mediator draws up.
func (d deal) drawUp() negotiation.DrawUp {
	return negotiation.DrawUp{Points: []negotiation.Point{
		{ID: "withdrawal", Name: "Withdrawal", Provisions: []text.ID{"a"}, Options: []negotiation.Option{
			{ID: "as-it-is", Name: "30 days", Base: true}, {ID: "20-days", Name: "20 days", Amendments: []negotiation.AmendmentID{d.days}}, {ID: "25-days", Name: "25 days", Words: "The Parties shall withdraw within 25 days."}}},
		{ID: "ships", Name: "Ships", Provisions: []text.ID{"b"}, Options: []negotiation.Option{
			{ID: "all", Name: "All ships", Base: true}, {ID: "merchant", Name: "Merchant ships", Amendments: []negotiation.AmendmentID{d.river}}}},
		{ID: "seat", Name: "Seat", Options: []negotiation.Option{{ID: "capital", Name: "The capital"}, {ID: "coast", Name: "The coast"}}},
	}}
}

// score is a party's score of the deal: three weights, and the values of the options.
func (d deal) score(how negotiation.Disclosure, weights [3]string, values ...string) negotiation.Score {
	c := negotiation.Score{Disclosure: how}
	for i, p := range d.drawUp().Points {
		s := negotiation.PointScore{Point: p.ID, Weight: negotiation.Amount(weights[i])}
		for _, o := range p.Options {
			s.Options = append(s.Options, negotiation.OptionScore{Option: o.ID, Value: negotiation.Amount(values[0])})
			values = values[1:]
		}
		c.Points = append(c.Points, s)
	}
	return c
}

func (d deal) scored() {
	d.must("ua", d.score(negotiation.ShowNumbers, [3]string{"60", "10", "30"}, "0", "100", "50", "100", "0", "0", "100"))
	d.must("ru", d.score(negotiation.ShowNumbers, [3]string{"20", "60", "20"}, "100", "0", "50", "0", "100", "100", "0"))
}

func (d deal) analysis(q negotiation.Question) *negotiation.Analysis {
	d.tb.Helper()
	a, err := d.look("m").Analyse(d.tb.Context(), q, bargain.Limits{})
	if err != nil {
		d.tb.Fatal(err)
	}
	return a
}

func TestTheMediatorIsToldWhichPackagesAreBetterForAll(t *testing.T) {
	d := newDeal(t)
	d.scored()
	a := d.analysis(negotiation.Question{})
	want := negotiation.Package{"withdrawal": "20-days", "ships": "merchant", "seat": "coast"}
	if got := a.Balance.Package.Package; !same(got, want) {
		t.Errorf("Nash chooses %v", got)
	}
	if a.Zone.Empty || a.Zone.Packages != "12" || a.Efficient == 0 || len(a.Solutions) != 5 || a.Says != "" {
		t.Errorf("%+v", a)
	}
	if got := fmt.Sprint(a.Balance.Gains); got != "[{UA 80} {RU 20}]" {
		t.Errorf("against the words as they are, with the seat in the capital, the parties gain %s", got)
	}
	for _, trade := range a.Balance.Trades {
		if trade.Point == "ships" && fmt.Sprint(trade.Gains) != "[{UA -10} {RU 60}]" {
			t.Errorf("%+v", trade)
		}
	}
	worse := d.analysis(negotiation.Question{Package: negotiation.Package{"withdrawal": "as-it-is", "ships": "all", "seat": "capital"}})
	if worse.Balance.Efficient || len(worse.Balance.Better) == 0 || !same(worse.Balance.Better[0].Package, want) {
		t.Errorf("%+v", worse.Balance)
	}
}

func same(a, b negotiation.Package) bool { return fmt.Sprint(a) == fmt.Sprint(b) }

func TestAnEmptyZoneSaysWhatWouldOpenIt(t *testing.T) {
	d := newDeal(t)
	ua := d.score(negotiation.ShowNumbers, [3]string{"60", "10", "30"}, "0", "100", "50", "100", "0", "0", "100")
	ua.Reservation = "95"
	ru := d.score(negotiation.ShowNumbers, [3]string{"20", "60", "20"}, "100", "0", "50", "0", "100", "100", "0")
	ru.Reservation = "65"
	d.must("ua", ua)
	d.must("ru", ru)
	a := d.analysis(negotiation.Question{})
	if !a.Zone.Empty || len(a.Zone.Relaxations) != 2 || a.Zone.Relaxations[0].By == "" {
		t.Fatalf("%+v", a.Zone)
	}
	ru.Disclosure = negotiation.ShowPackages
	d.must("ru", ru)
	for _, r := range d.analysis(negotiation.Question{}).Zone.Relaxations {
		if r.Party == "RU" && r.By != "" {
			t.Errorf("how much RU would have to give is told: %+v", r)
		}
	}
}

func TestOnePartyAloneIsNotAnalysed(t *testing.T) {
	d := newDeal(t)
	d.must("ua", d.score(negotiation.ShowPackages, [3]string{"60", "10", "30"}, "0", "100", "50", "100", "0", "0", "100"))
	a := d.analysis(negotiation.Question{})
	if a.Says == "" || a.Frontier != nil || a.Solutions != nil {
		t.Errorf("%+v", a)
	}
	if want := "[{UA scored true } {RU not scored false }]"; fmt.Sprint(a.Scorers) != want {
		t.Errorf("%v", a.Scorers)
	}
}

func TestOnlyTheMediatorAnalyses(t *testing.T) {
	d := newDeal(t)
	d.scored()
	for _, who := range []negotiation.MemberID{"ua", "ru", "tr", "fr", "va"} {
		if _, err := d.look(who).Analyse(t.Context(), negotiation.Question{}, bargain.Limits{}); reason(err) != negotiation.NotFound {
			t.Errorf("%s: %v", who, err)
		}
	}
}

func TestWhoMayDrawUpScoreAndTable(t *testing.T) {
	const no, missing = negotiation.NotAllowed, negotiation.NotFound
	for _, row := range []struct {
		name    string
		command func(deal) negotiation.Command
		want    []negotiation.Reason // of m, ru, ua, tr, fr, va, stranger
	}{
		{"draw up", func(d deal) negotiation.Command { return d.drawUp() }, []negotiation.Reason{done, no, no, no, no, no, missing}},
		{"score", func(d deal) negotiation.Command {
			return d.score("numbers", [3]string{"1", "1", "1"}, "1", "1", "1", "1", "1", "1", "1")
		}, []negotiation.Reason{no, done, done, no, no, no, missing}},
		{"table a package", func(d deal) negotiation.Command {
			return negotiation.TablePackage{Package: negotiation.Package{"withdrawal": "20-days", "ships": "all", "seat": "coast"}}
		}, []negotiation.Reason{done, no, no, no, no, no, missing}},
	} {
		for i, who := range []negotiation.MemberID{"m", "ru", "ua", "tr", "fr", "va", "stranger"} {
			d := newDeal(t)
			if got := reason(d.do(who, row.command(d))); got != row.want[i] {
				t.Errorf("%s, %s: %s, want %s", row.name, who, got, row.want[i])
			}
		}
	}
}

func TestThoseWhomTheMediatorNamesScoreToo(t *testing.T) {
	d := newDeal(t)
	up := d.drawUp()
	up.Scoring = []negotiation.PartyID{"TR"}
	d.must("m", up)
	d.must("tr", d.score(negotiation.ShowNumbers, [3]string{"1", "1", "1"}, "1", "1", "1", "1", "1", "1", "1"))
	for _, id := range []negotiation.PartyID{"M", "VA"} {
		up.Scoring = []negotiation.PartyID{id}
		d.refused("m", up, negotiation.Invalid)
	}
}

func TestAConfidentialAmendmentIsNotOffered(t *testing.T) {
	d := newDeal(t)
	secret := d.table("ua", 1, "c", "capital", "north", only("M"))
	up := d.drawUp()
	up.Points[2].Provisions = []text.ID{"c"}
	up.Points[2].Options[1].Amendments = []negotiation.AmendmentID{secret}
	d.refused("m", up, negotiation.NotAllowed)
	hidden := d.table("ua", 1, "d", "signed", "sealed", only())
	up.Points[2].Options[1].Amendments = []negotiation.AmendmentID{hidden}
	d.refused("m", up, negotiation.NotFound)
}

func TestAPackageBecomesARevisionThatIsHeldBack(t *testing.T) {
	d := newDeal(t)
	d.must("m", negotiation.TablePackage{Package: negotiation.Package{"withdrawal": "20-days", "ships": "merchant", "seat": "coast"}})
	r := d.state.Current()
	if r.Number != 2 || r.Parent != 1 || r.Standing != negotiation.Concept || r.Audience.Everyone || r.Name != "Package: 20 days; Merchant ships; The coast" {
		t.Errorf("%+v", r)
	}
	if got := r.Text.Find("a").Words + " " + r.Text.Find("b").Words; got != "The Parties shall withdraw within 20 days. The river shall be open to merchant ships." {
		t.Error(got)
	}
	if len(r.Inputs) != 2 || r.Inputs[0].Party != "UA" || r.Inputs[0].Amendment != d.days || r.Inputs[1].Party != "RU" || !slices.Equal(r.Inputs[1].Into, []text.ID{"b"}) {
		t.Errorf("%+v", r.Inputs)
	}
	for _, who := range []negotiation.MemberID{"ua", "ru", "va"} {
		if d.look(who).Revision(2) != nil {
			t.Errorf("%s has it", who)
		}
	}
	// Another package is made of what everyone has, and not of the one held back.
	d.must("m", negotiation.TablePackage{Package: negotiation.Package{"withdrawal": "25-days", "ships": "all", "seat": "coast"}, Name: "Second try"})
	if r := d.state.Current(); r.Name != "Package: Second try" || r.Parent != 1 || r.Text.Find("a").Words != "The Parties shall withdraw within 25 days." || r.Text.Find("b").Words != "The river shall be open to all ships." {
		t.Errorf("%+v %+v", r, r.Text)
	}
	d.refused("m", negotiation.TablePackage{Package: negotiation.Package{"withdrawal": "20-days"}}, negotiation.Invalid)
	d.refused("m", negotiation.TablePackage{Package: negotiation.Package{"withdrawal": "none", "ships": "all", "seat": "coast"}}, negotiation.Invalid)
}

func TestAmendmentsThatContradictEachOtherAreNotCombined(t *testing.T) {
	d := newDeal(t)
	against := d.table("ru", 1, "a", "30", "60", everyone)
	up := d.drawUp()
	up.Points[2] = negotiation.Point{ID: "seat", Name: "Seat", Provisions: []text.ID{"a", "c"}, Options: []negotiation.Option{
		{ID: "capital", Name: "The capital", Base: true}, {ID: "coast", Name: "The coast", Amendments: []negotiation.AmendmentID{against}}}}
	d.must("m", up)
	forbidden := d.state.Bargain.Forbidden
	if len(forbidden) != 2 || forbidden[0].Options["withdrawal"] != "20-days" || forbidden[0].Options["seat"] != "coast" {
		t.Errorf("%+v", forbidden)
	}
	d.refused("m", negotiation.TablePackage{Package: negotiation.Package{"withdrawal": "20-days", "ships": "all", "seat": "coast"}}, negotiation.Invalid)
	up.Points[0].Options[1].Amendments = []negotiation.AmendmentID{d.days, against}
	err := d.do("m", up)
	if reason(err) != negotiation.Invalid || !strings.Contains(err.Error(), string(d.days)) || !strings.Contains(err.Error(), string(against)) {
		t.Errorf("it does not name the two: %v", err)
	}
}

func TestAPackageOfOtherWordsThanWereDrawnUpIsNotTabled(t *testing.T) {
	d := newDeal(t)
	pkg := negotiation.Package{"withdrawal": "as-it-is", "ships": "merchant", "seat": "coast"}
	apart := d.table("tr", 1, "c", "capital", "south", everyone)
	d.must("m", negotiation.Accept{Amendment: apart})
	d.must("m", negotiation.TablePackage{Package: pkg, Note: "what changed elsewhere does not matter"})
	touching := d.table("tr", 2, "a", "The Parties", "Both sides", everyone)
	d.must("m", negotiation.TableRevision{Text: d.state.Revision(2).Text.Clone(), Standing: negotiation.Draft}) // everyone's again
	d.must("m", negotiation.Accept{Amendment: touching})
	d.refused("m", negotiation.TablePackage{Package: pkg}, negotiation.Stale)
	d.must("m", d.drawUp())
	d.must("m", negotiation.TablePackage{Package: pkg})
	d.must("ru", negotiation.WithdrawAmendment{Amendment: d.river})
	d.refused("m", negotiation.TablePackage{Package: pkg}, negotiation.Stale)
}

func TestOptionsThatStayKeepTheirScores(t *testing.T) {
	d := newDeal(t)
	d.scored()
	up := d.drawUp()
	up.Points[0].Options[2].Words = "The Parties shall withdraw within 24 days."
	up.Points[1].Options = append(up.Points[1].Options, negotiation.Option{ID: "none", Name: "No ships"})
	up.Points[2].Options[0].Name = "Inland" // nothing but a name: it stands for something else
	d.must("m", up)
	x := d.look("ua").MyScores()
	for _, row := range []struct {
		point  negotiation.PointID
		option negotiation.OptionID
		kept   bool
	}{{"withdrawal", "as-it-is", true}, {"withdrawal", "20-days", true}, {"withdrawal", "25-days", false}, {"ships", "all", true}, {"ships", "none", false}, {"seat", "capital", false}, {"seat", "coast", true}} {
		if got := x.Of(row.point, row.option) != nil; got != row.kept {
			t.Errorf("%s:%s is kept: %v", row.point, row.option, got)
		}
	}
	says, err := d.look("ua").Inconsistencies(t.Context())
	if err != nil || len(says) != 3 || !strings.Contains(says[0], "“Withdrawal: 25 days” has no value") {
		t.Errorf("%v %q", err, says)
	}
	if a := d.analysis(negotiation.Question{}); a.Scorers[0].Progress != negotiation.PartScored || a.Says == "" {
		t.Errorf("%+v", a)
	}
}

func TestScoresAreTakenBack(t *testing.T) {
	d := newDeal(t)
	d.scored()
	d.must("ru", negotiation.Score{})
	if d.look("ru").MyScores() != nil || d.analysis(negotiation.Question{}).Scorers[1].Progress != negotiation.NotScored {
		t.Error("they stand")
	}
}

func TestInconsistenciesAreSaid(t *testing.T) {
	d := newDeal(t)
	for _, row := range []struct {
		name  string
		score func() negotiation.Score
		says  []string
	}{
		{"nothing", func() negotiation.Score {
			return d.score("numbers", [3]string{"60", "10", "30"}, "0", "100", "50", "100", "0", "0", "100")
		}, nil},
		{"weights that do not add up", func() negotiation.Score {
			return d.score("numbers", [3]string{"60.5", "10", "30"}, "0", "100", "50", "100", "0", "0", "100")
		}, []string{"add up to 100.5"}},
		{"equal values", func() negotiation.Score {
			return d.score("numbers", [3]string{"60", "10", "30"}, "0", "100", "50", "7", "7", "0", "100")
		}, []string{"All options of “Ships”"}},
		{"no weight", func() negotiation.Score {
			return d.score("numbers", [3]string{"70", "0", "30"}, "0", "100", "50", "9", "7", "0", "100")
		}, []string{"“Ships” has no weight, and its options differ"}},
		{"a refused option above another", func() negotiation.Score {
			c := d.score("numbers", [3]string{"60", "10", "30"}, "0", "100", "50", "100", "0", "0", "100")
			c.Points[0].Options[1].Refused = true
			return c
		}, []string{"You refuse “Withdrawal: 20 days” and value it above “Withdrawal: 30 days”"}},
		{"a reservation out of reach", func() negotiation.Score {
			c := d.score("numbers", [3]string{"60", "10", "30"}, "0", "100", "50", "100", "0", "0", "100")
			c.Reservation = "100.5"
			return c
		}, []string{"No deal is worth 100.5 to you, and the best package that you accept is worth 100"}},
		{"everything refused", func() negotiation.Score {
			c := d.score("numbers", [3]string{"60", "10", "30"}, "0", "100", "50", "100", "0", "0", "100")
			c.Points[1].Options[0].Refused, c.Points[1].Options[1].Refused = true, true
			return c
		}, []string{"You refuse every package"}},
		{"an answer that says otherwise", func() negotiation.Score {
			c := d.score("numbers", [3]string{"60", "10", "30"}, "0", "100", "50", "100", "0", "0", "100")
			c.Comparisons = []negotiation.Comparison{
				{First: negotiation.Package{"withdrawal": "as-it-is", "ships": "all", "seat": "coast"}, Second: negotiation.Package{"withdrawal": "20-days", "ships": "all", "seat": "capital"}, Better: negotiation.First},
				{First: negotiation.Package{"withdrawal": "25-days", "ships": "all", "seat": "capital"}, Second: negotiation.Package{"withdrawal": "as-it-is", "ships": "all", "seat": "coast"}, Better: negotiation.Equal},
			}
			return c
		}, []string{"they are worth 40 and 70"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			d.must("ua", row.score())
			got, err := d.look("ua").Inconsistencies(t.Context())
			if err != nil || len(got) != len(row.says) {
				t.Fatalf("%v %q", err, got)
			}
			for i, s := range row.says {
				if !strings.Contains(got[i], s) {
					t.Errorf("%q does not say %q", got[i], s)
				}
			}
		})
	}
}

func TestThePairsThatAreAskedAboutLieClose(t *testing.T) {
	d := newDeal(t)
	d.scored()
	pairs := d.look("ua").Comparisons()
	if len(pairs) != 3 {
		t.Fatalf("%d pairs", len(pairs))
	}
	differ := 0
	for p, o := range pairs[0].First { // 60 × 50 % against 30
		if pairs[0].Second[p] != o {
			differ++
		}
	}
	if differ != 2 || pairs[0].First["ships"] != "all" || pairs[0].First["seat"] == pairs[0].Second["seat"] {
		t.Errorf("%+v", pairs[0])
	}
	if d.look("tr").Comparisons() != nil {
		t.Error("who has not scored is asked")
	}
}

func TestNumbersAreExact(t *testing.T) {
	d := newDeal(t)
	d.must("ua", d.score(negotiation.ShowNumbers, [3]string{"33.333333", "0.1", "0.2"}, "0", "99.999999", "50", "100", "0", "0", "100"))
	d.must("ru", d.score(negotiation.ShowNumbers, [3]string{"20", "60", "20"}, "100", "0", "50", "0", "100", "100", "0"))
	a := d.analysis(negotiation.Question{Package: negotiation.Package{"withdrawal": "20-days", "ships": "all", "seat": "coast"}})
	want := new(big.Rat).Mul(ratOf("33.333333"), ratOf("0.99999999"))
	want.Add(want, ratOf("0.3"))
	if got := string(a.Balance.Package.Worth[0].Points); ratOf(got).Cmp(want) != 0 || strings.Contains(got, "/") {
		t.Errorf("%s, want %s", got, want.FloatString(20))
	}
	for _, bad := range []string{"-1", "1e2", "100.0000001", "101", "½", "1.2345678", "NaN"} {
		c := d.score("numbers", [3]string{bad, "1", "1"}, "0", "100", "50", "100", "0", "0", "100")
		d.refused("ua", c, negotiation.Invalid)
	}
	var c negotiation.Score
	if err := json.Unmarshal([]byte(`{"points":[{"point":"seat","weight":12.50,"options":[{"option":"coast","value":"7"}]}]}`), &c); err != nil || c.Points[0].Weight != "12.50" {
		t.Errorf("%v %+v", err, c)
	}
}

func ratOf(s string) *big.Rat {
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		panic(s)
	}
	return r
}

func TestAnOptionOfTwoAmendmentsThatSayTheSameCreditsBoth(t *testing.T) {
	d := newDeal(t)
	too := d.table("tr", 1, "a", "30", "20", everyone)
	up := d.drawUp()
	up.Points[0].Options[1].Amendments = append(up.Points[0].Options[1].Amendments, too)
	d.must("m", up)
	d.must("m", negotiation.TablePackage{Package: negotiation.Package{"withdrawal": "20-days", "ships": "all", "seat": "coast"}})
	r := d.state.Current()
	if len(r.Inputs) != 2 || r.Inputs[0].Party != "UA" || r.Inputs[1].Party != "TR" || r.Text.Find("a").Words != "The Parties shall withdraw within 20 days." {
		t.Errorf("%+v %s", r.Inputs, r.Text.Find("a").Words)
	}
}
