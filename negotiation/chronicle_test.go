package negotiation_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"parley/negotiation"
	"parley/text"
)

// The world around the table: what is told of it, and how far it can be trusted.

// tell files a report and returns its id.
func (h *history) tell(by negotiation.MemberID, r negotiation.Report, to negotiation.Audience) negotiation.ReportID {
	h.tb.Helper()
	h.must(by, negotiation.FileReport{Report: r, Audience: to})
	return h.state.Reports[len(h.state.Reports)-1].ID
}

func (h *history) report(who negotiation.MemberID, id negotiation.ReportID) *negotiation.Report {
	h.tb.Helper()
	r, err := h.look(who).Report(id)
	if err != nil {
		h.tb.Fatalf("%s: %v", who, err)
	}
	return r
}

func remark(words string) negotiation.Report {
	return negotiation.Report{Genre: negotiation.StatementReport, Quote: words, Speaker: negotiation.Speaker{Name: "Minister", Capacity: "minister for foreign affairs", Party: "RU"}}
}

func TestAQuotationIsKeptByteForByteAndWhatTheReporterPutInIsMarked(t *testing.T) {
	h := newHistory(t)
	const words = " I am counting on the American side\u00a0and with President (Donald) Trump…\r\n\tand (Donald) again  "
	r := remark(words)
	r.Inserted = []string{"(Donald)"}
	got := h.report("ua", h.tell("ua", r, everyone))
	if got.Quote != words {
		t.Errorf("%q", got.Quote)
	}
	var joined string
	var inserted []string
	for _, p := range got.Pieces() {
		joined += p.Words
		if p.Inserted {
			inserted = append(inserted, p.Words)
		}
	}
	if joined != words || fmt.Sprint(inserted) != "[(Donald)]" {
		t.Errorf("%q %v", joined, inserted)
	}
	for _, bad := range [][]string{{"(Ronald)"}, {"again", "(Donald)"}, {""}} {
		r.Inserted = bad
		h.refused("ua", negotiation.FileReport{Report: r, Audience: everyone}, negotiation.Invalid)
	}
}

