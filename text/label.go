package text

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Form says what sort of label a provision has.
type Form struct {
	Rank   int    // of a label that names what it numbers, from the largest unit: see the Rank constants; 0 for others
	Scheme string // of other labels, the dress around the number and its sort: "1.", "(a)", "(I)", "1.1", "•"
}

// The ranks of labels with a word. A unit holds those of a larger rank.
const (
	RankAnnex = iota + 1
	RankBook
	RankPart
	RankTitle
	RankChapter
	RankSection
	RankSubsection
	RankArticle
)

// unitWords are the words before or around a number, by rank, in the languages
// of the texts that we know. Whoever adds a language adds its words here.
var unitWords = map[int][]string{
	RankAnnex:      {"annex", "schedule", "appendix", "annexe", "anhang", "anlage", "anexo", "приложение", "附件", "ملحق", "المرفق"},
	RankBook:       {"book", "livre", "buch", "libro", "книга"},
	RankPart:       {"part", "partie", "teil", "parte", "часть", "раздел", "الجزء", "ภาค"},
	RankTitle:      {"title", "titre", "titel", "título", "титул", "الباب", "ลักษณะ"},
	RankChapter:    {"chapter", "chapitre", "kapitel", "capítulo", "глава", "الفصل", "หมวด"},
	RankSection:    {"section", "abschnitt", "sección", "секция", "القسم", "ส่วนที่"},
	RankSubsection: {"subsection", "sous-section", "unterabschnitt", "paragraphe", "подраздел"},
	RankArticle:    {"article", "art.", "art", "artikel", "artículo", "статья", "пункт", "point", "rule", "clause", "regulation", "§", "المادة", "มาตรา"},
}

var rankOf = func() map[string]int {
	out := map[string]int{}
	for rank, ws := range unitWords {
		for _, w := range ws {
			out[w] = rank
		}
	}
	return out
}()

// months begin what follows a day that only looks like a label: "1. Januar".
var months = wordSet(`january february march april may june july august september october november december
	januar februar märz april mai juni juli august september oktober november dezember
	janvier février mars avril mai juin juillet août septembre octobre novembre décembre
	enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
	января февраля марта апреля мая июня июля августа сентября октября ноября декабря`)

func wordSet(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(s) {
		out[w] = true
	}
	return out
}

const number = `(?:\p{Nd}{1,3}[a-z]?|[ivxlcdm]+|[IVXLCDM]+|\pL)`

var (
	bullet   = regexp.MustCompile(`^(?:\\\*|[-*•‣▪–—·])\s+`) // an asterisk is escaped in light mark-up
	numeric  = regexp.MustCompile(`^(\p{Nd}{1,3}[a-z]?|\p{Nd}{1,3} ?(?:bis|ter|quater))([.)°]|\.-|°\))\s+`)
	multi    = regexp.MustCompile(`^(\p{Nd}{1,2}(?:\.\p{Nd}{1,3}){1,4})([.)]?)\s+`)
	enclosed = regexp.MustCompile(`^\((` + number + `|\pL{2,4})\)\s+`)
	letter   = regexp.MustCompile(`^([ivxlc]{1,6}|[IVXLC]{1,6}|\pL|aa|bb|cc|dd|ee|ff)([.)])\s+`)
	chinese  = regexp.MustCompile(`^第\s?([一二三四五六七八九十百零〇\p{Nd}]{1,6})\s?([编編部部分章节節条條款])(?:[\s\x{3000}]+|$)`)
	unit     = regexp.MustCompile(`^([\pL.§-]+)\s?((?:\p{Nd}+|[LRDA]\.?\s?\p{Nd}+|[IVXLCDM]+|[A-Z])(?:er|re|ter|bis|[a-z])?(?:[-.–]\p{Nd}+[a-z]?)*)(\s?(?:[.:–—-]|\.\s?[–—-]))?(?:\s+|$)`)
	roman    = regexp.MustCompile(`^(?:[ivxlc]+|[IVXLC]+)$`)
)

var chineseRank = map[string]int{
	"编": RankBook, "編": RankBook, "部": RankPart, "部分": RankPart, "章": RankChapter, "节": RankSection, "節": RankSection,
	"条": RankArticle, "條": RankArticle, "款": RankArticle,
}

