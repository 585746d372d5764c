package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/consolidate"
	"parley/format/docx"
	"parley/negotiation"
	"parley/redline"
	"parley/text"
)

// A Word file may hold the tracked changes of several authors: a base, and what
// each of them changed. Each can become an amendment of its own.

// authorChanges is what one author changed in the base of a file.
type authorChanges struct {
	Name    string               `json:"name"`
	Says    string               `json:"says"`
	Changes []consolidate.Change `json:"changes"`
}

// track notes the authors and the comments of a file.
func (u *upload) track(d *docx.Document) error {
	for _, c := range d.Comments {
		u.comments = append(u.comments, commentSentence(c))
	}
	var all []authorChanges
	for _, a := range d.Authors {
		if a.Changes == 0 {
			continue
		}
		says := count(a.Changes, "tracked change", "tracked changes")
		if !a.First.IsZero() {
			says += ", " + day(a.First)
		}
		if !a.Last.IsZero() && a.Last.Sub(a.First) > 24*time.Hour {
			says += " to " + day(a.Last)
		}
		if changes := consolidate.Changes(d.Base, a.Text); len(changes) > 0 { // not of words only
			all = append(all, authorChanges{a.Name, says, changes})
		}
	}
	if len(all) == 0 {
		return nil
	}
	var b bytes.Buffer
	if err := text.WriteJSON(&b, d.Base); err != nil {
		return err
	}
	changes, err := json.Marshal(all)
	u.base, u.authors = b.String(), string(changes)
	return err
}

func commentSentence(c docx.Comment) string {
	says := c.Author
	if says == "" {
		says = "Somebody"
	}
	if c.Answer > 0 {
		says += " answered"
	}
	if c.About != "" {
		says += " on “" + beginning(c.About, 60) + "”"
	}
	says += ": " + c.Words
	if c.Done {
		says += " (done)"
	}
	return says
}

// authored are the changes of each author of the file.
func (u *upload) authored() ([]authorChanges, error) {
	var all []authorChanges
	if u.authors == "" {
		return nil, nil
	}
	if err := json.Unmarshal([]byte(u.authors), &all); err != nil {
		return nil, unreadable(err)
	}
	return all, nil
}

// byAuthor offers the changes of each author as an amendment.
func (u *upload) byAuthor(v *visit) []Choice {
	all, err := u.authored()
	if err != nil {
		return nil
	}
	var out []Choice
	for i, a := range all {
		out = append(out, Choice{Value: "author-" + strconv.Itoa(i), Name: "The changes of " + isolated(a.Name) + " as your party’s amendment (" + a.Says + ")"})
	}
	signs := slices.ContainsFunc(v.Keys, func(k negotiation.MemberKey) bool { return k.Member == v.Me.ID })
	if len(all) > 1 && !signs { // several acts cannot be signed as one
		out = append(out, Choice{Value: "authors", Name: fmt.Sprintf("One amendment for each of the %d authors", len(all))})
	}
	return out
}

// amendmentsByAuthor makes an amendment of what one author changed, or of what each
// did: to the revision that the base of the file is, otherwise to the current one.
func (v *visit) amendmentsByAuthor(in upload, which string) ([]negotiation.Command, error) {
	all, err := in.authored()
	if err != nil {
		return nil, err
	}
	base, err := text.ReadJSON([]byte(in.base))
	if err != nil {
		return nil, err
	}
	to := v.Current()
	if in.source != nil {
		to = in.source
	}
	if to == nil {
		return nil, missing("text that could be amended")
	}
	if which != "" {
		i, err := strconv.Atoi(which)
		if err != nil || i < 0 || i >= len(all) {
			return nil, missing("author " + which)
		}
		all = all[i : i+1]
	}
	note := strings.TrimSpace(v.r.FormValue("note"))
	var out []negotiation.Command
	for _, a := range all {
		amended, err := (consolidate.Amendment{ID: "file", Sponsors: []string{"author"}, Changes: a.Changes}).Apply(base)
		if err != nil {
			return nil, unreadable(err)
		}
		pairs, _ := v.byHand(to.Text, base)
		changes := consolidate.Changes(to.Text, adopt(to.Text, base, amended, pairs))
		out = append(out, v.amendmentOf(to, changes, in.explained(strings.TrimSpace(note+"\nChanges of "+a.Name+" in "+in.file+"."))))
	}
	return out, nil
}

// adopt gives a text that was amended the ids of t: through those of the base that it
// was made from.
func adopt(t, base, amended *text.Text, pairs []redline.Pair) *text.Text {
	adopted := redline.AdoptIDs(t, base, pairs...)
	ids := map[text.ID]text.ID{}
	taken := map[text.ID]bool{}
	places := adopted.Places()
	for i, p := range base.Places() {
		ids[p.ID] = places[i].ID
		taken[places[i].ID] = true
	}
	out := amended.Clone()
	for _, p := range out.Places() {
		if id, ok := ids[p.ID]; ok {
			p.ID = id
		} else if taken[p.ID] || t.Find(p.ID) != nil {
			p.ID = text.NewID("adopted", string(p.ID), p.Words)
		}
	}
	return out
}

func (v *visit) amendmentOf(to *negotiation.Revision, changes []consolidate.Change, explanation string) negotiation.Command {
	return negotiation.TableAmendment{
		Revision: to.Number, Changes: changes, Explanation: explanation, Audience: v.audienceAsked(url.Values{"audience": {v.r.FormValue("audience")}}),
	}
}

// explained adds the comments of the file to an explanation, where that is asked for.
func (u *upload) explained(note string) string {
	if len(u.comments) == 0 || !u.keepComments {
		return note
	}
	return strings.TrimSpace(note + "\nComments in " + u.file + ":\n– " + strings.Join(u.comments, "\n– "))
}

// isTranslation reports whether a text is to be held against t as one in another
// language: the member says so, or hardly a word of it is in t.
func (v *visit) isTranslation(t, in *text.Text) bool {
	if as := v.r.FormValue("as"); as != "" {
		return as == "version"
	}
	return v.Can.Keep && len(matchesOf(t, in, nil))*5 < len(in.Places()) && len(translationsOf(t, in, nil))*2 > len(in.Places())
}

// translationsOf returns what each provision of a translation, by its place, is in t.
func translationsOf(t, in *text.Text, byHand []redline.Pair) map[int]match {
	out := map[int]match{}
	known := map[text.ID]bool{}
	for _, p := range t.Places() {
		known[p.ID] = true
	}
	for i, p := range redline.AlignTranslation(t, in, byHand...).Places() {
		if known[p.ID] {
			out[i] = match{p.ID, 1}
		}
	}
	return out
}