func TestWhatAReportMustSayDependsOnItsGenre(t *testing.T) {
	h := newHistory(t)
	last := negotiation.When{From: h.at.AddDate(0, 0, -1), Zone: "Europe/Kyiv"}
	incident := negotiation.Report{Genre: negotiation.IncidentReport, When: last, Incident: negotiation.Incident{Type: "strike", Place: "Zaporizhzhia"}}
	h.tell("ua", incident, everyone)
	alter := func(f func(*negotiation.Report)) negotiation.Report { r := incident; f(&r); return r }
	figure := func(f negotiation.Figure) negotiation.Report {
		return alter(func(r *negotiation.Report) { r.Figures = []negotiation.Figure{f} })
	}
	for name, r := range map[string]negotiation.Report{
		"no genre":                      {Quote: "x"},
		"a statement without words":     {Genre: negotiation.StatementReport, Speaker: negotiation.Speaker{Name: "Minister"}},
		"a statement by nobody":         {Genre: negotiation.StatementReport, Quote: "x"},
		"a refusal of nothing":          {Genre: negotiation.StatementReport, Refuses: true, Speaker: negotiation.Speaker{Body: "Office"}},
		"a document without a title":    {Genre: negotiation.DocumentReport},
		"an incident nowhere":           alter(func(r *negotiation.Report) { r.Incident.Place = "" }),
		"an incident at no time":        alter(func(r *negotiation.Report) { r.When = negotiation.When{} }),
		"an incident in the future":     alter(func(r *negotiation.Report) { r.When.From = h.at.AddDate(1, 0, 0); r.When.To = time.Time{} }),
		"a time that runs backwards":    alter(func(r *negotiation.Report) { r.When.To = r.When.From.Add(-1) }),
		"reported before it was":        alter(func(r *negotiation.Report) { r.Reported = negotiation.When{From: h.at.AddDate(0, 0, -9)} }),
		"a zone that is none":           alter(func(r *negotiation.Report) { r.When.Zone = "Mars/Olympus" }),
		"a latitude of 91 degrees":      alter(func(r *negotiation.Report) { r.Incident.Latitude, r.Incident.Longitude = "91", "0" }),
		"a latitude alone":              alter(func(r *negotiation.Report) { r.Incident.Latitude = "47.8" }),
		"a latitude that is infinite":   alter(func(r *negotiation.Report) { r.Incident.Latitude, r.Incident.Longitude = "Inf", "NaN" }),
		"three actors":                  alter(func(r *negotiation.Report) { r.Incident.Actors = []string{"a", "b", "c"} }),
		"the trail of a document":       alter(func(r *negotiation.Report) { r.Document.Nature = "leak" }),
		"a figure without a bound":      figure(negotiation.Figure{Number: 7, Unit: "injured"}),
		"a figure of nothing":           figure(negotiation.Figure{Number: 7, Bound: negotiation.AtLeast}),
		"a figure below nought":         figure(negotiation.Figure{Number: -7, Bound: negotiation.AtLeast, Unit: "injured"}),
		"a total without its period":    {Genre: negotiation.TotalReport, Figures: []negotiation.Figure{{Bound: negotiation.InOrderOf, Number: 10_000, Unit: "soldiers"}}},
		"a total without figures":       {Genre: negotiation.TotalReport, When: last},
		"a media report without source": {Genre: negotiation.MediaReport, Title: "Headline"},
		"a grade that is none":          alter(func(r *negotiation.Report) { r.Sources = []negotiation.Source{{Name: "x", Reliability: "G"}} }),
		"a credibility of seven":        alter(func(r *negotiation.Report) { r.Sources = []negotiation.Source{{Name: "x", Credibility: 7}} }),
		"an address that is a script":   alter(func(r *negotiation.Report) { r.Sources = []negotiation.Source{{Name: "x", URL: "javascript:alert(1)"}} }),
		"a hash of another copy": alter(func(r *negotiation.Report) {
			r.Sources = []negotiation.Source{{Name: "x", Copy: "y", SHA256: strings.Repeat("0", 64)}}
		}),
		"a language that is none": alter(func(r *negotiation.Report) { r.Lang = "klingonese" }),
	} {
		t.Run(name, func(t *testing.T) {
			h.tb = t
			h.refused("ua", negotiation.FileReport{Report: r, Audience: everyone}, negotiation.Invalid)
		})
	}
	h.tb = t
	h.refused("va", negotiation.FileReport{Report: incident, Audience: everyone}, negotiation.NotAllowed)
	h.refused("ua", negotiation.FileReport{Report: alter(func(r *negotiation.Report) { r.Speaker.Party = "XX" }), Audience: everyone}, negotiation.NotFound)
}

func TestAnArchivedCopyHasItsHash(t *testing.T) {
	h := newHistory(t)
	r := remark("so be it")
	r.Sources = []negotiation.Source{{Name: "Agency", URL: "https://agency.example/1", Reliability: "B", Credibility: 2, Copy: "abc"}}
	x := h.report("ru", h.tell("ua", r, everyone)).Sources[0]
	if x.SHA256 != "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" || x.Grade() != "B2" {
		t.Errorf("%+v", x)
	}
}

