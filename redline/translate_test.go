package redline_test

import (
	"strings"
	"testing"

	"parley/format/markdown"
	"parley/redline"
	"parley/text"
)

func markdownText(t *testing.T, s string) *text.Text {
	t.Helper()
	x, err := markdown.Read([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// alignment lists which provision each one of the translation belongs to.
func alignment(t, in *text.Text) string {
	at := map[text.ID]string{}
	for _, p := range t.Places() {
		at[p.ID] = strings.TrimSpace(p.Label + " " + p.Heading + p.Words)
	}
	var out []string
	for _, p := range in.Places() {
		out = append(out, strings.TrimSpace(p.Label+" "+p.Heading+p.Words)+" = "+at[p.ID])
	}
	return strings.Join(out, "\n")
}

func TestTranslationsAreAlignedByNumbersAndOrder(t *testing.T) {
	en := markdownText(t, "Recalling the peace,\n\n1. The Parties:\n\n    (a) meet;\n\n    (b) talk.\n\n2. It lasts.\n\n3. It ends.\n")
	fr := markdownText(t, "Rappelant la paix,\n\n1. Les Parties :\n\n    a) se réunissent ;\n\n    b) parlent.\n\n3. Il finit.\n\n4. De plus.\n")
	want := "Rappelant la paix, = Recalling the peace,\n1. Les Parties : = 1. The Parties:\na) se réunissent ; = (a) meet;\nb) parlent. = (b) talk.\n3. Il finit. = 3. It ends.\n4. De plus. ="
	got := redline.AlignTranslation(en, fr)
	if a := alignment(en, got); strings.TrimSpace(a) != want {
		t.Errorf("got\n%s\nwant\n%s", a, want)
	}
	seen := map[text.ID]bool{}
	for _, p := range got.Places() {
		if seen[p.ID] {
			t.Errorf("the id of %s is used twice", p.Label)
		}
		seen[p.ID] = true
	}
	last := fr.Provisions[len(fr.Provisions)-1].ID
	byHand := redline.AlignTranslation(en, fr, redline.Pair{Old: en.Provisions[2].ID, New: last})
	if a := alignment(en, byHand); !strings.Contains(a, "4. De plus. = 2. It lasts.") {
		t.Error(a)
	}
	if again := redline.AlignTranslation(en, got); !again.Equal(got) {
		t.Error("what is aligned does not stay so")
	}
}
