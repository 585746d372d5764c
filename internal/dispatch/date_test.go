package dispatch

import (
	"context"
	"strings"
	"testing"
	"time"
)

func TestDatesAreResolvedAgainstPublication(t *testing.T) {
	wednesday := time.Date(2025, 11, 26, 9, 0, 0, 0, time.UTC)
	for words, want := range map[string]string{
		"It rained on Tuesday.":                         "2025-11-25T00:00 2025-11-26T00:00",
		"It rained on Wednesday.":                       "2025-11-26T00:00 2025-11-27T00:00",
		"It rained on Thursday.":                        "2025-11-20T00:00 2025-11-21T00:00",
		"It will rain on Tuesday.":                      "2025-12-02T00:00 2025-12-03T00:00",
		"He is travelling to Rome on Friday.":           "2025-11-28T00:00 2025-11-29T00:00",
		"It rained on Monday and Tuesday.":              "2025-11-24T00:00 2025-11-26T00:00",
		"It rained on Tuesday night.":                   "2025-11-25T18:00 2025-11-26T06:00",
		"It rained yesterday.":                          "2025-11-25T00:00 2025-11-26T00:00",
		"They meet next week.":                          "2025-12-01T00:00 2025-12-08T00:00",
		"They met last week.":                           "2025-11-17T00:00 2025-11-24T00:00",
		"After weekend talks it rained.":                "2025-11-22T00:00 2025-11-24T00:00",
		"Of an October call nothing is known.":          "2025-10-01T00:00 2025-11-01T00:00",
		"They may meet before the end of the month.":    "2025-11-26T00:00 2025-12-01T00:00",
		"It has rained since February 2022.":            "2022-02-01T00:00 2025-11-27T00:00",
		"The vote is planned for Dec. 20.":              "2025-12-20T00:00 2025-12-21T00:00",
		"It was signed on 3 August 2024.":               "2024-08-03T00:00 2024-08-04T00:00",
		"They meet on Friday at 14:30 CET.":             "2025-11-21T14:30 2025-11-21T14:31",
		"It rained three days ago.":                     "2025-11-23T00:00 2025-11-24T00:00",
		"He may march to the border, and she may stop.": "",
	} {
		a := &Article{Text: words, Published: wednesday}
		x := newReading(a, Options{})
		var got []string
		for _, d := range x.findDates(&x.sents[0]) {
			got = append(got, d.From.String()+" "+d.To.String())
			if d.Span.In(words) != d.As {
				t.Errorf("%s: %q stands at %v", words, d.As, d.Span)
			}
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s\n got %s\nwant %s", words, strings.Join(got, ", "), want)
		}
	}
}

func TestZonesAreKeptApart(t *testing.T) {
	a := &Article{Text: "The talks will begin in Geneva on Friday at 14:30 CET.", Published: time.Date(2025, 11, 26, 0, 0, 0, 0, time.UTC)}
	got, err := Propose(context.Background(), a, Options{})
	if err != nil || len(got) != 1 || got[0].Meeting.When == nil || got[0].Meeting.When.Zone != "CET" || got[0].Meeting.When.From.String() != "2025-11-28T14:30" {
		t.Errorf("%v, %+v", err, got)
	}
}

func TestSentencesKnowAbbreviationsAndQuotations(t *testing.T) {
	for text, want := range map[string]string{
		"Dr. Voss met Gen. Hale at 9 a.m. in the U.S. on Nov. 20. They ate.":    "Dr. Voss met Gen. Hale at 9 a.m. in the U.S. on Nov. 20.|They ate.",
		"“It is late. Go home!” he said. “Now.” She went.":                      "“It is late. Go home!” he said.|“Now.”|She went.",
		"“Enough!” President Venn said. „Genug.“ « Assez. » 'Basta.' All left.": "“Enough!” President Venn said.|„Genug.“|« Assez. »|'Basta.'|All left.",
		"One line without an end\nAnother. And more":                            "One line without an end|Another.|And more",
		"It cost 3.5 million… Or so they say.":                                  "It cost 3.5 million…|Or so they say.",
	} {
		x := newReading(&Article{Text: text}, Options{})
		var got []string
		for _, s := range x.sents {
			got = append(got, s.In(text))
		}
		if strings.Join(got, "|") != want {
			t.Errorf("got  %s\nwant %s", strings.Join(got, "|"), want)
		}
	}
}

func TestWhatNobodySaidIsNotProposed(t *testing.T) {
	for _, text := range []string{
		"Ilse Brandvik would say that the talks are over.",
		"Ilse Brandvik did not say that the talks are over.",
		"If Ilse Brandvik says that the talks are over, we leave.",
		"Nobody said that the talks are over.",
		"Ilse Brandvik will say “the talks are over” tomorrow.",
		"Ilse Brandvik was expected to announce that the talks are over.",
	} {
		got, err := Propose(context.Background(), &Article{Text: text}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range got {
			if p.Statement != nil && p.Statement.Form != Silence {
				t.Errorf("%s\nproposes %s", text, p)
			}
		}
	}
}
