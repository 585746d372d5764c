package web

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"

	"parley/negotiation"
)

// ReportPage is one report, closely.
type ReportPage struct {
	Page      Page
	Report    ReportPart
	Same      []ReportPart
	Custody   []string
	Copy      string
	Resembles []string
	Judged    []JudgementLine
	Widened   []WideningLine
	May       []Choice // statuses that the member may give it
	Link      []Choice // reports that it can be linked with
	Disputes  []Choice // designations that the member's party could dispute
	Answer    string   // where an answer to it is filed
	Widen     bool     // the member may show it to more
	Others    []Choice // parties that do not see it
	Review    string   // where what its copy suggests is reviewed
	From      *Link    // the article that it was taken from
	Excerpt   string   // the words that it stands in there
}

// WideningLine is that a report was shown to more.
type WideningLine struct{ To, Party, Speaker, When string }

// JudgementLine is a step of the history of a verification.
type JudgementLine struct {
	Status               negotiation.VerificationStatus
	Party                Sponsor
	Speaker, When, Words string
	Source               *SourcePart
}

// showReport shows a report with the history of its verification.
func (s *site) showReport(v *visit) error {
	r, err := v.Report(negotiation.ReportID(v.r.PathValue("report")))
	if err != nil {
		return err
	}
	page := ReportPage{Page: v.page("Report", "chronicle"), Report: v.reportPart(r), Copy: r.Document.Copy}
	page.Report.Closer = ""
	same := v.SameEvent(r.ID)
	for _, x := range same {
		page.Same = append(page.Same, v.reportPart(x))
	}
	for _, h := range r.Document.Custody {
		line := isolated(h.By)
		if h.Place != "" {
			line += ", " + isolated(h.Place)
		}
		if !h.At.IsZero() {
			line += ", " + day(h.At)
		}
		page.Custody = append(page.Custody, line)
	}
	for _, x := range v.Resembles(r) {
		page.Resembles = append(page.Resembles, fmt.Sprintf("%s of its words are like %s", percent(x.Likeness), revisionName(v.Revision(x.Revision))))
	}
	for _, j := range r.Judged {
		line := JudgementLine{Status: j.Status, Party: v.sponsor(j.Party), Speaker: v.memberName(j.By), When: day(j.At), Words: j.Ground}
		if j.Source != nil {
			part := sourcePart(*j.Source)
			line.Source = &part
		}
		page.Judged = append(page.Judged, line)
	}
	for _, w := range r.Widened {
		page.Widened = append(page.Widened, WideningLine{v.audience(r.Party, w.To), v.sponsor(w.Party).Name, v.memberName(w.By), day(w.At)})
	}
	if of, words := v.ExcerptOf(r); of != nil {
		page.From, page.Excerpt = &Link{v.reportPath(of.ID), v.gistOf(of)}, words
	}
	if v.asOf.IsZero() {
		v.reportActions(&page, r, same)
	}
	s.show(v.w, v.r, http.StatusOK, "report", page)
	return nil
}

func (v *visit) reportActions(page *ReportPage, r *negotiation.Report, same []*negotiation.Report) {
	for _, s := range v.Judgeable(r) {
		page.May = append(page.May, Choice{Value: string(s), Name: string(s)})
	}
	if !v.Can.File {
		return
	}
	if page.Widen = v.Widenable(r); page.Widen {
		page.Others = v.unaware(r)
	}
	if _, ok := articleOf(r); ok {
		page.Review = page.Report.Href + "/review"
	}
	if r.Genre == negotiation.StatementReport {
		page.Answer = v.path + "/chronicle/file?genre=statement&answers=" + string(r.ID)
	}
	linked := map[negotiation.ReportID]bool{r.ID: true}
	for _, x := range same {
		linked[x.ID] = true
	}
	for _, x := range v.nearest(r) {
		if !linked[x.ID] && len(page.Link) < mostShown {
			page.Link = append(page.Link, Choice{Value: string(x.ID), Name: beginning(v.gistOf(x), 80)})
		}
	}
	for _, c := range v.Called(r) {
		if c.Mine == nil && !v.Me.Mandate.Voice {
			page.Disputes = append(page.Disputes, Choice{Value: c.Words, Name: c.Words})
		}
	}
}

// unaware lists the parties that a report is not addressed to.
func (v *visit) unaware(r *negotiation.Report) []Choice {
	var out []Choice
	for _, p := range v.Parties {
		if p.ID != r.Party && !slices.Contains(r.Audience.Parties, p.ID) {
			out = append(out, Choice{Value: string(p.ID), Name: p.Name})
		}
	}
	return out
}

// nearest lists the reports that can be linked with one, those about the same time first
// where there are more than a page names.
func (v *visit) nearest(r *negotiation.Report) []*negotiation.Report {
	all := slices.DeleteFunc(slices.Clone(v.Reports()), func(x *negotiation.Report) bool {
		return (x.Genre == negotiation.TotalReport) != (r.Genre == negotiation.TotalReport)
	})
	if len(all) > mostShown {
		slices.SortStableFunc(all, func(a, b *negotiation.Report) int {
			return cmp.Compare(began(a).Sub(began(r)).Abs(), began(b).Sub(began(r)).Abs())
		})
	}
	return all
}
