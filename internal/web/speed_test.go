package web_test

import (
	"compress/gzip"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"

	"parley/negotiation"
	"parley/text"
)

// The bounds are those that the product promises for a text of 500 provisions
// of 80 words: the first page in 100 ms on loopback, 200 KB on the wire.

const (
	longProvisions = 500
	longWords      = 80
	mostWeight     = 200_000
)

// vocabulary has the length and frequency of words of a treaty, so that the
// text packs as real ones do, or worse.
func longText() *text.Text {
	rng := rand.New(rand.NewPCG(1, 2))
	syllables := strings.Fields("ar be con de el for gu har in jo kel li men nor op par qui res sti tra un ver wil xa yon ze able tion ment ing ed ly")
	words := make([]string, 1800)
	for i := range words {
		for range 1 + rng.IntN(4) {
			words[i] += syllables[rng.IntN(len(syllables))]
		}
	}
	t := &text.Text{Title: "A long agreement", Lang: "en"}
	for i := range longProvisions {
		var b strings.Builder
		for w := range longWords {
			if w > 0 {
				b.WriteByte(' ')
			}
			n := int(float64(len(words)) * rng.Float64() * rng.Float64() * rng.Float64()) // few are used often
			b.WriteString(words[n])
		}
		t.Provisions = append(t.Provisions, &text.Provision{Kind: text.Article, Label: fmt.Sprintf("%d.", i+1), Words: b.String() + "."})
	}
	t.FillIDs()
	return t
}

func newLong(t testing.TB) *server {
	s := newRiver(t)
	long := longText()
	s.do("mediator", negotiation.TableRevision{Text: long, Standing: negotiation.Draft, Author: "MED"})
	s.amend("ald-head", negotiation.Everyone, " con", " pro")
	return s
}

func TestALongTextIsLight(t *testing.T) {
	s := newLong(t)
	v := s.as("ald-head")
	assets := 0
	for _, name := range []string{"style.css", "mark.svg", "main.js", "page.js", "theme.js", "redline.js", "panel.js", "editor.js", "drop.js", "sign.js", "verify.js", "memory.js", "passkey.js", "live.js"} {
		assets += v.weigh(t, "/asset/any/"+name)
	}
	for _, path := range []string{"text", "bracketed", "compare", "propose", "amendments"} {
		start := time.Now()
		weight := v.weigh(t, "/n/river-talks/"+path)
		cold := time.Since(start)
		best := time.Hour
		for range 5 {
			start = time.Now()
			v.weigh(t, "/n/river-talks/"+path)
			best = min(best, time.Since(start))
		}
		t.Logf("%-10s %4d KB on the wire, assets %d KB, first %v, then %v", path, weight/1000, assets/1000, cold.Round(time.Millisecond), best.Round(time.Millisecond))
		if path == "text" && weight+assets > mostWeight {
			t.Errorf("the page of a long text weighs %d bytes with its assets, at most %d are promised", weight+assets, mostWeight)
		}
	}
}

// weigh asks for a page as a browser does and returns how many bytes came.
func (v *visitor) weigh(t testing.TB, path string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, v.s.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "gzip")
	answer, err := v.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s, %v", path, answer.Status, err)
	}
	if answer.Header.Get("Content-Encoding") != "gzip" && len(raw) > 1400 {
		t.Errorf("%s is not packed", path)
	} else if len(raw) > 1400 {
		if _, err := gzip.NewReader(strings.NewReader(string(raw))); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
	return len(raw)
}