// CutLabel splits what a provision begins with from its number. Where s does
// not begin with one, label is "" and rest is s: numbers of years, days and
// amounts in sentences are none, and neither is "Article 5" in "Article 5 of
// the Charter applies". What remains may be empty.
func CutLabel(s string) (label, rest string, form Form) {
	if !mayBeLabel(s) {
		return "", s, Form{}
	}
	if m := bullet.FindString(s); m != "" {
		return "•", s[len(m):], Form{Scheme: "•"}
	}
	if l, r, f, ok := cutUnit(s); ok {
		return l, r, f
	}
	for _, re := range []*regexp.Regexp{multi, numeric, enclosed, letter} {
		m := re.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		rest = s[len(m[0]):]
		dress := "()"
		if re != enclosed {
			dress = m[2]
		}
		if re != enclosed && followsMidSentence(m[1], dress, rest) {
			continue
		}
		return FoldPlain(m[0]), rest, Form{Scheme: scheme(m[1], dress)}
	}
	return "", s, Form{}
}

// mayBeLabel rules out at a glance most of what begins with a word: a label
// has a mark of punctuation in its first characters or begins with a word for
// a unit.
func mayBeLabel(s string) bool {
	first := s
	if i := strings.IndexAny(s, " \t\u00a0"); i >= 0 {
		first = s[:i]
	}
	if len(first) > 48 {
		return strings.HasPrefix(first, "第")
	}
	r, n := utf8.DecodeRuneInString(first)
	if !unicode.IsLetter(r) || strings.HasPrefix(first, "第") {
		return n > 0 && (!unicode.IsLetter(r) || r == '第')
	}
	if strings.ContainsAny(first, ".)") && len(first) <= 16 {
		return true
	}
	return rankOf[strings.ToLower(strings.TrimRight(first, ".:"))] > 0 || rankOf[strings.ToLower(first)] > 0
}

// followsMidSentence reports whether what looks like a number belongs to the
// sentence: a day before its month, an initial before a name, a decimal.
func followsMidSentence(n, dress, rest string) bool {
	first, _, _ := strings.Cut(rest, " ")
	first = strings.ToLower(strings.TrimRight(first, ".,;"))
	r, _ := utf8.DecodeRuneInString(rest)
	switch {
	case months[first]:
		return true
	case dress == "" && !unicode.IsUpper(r): // "1.5 million"
		return true
	case dress == "." && len(n) == 1 && unicode.IsUpper(rune(n[0])) && !roman.MatchString(n): // "J. Smith"
		return true
	}
	return false
}

// scheme names the dress of a number and its sort.
func scheme(n, dress string) string {
	sort := "1"
	r, _ := utf8.DecodeRuneInString(n)
	switch {
	case strings.Contains(n, "."):
		sort = strings.Repeat("1.", strings.Count(n, ".")) + "1"
	case unicode.IsDigit(r):
	case unicode.IsUpper(r):
		sort = "A"
	default:
		sort = "a"
	}
	if dress == "()" {
		return "(" + sort + ")"
	}
	return sort + dress
}

// cutUnit splits off a label with a word: "Article 5 –", "§ 3a", "第一条".
func cutUnit(s string) (label, rest string, form Form, ok bool) {
	if m := chinese.FindStringSubmatch(s); m != nil {
		return FoldPlain(m[0]), s[len(m[0]):], Form{Rank: chineseRank[m[2]]}, true
	}
	m := unit.FindStringSubmatch(s)
	if m == nil {
		return bareUnit(s)
	}
	rank := rankOf[strings.ToLower(m[1])]
	rest = s[len(m[0]):]
	if rank == 0 || rest != "" && m[3] == "" && !headingLike(rest) {
		return "", s, Form{}, false
	}
	return FoldPlain(m[0]), rest, Form{Rank: rank}, true
}

// bareUnit splits off "Annex" where it stands alone.
func bareUnit(s string) (label, rest string, form Form, ok bool) {
	if rankOf[strings.ToLower(s)] == RankAnnex {
		return s, "", Form{Rank: RankAnnex}, true
	}
	return "", s, Form{}, false
}

// headingLike reports whether words after "Article 5" are its heading and not
// the rest of a sentence.
func headingLike(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return !unicode.IsLower(r) && utf8.RuneCountInString(s) <= 160 &&
		!strings.HasSuffix(s, ".") && !strings.HasSuffix(s, ";") && !strings.HasSuffix(s, ",")
}
