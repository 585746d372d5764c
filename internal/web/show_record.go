package web

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"parley/internal/desk"
	"parley/negotiation"
	"parley/record"
)

// RecordPage is the record of a negotiation: what proves it, who has confirmed
// it, and every entry in its place; those for others are numbered blanks.
type RecordPage struct {
	Page      Page
	Origin    string
	HostKey   string
	Size      int64
	Root      string
	Confirmed string
	Need      string
	Witnesses []WitnessLine
	Mine      bool // the member's party has a witness
	Bundle    string
	Entries   []RecordLine
	Older     string
	Newer     string
}

// WitnessLine is a party's witness.
type WitnessLine struct {
	Party Sponsor
	Key   string
	Says  string
}

// RecordLine is an entry, or a run of blanks.
type RecordLine struct {
	Nr        string
	Blank     bool
	Says      string
	Party     Sponsor
	By        string
	When      string
	Audience  string
	Signed    bool
	Confirmed bool
	Erased    bool
	Proof     string
}

// perPage is how many entries a page of the record shows.
const perPage = 100

// showRecord shows the newest entries of the record, or those before a number.
func (s *site) showRecord(v *visit) error {
	r, err := s.desk.Record(v.r.Context(), v.ID, v.Me.ID, v.asOf)
	if err != nil {
		return err
	}
	last := r.Heads[len(r.Heads)-1]
	page := RecordPage{
		Page: v.page("Record", "record"), Origin: r.Host.Name(), HostKey: r.Host.String(), Size: last.N, Root: fmt.Sprintf("%x", last.Hash[:8]),
		Bundle: v.path + "/record/bundle", Need: quorumSentence(r.Quorum), Confirmed: confirmedSentence(r),
	}
	v.fillWitnesses(&page, r)
	size := r.Size
	to := size
	if before, err := strconv.ParseInt(v.r.FormValue("before"), 10, 64); err == nil && before > 1 && before <= size {
		to = before - 1
		page.Newer = v.path + "/record?before=" + strconv.FormatInt(min(size+1, before+perPage), 10)
		if before+perPage > size {
			page.Newer = v.path + "/record"
		}
	}
	from := max(1, to-perPage+1)
	if from > 1 {
		page.Older = v.path + "/record?before=" + strconv.FormatInt(from, 10)
	}
	if page.Entries, err = v.recordLines(r, from, to); err != nil {
		return err
	}
	s.show(v.w, v.r, http.StatusOK, "record", page)
	return nil
}

func quorumSentence(q record.Quorum) string {
	if len(q.Witnesses) == 0 {
		return "No party has named a witness yet, so that nothing can be confirmed: until then the host is believed on its word."
	}
	return fmt.Sprintf("An entry is confirmed when %d of %s cosigned a checkpoint behind it.", q.Need(), count(len(q.Witnesses), "witness", "witnesses"))
}

func confirmedSentence(r *desk.Record) string {
	last := r.Heads[len(r.Heads)-1]
	switch {
	case r.Confirmed == nil:
		return "Nothing is confirmed yet."
	case r.Confirmed.N == last.N:
		return "Everything is confirmed."
	}
	return fmt.Sprintf("Confirmed up to entry %d.", r.Confirmed.N)
}

func (v *visit) fillWitnesses(page *RecordPage, r *desk.Record) {
	for _, w := range r.View.Witnesses {
		line := WitnessLine{Party: v.sponsor(w.Party), Key: w.Key.String(), Says: "has cosigned nothing yet"}
		for i := range r.Heads {
			for _, by := range r.Heads[i].By {
				if by.Key.String() == line.Key {
					line.Says = fmt.Sprintf("up to entry %d, %s", r.Heads[i].N, day(by.At))
				}
			}
		}
		page.Mine = page.Mine || w.Party == v.Me.Party
		page.Witnesses = append(page.Witnesses, line)
	}
}

// recordLines returns entries, the newest first, runs of blanks as one line.
func (v *visit) recordLines(r *desk.Record, from, to int64) ([]RecordLine, error) {
	entries, err := r.Entries(v.r.Context(), from, to)
	if err != nil {
		return nil, err
	}
	mine := r.View.Entries()
	seen := 0 // how many of the view's entries stand up to to
	for seq := int64(1); seq <= to; seq++ {
		if r.View.Sees(seq) {
			seen++
		}
	}
	var out []RecordLine
	for i := len(entries) - 1; i >= 0; i-- {
		if entries[i].Sealed {
			high := entries[i].Seq
			for i > 0 && entries[i-1].Sealed {
				i--
			}
			out = append(out, blanks(entries[i].Seq, high))
			continue
		}
		seen--
		line := v.recordLine(mine[seen], entries[i])
		line.Confirmed = r.Confirmed != nil && entries[i].Seq <= r.Confirmed.N
		out = append(out, line)
	}
	return out, nil
}

