package web

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"time"

	"parley/internal/dispatch"
	"parley/negotiation"
)

// A press article is read, and shown as it was understood. It is kept in the chronicle
// only when the member says so, as a report of the press with its words and their hash;
// what it suggests is reviewed from there.

// ReadArticlePage is where an article is given.
type ReadArticlePage struct {
	Page Page
	Kept []Link // articles that are kept already, the newest first
}

// ArticleReadPage shows how articles were understood.
type ArticleReadPage struct {
	Page                     Page
	Articles                 []ArticlePart
	Reliability, Credibility []Choice
}

// ArticlePart is an article that was read and is not kept.
type ArticlePart struct {
	N                           int
	Title, Publisher, URL       string
	Published, Zone, Text, Lang string
	Undated                     bool
	Notes                       []string
	Found                       string
	Kept                        string // where the same words are kept already
}

// startArticle shows where an article is given.
func (s *site) startArticle(v *visit) error {
	if err := v.mayFile(); err != nil {
		return err
	}
	page := ReadArticlePage{Page: v.page("Read an article", "chronicle")}
	all := v.Reports()
	for i := len(all) - 1; i >= 0; i-- {
		if _, ok := articleOf(all[i]); ok && all[i].Genre == negotiation.MediaReport {
			page.Kept = append(page.Kept, Link{v.reportPath(all[i].ID) + "/review", v.gistOf(all[i])})
		}
	}
	s.show(v.w, v.r, http.StatusOK, "read_article", page)
	return nil
}

// readArticle reads an article from a file or from the form's words, and shows how it was
// understood. It records nothing.
func (s *site) readArticle(v *visit) error {
	if err := v.mayFile(); err != nil {
		return err
	}
	articles, err := v.articlesSent()
	if err != nil {
		return err
	}
	page := ArticleReadPage{Page: v.page("Read an article", "chronicle")}
	page.Reliability, page.Credibility = grades()
	for i, a := range articles {
		part, err := v.articlePart(i+1, a)
		if err != nil {
			return err
		}
		page.Articles = append(page.Articles, part)
	}
	s.show(v.w, v.r, http.StatusOK, "article_read", page)
	return nil
}

// grades are the two axes of the Admiralty code as choices.
func grades() (reliability, credibility []Choice) {
	for _, x := range negotiation.Reliabilities {
		reliability = append(reliability, Choice{Value: x.Grade, Name: x.Grade + ", " + x.Says})
	}
	for i, says := range negotiation.Credibilities[1:] {
		n := string(rune('1' + i))
		credibility = append(credibility, Choice{Value: n, Name: n + ", " + says})
	}
	return reliability, credibility
}

// articlesSent reads what was sent: a file, which may hold a feed, or words.
func (v *visit) articlesSent() ([]*dispatch.Article, error) {
	name, data := "the words", []byte(v.r.PostFormValue("text"))
	if strings.TrimSpace(string(data)) == "" {
		f, header, err := v.r.FormFile("file")
		if err != nil {
			return nil, invalid("article", "no file was chosen and no words were pasted", "choose a file, or paste the words of the article")
		}
		defer f.Close()
		if data, err = io.ReadAll(f); err != nil {
			return nil, unreadable(err)
		}
		name = filepath.Base(header.Filename)
	}
	articles, err := dispatch.Read(v.r.Context(), name, data)
	if err != nil {
		return nil, invalid("article", err.Error(), "nothing was recorded; give another file, or paste the words")
	}
	if len(articles) == 0 {
		return nil, invalid(name, "it is a feed without articles", "give the page of an article itself")
	}
	for _, a := range articles {
		if err := v.correct(a); err != nil {
			return nil, err
		}
	}
	return articles, nil
}

// correct puts what the form says of an article in place of what was read.
func (v *visit) correct(a *dispatch.Article) error {
	form := v.r.PostForm
	a.Title = cmp.Or(strings.TrimSpace(form.Get("title")), a.Title)
	a.Publisher = cmp.Or(strings.TrimSpace(form.Get("publisher")), a.Publisher)
	a.URL = cmp.Or(strings.TrimSpace(form.Get("url")), a.URL)
	given := strings.TrimSpace(form.Get("published"))
	if given == "" {
		return nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339, "2006-01-02T15:04"} {
		if t, err := time.Parse(layout, given); err == nil {
			a.SetPublished(t)
			return nil
		}
	}
	return invalid("day of publication", "“"+given+"” is no day", "write it as 2027-03-01")
}

