package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"parley/consolidate"
	"parley/negotiation"
	"parley/text"
)

// DrawUpPage is where the mediator says what is bargained over.
type DrawUpPage struct {
	Page    Page
	Points  []DrawnPoint
	Parties []Choice // who could score besides the principals
	Needed  []string // principals
	Pairs   []DrawnPair
	Anew    bool
}

// DrawnPoint is a point on the form.
type DrawnPoint struct {
	Nr         int
	ID, Name   string
	Issue      negotiation.IssueID
	Topic      string // the issue's name
	Provisions []text.ID
	Cites      []Link
	On         bool
	Options    []DrawnOption
	Own        bool // a blank one
	One        bool // it has one provision, for which there can be new words
}

// DrawnOption is an option on the form.
type DrawnOption struct {
	Key        string // of its fields
	ID, Name   string
	Base       bool
	Amendments []negotiation.AmendmentID
	Words      string
	Sponsors   []Sponsor
	Says       string
	On         bool
}

// DrawnPair is two options that cannot go together.
type DrawnPair struct {
	Nr            int
	First, Second []Choice
}

// room is for how many points of its own, and pairs, the form has room.
const room = 2

// startDrawUp shows the form: what is drawn up already, and what the text and the
// amendments offer besides.
func (s *site) startDrawUp(v *visit) error {
	if !v.Can.Keep || !v.asOf.IsZero() {
		return notAllowed("Only the mediator draws up what is bargained over.", "Ask the mediator.")
	}
	shared := v.Shared()
	if shared == nil {
		return s.showNoText(v)
	}
	b := v.Bargain()
	page := DrawUpPage{Page: v.page("Draw up packages", "packages"), Anew: b != nil}
	d := drawnUp{visit: v, text: shared.Text, offered: map[negotiation.AmendmentID]bool{}}
	if b != nil {
		d.again(b)
	}
	d.candidates(b == nil)
	for range room {
		d.add(DrawnPoint{Own: true, On: true})
	}
	page.Points = d.points
	for _, p := range v.Parties {
		if p.Role == negotiation.Principal {
			page.Needed = append(page.Needed, p.Name)
		} else if p.Role != negotiation.Mediator && p.Role != negotiation.Observer {
			page.Parties = append(page.Parties, Choice{Value: string(p.ID), Name: p.Name, On: b != nil && slices.Contains(b.Scoring, p.ID)})
		}
	}
	if b != nil {
		page.Pairs = drawnPairs(b)
	}
	s.show(v.w, v.r, http.StatusOK, "draw_up", page)
	return nil
}

// drawnUp collects the points of the form.
type drawnUp struct {
	*visit
	text    *text.Text
	offered map[negotiation.AmendmentID]bool
	points  []DrawnPoint
}

func (d *drawnUp) add(p DrawnPoint) {
	p.Nr = len(d.points) + 1
	p.Cites = d.provisionLinks(p.Provisions)
	p.One = len(p.Provisions) == 1
	if p.Issue != "" {
		p.Topic = d.subject(negotiation.Subject{Issue: p.Issue})
	}
	for i := range p.Options {
		p.Options[i].Key = fmt.Sprintf("%d.%d", p.Nr, i+1)
	}
	d.points = append(d.points, p)
}

// again takes what is drawn up already.
func (d *drawnUp) again(b *negotiation.Bargain) {
	pending := map[negotiation.AmendmentID]negotiation.Proposal{}
	for _, p := range d.Offerable() {
		pending[p.ID] = p
	}
	cite := cites(d.text)
	for _, p := range b.Points {
		row := DrawnPoint{ID: string(p.ID), Name: p.Name, Issue: p.Issue, Provisions: p.Provisions, On: true}
		for _, o := range p.Options {
			option := DrawnOption{ID: string(o.ID), Name: o.Name, Base: o.Base, Amendments: o.Amendments, Words: o.Words, On: true, Says: beginning(o.Words, 100)}
			if o.Base {
				option.Says = "The words as they are."
			}
			for _, id := range o.Amendments {
				a, stands := pending[id]
				d.offered[id] = true
				option.On, option.Says = option.On && stands, "Its amendment is not pending any more."
				if stands {
					option.Says = describe(a.Now.Changes, cite)
					option.Sponsors = append(option.Sponsors, d.sponsors(a.Sponsors)...)
				}
			}
			row.Options = append(row.Options, option)
		}
		row.Options = append(row.Options, d.offers(p.Provisions, false)...)
		d.add(row)
	}
}

