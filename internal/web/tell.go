package web

import (
	"fmt"
	"strings"

	"parley/negotiation"
)

// What happened, in sentences, for the record and for whoever was away.

// processSentence says what an entry of the process records.
func (v *visit) processSentence(e negotiation.Entry) string {
	switch b := e.Body.(type) {
	case *negotiation.PositionTaken:
		return sentence(string(b.Position.Stance) + ": " + v.subject(b.Position.On) + said(b.Position.Words))
	case *negotiation.PositionWithdrawn:
		return "Withdrew a position." + said(b.Reason)
	case *negotiation.ConditionMet:
		return "Said that a condition of its position is met." + said(b.Words)
	case *negotiation.IssueNamed:
		return "Named the issue " + isolated(b.Issue.Name) + "."
	case *negotiation.BlockingMarked:
		if b.Blocking {
			return "Cannot sign while " + v.subject(negotiation.Subject{Issue: b.Issue}) + " is open." + said(b.Words)
		}
		return "No longer blocks " + v.subject(negotiation.Subject{Issue: b.Issue}) + "."
	case *negotiation.RulesSet:
		return "Set the rules."
	case *negotiation.DeadlineSet:
		if b.At.IsZero() {
			return "Lifted the deadline."
		}
		return "Set a deadline: " + day(b.At) + "." + said(b.Words)
	case *negotiation.MandateGiven:
		return "Gave a mandate to " + v.memberName(b.Member) + "." + said(b.Mandate.From)
	case *negotiation.PaperCirculated:
		return v.circulationSentence(b)
	case *negotiation.PaperReceived:
		if b.Opening {
			return "Opened " + v.paperName(b.Paper) + "."
		}
		return "Acknowledged " + v.paperName(b.Paper) + "."
	case *negotiation.PartyConsulted:
		return fmt.Sprintf("Heard %s on revision %d.", v.sponsor(b.Party).Name, b.Revision) + said(b.Words)
	case *negotiation.DocumentFiled:
		return "Filed the document “" + isolated(b.Document.Title) + "”."
	case *negotiation.StatementMade:
		return "Statement: " + b.Statement.Words
	case *negotiation.StatementJoined:
		return "Shares the statement " + string(b.Statement) + "."
	case *negotiation.ReportFiled:
		return "Chronicle: " + v.gistOf(&b.Report)
	case *negotiation.ReportJudged:
		return fmt.Sprintf("Chronicle: report %s is %s.", b.Report, b.Status) + said(b.Ground)
	case *negotiation.ReportWidened:
		return fmt.Sprintf("Chronicle: showed report %s to more parties.", b.Report)
	case *negotiation.ReportsLinked:
		if b.Apart {
			return "Chronicle: took a link of reports back."
		}
		return "Chronicle: " + count(len(b.Reports), "report tells", "reports tell") + " of the same event."
	case *negotiation.DesignationDisputed:
		if b.Instead == "" && b.Why == "" {
			return "Accepts the designation" + said(b.Words)
		}
		return "Does not accept the designation" + said(b.Words) + said(b.Why)
	case *negotiation.NameKept:
		return "Dictionary of your delegation: " + v.nameSentence(b)
	case *negotiation.ExcerptSetAside:
		if b.Restore {
			return "Brought an excerpt of an article back, for your delegation."
		}
		return "Set an excerpt of an article aside, for your delegation."
	case *negotiation.BargainDrawnUp:
		return "Drew up " + count(len(b.Bargain.Points), "point", "points") + " to be bargained over."
	case *negotiation.Scored:
		if len(b.Points) == 0 {
			return "Took the scores of the packages back."
		}
		return "Scored the packages."
	case *negotiation.NoteKept:
		return "Note for your delegation: " + b.Words
	}
	return v.meetingSentence(e)
}

func (v *visit) nameSentence(b *negotiation.NameKept) string {
	name := b.Name.Name
	switch b.Name.Kind {
	case negotiation.PartyName:
		name = v.sponsor(b.Name.Party).Name
	case negotiation.IssueName:
		name = v.subject(negotiation.Subject{Issue: b.Name.Issue})
	}
	if b.Drop {
		return "dropped " + isolated(name) + "."
	}
	return "kept " + isolated(name) + "."
}

