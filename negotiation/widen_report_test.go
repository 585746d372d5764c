package negotiation_test

import (
	"fmt"
	"strings"
	"testing"

	"parley/negotiation"
)

func TestAReportIsShownToMoreAndNeverToFewer(t *testing.T) {
	h := newHistory(t)
	id := h.tell("ua", remark("so be it"), only("M"))
	widen := func(to negotiation.Audience) negotiation.WidenReport {
		return negotiation.WidenReport{Report: id, Audience: to}
	}
	h.refused("ru", widen(everyone), negotiation.NotFound)
	h.refused("m", widen(everyone), negotiation.NotAllowed) // another party's
	for name, to := range map[string]negotiation.Audience{"nobody": only(), "who sees it": only("M"), "itself": only("UA")} {
		t.Run(name, func(t *testing.T) {
			h.tb = t
			h.refused("ua", widen(to), negotiation.Invalid)
		})
	}
	h.tb = t
	_, err := negotiation.Decide(h.state, "ua", widen(only()), h.at)
	if err == nil || !strings.Contains(err.Error(), "what was seen was seen") {
		t.Errorf("the refusal does not say why: %v", err)
	}
	h.refused("ua", widen(only("XX")), negotiation.NotFound)
	h.must("ua", widen(only("TR")))
	if _, err := h.look("ru").Report(id); err == nil {
		t.Error("RU sees a report that was shown to TR")
	}
	h.must("ua", widen(everyone))
	h.refused("ua", widen(only("M")), negotiation.Invalid)
	r := h.report("ru", id)
	if len(r.Widened) != 2 || r.Widened[0].By != "ua" || r.Widened[0].At.IsZero() || fmt.Sprint(r.Widened[0].To.Parties) != "[M TR]" || !r.Widened[1].To.Everyone || !r.Audience.Everyone {
		t.Errorf("%+v", r.Widened)
	}
	if v := h.look("ua"); v.Widenable(h.report("ua", id)) {
		t.Error("what everyone sees is offered to be shown to more")
	}
}

func TestAReportThatIsShownToMoreNamesOnlyWhatTheseMaySee(t *testing.T) {
	h := newHistory(t)
	first := h.tell("ua", remark("between us"), only("M", "TR"))
	answer := remark("an answer")
	answer.Answers = first
	id := h.tell("ua", answer, only("M"))
	h.refused("ua", negotiation.WidenReport{Report: id, Audience: everyone}, negotiation.NotAllowed)
	h.must("ua", negotiation.WidenReport{Report: id, Audience: only("TR")})
	h.must("ua", negotiation.WidenReport{Report: first, Audience: everyone})
	h.must("ua", negotiation.WidenReport{Report: id, Audience: everyone})
}

func TestWhatWasSaidOfAReportInConfidenceStaysThereWhenTheReportIsShownToMore(t *testing.T) {
	h := newHistory(t)
	judge := func(id negotiation.ReportID, s negotiation.VerificationStatus, ground string) negotiation.JudgeReport {
		return negotiation.JudgeReport{Report: id, Status: s, Ground: ground}
	}
	id, other := h.tell("ua", remark("one"), only("M")), h.tell("ru", remark("two"), everyone)
	both := negotiation.LinkReports{Reports: []negotiation.ReportID{id, other}}
	h.must("m", judge(id, negotiation.Verified, "a source of ours"))
	h.must("m", both)
	h.must("ua", negotiation.WidenReport{Report: id, Audience: everyone})
	status := func(who negotiation.MemberID) negotiation.VerificationStatus { return h.report(who, id).Status() }
	if status("ua") != negotiation.Verified || status("m") != negotiation.Verified || status("ru") != negotiation.Unverified || len(h.look("ru").SameEvent(id)) != 0 || len(h.look("ua").SameEvent(id)) != 1 {
		t.Errorf("ua %s, m %s, ru %s, with %d and %d others of the event", status("ua"), status("m"), status("ru"), len(h.look("ua").SameEvent(id)), len(h.look("ru").SameEvent(id)))
	}
	for _, e := range h.look("ru").Entries() {
		switch b := e.Body.(type) {
		case *negotiation.ReportJudged:
			t.Errorf("RU sees %+v", b)
		case *negotiation.ReportsLinked:
			t.Errorf("RU sees %+v", b)
		}
	}
	h.must("ru", judge(id, negotiation.Disputed, "it is not so")) // which does not tell RU that it was verified
	h.must("m", judge(id, negotiation.Verified, "we say it to all now"))
	h.must("m", both)
	h.refused("m", both, negotiation.Invalid)
	if status("ru") != negotiation.Verified || len(h.report("ru", id).Judged) != 2 || len(h.report("ua", id).Judged) != 3 || len(h.look("ru").SameEvent(id)) != 1 {
		t.Errorf("%+v", h.report("ru", id).Judged)
	}
}

