package dispatch

import "strings"

// person is somebody whom the article names.
type person struct {
	full     string
	last     string // in lower case: what later mentions say
	gender   string // m, f or unknown
	capacity string // as written
	roles    string // in lower case: all capacities, with countries
	sure     bool   // a person, and not a place or a body that is named alike
	entry    *Entry
}

// named is a mention of a person by name.
type named struct {
	from, to int // tokens of the name
	who      *person
}

// run returns where capitalised words that begin at token i end.
func (x *reading) run(i, to int) int {
	j := i + 1
	for j < to {
		t := x.toks[j]
		switch {
		case !t.word || t.is("'s") || x.toks[j-1].quote != t.quote:
			return j
		case t.cap && j+1 < to && x.toks[j+1].is(".") && x.abbreviated(j+1) && x.initial(j):
			j += 2
		case t.cap:
			j++
		case x.lang.has("name connectors", t.lower) && j+1 < to && x.toks[j+1].cap && x.toks[j+1].word:
			j += 2
		default:
			return j
		}
	}
	return j
}

// nameIn returns what of a run is a name, after titles, demonyms and words that
// only begin a sentence; titled tells whether a title stood before it.
func (x *reading) nameIn(from, to int) (name int, titled bool) {
	name = from
	for i := from; i < to; i++ {
		t := x.toks[i]
		if i == from && x.sentenceStart(i) && x.lang.has("starters", t.lower) {
			name = i + 1
			continue
		}
		if x.isTitle(i) && (i+1 < to || i == name) {
			name, titled = i+1, true
			continue
		}
		if i == name && (x.world.demonym[t.lower] || x.lang.has("title complements", t.lower) || x.lang.has("determiners", t.lower)) {
			name = i + 1
		}
	}
	if name == from {
		name += x.countryAt(from, to)
	}
	if !titled && to-name > 2 && x.world.given[x.toks[name].lower] == "" && x.world.given[x.toks[name+1].lower] != "" {
		return name + 1, true // a rank that the table does not know
	}
	if name >= to && to-from == 2 && x.world.given[x.toks[from].lower] != "" {
		return from, false // a surname that is a title too
	}
	return min(name, to), titled
}

func (x *reading) countryAt(from, to int) int {
	if to-from == 2 && x.world.given[x.toks[from].lower] != "" {
		return 0 // Chad Bown
	}
	if n := x.placeAt(from, to); n > 0 && from+n < to && n < 3 {
		return n
	}
	return 0
}

func (x *reading) isTitle(i int) bool {
	_, ok := x.lang.words["titles"][x.toks[i].lower]
	return ok
}

// placeAt returns how many tokens from i on are a place or government that the
// tables or the dictionary know.
func (x *reading) placeAt(i, to int) int {
	for n := min(x.world.longest, to-i); n > 0; n-- {
		name := x.words(i, i+n)
		if x.toks[i].cap && (x.world.place[name] || x.places[name] != nil || x.parties[name] != nil) {
			return n
		}
	}
	return 0
}

// words joins tokens in lower case, as names are compared.
func (x *reading) words(from, to int) string {
	if to == from+1 {
		return x.toks[from].lower
	}
	var b strings.Builder
	for i := from; i < to; i++ {
		if i > from && !x.toks[i].is("'s") {
			b.WriteByte(' ')
		}
		b.WriteString(x.toks[i].lower)
	}
	return b.String()
}

// meet notes whom the article names, from its first word to its last.
func (x *reading) meet() {
	for i := 0; i < len(x.toks); {
		if !x.toks[i].cap || !x.toks[i].word {
			i++
			continue
		}
		end := x.run(i, len(x.toks))
		x.meetRun(i, end)
		i = end
	}
	x.meetAgain()
}

func (x *reading) meetRun(from, to int) {
	name, titled := x.nameIn(from, to)
	if name == from && to == from+1 && from+3 < len(x.toks) && x.isTitle(from) {
		return
	}
	if name >= to {
		x.meetInserted(to)
		return
	}
	if x.isTitle(to-1) && x.abbreviated(to) {
		return // Retired Lt. Gen. Flynn
	}
	if x.placeAt(name, to) == to-name || x.body(name, to) {
		return
	}
	before := x.adjoins(name-1) && (x.isTitle(name-1) || x.lang.has("title complements", x.toks[name-1].lower) && x.titleBefore(name-1))
	short := x.abbreviated(name - 1)
	if to-name < 2 && !titled && !before && !short {
		return
	}
	p := x.know(name, to)
	start := x.capacityStart(name)
	if short {
		x.give(p, name-2, name)
	}
	if (titled || before) && start < name {
		x.give(p, start, name)
	}
	if !titled && !before {
		x.apposed(p, name, to)
	}
	if to+1 < len(x.toks) && x.toks[to].is(",") && x.toks[to+1].is("who") {
		p.sure = true
	}
	x.named = append(x.named, named{name, to, p})
}