func (v *visit) circulationSentence(b *negotiation.PaperCirculated) string {
	to := make([]string, len(b.To))
	for i, p := range b.To {
		to[i] = v.sponsor(p).Name
	}
	switch {
	case !b.Until.IsZero():
		return fmt.Sprintf("Laid revision %d in the reading room for %s until %s.", b.Revision, listed(to), day(b.Until))
	case b.Elsewhere != nil:
		return fmt.Sprintf("Handed %s over to %s at %s, %s.", v.paperName(b.Paper), listed(to), b.Elsewhere.Place, day(b.Elsewhere.At))
	}
	return fmt.Sprintf("Sent %s to %s.", v.paperName(b.Paper), listed(to)) + said(b.Note)
}

func (v *visit) meetingSentence(e negotiation.Entry) string {
	switch b := e.Body.(type) {
	case *negotiation.TrackOpened:
		return "Opened the track " + isolated(b.Track.Name) + "."
	case *negotiation.GroupFormed:
		return "Formed the working group " + isolated(b.Group.Name) + "."
	case *negotiation.GroupDissolved:
		return "Ended a working group."
	case *negotiation.MeetingProposed:
		return "Proposed a meeting: " + isolated(b.Plan.Title) + "."
	case *negotiation.MeetingConfirmed:
		return v.sponsor(b.Party).Name + " confirmed " + v.meetingTitle(b.Meeting) + ", by " + isolated(b.Who) + "."
	case *negotiation.MeetingChanged:
		return "Changed the plan of " + v.meetingTitle(b.Meeting) + "." + said(b.Why)
	case *negotiation.MeetingCalledOff:
		if b.Cancel {
			return "Cancelled " + v.meetingTitle(b.Meeting) + "." + said(b.Why)
		}
		return "Postponed " + v.meetingTitle(b.Meeting) + "." + said(b.Why)
	case *negotiation.OutcomeRecorded:
		return "Recorded the outcome of " + v.meetingTitle(b.Meeting) + "." + said(b.Words)
	case *negotiation.OutcomeAcknowledged:
		return "Acknowledged the outcome of " + v.meetingTitle(b.Meeting) + "."
	}
	return v.closingSentence(e)
}

func (v *visit) closingSentence(e negotiation.Entry) string {
	switch b := e.Body.(type) {
	case *negotiation.RoomOpened:
		return "Opened the room " + isolated(b.Room.Name) + "."
	case *negotiation.RoomClosed:
		return "Closed a room."
	case *negotiation.RoomHeard:
		return "Said in a room:" + said(b.Words)
	case *negotiation.ProvisionGavelled:
		return "Gavelled " + v.subject(negotiation.Subject{Provision: b.Provision}) + "." + said(b.Words)
	case *negotiation.GateDefined:
		return "Defined the gate " + isolated(b.Gate.Name) + "."
	case *negotiation.SilenceStarted:
		return fmt.Sprintf("Revision %d is %s unless somebody breaks the silence by %s.", b.Silence.Revision, b.Silence.Standing, day(b.Silence.Deadline))
	case *negotiation.SilenceBroken:
		return "Broke the silence." + said(b.Words)
	case *negotiation.SilenceExtended:
		return "Extended the silence to " + day(b.Deadline) + "."
	case *negotiation.SilenceWithdrawn:
		return "Took a silence procedure back." + said(b.Why)
	case *negotiation.Reopened:
		return fmt.Sprintf("Reopened revision %d.", b.Revision) + said(b.Why)
	case *negotiation.InstrumentLinked:
		return "Linked " + isolated(b.Instrument.Name) + ", which " + b.Instrument.Relation + " the text."
	case *negotiation.ClosingSet:
		return "Set the final clauses."
	case *negotiation.Initialled:
		if b.Mark.Provision != "" {
			return "Initialled " + v.subject(negotiation.Subject{Provision: b.Mark.Provision}) + "."
		}
		return "Initialled the text."
	case *negotiation.PowersPresented:
		return "Presented the full powers of " + v.memberName(b.Member) + "."
	case *negotiation.PowersExamined:
		if b.InOrder {
			return "Found the full powers of " + v.memberName(b.Member) + " in due form."
		}
		return "Did not find the full powers of " + v.memberName(b.Member) + " in due form." + said(b.Finding)
	case *negotiation.InstrumentSigned:
		return "Signed."
	case *negotiation.Declared:
		if b.Declaration.Reservation {
			return "Reservation:" + said(b.Declaration.Words)
		}
		return "Interpretive declaration:" + said(b.Declaration.Words)
	case *negotiation.Ratified:
		return v.sponsor(b.Party).Name + " deposited its instrument of ratification."
	case *negotiation.AuthorshipClaimed:
		return fmt.Sprintf("Says to have written revision %d.", b.Revision) + said(b.Words)
	case *negotiation.AuthorshipDisputed:
		return fmt.Sprintf("Disputes who wrote revision %d:", b.Dispute.Revision) + said(b.Dispute.Words)
	}
	return sentence(e.Body.Kind())
}