func TestAReportGoesFromUnverifiedToRetractedAndNeverBack(t *testing.T) {
	h := newHistory(t)
	judge := func(id negotiation.ReportID, s negotiation.VerificationStatus) negotiation.JudgeReport {
		return negotiation.JudgeReport{Report: id, Status: s, Ground: "by what we saw"}
	}
	id := h.tell("ua", remark("so be it"), everyone)
	h.refused("ua", judge(id, negotiation.Corroborated), negotiation.NotAllowed) // its own
	h.refused("ru", judge(id, negotiation.Verified), negotiation.NotAllowed)
	h.refused("ru", judge(id, negotiation.Retracted), negotiation.NotAllowed)
	h.refused("ru", judge(id, negotiation.Unverified), negotiation.Invalid)
	h.refused("ru", negotiation.JudgeReport{Report: id, Status: negotiation.Disputed}, negotiation.Invalid) // no ground
	h.refused("va", judge(id, negotiation.Disputed), negotiation.NotAllowed)
	h.must("ru", judge(id, negotiation.Disputed))
	h.refused("ru", judge(id, negotiation.Disputed), negotiation.Invalid)
	h.must("tr", judge(id, negotiation.Disputed)) // by another
	h.must("tr", judge(id, negotiation.Corroborated))
	h.must("m", judge(id, negotiation.Verified))
	h.refused("ru", judge(id, negotiation.Disputed), negotiation.NotAllowed) // the mediator's to open again
	h.refused("m", judge(id, negotiation.Corroborated), negotiation.Invalid)
	h.must("m", judge(id, negotiation.Disputed))
	h.must("ua", judge(id, negotiation.Retracted))
	for _, s := range negotiation.VerificationStatuses {
		h.refused("m", judge(id, s), negotiation.Invalid)
	}
	r := h.report("va", id)
	var told []string
	for _, j := range r.Judged {
		told = append(told, string(j.Party)+" "+string(j.Status))
	}
	if got := strings.Join(told, ", "); r.Status() != negotiation.Retracted || got != "RU disputed, TR disputed, TR corroborated, M verified, M disputed, UA retracted" {
		t.Error(got)
	}
	own := h.tell("ua", remark("between us"), only())
	h.must("ua", judge(own, negotiation.Verified)) // nobody else reads it
	h.refused("ru", judge(own, negotiation.Disputed), negotiation.NotFound)
}

func TestWhatMayBeJudgedIsWhatDecideAllows(t *testing.T) {
	h := newHistory(t)
	ids := []negotiation.ReportID{h.tell("ua", remark("one"), everyone), h.tell("m", remark("two"), everyone), h.tell("ua", remark("three"), only())}
	for _, then := range []negotiation.VerificationStatus{"", negotiation.Disputed, negotiation.Verified, negotiation.Retracted} {
		for _, id := range ids {
			if then != "" {
				by := negotiation.MemberID("m")
				if id == ids[2] {
					by = "ua"
				}
				h.do(by, negotiation.JudgeReport{Report: id, Status: then, Ground: "x"})
			}
			for _, who := range []negotiation.MemberID{"m", "ua", "ru", "va"} {
				v := h.look(who)
				r, err := v.Report(id)
				if err != nil {
					continue
				}
				offered := fmt.Sprint(v.Judgeable(r))
				for _, s := range negotiation.VerificationStatuses {
					_, err := negotiation.Decide(h.state, who, negotiation.JudgeReport{Report: id, Status: s, Ground: "x"}, h.at)
					if strings.Contains(offered, string(s)) != (err == nil) {
						t.Errorf("%s, report %s as %s: offered %s; %s: %v", who, id, r.Status(), offered, s, err)
					}
				}
			}
		}
	}
}

func TestALeakGrantsNobodyAccess(t *testing.T) {
	h := newHistory(t)
	next := h.state.Current().Text.Clone()
	next.Find("a").Words = "The Parties shall withdraw within 45 days, and the dam shall be opened."
	h.must("m", negotiation.TableRevision{Text: next, Standing: negotiation.Draft, Held: true})
	leak := negotiation.Report{
		Genre: negotiation.DocumentReport, Title: "Draft seen in a newspaper", Hedge: "what it said was the draft", On: negotiation.Relation{Parties: []negotiation.PartyID{"RU"}},
		Document: negotiation.Trail{Nature: "leak", SeenAt: "the delegation of RU", Copy: "Withdrawal happens within 45 days, and the dam is opened.\nThe river shall be open to all ships.\nThe commission shall meet in the capital each year.", Custody: []negotiation.Handover{{By: "a clerk", At: h.at, Place: "the capital"}}},
	}
	named := leak
	named.On.Revision = 2
	h.refused("m", negotiation.FileReport{Report: named, Audience: everyone}, negotiation.NotAllowed) // its number would tell
	id := h.tell("m", leak, everyone)
	if got := h.look("m").Resembles(h.report("m", id)); len(got) != 2 || got[0].Revision != 2 {
		t.Errorf("the mediator: %+v", got)
	}
	v := h.look("ru")
	if got := v.Resembles(h.report("ru", id)); len(got) != 1 || got[0].Revision != 1 {
		t.Errorf("RU learns of a revision that it does not hold: %+v", got)
	}
	if v.Revision(2) != nil || len(v.WhoHas(negotiation.Paper{Revision: 2}, v.Now)) != 0 {
		t.Error("RU holds what leaked to it")
	}
}