// meetInserted reads "President (Donald) Trump": the title is the person's.
func (x *reading) meetInserted(i int) {
	if i+3 >= len(x.toks) || !x.toks[i].is("(") || !x.toks[i+2].is(")") || !x.toks[i+3].cap || !x.isTitle(i-1) {
		return
	}
	if p := x.bySurname(x.toks[i+3].lower, ""); p != nil {
		x.give(p, i-1, i)
	}
}

// adjoins reports whether nothing but a space stands between i and i+1.
func (x *reading) adjoins(i int) bool { return x.toks[i+1].Start-x.toks[i].End == 1 }

// body reports whether words name an organisation.
func (x *reading) body(from, to int) bool {
	for i := from; i < to; i++ {
		if l := x.toks[i].lower; x.lang.has("organisations", l) || x.lang.has("groups", l) || x.lang.has("document nouns", l) || x.lang.has("weekdays", l) || x.lang.has("months", l) {
			return true
		}
	}
	return false
}

// know returns the person of a name, a new one when it is the first time.
func (x *reading) know(from, to int) *person {
	full := Span{x.toks[from].Start, x.toks[to-1].End}.In(x.text)
	key := x.words(from, to)
	if p := x.people[key]; p != nil {
		return p
	}
	last := x.toks[to-1].lower
	if from > 0 && x.lang.has("name connectors", x.toks[from].lower) {
		if p := x.bySurname(last, ""); p != nil {
			return p // De Blasio, once Bill de Blasio is known
		}
	}
	if to-from == 1 {
		if p := x.bySurname(last, ""); p != nil {
			return p
		}
	}
	p := &person{full: full, last: last, gender: x.world.given[x.toks[from].lower]}
	if len(last) <= 3 && to-from > 1 && strings.Trim(last, "ivx") == "" {
		p.last = x.toks[to-2].lower // Aldric IV
	}
	p.sure = p.gender != ""
	if e := x.members[key]; e != nil {
		p.entry, p.full, p.sure = e, e.Name, true
	}
	if at := x.connected(from, to); at != "" {
		x.people[at] = p
	}
	x.people[key] = p
	x.order = append(x.order, p)
	return p
}

// bySurname finds a person by what later mentions say, the latest met first;
// gender may rule one out.
func (x *reading) bySurname(last, gender string) *person {
	for i := len(x.order) - 1; i >= 0; i-- {
		p := x.order[i]
		if p.last == last && (gender == "" || p.gender == "" || p.gender == gender) {
			return p
		}
	}
	if e := x.members[last]; e != nil {
		p := &person{full: e.Name, last: last, sure: true, entry: e, roles: strings.ToLower(strings.Join(e.Titles, " "))}
		x.people[last] = p
		x.order = append(x.order, p)
		return p
	}
	return nil
}

// capacityStart returns where the titles before a name begin: "Putin's foreign
// policy aide", "US Secretary of the Army".
func (x *reading) capacityStart(name int) int {
	i := name
	for i > 0 {
		t := x.toks[i-1]
		switch {
		case !t.word || t.quote != x.toks[name].quote || !x.adjoins(i-1) && !x.toks[i].is("'s"):
			return x.withoutArticle(i, name)
		case t.is("'s"):
			for i -= 1; i > 0 && x.toks[i-1].cap && x.toks[i-1].word; {
				i--
			}
			return i
		case t.is("of") || t.is("the") && i > 1 && x.toks[i-2].is("of"):
			if !x.titleBefore(i - 1) {
				return x.withoutArticle(i, name)
			}
		case x.stops(i - 1):
			return x.withoutArticle(i, name)
		}
		i--
	}
	return i
}

// titleBefore reports whether the words before "of" are an office.
func (x *reading) titleBefore(i int) bool {
	for j := i; j > max(0, i-4); j-- {
		if x.isTitle(j) {
			return true
		}
		if t := x.toks[j]; !t.is("of") && !t.is("the") && !x.lang.has("title complements", t.lower) {
			return false
		}
	}
	return false
}

// stops reports whether a word cannot belong to a title before a name.
func (x *reading) stops(i int) bool {
	l := x.toks[i].lower
	if x.lang.has("determiners", l) || x.lang.has("subordinators", l) || x.lang.has("prepositions", l) || x.role(l) == "and" || l == "," {
		return true
	}
	return x.finite(i)
}

func (x *reading) withoutArticle(i, name int) int {
	for i < name && (x.lang.has("determiners", x.toks[i].lower) || x.sentenceStart(i) && x.lang.has("starters", x.toks[i].lower) && !x.isTitle(i) && !x.isTitle(i+1) && !x.lang.has("title complements", x.toks[i].lower)) {
		i++
	}
	return i
}