// said puts words behind a sentence.
func said(words string) string {
	if words = strings.TrimSpace(words); words == "" {
		return ""
	}
	return " “" + isolated(words) + "”"
}

// subject names what something is about.
func (v *visit) subject(on negotiation.Subject) string {
	if lang := on.Lang; lang != "" {
		on.Lang = ""
		return v.subject(on) + " in " + languageName(lang)
	}
	switch {
	case on.Issue != "":
		for _, i := range v.Issues() {
			if i.ID == on.Issue {
				return isolated(i.Name)
			}
		}
		return string(on.Issue)
	case on.Provision != "":
		for i := len(v.Revisions) - 1; i >= 0; i-- {
			if r := v.Revisions[i]; !r.Placeholder() && r.Text.Find(on.Provision) != nil {
				return citeOf(r.Text, r.Text.Find(on.Provision))
			}
		}
		return "a provision"
	}
	return "the text as a whole"
}

func (v *visit) memberName(id negotiation.MemberID) string {
	if m := v.Member(id); m != nil {
		return isolated(m.Name)
	}
	return string(id)
}

func (v *visit) meetingTitle(id negotiation.MeetingID) string {
	for _, m := range v.Meetings() {
		if m.ID == id {
			return "“" + isolated(m.Title) + "”"
		}
	}
	return "a meeting"
}

// gistOf says what a report tells, in a sentence with its hedge.
func (v *visit) gistOf(r *negotiation.Report) string {
	out := v.speakerName(r.Speaker)
	if r.Title != "" {
		if out != "" {
			out += ": "
		}
		out += isolated(r.Title)
	}
	words := isolated(r.Paraphrase)
	if r.Quote != "" {
		words = strings.TrimSpace(words + " “" + isolated(r.Quote) + "”")
	}
	if words != "" {
		if out != "" {
			out += ": "
		}
		out += words
	}
	for i, f := range r.Figures {
		out += []string{": ", ", "}[min(i, 1)] + f.Says()
	}
	if r.Hedge != "" {
		out += " (" + isolated(r.Hedge) + ")"
	}
	return sentence(out)
}

// speakerName names who said something, in the capacity held then.
func (v *visit) speakerName(s negotiation.Speaker) string {
	var parts []string
	if strings.Contains(strings.ToLower(s.Capacity), strings.ToLower(s.Name)) {
		s.Name = "" // an office that stands for its holder
	}
	for _, x := range []string{s.Name, s.Capacity, s.Body} {
		if x != "" && (len(parts) == 0 || !strings.Contains(strings.ToLower(parts[0]), strings.ToLower(x))) {
			parts = append(parts, isolated(x))
		}
	}
	if s.Party != "" && len(parts) == 0 {
		parts = append(parts, v.sponsor(s.Party).Name)
	}
	return strings.Join(parts, ", ")
}
