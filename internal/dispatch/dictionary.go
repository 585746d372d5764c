package dispatch

import "strings"

// Dictionary is what a negotiation knows of its own: whom and what an article
// may mean. Its names go before the tables of the package.
type Dictionary struct {
	Members []Entry `json:"members,omitempty"`
	Parties []Entry `json:"parties,omitempty"`
	Places  []Entry `json:"places,omitempty"`
	Issues  []Entry `json:"issues,omitempty"`
}

// Entry is a member, party, place or issue under all its names.
type Entry struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Aliases []string `json:"aliases,omitempty"` // other names: surname alone, spelling of another language
	Titles  []string `json:"titles,omitempty"`  // of members: capacity, as the press writes it
	Party   string   `json:"party,omitempty"`   // of members: id of their party
}

// lookup finds an entry by one of its names.
type lookup map[string]*Entry

func lookupOf(entries []Entry) lookup {
	l := lookup{}
	for i := range entries {
		e := &entries[i]
		for _, name := range append([]string{e.Name}, e.Aliases...) {
			if key := plainName(name); key != "" {
				l[key] = e
			}
		}
	}
	return l
}

// plainName is a name as it is compared: small letters, no article.
func plainName(s string) string {
	s = strings.ToLower(strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "’", "'"))
	for _, article := range []string{"the ", "a ", "an "} {
		s = strings.TrimPrefix(s, article)
	}
	return s
}

// issuesIn lists the ids of the issues that a text names.
func (x *reading) issuesIn(s Span) []string {
	if len(x.dict.Issues) == 0 {
		return nil
	}
	lower := strings.ToLower(s.In(x.text))
	var found []string
	for _, e := range x.dict.Issues {
		for _, name := range append([]string{e.Name}, e.Aliases...) {
			if name != "" && containsWord(lower, strings.ToLower(name)) {
				found = append(found, e.ID)
				break
			}
		}
	}
	return found
}

func containsWord(s, word string) bool {
	for at := 0; ; {
		i := strings.Index(s[at:], word)
		if i < 0 {
			return false
		}
		i += at
		before, after := i == 0 || !letter(s[i-1]), i+len(word) == len(s) || !letter(s[i+len(word)])
		if before && after {
			return true
		}
		at = i + 1
	}
}

func letter(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= 0x80 }