func TestCompetingClaimsStandSideBySideAndAreNeverAddedUp(t *testing.T) {
	h := newHistory(t)
	night := negotiation.When{From: h.at.AddDate(0, 0, -1), To: h.at.Add(-12 * time.Hour), Zone: "Europe/Kyiv", Words: "on Tuesday night"}
	claim := func(by negotiation.MemberID, to negotiation.Audience, f negotiation.Figure) negotiation.ReportID {
		return h.tell(by, negotiation.Report{Genre: negotiation.IncidentReport, When: night, Incident: negotiation.Incident{Type: "strike", Place: "Zaporizhzhia"}, Figures: []negotiation.Figure{f}}, to)
	}
	one := claim("ua", everyone, negotiation.Figure{Bound: negotiation.AtLeast, Number: 7, Unit: "people injured"})
	two := claim("ru", everyone, negotiation.Figure{Bound: negotiation.UpTo, Number: 40_000, Unit: "people without electricity"})
	three := claim("ua", only("TR"), negotiation.Figure{Bound: negotiation.About, Number: 9, Unit: "people injured"})
	total := h.tell("m", negotiation.Report{Genre: negotiation.TotalReport, When: night, Figures: []negotiation.Figure{{Bound: negotiation.InOrderOf, Number: 10_000, Unit: "soldiers"}}}, everyone)
	both := negotiation.LinkReports{Reports: []negotiation.ReportID{one, two}}
	h.refused("m", negotiation.LinkReports{Reports: []negotiation.ReportID{one, total}}, negotiation.Invalid)
	h.refused("m", negotiation.LinkReports{Reports: []negotiation.ReportID{one, three}}, negotiation.NotFound)
	h.must("m", both)
	h.refused("ua", both, negotiation.Invalid)
	h.must("ua", negotiation.LinkReports{Reports: []negotiation.ReportID{two, three}})
	for who, want := range map[negotiation.MemberID]string{"ru": string(two), "va": string(two), "tr": string(two) + " " + string(three)} {
		var got []string
		for _, r := range h.look(who).SameEvent(one) {
			got = append(got, string(r.ID))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", who, got, want)
		}
	}
	if r := h.report("va", one); len(r.Figures) != 1 || r.Figures[0].Says() != "at least 7 people injured" || h.report("va", two).Figures[0].Says() != "up to 40,000 people without electricity" {
		t.Errorf("%+v", r.Figures)
	}
	both.Apart = true
	h.must("ru", both)
	if got := h.look("ru").SameEvent(one); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

func TestACallForAnAnswerIsUnansweredUntilItIsAnswered(t *testing.T) {
	h := newHistory(t)
	call := remark("we were not consulted")
	call.Calls = []negotiation.PartyID{"M"}
	id := h.tell("ru", call, everyone)
	unanswered := func(who negotiation.MemberID) int { return len(h.look(who).Unanswered()) }
	answer := func(refuses bool, party negotiation.PartyID, to negotiation.Audience) {
		h.tell("ru", negotiation.Report{Genre: negotiation.StatementReport, Paraphrase: "what was said", Speaker: negotiation.Speaker{Party: party, Capacity: "spokesman"}, Answers: id, Refuses: refuses}, to)
	}
	if unanswered("va") != 1 {
		t.Error("the call is not listed")
	}
	answer(true, "M", everyone)
	if got := h.look("va").AnswersTo(h.report("va", id)); unanswered("va") != 1 || !got[0].Refused || got[0].By == "" {
		t.Errorf("a refusal to answer is a record and no answer: %+v", got)
	}
	answer(false, "TR", everyone)
	if unanswered("va") != 1 {
		t.Error("another party's answer counts")
	}
	answer(false, "M", only("UA"))
	if unanswered("va") != 1 || unanswered("ua") != 0 {
		t.Error("an answer counts for whoever sees it, and for nobody else")
	}
}

func TestADesignationThatASideDisputesIsShownByWhoLooks(t *testing.T) {
	h := newHistory(t)
	r := remark("Kyiv had attacked energy grids")
	r.Speaker.Capacity = "Kremlin-installed governor"
	r.Designations = []negotiation.Designation{{Words: "Kremlin-installed", Whose: "the press"}}
	id := h.tell("m", r, everyone)
	h.must("ru", negotiation.DisputeDesignation{Words: "kremlin-installed", Instead: "appointed", Why: "the office was filled by law"})
	h.must("m", negotiation.GiveMandate{Member: "ua", Mandate: negotiation.Mandate{Voice: true}})
	h.refused("ua", negotiation.DisputeDesignation{Words: "x", Instead: "y"}, negotiation.NotAllowed)
	mine, others := h.look("ru").Called(h.report("ru", id)), h.look("ua").Called(h.report("ua", id))
	if mine[0].Mine == nil || mine[0].Mine.Instead != "appointed" || mine[0].Whose != "the press" || len(mine[0].Disputed) != 0 {
		t.Errorf("%+v", mine)
	}
	if others[0].Mine != nil || len(others[0].Disputed) != 1 || others[0].Disputed[0].Party != "RU" {
		t.Errorf("%+v", others)
	}
	h.must("ru", negotiation.DisputeDesignation{Words: "Kremlin-installed"})
	if got := h.look("ru").Called(h.report("ru", id)); got[0].Mine != nil {
		t.Error("it is not taken back")
	}
}

func TestAReportNamesNothingThatItsAudienceMayNotSee(t *testing.T) {
	h := newHistory(t)
	h.must("m", negotiation.ProposeMeeting{Plan: negotiation.Plan{Title: "Talks", Format: negotiation.Bilateral, Parties: []negotiation.PartyID{"M", "UA"}}, Audience: only("UA")})
	h.must("m", negotiation.FileDocument{Document: negotiation.Document{Title: "Non-paper", Words: "On sequencing."}, Audience: only("UA")})
	h.must("ua", negotiation.MakeStatement{Statement: negotiation.Statement{Words: "between us"}, Audience: only("M")})
	between := h.tell("ua", remark("between us"), only("M"))
	for name, on := range map[string]negotiation.Relation{
		"meeting":   {Meeting: h.state.Meetings[0].ID},
		"document":  {Document: h.state.Documents[0].ID},
		"statement": {Statement: h.state.Statements[0].ID},
		"report":    {Reports: []negotiation.ReportID{between}},
	} {
		r := remark("about " + name)
		r.On = on
		h.refused("ru", negotiation.FileReport{Report: r, Audience: everyone}, negotiation.NotFound)
		h.refused("ua", negotiation.FileReport{Report: r, Audience: everyone}, negotiation.NotAllowed)
		h.refused("ua", negotiation.FileReport{Report: r, Audience: only("M", "RU")}, negotiation.NotAllowed)
		h.must("ua", negotiation.FileReport{Report: r, Audience: only("M")})
	}
	r := remark("on a point")
	r.On.Provisions = []text.ID{"nowhere"}
	h.refused("ua", negotiation.FileReport{Report: r, Audience: everyone}, negotiation.NotFound)
}

func TestTheWordsOfAReportCanBeErased(t *testing.T) {
	h := newHistory(t)
	id := h.tell("ua", remark("a private address"), everyone)
	h.must("m", negotiation.EraseContent{Entry: h.state.Seq, Reason: "a court ordered it"})
	if r := h.report("ua", id); r.Quote != "" || r.Speaker.Name != "" || r.Genre != negotiation.StatementReport {
		t.Errorf("%+v", r)
	}
}
