package web

import (
	"net/http"
	"strings"
	"time"

	"parley/internal/dispatch"
	"parley/negotiation"
)

// FeedsPage lists the feeds that whoever runs the server has named, and the articles of the
// one that was polled.
type FeedsPage struct {
	Page     Page
	Feeds    []Choice // On: it was polled
	From     string   // the one that was polled; "": none
	Articles []ArticleLine
	More     string // how many are not shown
}

// ArticleLine is an article as it stands in a feed.
type ArticleLine struct {
	Title, Publisher, URL, Day, Begins string
	Text, Published                    string // to be sent on
}

// mostArticles is how many articles of a feed a page shows.
const mostArticles = 50

// listFeeds lists the feeds. It polls none: what is fetched, is fetched because somebody
// asked for it, and what one member fetched is shown to no other.
func (s *site) listFeeds(v *visit) error {
	if err := v.mayFile(); err != nil {
		return err
	}
	s.show(v.w, v.r, http.StatusOK, "feeds", s.feedsPage(v, ""))
	return nil
}

func (s *site) feedsPage(v *visit, on string) FeedsPage {
	page := FeedsPage{Page: v.page("Feeds", "chronicle")}
	for _, f := range s.feeds.All() {
		page.Feeds = append(page.Feeds, Choice{Value: f.ID, Name: f.Name, On: f.ID == on})
	}
	return page
}

// pollFeed polls a feed and shows its articles, the newest first.
func (s *site) pollFeed(v *visit) error {
	if err := v.mayFile(); err != nil {
		return err
	}
	f := s.feeds.Feed(v.r.PostFormValue("feed"))
	if f == nil {
		return missing("feed")
	}
	page := s.feedsPage(v, f.ID)
	articles, err := f.Poll(v.r.Context())
	if err != nil {
		page.Page.Message = &Message{Says: sentence(err.Error()), Bad: true}
		s.show(v.w, v.r, http.StatusBadGateway, "feeds", page)
		return nil
	}
	page.From = f.Name
	if n := len(articles); n > mostArticles {
		page.More = "These are the newest " + negotiation.Grouped(mostArticles) + " of " + negotiation.Grouped(n) + "."
		articles = articles[:mostArticles]
	}
	for _, a := range articles {
		page.Articles = append(page.Articles, articleLine(a))
	}
	s.show(v.w, v.r, http.StatusOK, "feeds", page)
	return nil
}

func articleLine(a *dispatch.Article) ArticleLine {
	line := ArticleLine{Title: a.Title, Publisher: a.Publisher, Begins: beginning(unbroken(a.Text), 240), Text: a.Text}
	if line.Title == "" {
		line.Title = beginning(line.Begins, 80)
	}
	if strings.HasPrefix(a.URL, "https://") || strings.HasPrefix(a.URL, "http://") {
		line.URL = a.URL
	}
	if !a.Published.IsZero() {
		line.Day, line.Published = a.Published.Format("2 Jan 2006"), a.Published.Format(time.RFC3339)
	}
	return line
}
