package app_test

import (
	"context"
	"errors"
	"html"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/internal/app"
	"parley/internal/sample"
	"parley/internal/search"
	"parley/negotiation"
)

// onScreen reports whether a role may read a word in the reading room alone, from
// where nothing is taken.
func onScreen(role string, w word) bool {
	return role == "ru" && w.kind == "revision tabled" && slices.Equal(w.readers, []string{"us", "ua", "ru"})
}

func TestI11_EveryWordIsFoundByThoseWhoMayReadItAndByNobodyElse(t *testing.T) {
	m := newMatrix(t)
	lost := map[string]bool{}
	asked := 0
	for w, who := range m.words {
		if !strings.HasPrefix(w, "word") {
			continue // an id
		}
		for _, role := range everybody {
			f, err := m.desk.Search(context.Background(), "geneva", negotiation.MemberID(role), time.Time{}, search.Request{Words: w})
			if err != nil {
				t.Fatal(err)
			}
			asked++
			switch may := slices.Contains(who.readers, role); {
			case f.Total > 0 && !may:
				t.Errorf("%s finds %s of %q, which is for %v", role, w, who.kind, who.readers)
			case f.Total == 0 && may && !onScreen(role, who):
				lost[w] = true
			}
		}
	}
	for w := range lost {
		t.Errorf("%s of %q is not found by some of %v", w, m.words[w].kind, m.words[w].readers)
	}
	t.Logf("%d searches", asked)
}

var (
	hitLink = regexp.MustCompile(`<h2 dir="auto"><a href="([^"]+)"`)
	older   = regexp.MustCompile(`id="after" href="([^"]+)"`)
)

func TestEveryHitLeadsToThePlaceWhereItStands(t *testing.T) {
	m := newMatrix(t)
	followed := map[string]bool{}
	for _, role := range []string{"us", "ua", "va"} {
		client := m.signIn(role)
		for _, k := range search.Kinds {
			for path := "/n/geneva/search?kind=" + url.QueryEscape(string(k)); path != ""; {
				body := fetch(t, client, m.URL+path)
				for _, hit := range hitLink.FindAllStringSubmatch(body, -1) {
					href := html.UnescapeString(hit[1])
					if followed[role+href] {
						continue
					}
					followed[role+href] = true
					follow(t, client, m.URL, href, string(k))
				}
				path = ""
				if next := older.FindStringSubmatch(body); next != nil {
					path = html.UnescapeString(next[1])
				}
			}
		}
	}
	if len(followed) < 100 {
		t.Errorf("only %d links were followed", len(followed))
	}
	t.Logf("%d links", len(followed))
}

// follow asks for a hit's page and looks for its place there.
func follow(t *testing.T, client *http.Client, address, href, kind string) {
	t.Helper()
	answer, err := client.Get(address + href)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Errorf("%s: %s: %d %v", kind, href, answer.StatusCode, err)
	}
	if _, place, ok := strings.Cut(href, "#"); ok && !strings.Contains(string(page), `id="`+place+`"`) {
		t.Errorf("%s: %s: there is no such place on the page", kind, href)
	}
}

func TestABackupLeavesTheIndexOutAndARestoredHouseSearches(t *testing.T) {
	dir, restored := t.TempDir(), filepath.Join(t.TempDir(), "restored")
	file := filepath.Join(t.TempDir(), "backup.tar")
	find := func(dir string, then func(*app.House) error) {
		t.Helper()
		h, err := app.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer h.Close()
		if err := sample.Load(t.Context(), h.Desk); err != nil && !h.Doubted() {
			t.Fatal(err)
		}
		f, err := h.Desk.Search(t.Context(), sample.Tutorial, sample.TutorialMediator, time.Time{}, search.Request{Words: `"velin dam"`})
		if err != nil || f.Total == 0 {
			t.Errorf("%s: %d found, %v", dir, f.Total, err)
		}
		if err := then(h); err != nil {
			t.Fatal(err)
		}
	}
	find(dir, func(h *app.House) error { return h.Backup(t.Context(), file) })
	if err := app.Restore(t.Context(), file, restored); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(restored, "words.db")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the index came back from the backup: %v", err)
	}
	find(restored, func(*app.House) error { return nil })
	if _, err := os.Stat(filepath.Join(restored, "words.db")); err != nil {
		t.Errorf("the index was not made anew: %v", err)
	}
}