// candidates are the provisions that issues span or that amendments would change.
func (d *drawnUp) candidates(on bool) {
	taken := map[text.ID]bool{}
	for _, p := range d.points {
		for _, id := range p.Provisions {
			taken[id] = true
		}
	}
	issue := map[text.ID]negotiation.IssueID{}
	for _, i := range d.Issues() {
		for _, id := range i.Provisions {
			issue[id] = i.ID
		}
	}
	cite := cites(d.text)
	for _, p := range d.text.Places() {
		if taken[p.ID] {
			continue
		}
		offers := d.offers([]text.ID{p.ID}, on)
		if len(offers) == 0 && issue[p.ID] == "" {
			continue
		}
		base := DrawnOption{ID: "as-it-is", Name: "As it is", Base: true, Says: beginning(gist(p.Provision), 100), On: true}
		d.add(DrawnPoint{
			Name: strings.TrimSpace(cite[p.ID] + headed(p.Provision)), Issue: issue[p.ID], Provisions: []text.ID{p.ID}, On: on && len(offers) > 0, Options: append([]DrawnOption{base}, offers...),
		})
	}
}

func headed(p *text.Provision) string {
	if p.Heading == "" {
		return ""
	}
	return ", " + text.Plain(p.Heading)
}

// offers are options out of the amendments that act on provisions, each once; those that
// say the same are one.
func (d *drawnUp) offers(provisions []text.ID, on bool) []DrawnOption {
	var out []DrawnOption
	said := map[string]int{}
	cite := cites(d.text)
	for _, p := range d.Offerable() {
		acts := slices.ContainsFunc(p.Now.Changes, func(c consolidate.Change) bool {
			behind := c.Kind == consolidate.KindInsert && c.To != nil && slices.Contains(provisions, c.To.After)
			return behind || slices.Contains(provisions, c.Provision)
		})
		if !acts || d.offered[p.ID] {
			continue
		}
		d.offered[p.ID] = true
		says := describe(p.Now.Changes, cite)
		name := changeName(p.Now.Changes)
		if i, known := said[says+name]; known {
			out[i].Sponsors = append(out[i].Sponsors, d.sponsors(p.Sponsors)...)
			out[i].Amendments = append(out[i].Amendments, p.ID)
			continue
		}
		said[says+name] = len(out)
		out = append(out, DrawnOption{
			ID: strings.ToLower(string(p.ID)), Name: name, Amendments: []negotiation.AmendmentID{p.ID}, Sponsors: d.sponsors(p.Sponsors), Says: says, On: on,
		})
	}
	return out
}

// changeName is a short name for what an amendment would have.
func changeName(changes []consolidate.Change) string {
	c := changes[0]
	if i := slices.IndexFunc(changes, func(c consolidate.Change) bool { return strings.TrimSpace(c.New) != "" }); i >= 0 {
		c = changes[i]
	}
	words := strings.TrimSpace(text.Plain(c.New))
	for _, p := range c.Inserted {
		words = text.Plain(strings.TrimSpace(p.Heading + " " + p.Words))
	}
	old := strings.TrimSpace(text.Plain(c.Old))
	switch {
	case c.Kind == consolidate.KindDelete:
		return "Without it"
	case c.Kind == consolidate.KindMove:
		return "Elsewhere"
	case words != "" && old != "" && len(words) < 12:
		return words + " in place of " + beginning(old, 30)
	case words != "":
		return beginning(words, 60)
	}
	return "Without “" + beginning(old, 40) + "”"
}

func drawnPairs(b *negotiation.Bargain) []DrawnPair {
	var all []Choice
	for _, p := range b.Points {
		for _, o := range p.Options {
			all = append(all, Choice{Value: string(p.ID) + ":" + string(o.ID), Name: p.Name + ": " + o.Name})
		}
	}
	choices := func(on string) []Choice {
		out := slices.Clone(all)
		for i := range out {
			out[i].On = out[i].Value == on
		}
		return out
	}
	var out []DrawnPair
	for _, c := range b.Forbidden {
		if keys := strings.Split(c.Options.String(), ","); len(keys) == 2 && c.Why == "" {
			out = append(out, DrawnPair{len(out) + 1, choices(keys[0]), choices(keys[1])})
		}
	}
	for range room {
		out = append(out, DrawnPair{len(out) + 1, choices(""), choices("")})
	}
	return out
}

