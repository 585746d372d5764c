package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"parley/negotiation"
	"parley/negotiation/gate"
)

// ClosingPage is what lies between a draft and the instrument: gates, silence,
// and who has initialled, signed and ratified.
type ClosingPage struct {
	Page       Page
	Gates      []GateLine
	Tried      *GateLine // an expression that is tried out
	Facts      []gate.Fact
	Examples   []Example
	Provisions []Choice // that can be initialled one by one
	Silences   []SilenceLine
	Revision   int
	Name       string
	Standing   negotiation.Standing
	Final      bool
	Standings  []Choice
	Executions []ExecutionLine
	Initialled []Sponsor
	Powers     []string
	Declared   []string
	InForce    string
	Closing    negotiation.Closing
	Keeper     bool
	Signs      bool // the member's party is one that signs
	Me         negotiation.MemberID
	Members    []Choice
	Deadline   string
}

// GateLine is a gate with what it says.
type GateLine struct {
	ID, Name, About, Expression, Fault string
	Passed                             bool
	Conditions                         []ConditionLine
}

// Example is an expression of a gate, with what it says.
type Example struct{ Expression, Says, Href string }

// examples are gates as mediators ask for them.
var examples = []string{
	"open == 0",
	"open <= 3 && contested == 0",
	"unconsulted.size() == 0",
	"consenting.all(p, received[p] == revision)",
	`issues.all(i, issues[i] == "agreed")`,
	`meetings.exists(m, meetings[m] == "held")`,
}

// ConditionLine is one of a gate's conditions.
type ConditionLine struct {
	Says, Href string
	Met        bool
}

// SilenceLine is a silence procedure.
type SilenceLine struct {
	ID       negotiation.SilenceID
	Says     string
	Status   negotiation.SilenceStatus
	Breaks   []string
	Extended string
	CanBreak bool
	Running  bool
}

// ExecutionLine is how far an instrument is signed.
type ExecutionLine struct {
	ID              negotiation.InstrumentID
	Name, Href      string
	Signed, Missing []Sponsor
	Says            string
	CanSign         bool
}

// showClosing shows how far the text is from being signed.
func (s *site) showClosing(v *visit) error {
	page := ClosingPage{Page: v.page("Closing", "closing"), Keeper: v.asOf.IsZero() && v.Can.Keep, Closing: v.Closing(), Facts: gate.Facts, Me: v.Me.ID}
	for _, p := range v.Passages() {
		page.Gates = append(page.Gates, v.gateLine(p))
	}
	if expression := v.r.FormValue("try"); expression != "" {
		tried := v.gateLine(v.Try(negotiation.Gate{Name: "What you wrote", Expression: expression}))
		page.Tried = &tried
	}
	for _, x := range examples {
		p := v.Try(negotiation.Gate{Expression: x})
		says := "passed"
		if !p.Passed {
			says = "not passed: " + p.Missing()
		}
		page.Examples = append(page.Examples, Example{x, says, v.path + "/closing?try=" + url.QueryEscape(x)})
	}
	signs := slices.Contains(v.Consenting(), v.Me.Party)
	for _, x := range slices.Backward(v.Silences()) {
		page.Silences = append(page.Silences, v.silenceLine(x, signs))
	}
	if r := v.Current(); r != nil {
		page.Revision, page.Name, page.Standing, page.Final = r.Number, revisionName(r), r.Standing, r.Standing == negotiation.Final
		for _, st := range negotiation.Standings {
			page.Standings = append(page.Standings, Choice{Value: string(st), Name: string(st), On: st == r.Standing})
		}
	}
	page.Signs = v.asOf.IsZero() && signs && page.Final
	if page.Signs {
		cite := v.cites(v.Current())
		for _, p := range v.Current().Text.Places() {
			page.Provisions = append(page.Provisions, Choice{Value: string(p.ID), Name: strings.TrimSpace(cite[p.ID] + " " + beginning(gist(p.Provision), 40))})
		}
	}
	v.fillExecutions(&page)
	if d := v.Deadline(); !d.At.IsZero() {
		page.Deadline = day(d.At)
	}
	s.show(v.w, v.r, http.StatusOK, "closing", page)
	return nil
}

