package text_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"parley/text"
	"parley/text/texttest"
)

func TestI1_JSONGivesBackTheSameText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := texttest.Text().Draw(t, "text")
		var b bytes.Buffer
		if err := text.WriteJSON(&b, in); err != nil {
			t.Fatal(err)
		}
		got, err := text.ReadJSON(b.Bytes())
		if err != nil {
			t.Fatalf("%v\n%s", err, b.String())
		}
		if !got.Equal(in) || got.Revision() != in.Revision() {
			t.Fatalf("not the same:\n%s", b.String())
		}
	})
}

func TestI2_ARevisionIsAFunctionOfAllOfTheTextAndOfNothingElse(t *testing.T) {
	alter := map[string]func(*text.Text){
		"title":    func(t *text.Text) { t.Title += "x" },
		"language": func(t *text.Text) { t.Lang += "x" },
		"id":       func(t *text.Text) { t.Provisions[0].ID += "x" },
		"kind":     func(t *text.Text) { t.Provisions[0].Kind += "x" },
		"label":    func(t *text.Text) { t.Provisions[0].Label += "x" },
		"heading":  func(t *text.Text) { t.Provisions[0].Heading += "x" },
		"words":    func(t *text.Text) { t.Provisions[0].Words += "x" },
		"children": func(t *text.Text) {
			t.Provisions[0].Children = append(t.Provisions[0].Children, &text.Provision{ID: "new"})
		},
		"order": func(t *text.Text) { t.Provisions = append(t.Provisions[1:], t.Provisions[0]) },
	}
	rapid.Check(t, func(t *rapid.T) {
		in := texttest.Text().Draw(t, "text")
		in.Provisions = append(in.Provisions, &text.Provision{ID: "a"}, &text.Provision{ID: "b"})
		before := in.Revision()
		if in.Clone().Revision() != before {
			t.Fatal("a copy has another revision")
		}
		for what, f := range alter {
			c := in.Clone()
			f(c)
			if c.Revision() == before {
				t.Fatalf("the %s does not count", what)
			}
			if in.Revision() != before {
				t.Fatalf("changing the %s of a copy changed the original", what)
			}
		}
	})
}

func TestJSONThatIsNoTextIsRefusedWithItsPlace(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"unknown field":     {`{"provisions":[{"id":"a","wrods":"x"}]}`, "wrods"},
		"no id":             {`{"provisions":[{"words":"x"}]}`, "has the id"},
		"same id twice":     {`{"provisions":[{"id":"a"},{"id":"a"}]}`, "two provisions have the id"},
		"not canonical":     {`{"provisions":[{"id":"a","words":"x  y"}]}`, "canonical"},
		"two texts":         {`{}{}`, "more after"},
		"broken":            {"{\n\"title\": }", ":2:"},
		"a number for word": {`{"title": 7}`, "title"},
		"empty":             {``, "EOF"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := text.ReadJSON([]byte(c.in))
			var syntax *text.SyntaxError
			if !errors.As(err, &syntax) || syntax.Hint == "" {
				t.Fatalf("error %T %v has no remedy", err, err)
			}
			if !strings.Contains("x"+err.Error(), c.want) {
				t.Errorf("error %q does not say %q", err, c.want)
			}
		})
	}
}

func TestConsentSurvivesRenumberingMovingAndTypeFaceOnly(t *testing.T) {
	p := &text.Provision{ID: "a", Kind: text.Article, Label: "7.", Heading: "Forces", Words: "are **limited** to 600,000^[in peacetime]", Children: []*text.Provision{{ID: "b", Label: "(a)", Words: "one"}, {ID: "c", Label: "(b)", Words: "two"}}}
	same := map[string]func(*text.Provision){
		"renumbered": func(p *text.Provision) { p.Label, p.Children[0].Label = "8.", "(i)" },
		"other ids":  func(p *text.Provision) { p.ID, p.Children[1].ID = "x", "y" },
		"type face":  func(p *text.Provision) { p.Words = "_are limited_ to 600,000^[in peacetime]" },
		"line break": func(p *text.Provision) { p.Words = "are limited\nto 600,000^[in peacetime]" },
		"kind":       func(p *text.Provision) { p.Kind = text.Paragraph },
	}
	other := map[string]func(*text.Provision){
		"a word":             func(p *text.Provision) { p.Words = "are limited to 800,000^[in peacetime]" },
		"a comma":            func(p *text.Provision) { p.Words = "are limited, to 600,000^[in peacetime]" },
		"the heading":        func(p *text.Provision) { p.Heading = "Force" },
		"a footnote":         func(p *text.Provision) { p.Words = "are limited to 600,000^[in wartime]" },
		"a note into text":   func(p *text.Provision) { p.Words = "are limited to 600,000 [in peacetime]" },
		"a word below":       func(p *text.Provision) { p.Children[1].Words = "too" },
		"the order below":    func(p *text.Provision) { p.Children[0], p.Children[1] = p.Children[1], p.Children[0] },
		"one less below":     func(p *text.Provision) { p.Children = p.Children[:1] },
		"one level down":     func(p *text.Provision) { p.Children[0].Children, p.Children = p.Children[1:], p.Children[:1] },
		"words into heading": func(p *text.Provision) { p.Heading, p.Words = "Forces are", "limited to 600,000^[in peacetime]" },
	}
	for what, f := range same {
		c := p.Clone()
		f(c)
		if c.Hash() != p.Hash() {
			t.Errorf("%s changed the hash", what)
		}
	}
	for what, f := range other {
		c := p.Clone()
		f(c)
		if c.Hash() == p.Hash() {
			t.Errorf("%s did not change the hash", what)
		}
	}
}

func FuzzReadJSON(f *testing.F) {
	f.Add([]byte(`{"title":"x","provisions":[{"id":"a","words":"b","children":[{"id":"c"}]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		in, err := text.ReadJSON(data)
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := text.WriteJSON(&b, in); err != nil {
			t.Fatal(err)
		}
		again, err := text.ReadJSON(b.Bytes())
		if err != nil || !again.Equal(in) {
			t.Fatalf("%v", err)
		}
	})
}
