package web

import (
	"cmp"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"parley/internal/search"
	"parley/negotiation"
	"parley/text"
)

// SearchPage is what was found, or how to look for something.
type SearchPage struct {
	Page     Page
	Words    string
	Kind     string
	From     string
	To       string
	Parties  []Choice
	Issues   []Choice
	Asked    bool   // for something
	Narrowed bool   // to a party, an issue or days
	Wordless bool   // what was asked for has no words
	Says     string // how many hits there are
	Kinds    []KindLine
	Hits     []HitLine
	Before   string // where the hits before these are shown
	After    string
	Wider    []Link // what else might be asked
}

// KindLine is a kind of things with how many were found.
type KindLine struct {
	Name, Href string
	Count      int
	On         bool
}

// HitLine is a hit as the page shows it.
type HitLine struct {
	Kind, Href string
	Lead       string // before the name, or in its place
	Name       []search.Piece
	More       string // behind the name
	Snippet    []search.Piece
	Party      *Sponsor
	By, When   string
	Lang       string
}

// hitsPerPage is how many hits stand on a page.
const hitsPerPage = 50

// findWords shows what is found in all that the member may see.
func (s *site) findWords(v *visit) error {
	asked, err := v.searchRequest()
	if err != nil {
		return err
	}
	found, err := s.desk.Search(v.r.Context(), v.ID, v.Me.ID, v.asOf, asked)
	if err != nil {
		return err
	}
	q, err := search.ParseQuery(asked.Words)
	if err != nil {
		return err
	}
	page := SearchPage{
		Page: v.page("Search", ""), Words: asked.Words, Kind: string(asked.Kind), From: v.r.FormValue("from"), To: v.r.FormValue("to"),
		Asked: !asked.Empty(), Narrowed: asked.Narrowed(), Wordless: asked.Words != "" && len(q) == 0, Says: searchCount(asked, found),
	}
	page.Page.Case.Searching = true
	page.Parties, page.Issues = []Choice{{Name: "any"}}, []Choice{{Name: "any"}}
	for _, p := range v.Parties {
		page.Parties = append(page.Parties, Choice{Value: string(p.ID), Name: p.Name, On: p.ID == asked.Party})
	}
	for _, i := range v.Issues() {
		page.Issues = append(page.Issues, Choice{Value: string(i.ID), Name: i.Name, On: i.ID == asked.Issue})
	}
	if all := 0; asked.Kind != "" {
		for _, k := range found.Kinds {
			all += k.Count
		}
		page.Kinds = append(page.Kinds, KindLine{Name: "all", Count: all, Href: v.searchWith("kind", "")})
	}
	for _, k := range found.Kinds {
		page.Kinds = append(page.Kinds, KindLine{Name: string(k.Kind), Count: k.Count, Href: v.searchWith("kind", string(k.Kind)), On: k.Kind == asked.Kind})
	}
	for _, h := range found.Hits {
		page.Hits = append(page.Hits, v.hitLine(h))
	}
	if asked.Skip > 0 {
		page.Before = v.searchWith("skip", strconv.Itoa(max(0, asked.Skip-hitsPerPage)))
	}
	if asked.Skip+len(found.Hits) < found.Total {
		page.After = v.searchWith("skip", strconv.Itoa(asked.Skip+hitsPerPage))
	}
	if found.Total == 0 && page.Asked {
		page.Wider = v.wider(asked, q)
	}
	s.show(v.w, v.r, http.StatusOK, "search", page)
	return nil
}

// searchRequest reads what is asked for. Dates are days in UTC, both included.
func (v *visit) searchRequest() (search.Request, error) {
	r := search.Request{
		Words: strings.TrimSpace(v.r.FormValue("q")), Kind: search.Kind(v.r.FormValue("kind")), Party: negotiation.PartyID(v.r.FormValue("party")),
		Issue: negotiation.IssueID(v.r.FormValue("issue")), Limit: hitsPerPage,
	}
	r.Skip, _ = strconv.Atoi(v.r.FormValue("skip"))
	r.Skip = max(0, r.Skip)
	for name, at := range map[string]*time.Time{"from": &r.From, "to": &r.To} {
		given := v.r.FormValue(name)
		if given == "" {
			continue
		}
		day, err := time.Parse(time.DateOnly, given)
		if err != nil {
			return r, &negotiation.Refusal{Reason: negotiation.Invalid, Where: name + " " + given, Msg: "this is no day", Hint: "write it as 2027-03-01"}
		}
		*at = day
	}
	if !r.To.IsZero() {
		r.To = r.To.Add(24*time.Hour - time.Nanosecond)
	}
	return r, nil
}

// searchWith is where the same is searched with another value of a parameter,
// from the first hit on; "" takes the parameter away.
func (v *visit) searchWith(name, value string) string {
	q := url.Values{}
	for _, kept := range []string{"q", "kind", "party", "issue", "from", "to"} {
		if x := v.r.FormValue(kept); x != "" {
			q.Set(kept, x)
		}
	}
	q.Del(name)
	if value != "" {
		q.Set(name, value)
	}
	return v.path + "/search?" + q.Encode()
}

func searchCount(asked search.Request, found search.Found) string {
	switch {
	case found.Total == 0:
		return "Nothing was found."
	case len(found.Hits) == 0:
		return "There are no more than " + strconv.Itoa(found.Total) + "."
	case found.Total == 1:
		return "1 result."
	case len(found.Hits) == found.Total:
		return strconv.Itoa(found.Total) + " results, the newest first."
	}
	return strconv.Itoa(asked.Skip+1) + " to " + strconv.Itoa(asked.Skip+len(found.Hits)) + " of " + strconv.Itoa(found.Total) + " results, the newest first."
}

