package akn_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"parley/format/akn"
	"parley/format/markdown"
	"parley/internal/formattest"
	"parley/internal/shareddata"
	"parley/redline"
	"parley/text"
	"parley/text/texttest"
)

func comesBack(t formattest.Fataler, x *text.Text) {
	t.Helper()
	var b bytes.Buffer
	if err := akn.Write(&b, x, akn.Options{}); err != nil {
		t.Fatalf("%v", err)
	}
	got, err := akn.Read(b.Bytes())
	if err != nil {
		t.Fatalf("%v", err)
	}
	formattest.SameText(t, x, got)
}

func TestI1_AnyTextComesBackFromAkomaNtosoAsItWas(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) { comesBack(r, texttest.Text().Draw(r, "text")) })
}

func TestEveryPairComesBackFromAkomaNtosoAndIsValid(t *testing.T) {
	xmllint := formattest.Tool(t, "xmllint", "libxml2-utils")
	dir := t.TempDir()
	args := []string{"--noout", "--nonet", "--huge", "--schema", filepath.Join(shareddata.Dir(t, "akn"), "akomantoso30.xsd")}
	day := time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)
	for _, pair := range formattest.Pairs(t) {
		comesBack(t, pair.Old)
		comesBack(t, pair.New)
		for name, x := range map[string]*text.Text{"before": pair.Old, "after": pair.New} {
			var b bytes.Buffer
			err := akn.Write(&b, x, akn.Options{
				Negotiation: "river", Revision: 2, Author: "Côte & Co.", At: day.AddDate(0, 1, 0),
				Versions: []akn.Version{{1, "Draft", day}, {2, "“Second” & last", day.AddDate(0, 1, 0)}},
			})
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(dir, pair.Name+"-"+name+".xml")
			if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
			args = append(args, file)
		}
	}
	for _, pair := range formattest.Pairs(t) {
		var b bytes.Buffer
		a := akn.Amendment{Options: akn.Options{Negotiation: "river", Revision: 2, Author: "Aldoria", At: day}, ID: "A1", By: "Aldoria", Explanation: "Shorter,\n& clearer."}
		if err := akn.WriteAmendment(&b, pair.Old, pair.New, a); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dir, pair.Name+"-amendment.xml")
		if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, file)
	}
	if out, err := exec.Command(xmllint, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%.2000s", err, formattest.Failing(string(out)))
	}
	t.Logf("%d files are valid", len(args)-5)
}

func TestAnAmendmentSaysWhatItChanges(t *testing.T) {
	read := func(s string) *text.Text {
		x, err := markdown.Read([]byte(s))
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	old := read("1. The Parties may meet.\n\n2. The Commission reports each year.\n\n3. This falls.")
	new := redline.AdoptIDs(old, read("1. The Parties shall meet.\n\n2. The Commission reports each year to both Parties.\n\n3. Something else stands here and nothing of what was."))
	new.Provisions[2].ID = "fresh"
	var b bytes.Buffer
	if err := akn.WriteAmendment(&b, old, new, akn.Amendment{ID: "A1", By: "Aldoria"}); err != nil {
		t.Fatal(err)
	}
	got := regexp.MustCompile(`<ref [^>]*>(.*?)</ref>| startQuote="“" endQuote="”"| GUID="[^"]*"`).ReplaceAllString(b.String(), "$1")
	_, got, _ = strings.Cut(got, "<amendmentContent>")
	got, _, _ = strings.Cut(got, "</amendmentContent>")
	want := `<p><mod eId="mod_1">In 1., for <quotedText>may</quotedText> substitute <quotedText>shall</quotedText></mod></p>` +
		`<p><mod eId="mod_2">In 2., after <quotedText>The Commission reports each year</quotedText> insert <quotedText>to both Parties</quotedText></mod></p>` +
		`<p><mod eId="mod_3">After 2. insert <quotedStructure><article eId="art_3"><num>3.</num><content><p>Something else stands here and nothing of what was.</p></content></article></quotedStructure></mod></p>` +
		`<p><mod eId="mod_4">Delete 3.</mod></p>`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
