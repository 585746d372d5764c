package web

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"

	"parley/text"
)

// BridgePage is where the mediator writes words of its own in place of the
// alternatives. They are tabled as an amendment like any other.
type BridgePage struct {
	Page         Page
	Draft        string
	ID           text.ID
	Cite         string
	Revision     int
	Words        string
	Standing     template.HTML // as it is now
	Explanation  string
	Alternatives []PanelProposal
	Back         string
}

// startBridge shows the form for one provision of the current revision.
func (s *site) startBridge(v *visit) error {
	if !v.Can.Keep {
		return notAllowed("Only the mediator writes bridging texts.", "Propose an amendment instead.")
	}
	cur := v.Current()
	id := text.ID(v.r.PathValue("provision"))
	if cur == nil || cur.Text.Find(id) == nil {
		return missing("provision " + string(id))
	}
	p := cur.Text.Find(id)
	page := BridgePage{
		Page: v.page("Bridging text", "bracketed"), Draft: fmt.Sprintf("%s/bridge/%s %s", v.path, id, v.Me.ID),
		ID: id, Cite: citeOf(cur.Text, p), Revision: cur.Number, Words: p.Words, Standing: wordsHTML(p.Words),
		Alternatives: v.proposalsOn(cur, id), Back: at(v.path+"/bracketed", url.Values{}, id),
	}
	s.show(v.w, v.r, http.StatusOK, "bridge", page)
	return nil
}