// wider proposes what to ask for instead of what was not found.
func (v *visit) wider(asked search.Request, q search.Query) []Link {
	var out []Link
	if asked.Words != "" && (asked.Kind != "" || asked.Narrowed()) {
		out = append(out, Link{v.path + "/search?" + url.Values{"q": {asked.Words}}.Encode(), "Look for these words everywhere"})
	}
	loose := make([]string, 0, len(q))
	tight := true
	for _, t := range q {
		tight = tight && t.Prefix && len(t.Words) == 1
		for _, w := range t.Words {
			loose = append(loose, w+"*")
		}
	}
	if words := strings.Join(loose, " "); len(loose) > 0 && !tight {
		out = append(out, Link{v.searchWith("q", words), "Look for words that begin so: " + isolated(words)})
	}
	return out
}

// hitLine says what a hit is and where it stands.
func (v *visit) hitLine(h search.Hit) HitLine {
	line := HitLine{Kind: string(h.Kind), Name: h.Title, Snippet: h.Snippet, By: isolated(h.By), When: day(h.At), Lang: h.Lang}
	if h.Party != "" {
		p := v.sponsor(h.Party)
		line.Party = &p
	}
	line.Href, line.Lead, line.More = v.hitPlace(h)
	if line.Lead == "" && len(line.Name) == 0 {
		line.Lead = capital(line.Kind)
	}
	return line
}

// hitPlace returns where a hit is shown, and what stands around its name.
func (v *visit) hitPlace(h search.Hit) (href, before, behind string) {
	id := url.PathEscape(h.ID)
	switch h.Kind {
	case search.Act:
		return v.actPlace(h), "", ""
	case search.Provision:
		behind = "in revision " + strconv.Itoa(h.Revision)
		if h.Since != h.Revision {
			behind += ", the same words since revision " + strconv.Itoa(h.Since)
		}
		if h.Thing.Name == "" {
			before = "Unnumbered provision"
		}
		return v.provisionAt(h.Revision, h.Provision), before, behind
	case search.Revision:
		return v.path + "/text?revision=" + strconv.Itoa(h.Revision), "Revision " + strconv.Itoa(h.Revision), ""
	case search.Translation:
		return v.path + "/languages?" + url.Values{"lang": {h.Lang}, "at": {h.ID}}.Encode() + "#l-" + id, "", "in " + languageName(h.Lang)
	case search.Rendering:
		return v.path + "/compare?new=" + copyValue + url.QueryEscape(h.ID), "Press copy", ""
	case search.Amendment:
		return v.path + "/amendments/" + id, "Amendment " + h.ID, ""
	case search.Position:
		before = capital(string(h.Stance)) + ", on " + v.subject(h.On)
		switch {
		case h.On.Issue != "":
			return v.path + "/positions?issue=" + url.QueryEscape(string(h.On.Issue)), before, ""
		case h.On.Provision != "":
			return v.provisionAt(0, h.On.Provision), before, ""
		}
		return v.path + "/positions#whole-text", before, ""
	case search.Issue:
		return v.path + "/positions?issue=" + url.QueryEscape(h.ID), "", ""
	case search.Statement:
		return v.path + "/statements#s-" + id, "On " + v.subject(h.On), ""
	case search.Note:
		return v.path + "/statements#notes", "On " + v.subject(h.On), ""
	case search.Report:
		id := negotiation.ReportID(h.ID)
		if r, err := v.Report(id); err == nil && r.Title == "" {
			before = "Reported " + string(r.Genre)
		}
		return v.reportPath(id), before, ""
	case search.Document:
		return v.path + "/documents#d-" + id, "", ""
	case search.Meeting:
		return v.path + "/meetings#m-" + id, "", ""
	case search.Message:
		return v.path + "/rooms/" + id, "", ""
	}
	return v.path + "/" + cmp.Or(elsewhere[h.Kind], "overview?all=1"), "", ""
}

// actPlace is where that stands which an act is about.
func (v *visit) actPlace(h search.Hit) string {
	switch {
	case h.Of == search.Meeting && h.ID == "":
		return v.path + "/meetings"
	case h.Of == search.Translation:
		return v.path + "/languages?" + url.Values{"lang": {h.Lang}}.Encode()
	}
	h.Kind = h.Of
	href, _, _ := v.hitPlace(h)
	return href
}

// elsewhere is where things stand that have no place of their own on a page.
var elsewhere = map[search.Kind]string{
	search.Designation: "chronicle", search.Name: "chronicle/names", search.Point: "packages", search.Party: "table#seats", search.Member: "table#seats", search.Gate: "closing#gates",
	search.Silence: "closing#silence", search.Consultation: "circulation", search.Instrument: "table#rules", search.Declaration: "instrument", search.Closing: "closing",
}

// provisionAt is where a provision stands in a revision; 0 is the current one,
// or, where it is not in that, the newest that holds it.
func (v *visit) provisionAt(revision int, id text.ID) string {
	cur := v.Current()
	for i := len(v.Revisions) - 1; revision == 0 && i >= 0; i-- {
		if r := v.Revisions[i]; !r.Placeholder() && r.Text.Find(id) != nil {
			revision = r.Number
		}
	}
	query := url.Values{}
	if revision != 0 && (cur == nil || revision != cur.Number) {
		query.Set("revision", strconv.Itoa(revision))
	}
	return at(v.path+"/text", query, cmp.Or(id, "none"))
}
