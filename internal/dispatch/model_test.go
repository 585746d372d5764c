package dispatch

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

const modelText = "The hall was cold. “We are done here,” read the note that Tam Bellwether left on the [oak] table. The minister thinks it was a joke."

func modelSaying(t *testing.T, status int, content string) Model {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/v1/chat/completions" || r.Header.Get("Authorization") != "Bearer secret" {
			t.Errorf("asked %s with %q", r.URL.Path, r.Header.Get("Authorization"))
		}
		w.WriteHeader(status)
		json.NewEncoder(w).Encode(map[string]any{"choices": []any{map[string]any{"message": map[string]any{"content": content}}}})
	}))
	t.Cleanup(server.Close)
	m, err := NewChat(server.Client(), server.URL+"/v1/", "small-1", "secret")
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// proposedBy returns what a model adds to the rules, and the notes on the article.
func proposedBy(t *testing.T, m Model) ([]Proposal, []string) {
	t.Helper()
	a := &Article{Text: modelText, Published: fuzzDay}
	rules, err := Propose(context.Background(), a, Options{})
	if err != nil {
		t.Fatal(err)
	}
	all, err := Propose(context.Background(), a, Options{Model: m})
	if err != nil {
		t.Fatal(err)
	}
	var added []Proposal
	for _, p := range all {
		checkProposal(t, a.Text, p)
		if p.From != "" {
			added = append(added, p)
		}
	}
	if len(all)-len(added) != len(rules) {
		t.Errorf("the model changed what the rules propose: %d, then %d", len(rules), len(all)-len(added))
	}
	return added, a.Notes
}

func TestAModelsProposalsAreMarked(t *testing.T) {
	added, _ := proposedBy(t, modelSaying(t, 200, "Here it is:\n```json\n"+`[{"speaker":"Rosa Quill","words":"We are done here","direct":true}]`+"\n```"))
	if len(added) != 1 || added[0].From != "small-1" || added[0].Statement.Speaker.Name != "Rosa Quill" || added[0].Confidence > 0.5 {
		t.Errorf("added %+v", added)
	}
}

func TestAModelsWordsMustStandInTheArticle(t *testing.T) {
	added, _ := proposedBy(t, modelSaying(t, 200, `[
		{"speaker":"Tam Bellwether","words":"We are done there","direct":true},
		{"speaker":"Tam Bellwether","words":"we are done here","direct":true},
		{"speaker":"Tam Bellwether","words":"The hall was cold","direct":true},
		{"speaker":"","words":"The hall was cold","direct":false},
		{"speaker":"Tam Bellwether","words":" ","direct":false}]`))
	if len(added) != 0 {
		t.Errorf("kept %+v", added)
	}
}

func TestAWrongAnswerBreaksNothing(t *testing.T) {
	for name, m := range map[string]Model{
		"no list":       modelSaying(t, 200, "I cannot help with that."),
		"a wrong list":  modelSaying(t, 200, `[{"speaker": 7}]`),
		"an error":      modelSaying(t, 500, ""),
		"much too long": modelSaying(t, 200, strings.Repeat("x", maxAnswer+1)),
	} {
		t.Run(name, func(t *testing.T) {
			added, notes := proposedBy(t, m)
			if len(added) != 0 || len(notes) != 1 || !strings.Contains(notes[0], "The language model added nothing") {
				t.Errorf("added %+v, noted %q", added, notes)
			}
		})
	}
}