func (v *visit) articlePart(n int, a *dispatch.Article) (ArticlePart, error) {
	proposals, err := dispatch.Propose(v.r.Context(), a, dispatch.Options{Dictionary: v.dictionary()})
	if err != nil {
		return ArticlePart{}, err
	}
	part := ArticlePart{
		N: n, Title: cmp.Or(a.Title, beginning(unbroken(a.Text), 80)), Publisher: a.Publisher, URL: a.URL, Text: a.Text, Lang: cmp.Or(a.Language, "en"),
		Zone: "UTC", Undated: a.Published.IsZero(), Notes: a.Notes, Found: foundIn(proposals), Kept: v.keptAs(a.Text),
	}
	if !part.Undated {
		part.Published = a.Published.Format(time.DateOnly)
	}
	return part, nil
}

// foundIn counts proposals by their kinds.
func foundIn(all []dispatch.Proposal) string {
	n := map[dispatch.Kind]int{}
	for _, p := range all {
		n[p.Kind]++
	}
	return count(n[dispatch.StatementKind], "statement", "statements") + ", " + count(n[dispatch.MeetingKind], "meeting", "meetings") + ", " +
		count(n[dispatch.DocumentKind], "document", "documents") + " and " + count(n[dispatch.IncidentKind], "incident", "incidents")
}

// keptAs is where the viewer sees an article of the same words, "" where it does not.
func (v *visit) keptAs(words string) string {
	sum := sha256.Sum256([]byte(words))
	hash := hex.EncodeToString(sum[:])
	for _, r := range v.Reports() {
		for _, x := range r.Sources {
			if x.SHA256 == hash {
				return v.reportPath(r.ID)
			}
		}
	}
	return ""
}

// keepArticle keeps an article in the chronicle.
func (s *site) keepArticle(v *visit) error {
	if err := v.mayFile(); err != nil {
		return err
	}
	form := v.r.PostForm
	zone, err := time.LoadLocation(cmp.Or(form.Get("zone"), "UTC"))
	if err != nil {
		return invalid("time zone "+form.Get("zone"), "there is none of this name", "give it as, for instance, Europe/Zurich")
	}
	a := &dispatch.Article{}
	if err := v.correct(a); err != nil {
		return err
	}
	source := negotiation.Source{
		Name: a.Publisher, URL: a.URL, Reliability: form.Get("reliability"), Copy: strings.ReplaceAll(form.Get("text"), "\r\n", "\n"),
	}
	if grade := form.Get("credibility"); grade != "" {
		source.Credibility = int(grade[0] - '0')
	}
	if strings.TrimSpace(source.Copy) == "" {
		return invalid("article", "it has no words", "paste the words of the article")
	}
	if !a.Published.IsZero() {
		y, m, d := a.Published.Date()
		source.Published = negotiation.When{From: time.Date(y, m, d, 0, 0, 0, 0, zone).UTC(), To: time.Date(y, m, d+1, 0, 0, 0, 0, zone).UTC(), Zone: zone.String()}
	}
	c := &negotiation.FileReport{Report: negotiation.Report{Genre: negotiation.MediaReport, Title: a.Title, Lang: form.Get("lang"), Reported: source.Published, Sources: []negotiation.Source{source}}, Audience: v.audienceAsked(form)}
	if err := v.do(c); err != nil {
		return err
	}
	id, err := s.lastReport(v)
	if err != nil {
		return err
	}
	return v.done(v.reportPath(id)+"/review", "article")
}

// lastReport is the report that the member has just filed.
func (s *site) lastReport(v *visit) (negotiation.ReportID, error) {
	view, err := s.desk.View(v.r.Context(), v.ID, v.Me.ID)
	if err != nil {
		return "", err
	}
	all := view.Reports()
	if len(all) == 0 {
		return "", errors.New("the report that was filed is not in the chronicle")
	}
	return all[len(all)-1].ID, nil
}
