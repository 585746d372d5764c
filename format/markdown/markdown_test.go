package markdown

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
	if t.Title != "" {
		b.WriteString("= " + t.Title + "\n")
	}
	for _, p := range t.Places() {
		b.WriteString(strings.Repeat("  ", p.Depth) + string(p.Kind) + "|" + p.Label + "|" + p.Heading + "|" + strings.ReplaceAll(p.Words, "\n", "⏎") + "\n")
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

func TestI1_MarkdownGivesBackTheSameText(t *testing.T) {
	natural := 0
	rapid.Check(t, func(t *rapid.T) {
		in := texttest.Text().Draw(t, "text")
		var b bytes.Buffer
		if err := Write(&b, in); err != nil {
			t.Fatal(err)
		}
		got, err := Read(b.Bytes())
		if err != nil {
			t.Fatalf("%v\n%s", err, b.String())
		}
		if !got.SameAs(in) {
			t.Fatalf("not the same:\n%s\nin\n%s\ngot\n%s", b.String(), outlineOf(in), outlineOf(got))
		}
		if !strings.HasPrefix(b.String(), "<!-- parley") {
			natural++
		}
	})
	t.Logf("%d were written as lines", natural)
}

const treaty = `---
lang: en
---
# Agreement on the Waters

## Preamble

The Parties,

Recalling the Armistice of 4 March 2019,

## Part I Hostilities

### Article 1 Ceasefire

1. The Parties shall cease all hostilities
   on 1 June 2027.

2. Each Party shall withdraw:

    (a) heavy *weapons* beyond 40 km;

    (b) mines.[^1]

        - of all kinds;

3. Last\
line.

| Party | Share |
|---|---|
| Aldoria | 35% |

[^1]: As defined in the Convention [of 1997].
`

const treatyOutline = `= Agreement on the Waters
front|||lang: en
preamble||Preamble|
  recital|||The Parties,
  recital|||Recalling the Armistice of 4 March 2019,
part|Part I|Hostilities|
  article|Article 1|Ceasefire|
    paragraph|1.||The Parties shall cease all hostilities on 1 June 2027.
    paragraph|2.||Each Party shall withdraw:
      subparagraph|(a)||heavy _weapons_ beyond 40 km;
      subparagraph|(b)||mines.^[As defined in the Convention [of 1997\].]
        subparagraph|•||of all kinds;
    paragraph|3.||Last⏎line.
    table|||
      row|||Party | Share
      row|||Aldoria | 35%
`

func TestATreatyIsReadAsATreeAndWrittenAsLines(t *testing.T) {
	got := read(t, treaty)
	if o := outlineOf(got); o != treatyOutline {
		t.Fatalf("got\n%s\nwant\n%s", o, treatyOutline)
	}
	var b bytes.Buffer
	if err := Write(&b, got); err != nil {
		t.Fatal(err)
	}
	if strings.HasPrefix(b.String(), "<!--") || !strings.Contains(b.String(), "\n    (a) heavy _weapons_ beyond 40 km;\n") {
		t.Errorf("written as\n%s", b.String())
	}
}

func TestWaysOfWritingTheSameAreTheSameText(t *testing.T) {
	for name, c := range map[string][2]string{
		"emphasis":       {"a *b* **c** d", "a _b_ __c__ d"},
		"bullets":        {"* a\n* b", "- a\n- b"},
		"blank lines":    {"## A\ntext\n## B\nmore", "\n\n## A\n\ntext\n\n\n## B\n\nmore\n\n"},
		"wrapping":       {"one two\nthree four", "one\ntwo three\nfour"},
		"setext heading": {"A\n---\n\nx", "## A\n\nx"},
		"line ends":      {"a\r\n\r\nb\r\n", "a\n\nb\n"},
		"byte order":     {"\ufeffa", "a"},
	} {
		if a, b := read(t, c[0]), read(t, c[1]); !a.SameAs(b) {
			t.Errorf("%s: %q is\n%sand %q is\n%s", name, c[0], outlineOf(a), c[1], outlineOf(b))
		}
	}
}

func TestWhatIsNotTextIsKeptAsWords(t *testing.T) {
	for in, want := range map[string]string{
		"see [here](https://example.org/a_b) now": `see [here](https://example.org/a\_b) now`,
		"{% note %}":            `{% note %}`,
		"<b>x</b> &amp; y":      `<b>x</b> &amp; y`,
		"snake_case_name":       `snake\_case\_name`,
		"2 * 3 * 4":             `2 \* 3 \* 4`,
		`\*not\* emphasis \# x`: `\*not\* emphasis # x`,
		"undefined [^9] note":   `undefined [\^9] note`,
		"600,000*":              `600,000\*`,
		"**bold *both* bold**":  `**bold _both_ bold**`,
		"***a***":               `**_a_**`,
		"**a*":                  `\*_a_`,
		"[UA: shall / RU: may]": `[UA: shall / RU: may]`,
		`C:\dir`:                `C:\\dir`,
	} {
		got := read(t, in)
		if len(got.Provisions) != 1 || got.Provisions[0].Words != want {
			t.Errorf("%q is read as\n%swant %s", in, outlineOf(got), want)
		}
	}
}

func TestWhatLooksLikeANumberIsKeptWhenItIsNone(t *testing.T) {
	in := &text.Text{Provisions: []*text.Provision{{Words: "1. is a number"}, {Words: "# is a sign"}, {Words: "(a)"}, {Words: "- dash"}, {Words: "| bar |"}}}
	var b bytes.Buffer
	if err := Write(&b, in); err != nil {
		t.Fatal(err)
	}
	if strings.HasPrefix(b.String(), "<!--") {
		t.Errorf("had to be written as JSON")
	}
	if got := read(t, b.String()); !got.SameAs(in) {
		t.Errorf("%s is read as\n%s", b.String(), outlineOf(got))
	}
}

func FuzzRead(f *testing.F) {
	f.Add(treaty)
	f.Add("a\n===\n\n| a |\n|---|\n| b |\n\n\\1. x\n\n[^1]: n\n\nx[^1]\n")
	f.Add("[^1]:\xba\n[^1]")
	f.Add("1. a\n(i) b\n(a) c\n• d\n**e _f** g_\n^[h]")
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
