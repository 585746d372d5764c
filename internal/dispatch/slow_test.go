package dispatch

import (
	"context"
	"strings"
	"testing"
	"time"
)

// TestLongArticlesTakeTimeInProportion reads what is made to be slow: no rule
// may look at a whole article for each of its words.
func TestLongArticlesTakeTimeInProportion(t *testing.T) {
	for name, piece := range map[string]string{
		"one sentence":       "it was said the president of it said and they said ",
		"names":              "President Ada Bellwether and the minister, who said Tam Quill met, ",
		"open marks":         "“said he ",
		"many quotations":    "“Yes,” he said. ",
		"plain marks":        "\"a b c\" 'd e f' said ",
		"commas":             ", said, ",
		"different speakers": "The minister said it was his. ",
		"doubled marks":      "''Yes, he said ",
		"joined nouns":       "Experts on Tarn and arms and ",
		"nobody":             "neither the ministry nor ",
		"insertions":         "Olm, who left, 45, said, ",
		"quoted":             "was quoted by it as saying ",
		"lines":              "Ada Bellwether: We go on.\n",
		"missing marks":      "“We go on, said Sund.\n",
		"short marks":        "“a” and ‘b’ said, ",
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Repeat(piece, 64<<10/len(piece))
			start := time.Now()
			if _, err := Propose(context.Background(), &Article{Text: text, Published: fuzzDay}, Options{}); err != nil {
				t.Fatal(err)
			}
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("64 kB take %v", took)
			} else {
				t.Log(took)
			}
		})
	}
}
