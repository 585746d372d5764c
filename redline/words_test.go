package redline

import (
	"strings"
	"testing"

	"parley/text"
)

// inline writes operations the way the terminal does.
func inline(old, new string) string {
	r := &Redline{Rows: []Row{{Class: Edited, New: &Side{}, Words: Passage{Ops: Words(text.Tokens(old), text.Tokens(new))}}}}
	var b strings.Builder
	if err := r.WriteTerminal(&b, TerminalOptions{}); err != nil {
		return err.Error()
	}
	return strings.TrimSpace(b.String())
}

func TestWordsReadNaturally(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{
			"one word",
			"The Party may withdraw.", "The Party shall withdraw.",
			"The Party [-may-]{+shall+} withdraw.",
		},
		{
			"two words stand between two small changes",
			"The Party may withdraw its troops at once.", "The Party shall withdraw its forces at once.",
			"The Party [-may-]{+shall+} withdraw its [-troops-]{+forces+} at once.",
		},
		{
			"one word does not stand between two changes",
			"The Party may withdraw troops at once.", "The Party shall withdraw forces at once.",
			"The Party [-may withdraw troops-]{+shall withdraw forces+} at once.",
		},
		{
			"a number grows a decimal",
			"A budget of 17 million.", "A budget of 17.8 million.",
			"A budget of [-17-]{+17.8+} million.",
		},
		{
			"an inserted item shares its beginning with the next",
			"the Council and the Commission", "the Council, the Parliament and the Commission",
			"the Council{+, the Parliament+} and the Commission",
		},
		{
			"of two sentences that begin alike the first is deleted",
			"The Committee shall meet once a year. The Committee shall report to the Parties.",
			"The Committee shall report to the Parties.",
			"[-The Committee shall meet once a year.-] The Committee shall report to the Parties.",
		},
		{
			"of two sentences that begin alike the second is deleted",
			"The Committee shall meet once a year. The Committee shall report to the Parties.",
			"The Committee shall meet once a year.",
			"The Committee shall meet once a year. [-The Committee shall report to the Parties.-]",
		},
		{
			"a clause in a list is inserted whole",
			"the Parties shall inform the Council, consult the Commission and report.",
			"the Parties shall inform the Council, inform the Assembly, consult the Commission and report.",
			"the Parties shall inform the Council, {+inform the Assembly,+} consult the Commission and report.",
		},
		{
			"a sentence rewritten is replaced",
			"Nothing here applies. Each of the Parties undertakes to keep its forces out of the zone at all times. End.",
			"Nothing here applies. The entry of troops or of equipment into that area by anybody is hereby prohibited. End.",
			"Nothing here applies. [-Each of the Parties undertakes to keep its forces out of the zone at all times-]{+The entry of troops or of equipment into that area by anybody is hereby prohibited+}. End.",
		},
		{
			"short words do not glue what is unrelated",
			"appointment of the secretary of the board", "election of the chair of the assembly",
			"[-appointment of the secretary of the board-]{+election of the chair of the assembly+}",
		},
		{
			"two changes far apart stay two",
			"The armed forces of the first Party shall be limited to 600,000 persons in peacetime and shall not be stationed abroad.",
			"The land forces of the first Party shall be limited to 600,000 persons in peacetime and shall not be deployed abroad.",
			"The [-armed-]{+land+} forces of the first Party shall be limited to 600,000 persons in peacetime and shall not be [-stationed-]{+deployed+} abroad.",
		},
		{
			"a paragraph almost wholly changed is replaced",
			"The depositary shall keep the original of this Convention in the archives.",
			"Any dispute that cannot be settled goes to arbitration under the rules annexed hereto.",
			"[-The depositary shall keep the original of this Convention in the archives.-]{+Any dispute that cannot be settled goes to arbitration under the rules annexed hereto.+}",
		},
		{
			"emoji and combining letters are not torn",
			"café 👍🏽 x", "cafe\u0301e 👍🏿 x",
			"[-café 👍🏽-]{+cafe\u0301e 👍🏿+} x",
		},
		{
			"right to left",
			"يجوز للأطراف الانسحاب من الاتفاق.", "يجب للأطراف الانسحاب من الاتفاق.",
			"[-يجوز-]{+يجب+} للأطراف الانسحاب من الاتفاق.",
		},
		{
			"Chinese",
			"缔约国可以退出本协定。", "缔约国不得退出本协定。",
			"缔约国[-可以-]{+不得+}退出本协定。",
		},
		{
			"a sentence added at the end",
			"Each Party keeps records.", "Each Party keeps records. They are public.",
			"Each Party keeps records. {+They are public.+}",
		},
		{
			"only words of footnotes and text that differ",
			"limited to 600,000^[in peacetime]", "limited to 600,000^[in wartime]",
			"limited to 600,000 [in [-peacetime-]{+wartime+}]",
		},
	} {
		if got := inline(c.old, c.new); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestWhatIsNoChangeOfWordsIsShownAsNone(t *testing.T) {
	for _, c := range []struct{ name, old, new string }{
		{"white space", "The  Party\tshall\nwithdraw.", "The Party shall withdraw."},
		{"a line break", "The Party shall withdraw.", "The Party\nshall withdraw."},
		{"type face", "The _Party_ shall withdraw.", "The **Party** shall withdraw."},
		{"a capital at the beginning", "fraud and theft", "Fraud and theft"},
	} {
		for _, op := range Words(text.Tokens(c.old), text.Tokens(c.new)) {
			if op.Kind >= Delete {
				t.Errorf("%s: %v", c.name, op)
			}
		}
	}
}

func TestACapitalThatMakesATermIsAChange(t *testing.T) {
	ops := Words(text.Tokens("under this agreement"), text.Tokens("under this Agreement"))
	if len(ops) != 2 || ops[1].Kind != Replace {
		t.Errorf("got %v", ops)
	}
}

func TestAPhraseThatMovedInsideASentenceIsMarked(t *testing.T) {
	old := "On the proposal of the Council, the Assembly shall elect the judges for nine years."
	new := "The Assembly shall elect the judges for nine years on the proposal of the Council."
	r := Compare(one(old), one(new), Options{})
	var shifted int
	for _, op := range r.Rows[0].Words.Ops {
		if op.Marks&Shifted != 0 {
			shifted++
		}
	}
	if shifted != 2 {
		t.Errorf("%d operations are marked: %v", shifted, r.Rows[0].Words.Ops)
	}
}

func one(words string) *text.Text {
	return &text.Text{Lang: "en", Provisions: []*text.Provision{{ID: "a", Kind: text.Article, Label: "1.", Words: words}}}
}

func TestChangesAreMarkedAsWhatTheyAre(t *testing.T) {
	for _, c := range []struct {
		lang, old, new string
		want           Mark
	}{
		{"en", "The Party may withdraw.", "The Party shall withdraw.", Modal},
		{"en", "It shall apply.", "It shall not apply.", Negation},
		{"en", "limited to 600,000", "limited to 800,000", Number},
		{"en", "within thirty days", "within sixty days", Number},
		{"en", "on 4 May", "on 4 June", Date},
		{"en", "since 2014", "since 2022", Date},
		{"en", "Ruritania withdraws", "Freedonia withdraws", Party},
		{"en", "a big house", "a small house", 0},
		{"fr", "Les parties peuvent agir", "Les parties doivent agir", Modal},
		{"de", "Die Behörde kann handeln", "Die Behörde muss handeln", Modal},
		{"es", "Las partes podrán actuar", "Las partes deberán actuar", Modal},
		{"ru", "Стороны могут выйти", "Стороны должны выйти", Modal},
		{"ru", "Стороны применяют силу", "Стороны не применяют силу", Negation},
		{"ar", "يجوز للأطراف", "يجب للأطراف", Modal},
		{"zh", "缔约国可以退出", "缔约国必须退出", Modal},
		{"zh", "缔约国得退出", "缔约国不得退出", Negation},
		{"", "Стороны могут выйти", "Стороны должны выйти", Modal},
	} {
		a, b := one(c.old), one(c.new)
		a.Lang, b.Lang = c.lang, c.lang
		var got Mark
		for _, op := range Compare(a, b, Options{Parties: []string{"Ruritania", "Republic of Freedonia", "Freedonia"}}).Rows[0].Words.Ops {
			got |= op.Marks
		}
		if got != c.want {
			t.Errorf("%q to %q: marked %v, want %v", c.old, c.new, got.Names(), c.want.Names())
		}
	}
}

func TestOneModalVerbWeighsMoreThanTenCommas(t *testing.T) {
	modal := Compare(one("It may act."), one("It shall act."), Options{}).Rows[0].Significance
	commas := Compare(one("a b c d e f g h i j k"), one("a, b, c, d, e, f, g, h, i, j, k"), Options{}).Rows[0].Significance
	if modal <= commas {
		t.Errorf("the modal verb weighs %v, ten commas %v", modal, commas)
	}
}
