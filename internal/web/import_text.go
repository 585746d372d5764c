package web

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"slices"
	"strings"

	"parley/consolidate"
	"parley/format"
	"parley/negotiation"
	"parley/redline"
	"parley/text"
)

// A file is read, and shown as it was understood: nothing is recorded before
// the member has seen that, and every match with the current revision can be
// corrected by hand. Between the two the text travels in the form, so that the
// server keeps nothing that nobody recorded.

// ImportPage is where a file is chosen.
type ImportPage struct {
	Page       Page
	Keeper     bool
	Standings  []Choice
	Renderings []RenderingLine
}

// RenderingLine is a press copy or translation that was filed.
type RenderingLine struct {
	Href                          string
	Name, Source, When, Resembles string
}

// ImportedPage shows how a file was understood.
type ImportedPage struct {
	Page       Page
	File       string
	Found      string
	Matched    string
	Notes      []string
	Resembles  string
	Comments   []string
	Base       string // as JSON, where authors changed it
	Authors    string // their changes, as JSON
	Lang       string // of the text
	Source     int    // the revision that the file was made from; 0: none
	MadeFrom   string // the same in words
	Text       string // as JSON, to be sent back
	Against    string
	Provisions []ImportedProvision
	Earlier    []Choice
	Hand       []text.ID
	As         []Choice
	Audiences  []Choice
	Standings  []Choice
	Name, Note string
}

// ImportedProvision is a provision of the file.
type ImportedProvision struct {
	ID          text.ID
	Label, Cite string
	Kind        text.Kind
	What        string
	Depth       int
	Match       string // how what it continues is cited
	Sure        string
	Doubt       bool
}

// chooseImport shows where to choose a file.
func (s *site) chooseImport(v *visit) error {
	if !v.Can.File && !v.Can.Propose {
		return notAllowed("Observers do not bring in texts.", "Ask a party to do it.")
	}
	page := ImportPage{Page: v.page("Import", "import"), Keeper: v.Can.Keep, Standings: standings("draft")}
	for _, r := range slices.Backward(v.Renderings) {
		page.Renderings = append(page.Renderings, RenderingLine{v.path + "/compare?new=" + copyValue + r.ID, r.Name, r.Source, day(r.At), v.resembles(r.Text)})
	}
	s.show(v.w, v.r, http.StatusOK, "import", page)
	return nil
}

func standings(on negotiation.Standing) []Choice {
	var out []Choice
	for _, st := range negotiation.Standings {
		out = append(out, Choice{string(st), string(st), st == on})
	}
	return out
}

// previewImport reads a file, or again the text that an earlier preview sent
// along, and shows how it was understood. It records nothing.
func (s *site) previewImport(v *visit) error {
	in, err := v.uploaded()
	if err != nil {
		return err
	}
	return s.showImported(v, in, http.StatusOK, nil)
}

// showImported shows how a text was understood, and what kept it from being
// recorded, if it was tried.
func (s *site) showImported(v *visit, in upload, status int, message *Message) error {
	page := ImportedPage{
		Page: v.page("Import", "import"), File: in.file, Standings: standings(negotiation.Standing(cmp.Or(v.r.FormValue("standing"), string(negotiation.Draft)))),
		Name: v.r.FormValue("name"), Note: v.r.FormValue("note"), Notes: in.notes, Resembles: v.resembles(in.text), As: v.uses(in),
		Audiences: choose(v.r.FormValue("audience"), []Choice{
			{Value: "mediator", Name: "Your party and the mediator"}, {Value: "own", Name: "Your party only"}, {Value: "all", Name: "Everyone at the table"},
		}),
	}
	page.Page.Message = message
	page.Found = in.format + count(len(in.text.Places()), "provision", "provisions") + ", " + labelled(in.text) + "."
	if in.source != nil {
		page.Source, page.MadeFrom = in.source.Number, revisionName(in.source)
	}
	var b bytes.Buffer
	if err := text.WriteJSON(&b, in.text); err != nil {
		return err
	}
	page.Text = b.String()
	page.Base, page.Authors = in.base, in.authors
	page.Lang = in.text.Lang
	page.Comments = in.comments
	v.fillMatches(&page, in.text)
	s.show(v.w, v.r, status, "imported", page)
	return nil
}

// choose marks the choice that has the value; the first where none has.
func choose(value string, among []Choice) []Choice {
	i := max(0, slices.IndexFunc(among, func(c Choice) bool { return c.Value == value }))
	if len(among) > 0 {
		among[i].On = true
	}
	return among
}

// upload is a text that was sent, with how it was read.
type upload struct {
	source *negotiation.Revision // that the file says it was made from; nil: none
	file   string
	format string
	text   *text.Text
	notes  []string

	comments     []string // in sentences
	keepComments bool     // in the explanation
	base         string   // the text without the changes of its authors, as JSON; "": it has none
	authors      string   // []authorChanges as JSON
}