func TestWhoWasNotToldThatAReportIsVerifiedMakesItNoLessVerified(t *testing.T) {
	h := newHistory(t)
	id := h.tell("ua", remark("one"), only("M"))
	judge := negotiation.JudgeReport{Report: id, Status: negotiation.Verified, Ground: "a source of ours"}
	h.must("m", judge)
	h.must("ua", negotiation.WidenReport{Report: id, Audience: everyone})
	h.must("ru", negotiation.JudgeReport{Report: id, Status: negotiation.Corroborated, Ground: "we heard it too"})
	if ru, ua := h.report("ru", id).Status(), h.report("ua", id).Status(); ru != negotiation.Corroborated || ua != negotiation.Verified {
		t.Errorf("RU reads %s, UA %s", ru, ua)
	}
	h.must("m", judge)
	h.refused("m", judge, negotiation.Invalid)
	if ru := h.report("ru", id).Status(); ru != negotiation.Verified {
		t.Errorf("RU reads %s", ru)
	}
}

func TestNobodyVouchesForItsOwnReportInPrivateAndShowsItRoundThen(t *testing.T) {
	h := newHistory(t)
	id := h.tell("ua", remark("one"), only())
	h.must("ua", negotiation.JudgeReport{Report: id, Status: negotiation.Verified, Ground: "we say so"})
	h.must("ua", negotiation.WidenReport{Report: id, Audience: everyone})
	h.refused("ua", negotiation.JudgeReport{Report: id, Status: negotiation.Verified, Ground: "and again"}, negotiation.NotAllowed)
	if r := h.report("ru", id); r.Status() != negotiation.Unverified {
		t.Errorf("%+v", r.Judged)
	}
	withdrawn := h.tell("ua", remark("two"), only())
	h.must("ua", negotiation.JudgeReport{Report: withdrawn, Status: negotiation.Retracted, Ground: "we were wrong"})
	h.refused("ua", negotiation.WidenReport{Report: withdrawn, Audience: everyone}, negotiation.Invalid)
}

func TestWhoSeesAReportLearnsThatItsWordsWereErased(t *testing.T) {
	h := newHistory(t)
	id := h.tell("ua", remark("a private address"), only("M"))
	filed := h.state.Seq
	h.must("ua", negotiation.WidenReport{Report: id, Audience: only("TR")})
	before := h.look("tr").Version
	h.must("m", negotiation.EraseContent{Entry: filed, Reason: "a court ordered it"})
	for _, who := range []negotiation.MemberID{"ua", "tr"} {
		es := h.look(who).Entries()
		if _, erased := es[len(es)-1].Body.(*negotiation.ContentErased); !erased || h.report(who, id).Quote != "" {
			t.Errorf("%s does not learn of it", who)
		}
	}
	if after := h.look("tr").Version; after != before+1 {
		t.Errorf("the version goes from %d to %d", before, after)
	}
}
