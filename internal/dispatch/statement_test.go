package dispatch

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// said lists who says what in a text, a line each, the form first.
func said(t interface{ Fatal(...any) }, text string) []string {
	got, err := Propose(context.Background(), &Article{Text: text}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, p := range got {
		if st := p.Statement; st != nil {
			lines = append(lines, fmt.Sprintf("%s | %s | %s", st.Form, st.Speaker.Name, st.Words))
		}
	}
	return lines
}

func TestSpeakersAreFound(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"behind a clause that ends in an apposition": {
			"Olm, whose party lost and who faces a challenge from his own deputy, Ann Sharp, told the radio he would stay.",
			"indirect | Olm | he would stay"},
		"behind an age and a clause":             {"“It shook,” Juan Perez, 45, who lives next door, told us.", "direct | Juan Perez | It shook,"},
		"behind a clause without commas":         {"“We wait,” a sergeant who gave his name only as Tor told us.", "direct | a sergeant | We wait,"},
		"in a list of names":                     {"Tom Carter, Diane Fenn and Ben Cardo said they had doubts.", "indirect | Tom Carter, Diane Fenn and Ben Cardo | they had doubts"},
		"in an office and a name behind it":      {"According to the regional governor, Ann Vale, some 4,000 people were moved on Friday.", "indirect | Ann Vale | some 4,000 people were moved on Friday"},
		"in a name and an office behind it":      {"According to Mira Sol, a teacher, the school was hit.", "indirect | Mira Sol | the school was hit"},
		"behind a colon after what is told":      {"An envoy cautioned against haste: “They agreed on the shape of the table.”", "indirect | An envoy | against haste\ndirect | An envoy | They agreed on the shape of the table."},
		"with an initial":                        {"“Is it so?” Lisa O. Moreau, an adviser, said at a summit.", "direct | Lisa O. Moreau | Is it so?"},
		"of whom another quotes":                 {"Dana Holt was quoted by the Tribune as saying that the offer was dead.", "indirect | Dana Holt | the offer was dead"},
		"of whom a newspaper quotes":             {"“We know nothing,” the Tribune quoted Dana Holt, the editor, as saying.", "direct | Dana Holt | We know nothing,"},
		"after the name that signs a quotation":  {"“He has no plan for the winter at all.” — Jack Ashby, Tarn", "direct | Jack Ashby | He has no plan for the winter at all."},
		"before the colon of a line":             {"Edda Falk: We were promised a vote, and we wait.", "indirect | Edda Falk | We were promised a vote, and we wait."},
		"under another office":                   {"Sen. Mike Garry spoke late. “It goes on,” the lawmaker told us.", "direct | Mike Garry | It goes on,"},
		"in what a pronoun stands for":           {"What did the chancellor mean when she promised “an end”?", "mixed | the chancellor | “an end”?"},
		"in a body that is spoken of as they":    {"The council met. It warned that war was near. “We will act,” they said.", "indirect | The council | war was near\ndirect | The council | We will act,"},
		"of two in one sentence":                 {"One of them called it “good”; another called it “late”.", "direct | One of them | good\ndirect | another | late"},
		"in whose view it is":                    {"For Colonel Bram Otte, the phrase was “a threat in fine gloves”.", "direct | Bram Otte | a threat in fine gloves"},
		"beside the one who was told":            {"Weiss told state radio there had been movement.", "indirect | Weiss | there had been movement"},
		"where the marks go on with the sense":   {"Talks “are going on”, a source said.", "mixed | a source | Talks “are going on”"},
		"where it is contracted":                 {"He’s claiming that fraud is common.", "indirect | He | fraud is common"},
		"of a body with a person's name":         {"The Holm campaign did not respond to a request for comment.", "silence | The Holm campaign | did not respond to a request for comment"},
		"of a report, when it says that":         {"The report found that the army had fired.", "indirect | The report | the army had fired"},
		"in the main clause, not the one before": {"When one analyst spoke, the presenter cut in. “Off the table,” he said.", "direct | the presenter | Off the table,"},
	} {
		if got := strings.Join(said(t, c.text), "\n"); got != c.want {
			t.Errorf("%s: %s\n got %s\nwant %s", name, c.text, got, c.want)
		}
	}
}

func TestMarksThatAreNoSpeech(t *testing.T) {
	for _, text := range []string{
		"“Operation Blue Lantern” ended on Friday.",
		"The minister's memoir, “A Seat by the Door”, came out in May.",
		"He is known as “the butcher of Tarn”.",
		"The so-called “green belt” is brown.",
		"If the president were to say “enough”, the guns would fall silent.",
		"Had the minister said “yes”, the strike would have ended.",
	} {
		if got := said(t, text); len(got) > 0 {
			t.Errorf("%s\n gives %q", text, got)
		}
	}
}

func TestSilences(t *testing.T) {
	for text, who := range map[string]string{
		"Officials declined to answer questions about the map.":     "Officials",
		"The prime minister would not be drawn on the date.":        "The prime minister",
		"Neither ministry responded to requests for comment.":       "Neither ministry",
		"The Interior Ministry had no immediate comment.":           "The Interior Ministry",
		"The palace would neither confirm nor deny the report.":     "The palace",
		"Emails to his lawyer were not answered.":                   "his lawyer",
		"The police did not answer the fire.":                       "",
		"Doctors went home, and the patient did not respond to it.": "",
		"She said nothing of the kind.":                             "",
	} {
		got := ""
		for _, line := range said(t, text) {
			if form, rest, _ := strings.Cut(line, " | "); form == string(Silence) {
				got, _, _ = strings.Cut(rest, " | ")
			}
		}
		if got != who {
			t.Errorf("%s\n got silence of %q, want %q", text, got, who)
		}
	}
}

func TestAMissingMarkEndsBeforeTheSpeaker(t *testing.T) {
	want := "direct | Sund | We have the receipts,"
	if got := strings.Join(said(t, "“We have the receipts, said Sund."), "\n"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestMarksMakeNoDifference holds that words and speaker are the same whatever
// the quotation marks, wherever the speaker is told.
func TestMarksMakeNoDifference(t *testing.T) {
	marks := [][2]string{{"“", "”"}, {"\"", "\""}, {"‘", "’"}, {"'", "'"}, {"«", "»"}, {"„", "“"}, {"''", "''"}}
	frames := []string{"%[1]sThe bridge is open,%[2]s said %[3]s.", "%[3]s said: %[1]sThe bridge is open,%[2]s", "%[1]sThe bridge is open,%[2]s %[3]s told reporters on Monday."}
	names := []string{"Edda Falk", "General Ivo Brandt", "Lisa O. Moreau", "Prime Minister Jean-Luc Arden", "Anna de Vries"}
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.SampledFrom(marks).Draw(t, "marks")
		name := rapid.SampledFrom(names).Draw(t, "name")
		text := fmt.Sprintf(rapid.SampledFrom(frames).Draw(t, "frame"), m[0], m[1], name)
		got := said(t, text)
		bare := strings.TrimPrefix(strings.TrimPrefix(name, "General "), "Prime Minister ")
		if want := "direct | " + bare + " | The bridge is open,"; len(got) != 1 || got[0] != want {
			t.Fatalf("%s\n gives %q, want %q", text, got, want)
		}
	})
}