// uploaded reads the file that was sent, or the text that an earlier preview
// made of one.
func (v *visit) uploaded() (upload, error) {
	if sent := v.r.PostFormValue("text"); sent != "" {
		t, err := text.ReadJSON([]byte(sent))
		return upload{
			source: v.sourceAsked(), file: v.r.PostFormValue("file"), text: t,
			comments: v.r.PostForm["comment"], keepComments: v.r.PostFormValue("keep-comments") != "", base: v.r.PostFormValue("base"), authors: v.r.PostFormValue("authors"),
		}, err
	}
	f, header, err := v.r.FormFile("file")
	if err != nil {
		return upload{}, &negotiation.Refusal{Reason: negotiation.Invalid, Msg: "No file was chosen", Hint: "choose a file and send the form again"}
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		return upload{}, unreadable(err)
	}
	in, err := format.Read(filepath.Base(header.Filename), data)
	if err != nil {
		return upload{}, err
	}
	in.Text.FillIDs()
	out := upload{file: filepath.Base(header.Filename), format: strings.ToUpper(in.Format[:min(1, len(in.Format))]) + in.Format[min(1, len(in.Format)):] + ": ", text: in.Text}
	out.notes = in.Notes
	if in.Tracked == nil {
		return out, nil
	}
	out.source = v.madeFrom(in.Tracked.Source)
	return out, out.track(in.Tracked)
}

func labelled(t *text.Text) string {
	n := 0
	for _, p := range t.Places() {
		if p.Label != "" {
			n++
		}
	}
	return count(n, "numbered", "numbered")
}

// uses are what the member may do with the text.
func (v *visit) uses(in upload) []Choice {
	var out []Choice
	if v.Can.Keep {
		out = append(out, Choice{Value: "revision", Name: "The next revision"})
	}
	if v.Can.Propose && v.Current() != nil {
		out = append(out, Choice{Value: "amendment", Name: "An amended copy: whatever differs is your party’s amendment"})
		out = append(out, in.byAuthor(v)...)
	}
	if v.Can.Keep && v.Current() != nil {
		out = append(out, Choice{Value: "version", Name: "The same revision in another language"})
	}
	for _, x := range v.Instruments() {
		if v.Can.Keep {
			out = append(out, Choice{Value: "instrument-" + string(x.ID), Name: "The words of the linked instrument “" + x.Name + "”"})
		}
	}
	if v.Can.File {
		out = append(out, Choice{Value: "rendering", Name: "A press copy or translation, for comparing only"})
	}
	return choose(v.r.FormValue("as"), out)
}

// resembles says which revision a text is most like.
func (v *visit) resembles(t *text.Text) string {
	var held []*negotiation.Revision
	var texts []*text.Text
	for _, r := range v.Revisions {
		if !r.Placeholder() {
			held, texts = append(held, r), append(texts, r.Text)
		}
	}
	if len(held) == 0 {
		return ""
	}
	first := redline.Resembles(t, texts...)[0]
	says := "Most like " + revisionName(held[first.Revision]) + ": " + percent(first.Likeness) + " of what it says is found there"
	if len(held) > 1 {
		says += "; sure to " + percent(first.Sure) + " that it is this one rather than the next"
	}
	return says + "."
}

// fillMatches says what each provision of the file is in the current revision.
func (v *visit) fillMatches(page *ImportedPage, t *text.Text) {
	earlier := map[text.ID]string{}
	matches := map[int]match{}
	if cur := v.Current(); cur != nil {
		page.Against = revisionName(cur)
		earlier = v.cites(cur)
		pairs, hand := v.byHand(cur.Text, t)
		page.Hand = hand
		if v.isTranslation(cur.Text, t) {
			matches = translationsOf(cur.Text, t, pairs)
			page.As = choose("version", page.As)
		} else {
			matches = matchesOf(cur.Text, t, pairs)
		}
		for _, p := range cur.Text.Places() {
			page.Earlier = append(page.Earlier, Choice{Value: earlier[p.ID], Name: beginning(gist(p.Provision), 60)})
		}
	}
	matched, doubts := 0, 0
	cite := cites(t)
	for i, p := range t.Places() {
		row := ImportedProvision{ID: p.ID, Label: p.Label, Cite: cite[p.ID], Kind: p.Kind, Depth: min(p.Depth, 4)}
		row.What = beginning(strings.TrimSpace(text.Plain(p.Heading)+" "+text.Plain(p.Words)), 140)
		if m, ok := matches[i]; ok {
			matched++
			row.Match, row.Sure = earlier[m.old], percent(m.confidence)
			if row.Doubt = m.confidence < doubtful; row.Doubt {
				doubts++
			}
		}
		page.Provisions = append(page.Provisions, row)
	}
	if page.Against != "" {
		page.Matched = fmt.Sprintf("%d match %s, %d are new.", matched, page.Against, len(page.Provisions)-matched)
		if doubts > 0 {
			page.Matched += " " + count(doubts, "match is", "matches are") + " doubtful; look at the rows that are marked."
		}
	}
}

type match struct {
	old        text.ID
	confidence float64
}

