package negotiation

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/language"
)

// What a report must say and must not: of itself, by its genre, and of what is at the
// table.

// Check refuses a report for what it says of itself, as FileReport would at a moment. Who
// may file it, and whether what it names is at the table, only the command can tell.
func (r Report) Check(now time.Time) error { return r.check(now) }

// check refuses what a report says wrongly of itself, and tidies what it says.
func (r *Report) check(now time.Time) error {
	for _, check := range []func() error{
		r.checkWords,
		func() error { return r.checkTime(now) },
		r.checkGenre,
		r.checkSources,
	} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// checkWords refuses a report that says nothing. A quotation stays as it is to the byte.
func (r *Report) checkWords() error {
	r.Title, r.Paraphrase, r.Hedge = strings.TrimSpace(r.Title), strings.TrimSpace(r.Paraphrase), strings.TrimSpace(r.Hedge)
	if !slices.Contains(Genres, r.Genre) {
		return refuse(Invalid, "report", fmt.Sprintf("there is no genre %q", r.Genre), "choose a statement, a meeting, a document, an incident, a total, an assessment or a media report")
	}
	if strings.TrimSpace(r.Quote) == "" && r.Quote != "" {
		return refuse(Invalid, "quotation", "it has no words", "leave it out, or copy what was said")
	}
	if !utf8.ValidString(r.Quote) {
		return refuse(Invalid, "quotation", "it is not UTF-8", "save the source as UTF-8 and copy it again")
	}
	rest := r.Quote
	for _, x := range r.Inserted {
		_, after, found := strings.Cut(rest, x)
		if x == "" || !found {
			return refuse(Invalid, "quotation", fmt.Sprintf("what the reporter put in, %q, does not stand in it in this place", x), "copy it from the quotation, in the order in which it stands there")
		}
		rest = after
	}
	if r.Lang != "" {
		if tag, err := language.Parse(r.Lang); err != nil || tag == language.Und {
			return refuse(Invalid, "report", fmt.Sprintf("%q is no language", r.Lang), "give its code, as in fr, ar or pt-BR")
		}
	}
	if r.Stance != "" && !slices.Contains(Stances, r.Stance) {
		return refuse(Invalid, "report", fmt.Sprintf("there is no stance %q", r.Stance), "choose one of the stances, or none")
	}
	return nil
}

func (r *Report) checkTime(now time.Time) error {
	for _, w := range []struct {
		what string
		when *When
	}{{"when it was", &r.When}, {"when it was reported", &r.Reported}} {
		if err := w.when.check(w.what); err != nil {
			return err
		}
		if w.when.From.After(now) && (w.when != &r.When || !r.Meeting.toCome()) {
			return refuse(Invalid, w.what, "it is in the future", "check the time and its zone; only a meeting that is planned, or was cancelled, is to come")
		}
	}
	if r.When.Known() && r.Reported.Known() && r.Reported.To.Before(r.When.From) && !r.Meeting.toCome() {
		return refuse(Invalid, "when it was reported", "it was reported before it was", "check both times and their zones")
	}
	return nil
}

// check fills in the end of a moment and refuses an interval that is none.
func (w *When) check(what string) error {
	if _, err := time.LoadLocation(w.Zone); err != nil {
		return refuse(Invalid, what, fmt.Sprintf("there is no time zone %q", w.Zone), "give it as, for instance, Europe/Zurich")
	}
	if w.Known() && w.To.IsZero() {
		w.To = w.From
	}
	if w.To.Before(w.From) || !w.Known() && !w.To.IsZero() {
		return refuse(Invalid, what, "it ends before it begins", "give the beginning first")
	}
	w.From, w.To = w.From.UTC(), w.To.UTC()
	return nil
}

var degrees = regexp.MustCompile(`^-?[0-9]{1,3}(\.[0-9]{1,10})?$`)

// checkGenre refuses what a report of its genre must say and does not, and what it must
// not say.
func (r *Report) checkGenre() error {
	said := r.Quote != "" || r.Paraphrase != ""
	lacks := func(what, hint string) error { return refuse(Invalid, string(r.Genre), "it lacks "+what, hint) }
	switch r.Genre {
	case StatementReport, AssessmentReport:
		if !said && !r.Refuses {
			return lacks("what was said", "quote it, or say it in your own words")
		}
		if r.Speaker == (Speaker{}) {
			return lacks("who said it", "name the speaker, the party or the body outside")
		}
	case DocumentReport:
		if r.Title == "" {
			return lacks("a title", "say what it is: “transcript of a call”")
		}
	case MeetingReport:
		if r.Title == "" {
			return lacks("a title", "say what it is: “talks between envoys”")
		}
		if st := r.Meeting.Standing; st != "" && !slices.Contains(EncounterStandings, st) {
			return refuse(Invalid, "meeting", fmt.Sprintf("there is no standing %q", st), "choose planned, held or cancelled, or none")
		}
	case IncidentReport:
		if r.Incident.Place == "" || !r.When.Known() {
			return lacks("a place or a time", "say where it was, and between when and when")
		}
		if r.Incident.Type == "" && r.Title == "" && !said {
			return lacks("what happened", "give its type, or tell it")
		}
	case TotalReport:
		if len(r.Figures) == 0 || !r.When.Known() {
			return lacks("figures or the period that they are of", "give both: a total without its period says nothing")
		}
	case MediaReport:
		if r.Title == "" && !said || len(r.Sources) == 0 {
			return lacks("a title or a source", "give the headline and where it was published")
		}
	}
	return r.checkParts()
}

// checkParts refuses parts that belong to other genres, and figures and places that are
// none.
func (r *Report) checkParts() error {
	alien := func(what string) error {
		return refuse(Invalid, string(r.Genre), "it has "+what+", which belongs to another genre", "file another report for it and link both")
	}
	t, i := r.Document, r.Incident
	m := r.Meeting
	switch {
	case r.Genre != MeetingReport && (m.Place != "" || m.Standing != "" || len(m.Participants) > 0):
		return alien("a meeting")
	case r.Genre != DocumentReport && (t.Nature != "" || t.Publisher != "" || t.SeenAt != "" || t.Copy != "" || len(t.Participants)+len(t.Custody) > 0):
		return alien("the trail of a document")
	case r.Genre != IncidentReport && (i.Type != "" || i.Place != "" || len(i.Actors) > 0 || i.Latitude != "" || i.Longitude != ""):
		return alien("an incident")
	case r.Genre == DocumentReport && len(r.Figures) > 0:
		return alien("figures")
	case len(i.Actors) > 2:
		return refuse(Invalid, "incident", "it has more than two actors", "file a report for each pair, and link them as one event")
	}
	for _, d := range []struct {
		given string
		most  float64
	}{{i.Latitude, 90}, {i.Longitude, 180}} {
		if x, err := strconv.ParseFloat(d.given, 64); d.given != "" && (!degrees.MatchString(d.given) || err != nil || x < -d.most || x > d.most) {
			return refuse(Invalid, "incident", fmt.Sprintf("%q is no latitude or longitude", d.given), "write it in decimal degrees, as 47.8388")
		}
	}
	if (i.Latitude == "") != (i.Longitude == "") {
		return refuse(Invalid, "incident", "of latitude and longitude one is missing", "give both or neither")
	}
	for _, f := range r.Figures {
		if !slices.Contains(Bounds, f.Bound) || f.Number < 0 || f.Number > mostFigure || strings.TrimSpace(f.Unit) == "" {
			return refuse(Invalid, "figure", fmt.Sprintf("“%s” cannot be understood", f.Says()), "give a bound (exactly, at least, up to, about, in the order of), a number and what is counted")
		}
	}
	for _, d := range r.Designations {
		if strings.TrimSpace(d.Words) == "" {
			return refuse(Invalid, "designation", "it has no words", "copy it as it stands in the source")
		}
	}
	r.Document.Custody = slices.Clone(t.Custody)
	for i, h := range t.Custody {
		r.Document.Custody[i].At = h.At.UTC()
		if h.At.IsZero() && h.Place == "" && h.By == "" {
			return refuse(Invalid, "chain of custody", "one step says nothing", "say by whom it was handed on, where or when")
		}
	}
	return nil
}

func (s *State) checkSpeaker(r *Report) error {
	for _, id := range slices.Concat([]PartyID{r.Speaker.Party}, r.On.Parties, r.Calls) {
		if id != "" && s.party(id) == nil {
			return notFound("party", id)
		}
	}
	for _, d := range r.Designations {
		if d.Party != "" && s.party(d.Party) == nil {
			return notFound("party", d.Party)
		}
	}
	if r.Refuses && r.Answers == "" && r.Quote == "" && r.Paraphrase == "" {
		return refuse(Invalid, "refusal to answer", "it does not say to what", "name the report that called for an answer, or say what was asked")
	}
	return nil
}

// checkRelation refuses what the reporting party could not name, and what the audience of
// the report could not: an id is as good as a word.
func (s *State) checkRelation(by *Member, r *Report, to Audience) error {
	for _, i := range r.On.Issues {
		if s.issue(i) == nil {
			return notFound("issue", i)
		}
	}
	type named struct {
		what string
		id   any
		sees func(PartyID) bool
	}
	var all []named
	for _, id := range r.On.Provisions {
		all = append(all, named{"provision", id, func(p PartyID) bool {
			return slices.ContainsFunc(s.Revisions, func(x *Revision) bool {
				return !x.Placeholder() && s.holds(p, x) && x.Text.Find(id) != nil
			})
		}})
	}
	if n := r.On.Revision; n != 0 {
		all = append(all, named{"revision", n, func(p PartyID) bool { x := s.Revision(n); return x != nil && s.holds(p, x) }})
	}
	if id := r.On.Meeting; id != "" {
		all = append(all, named{"meeting", id, func(p PartyID) bool { m := s.meeting(id); return m != nil && s.sees(p, m.Party, m.Audience) }})
	}
	if id := r.On.Document; id != "" {
		all = append(all, named{"document", id, func(p PartyID) bool { d := s.document(id); return d != nil && s.seesDocument(p, d) }})
	}
	if id := r.On.Statement; id != "" {
		all = append(all, named{"statement", id, func(p PartyID) bool { return s.seesStatement(p, id) }})
	}
	for _, id := range slices.Concat(r.On.Reports, []ReportID{r.Answers, r.Excerpt.Report}) {
		if id != "" {
			all = append(all, named{"report", id, func(p PartyID) bool { return s.seesReport(p, id) }})
		}
	}
	if err := s.checkExcerpt(by, r); err != nil {
		return err
	}
	reached := s.reached(by.Party, to)
	for _, x := range all {
		if !x.sees(by.Party) {
			return notFound(x.what, x.id)
		}
		for _, p := range reached {
			if !x.sees(p) {
				return refuse(NotAllowed, "report", fmt.Sprintf("not all who would see it may see %s %v", x.what, x.id), "show the report to fewer, or leave out what it is about")
			}
		}
	}
	return nil
}

// reached lists the parties that see what a party addresses to an audience; for everyone,
// with "" for those who come later.
func (s *State) reached(author PartyID, to Audience) []PartyID {
	var out []PartyID
	for _, p := range s.Parties {
		if s.sees(p.ID, author, to) {
			out = append(out, p.ID)
		}
	}
	if to.Everyone {
		out = append(out, "")
	}
	return out
}

var hexDigest = regexp.MustCompile(`^[0-9a-f]{64}$`)

// largestCopy is how much of an archived copy a report may hold, in bytes.
const largestCopy = 1 << 20

// checkSources refuses sources that cannot be found again, and fills in the hash of a copy.
func (r *Report) checkSources() error {
	r.Sources = slices.Clone(r.Sources)
	for i := range r.Sources {
		x := &r.Sources[i]
		x.Name, x.URL, x.SHA256 = strings.TrimSpace(x.Name), strings.TrimSpace(x.URL), strings.ToLower(strings.TrimSpace(x.SHA256))
		where := "source " + x.Name
		if x.Copy != "" {
			sum := sha256.Sum256([]byte(x.Copy))
			hash := hex.EncodeToString(sum[:])
			if x.SHA256 != "" && x.SHA256 != hash {
				return refuse(Invalid, where, "the copy has another SHA-256 than the one given", "check which copy was archived")
			}
			x.SHA256 = hash
		}
		known := slices.ContainsFunc(Reliabilities, func(g struct{ Grade, Says string }) bool { return g.Grade == x.Reliability })
		switch {
		case x.Name == "":
			return refuse(Invalid, "source", "it has no name", "say who published it")
		case x.URL != "" && (!strings.HasPrefix(x.URL, "https://") && !strings.HasPrefix(x.URL, "http://") || strings.ContainsAny(x.URL, " \t\r\n\"<>")):
			return refuse(Invalid, where, "its address is none", "copy it from the browser: it begins with https://")
		case x.Reliability != "" && !known:
			return refuse(Invalid, where, fmt.Sprintf("there is no reliability %q", x.Reliability), "grade it from A to F")
		case x.Credibility < 0 || x.Credibility > 6:
			return refuse(Invalid, where, fmt.Sprintf("there is no credibility %d", x.Credibility), "grade it from 1 to 6")
		case x.SHA256 != "" && !hexDigest.MatchString(x.SHA256):
			return refuse(Invalid, where, "its hash is no SHA-256 in hexadecimal", "it has 64 digits, 0 to 9 and a to f")
		case len(x.Copy) > largestCopy:
			return refuse(Invalid, where, "the copy is larger than 1 MiB", "keep it elsewhere and give its SHA-256")
		}
		if err := x.Published.check(where); err != nil {
			return err
		}
	}
	return nil
}