// drawUp records the form.
func (s *site) drawUp(v *visit) error {
	form := v.r.PostForm
	var c negotiation.DrawUp
	for n := 1; form.Has(fmt.Sprintf("%d.name", n)); n++ {
		if p, on := v.drawnPoint(n, c.Points); on {
			c.Points = append(c.Points, p)
		}
	}
	for _, p := range form["scoring"] {
		c.Scoring = append(c.Scoring, negotiation.PartyID(p))
	}
	for n := 1; form.Has(fmt.Sprintf("first.%d", n)); n++ {
		one, two := form.Get(fmt.Sprintf("first.%d", n)), form.Get(fmt.Sprintf("second.%d", n))
		if one == "" || two == "" {
			continue
		}
		pair, err := negotiation.ParsePackage(one + "," + two)
		if err != nil {
			return invalid("combination", "two options of one point never go together anyway", "choose options of two points")
		}
		c.Forbidden = append(c.Forbidden, negotiation.Combination{Options: pair})
	}
	if err := v.do(c); err != nil {
		return err
	}
	seeOther(v, v.path+"/packages?done=drawn")
	return nil
}

// drawnPoint reads a point of the form; on is whether it is to be bargained over.
func (v *visit) drawnPoint(n int, before []negotiation.Point) (p negotiation.Point, on bool) {
	field := func(name string) string {
		return strings.TrimSpace(v.r.PostFormValue(fmt.Sprintf("%d.%s", n, name)))
	}
	p = negotiation.Point{Name: field("name"), Issue: negotiation.IssueID(field("issue"))}
	if field("on") == "" || p.Name == "" {
		return p, false
	}
	taken := func(id string) bool {
		return slices.ContainsFunc(before, func(q negotiation.Point) bool { return string(q.ID) == id })
	}
	p.ID = negotiation.PointID(shortName(field("id"), p.Name, "point", taken))
	for id := range strings.FieldsSeq(field("provisions")) {
		p.Provisions = append(p.Provisions, text.ID(id))
	}
	has := func(id string) bool {
		return slices.ContainsFunc(p.Options, func(o negotiation.Option) bool { return string(o.ID) == id })
	}
	for m := 1; v.r.PostForm.Has(fmt.Sprintf("%d.%d.name", n, m)); m++ {
		key := fmt.Sprintf("%d.", m)
		o := negotiation.Option{Name: field(key + "name"), Base: field(key+"base") != "", Words: field(key + "words")}
		for id := range strings.FieldsSeq(field(key + "amendments")) {
			o.Amendments = append(o.Amendments, negotiation.AmendmentID(id))
		}
		if field(key+"on") != "" && o.Name != "" {
			o.ID = negotiation.OptionID(shortName(field(key+"id"), o.Name, "option", has))
			p.Options = append(p.Options, o)
		}
	}
	if name := field("new.name"); name != "" {
		p.Options = append(p.Options, negotiation.Option{ID: negotiation.OptionID(shortName("", name, "option", has)), Name: name, Words: field("new.words")})
	}
	for line := range strings.Lines(field("others")) {
		if name := strings.TrimSpace(line); name != "" {
			p.Options = append(p.Options, negotiation.Option{ID: negotiation.OptionID(shortName("", name, "option", has)), Name: name})
		}
	}
	return p, true
}

// shortName makes an id out of a name, unless there is one.
func shortName(id, name, otherwise string, taken func(string) bool) string {
	if id != "" && !taken(id) {
		return id
	}
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	slug := strings.Trim(b.String()[:min(b.Len(), 40)], "-")
	if slug == "" {
		slug = otherwise
	}
	for n := 1; ; n++ {
		next := slug
		if n > 1 {
			next = fmt.Sprintf("%s-%d", slug, n)
		}
		if !taken(next) {
			return next
		}
	}
}