func (v *visit) gateLine(p negotiation.Passage) GateLine {
	out := GateLine{ID: string(p.ID), Name: p.Name, About: p.About, Expression: p.Expression, Fault: p.Fault, Passed: p.Passed}
	for _, c := range p.Conditions {
		line := ConditionLine{Says: sentence(c.Says), Met: c.Met}
		if c.Where != "" {
			line.Href = v.path + "/" + map[string]string{"gaps": "positions"}[c.Where]
			if c.Where != "gaps" {
				line.Href = v.path + "/" + c.Where
			}
		}
		out.Conditions = append(out.Conditions, line)
	}
	return out
}

func (v *visit) silenceLine(x negotiation.Silence, signs bool) SilenceLine {
	status := x.Status(v.Now)
	out := SilenceLine{
		ID: x.ID, Status: status, Running: status == negotiation.Running, CanBreak: v.asOf.IsZero() && signs && status == negotiation.Running,
		Says: fmt.Sprintf("Revision %d is %s unless a party breaks the silence by %s.", x.Revision, x.Standing, day(x.Deadline)) + said(x.Words),
	}
	for _, b := range x.Breaks {
		out.Breaks = append(out.Breaks, v.sponsor(b.Party).Name+" broke the silence, "+day(b.At)+"."+said(b.Words))
	}
	if n := len(x.Deadlines); n > 0 {
		out.Extended = "The deadline was " + day(x.Deadlines[0]) + " at first."
	}
	return out
}

func (v *visit) fillExecutions(page *ClosingPage) {
	page.Initialled = v.sponsors(v.Initialled())
	for i, e := range v.Executions() {
		line := ExecutionLine{ID: e.Instrument, Name: e.Name, Signed: v.sponsors(e.Signed), Missing: v.sponsors(e.Missing)}
		line.Href = v.path + "/instrument?of=" + url.QueryEscape(string(e.Instrument))
		switch {
		case e.Executed:
			line.Says = "Signed by all."
		case len(e.Missing) == 0 && len(e.Waits) > 0:
			line.Says = "Signed by all, and takes effect only with " + listed(e.Waits) + "."
		case len(e.Waits) > 0:
			line.Says = "All or none: with " + listed(e.Waits) + "."
		}
		line.CanSign = v.asOf.IsZero() && slices.Contains(e.Missing, v.Me.Party) && (i > 0 || page.Final)
		page.Executions = append(page.Executions, line)
	}
	for _, p := range v.Powers() {
		says := v.memberName(p.Member) + ":" + said(p.Words)
		switch {
		case p.Examined && p.InOrder:
			says += " Found in due form."
		case p.Examined:
			says += " Not in due form." + said(p.Finding)
		default:
			says += " Not examined yet."
			page.Members = append(page.Members, Choice{Value: string(p.Member), Name: v.memberName(p.Member)})
		}
		page.Powers = append(page.Powers, says)
	}
	for _, d := range v.Declarations() {
		kind := "interpretive declaration"
		if d.Reservation {
			kind = "reservation"
		}
		page.Declared = append(page.Declared, fmt.Sprintf("%s, %s on %s:%s", v.sponsor(d.Party).Name, kind, v.subject(negotiation.Subject{Provision: d.Provision}), said(d.Words)))
	}
	since, missing := v.InForce()
	switch {
	case !since.IsZero():
		page.InForce = "In force since " + day(since) + "."
	case page.Closing.Ratifications > 0:
		page.InForce = fmt.Sprintf("It enters into force %d days after %s; %d missing.", page.Closing.Days, count(page.Closing.Ratifications, "ratification", "ratifications"), missing)
	default:
		page.InForce = "It enters into force when all have signed."
	}
}