// give adds a capacity to a person.
func (x *reading) give(p *person, from, to int) {
	written := Span{x.toks[from].Start, x.toks[to-1].End}.In(x.text)
	p.sure = true
	p.roles += " " + x.words(from, to)
	if p.capacity == "" || len(written) > len(p.capacity) && strings.Contains(written, p.capacity) {
		p.capacity = written
	}
	for i := from; i < to; i++ {
		if g := x.lang.words["titles"][x.toks[i].lower]; g != "" && !x.toks[min(i+1, to)].is("'s") && p.gender == "" {
			p.gender = g
		}
	}
}

// apposed finds the office of a name between commas: "the finance minister,
// Ruben Acht," and "Steve Witkoff, the president's envoy,".
func (x *reading) apposed(p *person, from, to int) {
	if from > 1 && x.toks[from-1].is(",") && x.afterName(to) {
		if start := x.officeBefore(from - 1); start >= 0 {
			x.give(p, x.withoutArticle(start, from-1), from-1)
			return
		}
	}
	if to+1 < len(x.toks) && x.toks[to].is(",") {
		if end := x.officeAfter(to + 1); end > 0 {
			x.give(p, x.withoutArticle(to+1, end), end)
		}
	}
}

func (x *reading) afterName(to int) bool {
	if to >= len(x.toks) {
		return true
	}
	t := x.toks[to]
	return !t.word || x.lang.verbs[t.lower].base != "" || x.lang.has("auxiliaries", t.lower)
}

// officeBefore returns where the office that ends at a comma begins, or -1.
func (x *reading) officeBefore(comma int) int {
	title := false
	for i := comma - 1; i >= 0 && comma-i < 12; i-- {
		t := x.toks[i]
		outside := x.lang.has("prepositions", t.lower) && !x.lang.has("office links", t.lower) || i > 0 && x.toks[i-1].is("according")
		if outside || !t.word && !t.is("’") || t.quote != x.toks[comma].quote || x.finite(i) || x.lang.has("subordinators", t.lower) {
			if title {
				return i + 1
			}
			return -1
		}
		title = title || x.isTitle(i)
		if i == 0 && title {
			return 0
		}
	}
	return -1
}

// officeAfter returns where an office that begins at i ends, or 0.
func (x *reading) officeAfter(i int) int {
	title := false
	for j := i; j < min(i+12, len(x.toks)); j++ {
		t := x.toks[j]
		if t.quote != x.toks[i].quote || !t.word && !t.is("’") || x.lang.has("subordinators", t.lower) || x.finite(j) {
			if title && (!t.word || t.quote != x.toks[i].quote || x.lang.has("subordinators", t.lower)) {
				return j
			}
			return 0
		}
		if j == i && !x.lang.has("determiners", t.lower) && !x.isTitle(j) && !t.cap && !x.lang.has("title complements", t.lower) {
			return 0
		}
		title = title || x.isTitle(j)
	}
	return 0
}

// meetAgain finds the later mentions by surname alone.
func (x *reading) meetAgain() {
	known := map[string]bool{}
	for _, p := range x.order {
		known[p.last] = true
	}
	all := make([]named, 0, len(x.named)*2)
	next := 0
	for i := 0; i < len(x.toks); i++ {
		if next < len(x.named) && x.named[next].from == i {
			all = append(all, x.named[next])
			i = x.named[next].to - 1
			next++
			continue
		}
		t := x.toks[i]
		if !t.cap || !known[t.lower] && x.members[t.lower] == nil || x.placeAt(i, i+1) > 0 {
			continue
		}
		if i+1 < len(x.toks) && x.toks[i+1].cap && x.lang.has("organisations", x.toks[i+1].lower) {
			continue // the Port Velin Courier, where Port Velin is known
		}
		if p := x.bySurname(t.lower, x.genderBefore(i)); p != nil {
			all = append(all, named{i, i + 1, p})
		}
	}
	x.named = all
}

// genderBefore is what a title before a surname tells: Mr, Ms.
func (x *reading) genderBefore(i int) string {
	if i == 0 {
		return ""
	}
	j := i - 1
	if x.toks[j].is(".") && j > 0 {
		j--
	}
	return x.lang.words["titles"][x.toks[j].lower]
}

// connected returns how a name is told without what stands before its connector:
// "de blasio" of Bill de Blasio; "" when it has none.
func (x *reading) connected(from, to int) string {
	for i := from + 1; i+1 < to; i++ {
		if !x.toks[i].cap && x.lang.has("name connectors", x.toks[i].lower) {
			return x.words(i, to)
		}
	}
	return ""
}
