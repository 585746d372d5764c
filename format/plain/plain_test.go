package plain

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"parley/text"
	"parley/text/texttest"
)

func outlineOf(t *text.Text) string {
	var b strings.Builder
	for _, p := range t.Places() {
		b.WriteString(strings.Repeat("  ", p.Depth) + p.Label + "|" + p.Heading + "|" + p.Words + "\n")
	}
	return b.String()
}

func read(t testing.TB, s string) *text.Text {
	t.Helper()
	got, err := Read([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestI1_PlainTextGivesBackTheSameText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := texttest.Text().Draw(t, "text")
		var b bytes.Buffer
		if err := Write(&b, in); err != nil {
			t.Fatal(err)
		}
		got, err := Read(b.Bytes())
		if err != nil || !got.SameAs(in) {
			t.Fatalf("%v:\n%s\nin\n%s\ngot\n%s", err, b.String(), outlineOf(in), outlineOf(got))
		}
	})
}

func TestListsNestByTheirWayOfNumbering(t *testing.T) {
	got := read(t, `Article 2 Withdrawal

1. Each Party shall withdraw:
(a) heavy weapons:
(i) of any calibre;
(ii) of any range;
(b) mines.
2. The withdrawal of 12 May 2023
2019 was verified.

Article 3

(h) eight
(i) nine
(j) ten
`)
	want := `Article 2|Withdrawal|
  1.||Each Party shall withdraw:
    (a)||heavy weapons:
      (i)||of any calibre;
      (ii)||of any range;
    (b)||mines.
  2.||The withdrawal of 12 May 2023 2019 was verified.
Article 3||
  (h)||eight
  (i)||nine
  (j)||ten
`
	if o := outlineOf(got); o != want {
		t.Errorf("got\n%swant\n%s", o, want)
	}
}

func TestAFileWithoutBlankLinesHasAParagraphALine(t *testing.T) {
	got := read(t, "1. First point.\n2. Second point.\nClosing words.\n")
	if o := outlineOf(got); o != "1.||First point.\n2.||Second point.\n||Closing words.\n" {
		t.Errorf("got\n%s", o)
	}
}

func TestAListThatRepeatsItsNumberIsOneList(t *testing.T) {
	got := read(t, "1. a\n\n1. b\n\n1. c\n")
	if o := outlineOf(got); o != "1.||a\n1.||b\n1.||c\n" {
		t.Errorf("got\n%s", o)
	}
}

func TestReadingTakesTimeInProportionToTheFile(t *testing.T) {
	for _, s := range []string{"**a", "^[", "[", "a\n\n", "1. a\n", "    - a\n", "(i) a\n", "| a |\n", "第一条 x\n"} {
		got := read(t, strings.Repeat(s, 20000))
		if len(got.Provisions) == 0 {
			t.Errorf("%q repeated is lost", s)
		}
	}
}

func TestAWrappedSentenceIsNotAPoint(t *testing.T) {
	got := read(t, "1. The Parties, in accordance with article\n7. of the Charter, meet.\n\n2. Second.\n")
	if o := outlineOf(got); o != "1.||The Parties, in accordance with article 7. of the Charter, meet.\n2.||Second.\n" {
		t.Errorf("got\n%s", o)
	}
}

func TestWhatIsNotUTF8IsRefusedWithItsPlace(t *testing.T) {
	_, err := Read([]byte("good\nbad \xff here"))
	if syntax, ok := err.(*text.SyntaxError); !ok || syntax.Line != 2 || syntax.Col != 5 || syntax.Hint == "" {
		t.Errorf("error %v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("Article 1\n\n1. a\n(i) b\n\n    (a) c\n\\2. d\ne\\\nf")
	f.Fuzz(func(t *testing.T, s string) {
		got, err := Read([]byte(s))
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := Write(&b, got); err != nil {
			t.Fatal(err)
		}
		again, err := Read(b.Bytes())
		if err != nil || !again.SameAs(got) {
			t.Fatalf("%v: %q\nwas\n%sis\n%s", err, b.String(), outlineOf(got), outlineOf(again))
		}
	})
}
