package negotiation

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"parley/negotiation/gate"
)

// Nothing is agreed until everything is agreed: what closes a text is computed.

// checkAdoption refuses a standing that the state does not bear out. It looks at
// what everyone may see, because the standing tells everyone.
func (s *State) checkAdoption(c GiveStanding, now time.Time) error {
	where := fmt.Sprintf("revision %d", c.Revision)
	r := s.Revision(c.Revision)
	closes := c.Standing == AdReferendum || c.Standing == Final
	if r.Standing == Final {
		return refuse(NotAllowed, where, "it is final", "reopen it first, with a reason that everyone sees")
	}
	if !closes && !slices.ContainsFunc(s.Gates, func(g Gate) bool { return g.Standing == c.Standing }) {
		return nil
	}
	v := s.seenBy("")
	v.Now = now
	if closes {
		if cur := v.Current(); cur == nil || cur.Number != c.Revision {
			return refuse(NotAllowed, where, "it is not the newest revision that everyone has", "circulate it to everyone first")
		}
	}
	if closes && !s.adoptedBySilence(c.Revision, c.Standing, now) {
		if g := v.Gaps(); !g.settles(s.Rules) {
			return refuse(NotAllowed, where, g.missing(), "look at what keeps the parties from signing, or start a silence procedure")
		}
	}
	for _, g := range s.Gates {
		if g.Standing != c.Standing {
			continue
		}
		if p := v.Passage(g.ID); !p.Passed {
			return refuse(NotAllowed, where, fmt.Sprintf("the gate %q is not passed: %s", g.Name, p.Missing()), "look at the gate")
		}
	}
	return nil
}

// settles reports whether everything is agreed, or, by rules that agree provisions
// separately, anything is.
func (g *Gaps) settles(r Rules) bool {
	if g.Revision == nil || g.Needed == 0 || len(g.refusing()) > 0 {
		return false
	}
	if r.Separate {
		return g.Open < len(g.Rows)
	}
	return g.Open == 0
}

// refusing returns who refuses the text as a whole of those whose consent is
// needed.
func (g *Gaps) refusing() []string {
	var out []string
	for _, x := range g.Whole[:g.Needed] {
		if x.Stance.Refuses() {
			out = append(out, string(x.Party))
		}
	}
	return out
}

func (g *Gaps) missing() string {
	switch {
	case g.Needed == 0:
		return "there is no party whose consent is needed"
	case len(g.refusing()) > 0:
		return strings.Join(g.refusing(), " and ") + " refuses the text as a whole"
	}
	var cites []string
	for _, row := range g.Rows {
		if !row.Progress.Settled() && len(cites) < 5 {
			cites = append(cites, row.Cite)
		}
	}
	more := ""
	if n := g.Open - len(cites); n > 0 {
		more = fmt.Sprintf(" and %d more", n)
	}
	return fmt.Sprintf("nothing is agreed until everything is agreed, and these are not: %s%s", strings.Join(cites, ", "), more)
}

// Passage says whether a gate is passed, and what is missing.
type Passage struct {
	Gate
	gate.Result
	Fault string // why it cannot be computed; "": it can
}

// Missing puts what is not met in words.
func (p Passage) Missing() string {
	if p.Fault != "" {
		return p.Fault
	}
	var out []string
	for _, c := range p.Conditions {
		if !c.Met {
			out = append(out, c.Says)
		}
	}
	return strings.Join(out, "; ")
}

// Passage evaluates a gate on what the member may see. A gate that nobody
// defined is not passed.
func (v *View) Passage(id GateID) Passage {
	g := v.state.gate(id)
	if g == nil {
		return Passage{Fault: "there is no such gate"}
	}
	return v.Try(*g)
}

// Passages evaluates every gate.
func (v *View) Passages() []Passage {
	facts := v.Facts()
	out := make([]Passage, len(v.state.Gates))
	for i, g := range v.state.Gates {
		out[i] = passage(g, facts)
	}
	return out
}

// Try evaluates a gate that need not be defined.
func (v *View) Try(g Gate) Passage { return passage(g, v.Facts()) }

func passage(g Gate, facts gate.Values) Passage {
	r, err := gate.Eval(g.Expression, facts)
	p := Passage{Gate: g, Result: r}
	if err != nil {
		p.Fault = err.Error()
	}
	return p
}

