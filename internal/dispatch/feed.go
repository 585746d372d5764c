package dispatch

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/net/html/charset"
)

// maxItems is how many items of a feed are read.
const maxItems = 500

// feedItem is an item of RSS or an entry of Atom; what they call differently
// stands side by side.
type feedItem struct {
	Title       string `xml:"title"`
	Description string `xml:"description"`
	Encoded     string `xml:"http://purl.org/rss/1.0/modules/content/ encoded"`
	PubDate     string `xml:"pubDate"`
	Date        string `xml:"http://purl.org/dc/elements/1.1/ date"`
	Published   string `xml:"published"`
	Updated     string `xml:"updated"`
	Summary     markup `xml:"summary"`
	Content     markup `xml:"http://www.w3.org/2005/Atom content"`
	Links       []struct {
		Href string `xml:"href,attr"`
		Rel  string `xml:"rel,attr"`
		Text string `xml:",chardata"`
	} `xml:"link"`
}

// markup is text, escaped HTML or XHTML, as Atom has it.
type markup struct {
	Text  string `xml:",chardata"`
	Inner string `xml:",innerxml"`
	Type  string `xml:"type,attr"`
}

func (m markup) html() string {
	if m.Type == "xhtml" {
		return m.Inner
	}
	return m.Text
}

// readFeed reads the items of RSS (0.91 to 2.0, and 1.0) and Atom as articles.
// Items without words are left out.
func readFeed(data []byte) ([]*Article, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = charset.NewReaderLabel
	d.Strict = false
	var articles []*Article
	source := ""
	for len(articles) < maxItems {
		t, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			if len(articles) > 0 {
				last := articles[len(articles)-1]
				last.Notes = append(last.Notes, "The feed is broken after this item.")
				break
			}
			return nil, fmt.Errorf("read the feed: %w", err)
		}
		start, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		switch {
		case start.Name.Local == "title" && source == "":
			if err := d.DecodeElement(&source, &start); err != nil {
				return nil, fmt.Errorf("read the feed's title: %w", err)
			}
		case start.Name.Local == "item" || start.Name.Local == "entry":
			a, err := readItem(d, &start)
			if err == nil && a != nil {
				a.Publisher = fold(source)
				articles = append(articles, a)
			}
		}
	}
	if len(articles) == 0 {
		return nil, errors.New("the feed has no item with words in it")
	}
	return articles, nil
}

func readItem(d *xml.Decoder, start *xml.StartElement) (*Article, error) {
	var item feedItem
	if err := d.DecodeElement(&item, start); err != nil {
		return nil, fmt.Errorf("read an item: %w", err)
	}
	words := ""
	for _, w := range []string{item.Encoded, item.Content.html(), item.Description, item.Summary.html()} {
		if len(w) > len(words) {
			words = w
		}
	}
	a := &Article{Text: words}
	if strings.ContainsAny(words, "<&") {
		inner, err := readHTML([]byte(words), "text/html; charset=utf-8")
		if err != nil {
			return nil, err
		}
		a.Text = inner.Text
	}
	a.Title = fold(item.Title)
	if strings.TrimSpace(a.Text) == "" || len(a.Text) > MaxText {
		return nil, nil
	}
	a.Published = parseDate(first(item.PubDate, item.Published, item.Date, item.Updated))
	for _, l := range item.Links {
		if a.URL == "" || l.Rel == "alternate" {
			a.URL = first(l.Href, strings.TrimSpace(l.Text))
		}
	}
	return a, nil
}