func blanks(low, high int64) RecordLine {
	if low == high {
		return RecordLine{Nr: strconv.FormatInt(low, 10), Blank: true, Says: "An entry for others"}
	}
	return RecordLine{Nr: fmt.Sprintf("%d–%d", low, high), Blank: true, Says: fmt.Sprintf("%d entries for others", high-low+1)}
}

func (v *visit) recordLine(e negotiation.Entry, leaf record.Entry) RecordLine {
	name := string(e.By)
	if m := v.Member(e.By); m != nil {
		name = m.Name
	}
	return RecordLine{
		Nr: strconv.FormatInt(leaf.Seq, 10), Says: v.entrySentence(e), Party: v.sponsor(e.Party), By: name, When: moment(e.At),
		Audience: v.audience(e.Party, e.Audience), Signed: leaf.Signature != nil, Erased: leaf.Content == nil,
		Proof: fmt.Sprintf("%s/record/proof/%d", v.path, leaf.Seq),
	}
}

// moment is a time to the second: in a record the order of things matters.
func moment(t time.Time) string { return t.UTC().Format("2 Jan 2006, 15:04:05 UTC") }

// entrySentence says what an entry records.
func (v *visit) entrySentence(e negotiation.Entry) string {
	switch b := e.Body.(type) {
	case *negotiation.Opened:
		return "Opened the negotiation."
	case *negotiation.PartyJoined:
		return isolated(b.Party.Name) + " joined as " + string(b.Party.Role) + "."
	case *negotiation.MemberJoined:
		return isolated(b.Member.Name) + " joined for " + isolated(v.sponsor(b.Member.Party).Name) + "."
	case *negotiation.MemberInvited:
		return "Made a new invite link for " + v.memberName(b.Member) + "."
	case *negotiation.RevisionTabled:
		return "Tabled " + revisionName(&b.Revision) + "."
	case *negotiation.StandingGiven:
		return fmt.Sprintf("Gave revision %d the standing %q.", b.Revision, b.Standing)
	case *negotiation.RenderingFiled:
		return "Filed the press copy or translation " + isolated(b.Rendering.Name) + "."
	case *negotiation.VersionTabled:
		return fmt.Sprintf("Tabled revision %d in %s.", b.Version.Revision, languageName(b.Version.Lang)) + said(b.Version.Note)
	case *negotiation.KeyRegistered:
		return "Registered a key to sign with: " + short(b.Key.String()) + "."
	case *negotiation.KeyRevoked:
		return "Revoked the key of " + string(b.Member) + "."
	case *negotiation.WitnessNamed:
		return "Named the witness of " + string(b.Party) + "."
	case *negotiation.ContentErased:
		return fmt.Sprintf("Erased the words of entry %d: %s", b.Entry, sentence(b.Reason))
	}
	return v.amendmentSentence(e)
}

func (v *visit) amendmentSentence(e negotiation.Entry) string {
	switch b := e.Body.(type) {
	case *negotiation.AmendmentTabled:
		return "Tabled amendment " + string(b.Amendment.ID) + ". " + describe(b.Amendment.Changes, v.cites(v.Revision(b.Amendment.Revision)))
	case *negotiation.SponsorJoined:
		return "Joined amendment " + string(b.Amendment) + " as a sponsor."
	case *negotiation.AudienceWidened:
		return "Showed amendment " + string(b.Amendment) + " to more parties."
	case *negotiation.AmendmentWithdrawn:
		return "Withdrew amendment " + string(b.Amendment) + "."
	case *negotiation.NoticeGiven:
		return "Amendment " + string(b.Amendment) + " is let go on " + day(b.Until) + " unless a party keeps it." + said(b.Words)
	case *negotiation.AmendmentKept:
		return "Still supports amendment " + string(b.Amendment) + "." + said(b.Words)
	case *negotiation.AmendmentLetGo:
		return "Let amendment " + string(b.Amendment) + " go: nobody spoke for it."
	case *negotiation.AmendmentAccepted:
		return "Accepted amendment " + string(b.Amendment) + "."
	case *negotiation.AmendmentRejected:
		return "Rejected amendment " + string(b.Amendment) + "."
	case *negotiation.DecisionUndone:
		return "Undid a decision on amendment " + string(b.Amendment) + "."
	}
	return v.processSentence(e)
}

func short(key string) string { return key[:min(12, len(key))] + "…" }