// Facts returns what gates speak of, as the member may see it.
func (v *View) Facts() gate.Values {
	g := v.Gaps()
	issues, stances, received := map[string]string{}, map[string]string{}, map[string]int{}
	blocking := 0
	for _, i := range g.Issues {
		state := string(i.Progress)
		if i.Progress.Settled() {
			state = "agreed"
		}
		issues[string(i.ID)] = state
		if len(i.Blocking) > 0 && !i.Progress.Settled() {
			blocking++
		}
	}
	for _, p := range v.Parties {
		stances[string(p.ID)], received[string(p.ID)] = "", 0
	}
	for _, x := range g.Whole {
		stances[string(x.Party)] = string(x.Stance)
	}
	for _, r := range v.Revisions {
		for _, x := range v.deliveries(Paper{Revision: r.Number}) {
			if !x.At.After(v.Now) {
				received[string(x.Party)] = max(received[string(x.Party)], r.Number)
			}
		}
	}
	meetings, silences := map[string]string{}, map[string]string{}
	for _, m := range v.state.Meetings {
		meetings[string(m.ID)] = string(m.Status)
	}
	for _, x := range v.state.Silences {
		silences[string(x.ID)] = string(x.Status(v.Now))
	}
	number, standing := 0, ""
	if r := v.Current(); r != nil {
		number, standing = r.Number, string(r.Standing)
	}
	unconsulted := v.Unconsulted(number)
	var consulted []string
	for _, c := range v.state.Rules.Consult {
		if !slices.Contains(unconsulted, c.Party) && !slices.Contains(consulted, string(c.Party)) {
			consulted = append(consulted, string(c.Party))
		}
	}
	return gate.Values{
		"provisions": len(g.Rows), "open": g.Open, "contested": g.Contest, "agreed": len(g.Rows) - g.Open,
		"pending": len(v.pending()), "issues": issues, "blocking": blocking, "consenting": names(v.state.consenting(v.state.Rules)),
		"stance": stances, "received": received, "consulted": append([]string{}, consulted...), "unconsulted": names(unconsulted),
		"revision": number, "standing": standing, "meetings": meetings, "silences": silences,
		"initialled": names(v.Initialled()), "signed": names(v.SignedBy("")), "now": v.Now,
	}
}

func names(ps []PartyID) []string {
	out := make([]string, len(ps))
	for i, p := range ps {
		out[i] = string(p)
	}
	return out
}

// Initialled returns the parties that have initialled the final text, whole or
// every provision of it.
func (v *View) Initialled() []PartyID {
	r := v.state.final()
	if r == nil {
		return nil
	}
	w := r.words()
	var out []PartyID
	for _, p := range v.state.consenting(v.state.Rules) {
		left := map[string]bool{}
		for _, q := range r.Text.Provisions {
			left[w.of[q.ID].String()] = true
		}
		for _, m := range v.state.Initials {
			if m.Party == p && m.Wording == w.whole.String() {
				left = nil
			} else if m.Party == p {
				delete(left, m.Wording)
			}
		}
		if len(left) == 0 {
			out = append(out, p)
		}
	}
	return out
}

// SignedBy returns the parties that have signed the words of an instrument as
// they stand; "" is the final text.
func (v *View) SignedBy(id InstrumentID) []PartyID {
	wording := v.state.wordingToSign(id)
	var out []PartyID
	for _, m := range v.state.Signatures {
		if m.Instrument == id && m.Wording == wording && wording != "" {
			out = append(out, m.Party)
		}
	}
	return out
}

func (s *State) wordingToSign(id InstrumentID) string {
	if id == "" {
		if r := s.final(); r != nil {
			return r.words().whole.String()
		}
		return ""
	}
	if x := s.instrument(id); x != nil && x.Text != nil {
		return wordingsOf(x.Text).whole.String()
	}
	return ""
}

// Execution is how far an instrument is signed. Where it is linked "all or none",
// what is signed takes effect only with the others.
type Execution struct {
	Instrument InstrumentID `json:"instrument"` // "": the text
	Name       string       `json:"name"`
	Signed     []PartyID    `json:"signed"`
	Missing    []PartyID    `json:"missing"`
	Waits      []string     `json:"waits,omitempty"` // instruments that must be signed with it
	Executed   bool         `json:"executed"`        // signed by all, and so is what it is linked with
}

// Executions returns how far the text and each instrument are signed.
func (v *View) Executions() []Execution {
	s := &v.state
	out := []Execution{{Name: v.Name}}
	parties := [][]PartyID{s.consenting(s.Rules)}
	linked := []bool{false}
	for _, x := range s.Instruments {
		out = append(out, Execution{Instrument: x.ID, Name: x.Name})
		parties = append(parties, x.Parties)
		linked = append(linked, x.AllOrNone)
		linked[0] = linked[0] || x.AllOrNone
	}
	for i := range out {
		out[i].Signed = v.SignedBy(out[i].Instrument)
		out[i].Missing = slices.DeleteFunc(slices.Clone(parties[i]), func(p PartyID) bool { return slices.Contains(out[i].Signed, p) })
	}
	for i := range out {
		for j := range out {
			if i != j && linked[i] && linked[j] && (len(out[j].Missing) > 0 || len(out[j].Signed) == 0) {
				out[i].Waits = append(out[i].Waits, out[j].Name)
			}
		}
		out[i].Executed = len(out[i].Missing) == 0 && len(out[i].Signed) > 0 && len(out[i].Waits) == 0
	}
	return out
}

// InForce returns when the text entered into force, and how many ratifications
// are still missing.
func (v *View) InForce() (since time.Time, missing int) {
	s := &v.state
	if !v.Executions()[0].Executed {
		return time.Time{}, s.Closing.Ratifications
	}
	if s.Closing.Ratifications == 0 {
		for _, m := range s.Signatures {
			if m.At.After(since) {
				since = m.At
			}
		}
		return since, 0
	}
	times := make([]time.Time, len(s.Ratifications))
	for i, r := range s.Ratifications {
		times[i] = r.At
	}
	slices.SortFunc(times, time.Time.Compare)
	if missing = s.Closing.Ratifications - len(times); missing > 0 {
		return time.Time{}, missing
	}
	return times[s.Closing.Ratifications-1].AddDate(0, 0, s.Closing.Days), 0
}