// matchesOf returns what each provision of t, by its place, is in old.
func matchesOf(old, t *text.Text, byHand []redline.Pair) map[int]match {
	places := old.Places()
	out := make(map[int]match)
	for _, l := range redline.Match(old, t, byHand...).Links {
		for _, n := range l.New {
			out[n] = match{places[l.Old[0]].ID, l.Confidence}
		}
	}
	return out
}

// byHand returns the matches that the member corrected: those that differ from
// what the page said, and those corrected before.
func (v *visit) byHand(old, t *text.Text) ([]redline.Pair, []text.ID) {
	var pairs []redline.Pair
	var hand []text.ID
	before := v.r.PostForm["hand"]
	for _, p := range t.Places() {
		said, sent := v.r.PostForm["match."+string(p.ID)]
		if !sent {
			continue
		}
		was := v.r.PostFormValue("was." + string(p.ID))
		if said[0] == was && !slices.Contains(before, string(p.ID)) {
			continue
		}
		pairs = append(pairs, redline.Pair{Old: cited(old, said[0]), New: p.ID})
		hand = append(hand, p.ID)
	}
	return pairs, hand
}

// recordImport records the text as what the member says it is.
func (s *site) recordImport(v *visit) error {
	in, err := v.uploaded()
	if err != nil {
		return err
	}
	cs, err := v.importCommands(in)
	for _, c := range cs {
		if err == nil {
			err = v.do(c)
		}
	}
	if says, ok := forPeople(err); ok {
		return s.showImported(v, in, http.StatusUnprocessableEntity, &Message{Says: says, Bad: true})
	}
	if err != nil {
		return err
	}
	as := v.r.FormValue("as")
	to, ok := map[string]string{"revision": "/text", "amendment": "/amendments", "authors": "/amendments", "rendering": "/import", "version": "/languages"}[as]
	if strings.HasPrefix(as, "author-") {
		to = "/amendments"
	} else if !ok {
		to = "/closing"
	}
	return v.done(v.path+to, "recorded")
}

// importCommands are what the member wants recorded: one act, or one for each author
// of tracked changes.
func (v *visit) importCommands(in upload) ([]negotiation.Command, error) {
	as := v.r.FormValue("as")
	if as == "authors" {
		return v.amendmentsByAuthor(in, "")
	}
	if which, one := strings.CutPrefix(as, "author-"); one {
		return v.amendmentsByAuthor(in, which)
	}
	c, err := v.importCommand(in)
	return []negotiation.Command{c}, err
}

func (v *visit) importCommand(in upload) (negotiation.Command, error) {
	name, note := strings.TrimSpace(v.r.FormValue("name")), strings.TrimSpace(v.r.FormValue("note"))
	cur := v.Current()
	if in.source != nil && v.r.FormValue("as") == "amendment" {
		cur = in.source
	}
	adopted := in.text
	if cur != nil {
		pairs, _ := v.byHand(cur.Text, in.text)
		adopted = redline.AdoptIDs(cur.Text, in.text, pairs...)
	}
	switch v.r.FormValue("as") {
	case "revision":
		c := negotiation.TableRevision{Text: adopted, Name: name, Note: note, Standing: negotiation.Standing(v.r.FormValue("standing")), Author: v.Me.Party}
		if cur != nil {
			c.Parent = cur.Number
		}
		return c, nil
	case "amendment":
		if cur == nil {
			break
		}
		return v.amendmentOf(cur, consolidate.Changes(cur.Text, adopted), in.explained(note)), nil
	case "version":
		if cur == nil {
			break
		}
		if in.source != nil {
			cur = in.source
		}
		pairs, _ := v.byHand(cur.Text, in.text)
		lang := cmp.Or(strings.TrimSpace(v.r.FormValue("lang")), in.text.Lang)
		return negotiation.TableVersion{Revision: cur.Number, Lang: lang, Text: redline.AlignTranslation(cur.Text, in.text, pairs...), Note: note}, nil
	case "rendering":
		if name == "" {
			name = in.file
		}
		return negotiation.FileRendering{Name: name, Source: note, Text: in.text}, nil
	}
	for _, x := range v.Instruments() {
		if v.r.FormValue("as") == "instrument-"+string(x.ID) {
			x.Text = in.text
			return negotiation.LinkInstrument{Instrument: x}, nil
		}
	}
	return nil, unreadable(errors.New("unknown use of an import"))
}

// recordPlaceholder records that a revision exists whose words are not held.
func (s *site) recordPlaceholder(v *visit) error {
	c := negotiation.RecordPlaceholder{
		Name: strings.TrimSpace(v.r.FormValue("name")), Note: strings.TrimSpace(v.r.FormValue("note")),
		Standing: negotiation.Standing(v.r.FormValue("standing")),
	}
	if cur := v.Current(); cur != nil {
		c.Parent = cur.Number
	}
	if err := v.do(c); err != nil {
		return err
	}
	return v.done(v.path+"/text", "recorded")
}
