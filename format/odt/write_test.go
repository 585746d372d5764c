package odt

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"parley/internal/formattest"
	"parley/text"
	"parley/text/texttest"
)

func written(t formattest.Fataler, x *text.Text) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, x); err != nil {
		t.Fatalf("%v", err)
	}
	return b.Bytes()
}

// comesBack writes a text and expects to read the same, ids and all.
func comesBack(t formattest.Fataler, x *text.Text) {
	t.Helper()
	d, err := Read(written(t, x))
	if err != nil {
		t.Fatalf("%v", err)
	}
	formattest.SameText(t, x, d.Text)
	if len(d.Notes) > 0 {
		t.Fatalf("left out: %q", d.Notes)
	}
}

func outlineOf(t *text.Text) string {
	var b strings.Builder
	for _, p := range t.Places() {
		b.WriteString(strings.Repeat("  ", p.Depth) + string(p.Kind) + "|" + p.Label + "|" + p.Heading + "|" + p.Words + "\n")
	}
	return b.String()
}

func TestI1_AnyTextComesBackFromODTAsItWas(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) { comesBack(r, texttest.Text().Draw(r, "text")) })
}

func TestEveryPairComesBackFromODT(t *testing.T) {
	for _, pair := range formattest.Pairs(t) {
		t.Run(pair.Name, func(t *testing.T) {
			comesBack(t, pair.Old)
			comesBack(t, pair.New)
		})
	}
}

func TestTheSameTextGivesTheSameFileWhichSaysFirstWhatItIs(t *testing.T) {
	x := &text.Text{Title: "A & B", Lang: "pt-br", Provisions: []*text.Provision{
		{ID: "a", Kind: text.Article, Label: "Article 1", Heading: "Scope", Words: "The **_Parties_**^[both] shall\nmeet."},
		{ID: "b", Kind: text.Paragraph, Label: "1.", Words: "اجتماع"},
		{ID: "c", Kind: text.Paragraph, Label: "2.", Words: "اجتماع"},
	}}
	data := written(t, x)
	if !bytes.Equal(data, written(t, x)) {
		t.Error("two files")
	}
	if !bytes.HasPrefix(data[30:], []byte(mimetypePart+Media)) {
		t.Errorf("%q", data[:100])
	}
	s, err := open(data)
	if err != nil {
		t.Fatal(err)
	}
	content, err := s.XML(contentPart)
	if err != nil {
		t.Fatal(err)
	}
	got := string(content.Bytes())
	for _, want := range []string{
		`<text:h text:outline-level="1" text:style-name="Heading_20_1"><text:bookmark text:name="_parley_1h"/><text:span text:style-name="Number">Article 1</text:span><text:tab/>Scope</text:h>`,
		`The <text:span text:style-name="T3">Parties</text:span><text:note text:id="ftn1" text:note-class="footnote">`,
		`shall<text:line-break/>meet.`,
		`style:name="P1" style:family="paragraph" style:parent-style-name="Provision"><style:paragraph-properties fo:margin-left="1cm" fo:margin-right="0cm" fo:text-indent="-1cm" style:writing-mode="rl-tb" fo:text-align="right"/>`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not in\n%s", want, got)
		}
	}
	if strings.Contains(got, `"P2"`) {
		t.Error("two paragraphs that are set alike have two styles")
	}
	if styles := styleSheet("pt-br"); !strings.Contains(styles, `fo:language="pt" fo:country="BR"`) {
		t.Error(styles)
	}
}

func TestAFileWithoutItsMapIsReadByWhatItsParagraphsLookLike(t *testing.T) {
	x := &text.Text{Title: "Treaty", Lang: "fr", Provisions: []*text.Provision{
		{ID: "a", Kind: text.Article, Label: "Article 1", Heading: "Scope", Children: []*text.Provision{{ID: "b", Kind: text.Paragraph, Label: "1.", Words: "The *Parties* meet."}}},
	}}
	x.Provisions[0].Children[0].Words = text.Fold("The **Parties** meet^[often].")
	data := changed(t, without(t, written(t, x), mapPart), contentPart, func(s string) string { return strings.Replace(s, mapField, "other", 1) })
	d, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	want := "part||Treaty|\narticle|Article 1|Scope|\n  paragraph|1.||The **Parties** meet^[often].\n"
	if got := outlineOf(d.Text); got != want || d.Text.Lang != "fr" {
		t.Errorf("%q\n%s", d.Text.Lang, got)
	}
}

func TestAFileThatLostThePartOfItsMapComesBack(t *testing.T) {
	x := &text.Text{Title: "Treaty", Provisions: []*text.Provision{{ID: "a", Kind: text.Annex, Label: "1.", Words: "The Parties meet."}}}
	d, err := Read(without(t, written(t, x), mapPart))
	if err != nil || !d.Text.Equal(x) {
		t.Error(err, d)
	}
}

func TestWhatIsAddedToAFileStandsBesideWhatIsLikeIt(t *testing.T) {
	x := &text.Text{Provisions: []*text.Provision{
		{ID: "a", Kind: text.Article, Label: "Article 1", Heading: "Scope", Children: []*text.Provision{
			{ID: "b", Kind: text.Paragraph, Label: "1.", Words: "First."},
			{ID: "c", Kind: text.Paragraph, Label: "2.", Words: "Second."},
		}},
	}}
	data := changed(t, written(t, x), contentPart, func(s string) string {
		return strings.Replace(s, "First.</text:p>", `Foremost.</text:p><text:p text:style-name="P1">1a. New.</text:p>`, 1)
	})
	d, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range d.Text.Places() {
		got = append(got, fmt.Sprintf("%d%s%s", p.Depth, p.Label, p.Words))
	}
	if s := strings.Join(got, " "); s != "0Article 1 11.Foremost. 11a.New. 12.Second." || d.Text.Find("b").Words != "Foremost." || d.Text.Find("c") == nil {
		t.Error(s)
	}
}

// changed changes a part of a file.
func changed(t *testing.T, data []byte, name string, change func(string) string) []byte {
	t.Helper()
	s, err := open(data)
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for part := range s.Files {
		content, err := s.Bytes(part)
		if err != nil {
			t.Fatal(err)
		}
		parts[part] = string(content)
	}
	parts[name] = change(parts[name])
	return archive(parts)
}

func without(t *testing.T, data []byte, name string) []byte {
	t.Helper()
	return changed(t, data, name, func(string) string { return "" })
}

// archive makes an archive of parts; those that are empty are left out.
func archive(parts map[string]string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range parts {
		if content == "" {
			continue
		}
		w, err := z.Create(name)
		if err != nil {
			panic(err)
		}
		w.Write([]byte(content))
	}
	z.Close()
	return b.Bytes()
}
