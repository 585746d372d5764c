package dispatch

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

var (
	//go:embed language/en.txt
	englishTable string
	//go:embed language/given.txt
	givenTable string
	//go:embed language/world.txt
	worldTable string
)

// language is what has to be known of a language: words and phrases by section
// of its table.
type language struct {
	verbs   map[string]verb
	words   map[string]map[string]string   // section, word: its value, mostly ""
	phrases map[string]map[string][]phrase // section, first word: those of several words, longest first
	endings map[string]string              // kind: the ending
}

// verb is a form of a verb of saying.
type verb struct {
	base      string
	frames    string
	particles []string
	ing       bool
}

func (v verb) can(frame byte) bool { return strings.IndexByte(v.frames, frame) >= 0 }

// tells reports whether a verb reports words by itself: "begin" and "laugh" do
// only beside a quotation.
func (v verb) tells() bool { return strings.ContainsAny(v.frames, "cwoh") }

// form reports whether a word is the verb with an ending, "s" for one: such a
// form is often a noun.
func (v verb) form(word, ending string) bool {
	return word == v.base+ending
}

// phrase is several words with a value.
type phrase struct {
	words []string
	value string
}

var english = sync.OnceValue(func() *language { return parseLanguage(englishTable) })

func parseLanguage(table string) *language {
	l := &language{verbs: map[string]verb{}, words: map[string]map[string]string{}, phrases: map[string]map[string][]phrase{}, endings: map[string]string{}}
	section := ""
	for line := range strings.Lines(table) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			section = strings.Trim(line, "[]")
			l.words[section], l.phrases[section] = map[string]string{}, map[string][]phrase{}
		case section == "verbs":
			l.addVerb(line)
		default:
			for item := range strings.SplitSeq(line, ",") {
				l.add(section, strings.TrimSpace(item))
			}
		}
	}
	for ending, kind := range l.words["endings"] {
		l.endings[kind] = ending
	}
	return l
}

func (l *language) addVerb(line string) {
	parts := strings.Split(line, "|")
	if len(parts) < 2 {
		return
	}
	v := verb{frames: strings.TrimSpace(parts[1])}
	if len(parts) > 2 {
		for p := range strings.SplitSeq(parts[2], ",") {
			v.particles = append(v.particles, strings.TrimSpace(p))
		}
	}
	for i, form := range strings.Fields(parts[0]) {
		if i == 0 {
			v.base = strings.TrimPrefix(form, "~")
			if form != v.base {
				continue
			}
		}
		v.ing = strings.HasSuffix(form, "ing")
		l.verbs[form] = v
	}
}

// valued are the sections whose last words are a value: "morning 6 12",
// "spokesman m", "seven 7", "january jan".
var valued = map[string]int{"titles": 1, "parts of day": 2, "numbers": 1, "vague numbers": 1, "months": 9}

func (l *language) add(section, item string) {
	if item == "" {
		return
	}
	value := ""
	if left, right, ok := strings.Cut(item, " = "); ok {
		item, value = left, right
	}
	fields := strings.Fields(item)
	if n := valued[section]; n == 9 {
		for _, f := range fields {
			l.words[section][strings.ToLower(f)] = fields[0]
		}
		return
	} else if n > 0 && len(fields) > n && isValue(fields[len(fields)-1]) {
		value = strings.Join(fields[len(fields)-n:], " ")
		fields = fields[:len(fields)-n]
	}
	for i := range fields {
		fields[i] = strings.ToLower(fields[i])
	}
	if len(fields) == 1 {
		l.words[section][fields[0]] = value
		return
	}
	at := l.phrases[section]
	list := append(at[fields[0]], phrase{fields, value})
	for i := len(list) - 1; i > 0 && len(list[i].words) > len(list[i-1].words); i-- {
		list[i], list[i-1] = list[i-1], list[i]
	}
	at[fields[0]] = list
}

func isValue(s string) bool {
	if s == "m" || s == "f" {
		return true
	}
	_, err := strconv.Atoi(s)
	return err == nil
}

// has reports whether a word in lower case stands in a section.
func (l *language) has(section, word string) bool {
	_, ok := l.words[section][word]
	return ok
}

// match returns how many tokens from i on are a word or phrase of the section,
// the longest there is, and its value.
func (l *language) match(section string, toks []token, i int) (int, string) {
	if i >= len(toks) {
		return 0, ""
	}
	for _, p := range l.phrases[section][toks[i].lower] {
		if matches(p.words, toks[i:]) {
			return len(p.words), p.value
		}
	}
	if v, ok := l.words[section][toks[i].lower]; ok {
		return 1, v
	}
	return 0, ""
}

func matches(words []string, toks []token) bool {
	if len(words) > len(toks) {
		return false
	}
	for i, w := range words {
		if toks[i].lower != w {
			return false
		}
	}
	return true
}

// find returns where between two tokens something of the section stands, how
// many tokens it has, and its value.
func (l *language) find(section string, toks []token, from, to int) (at, n int, value string) {
	for i := from; i < to; i++ {
		if n, v := l.match(section, toks[:to], i); n > 0 {
			return i, n, v
		}
	}
	return -1, 0, ""
}

// world is the gazetteer: what names governments and places.
type world struct {
	country map[string]string // in lower case: a country's name, demonym or metonym: the country
	demonym map[string]bool
	place   map[string]bool // where things can be: countries, capitals, cities, seats of government
	longest int             // words of the longest name
	given   map[string]string
}

var gazetteer = sync.OnceValue(func() *world {
	w := &world{country: map[string]string{}, demonym: map[string]bool{}, place: map[string]bool{}, given: map[string]string{}}
	for line := range strings.Lines(worldTable) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if names, ok := strings.CutPrefix(line, "@"); ok {
			w.add(names, "", &w.place)
			continue
		}
		w.addCountry(strings.Split(line, "|"))
	}
	for line := range strings.Lines(givenTable) {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] != "#" {
			for _, name := range fields[1:] {
				w.given[name] = fields[0]
			}
		}
	}
	return w
})

func (w *world) addCountry(columns []string) {
	for len(columns) < 5 {
		columns = append(columns, "")
	}
	country := strings.TrimSpace(columns[0])
	w.add(country, country, &w.place)
	w.add(columns[1], country, &w.demonym)
	w.add(columns[2], country, &w.place)
	w.add(columns[3], country, &w.place)
	w.add(columns[4], country, &w.place)
}

func (w *world) add(names, country string, to *map[string]bool) {
	for name := range strings.SplitSeq(names, ",") {
		name = strings.ToLower(strings.TrimSpace(name))
		if name == "" {
			continue
		}
		if country != "" {
			w.country[name] = country
		}
		(*to)[name] = true
		w.longest = max(w.longest, strings.Count(name, " ")+1)
	}
}

// ends reports whether a word has an ending of a kind: past, participle, manner.
func (l *language) ends(kind, word string) bool {
	return strings.HasSuffix(word, l.endings[kind]) && l.endings[kind] != ""
}
