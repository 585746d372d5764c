package web

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jba/templatecheck"
)

// structs are what each page is filled with.
var structs = map[string]any{
	"amendment": AmendmentPage{}, "amendments": AmendmentsPage{}, "bracketed": BracketedPage{}, "bridge": BridgePage{},
	"compare": ComparePage{}, "consequences": AmendmentPage{}, "enter": EnterPage{}, "error": ErrorPage{},
	"export": ExportPage{}, "import": ImportPage{}, "key": KeyPage{}, "imported": ImportedPage{}, "list": ListPage{},
	"passkeys": PasskeysPage{}, "preview": PreviewPage{}, "propose": ProposePage{}, "record": RecordPage{}, "text": TextPage{},
	"packages": PackagesPage{}, "score": ScorePage{}, "draw_up": DrawUpPage{}, "analyse": AnalyseFilePage{}, "overview": OverviewPage{}, "gaps": GapsPage{}, "circulation": CirculationPage{}, "documents": DocumentsPage{}, "invited": InvitePage{}, "reading": ReadingPage{},
	"meetings": MeetingsPage{}, "statements": StatementsPage{}, "chronicle": ChroniclePage{}, "report": ReportPage{}, "file_report": FileReportPage{}, "read_article": ReadArticlePage{}, "article_read": ArticleReadPage{}, "review": ReviewPage{}, "names": NamesPage{}, "incidents": IncidentsPage{}, "incidents_read": IncidentsReadPage{}, "feeds": FeedsPage{}, "inside": InsidePage{}, "activity": ActivityPage{}, "closing": ClosingPage{}, "table": TablePage{}, "columns": ColumnsPage{}, "languages": LanguagesPage{}, "notices": NoticesPage{}, "lines": LinesPage{}, "instrument": InstrumentPage{}, "rooms": RoomsPage{}, "room": RoomPage{},
}

func TestTemplatesUseOnlyWhatTheirStructsHave(t *testing.T) {
	templates, err := loadTemplates()
	if err != nil {
		t.Fatal(err)
	}
	for name, page := range templates {
		data, ok := structs[name]
		if !ok {
			t.Errorf("page %s has no struct in the table", name)
			continue
		}
		if err := templatecheck.CheckHTML(page.Lookup("layout"), data); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What the content security policy forbids is not there in the first place.
func TestNoTemplateHasStylesOrScriptsOfItsOwn(t *testing.T) {
	files, err := filepath.Glob("page/*.tmpl")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{" style=", "<style", " onclick=", " onsubmit=", "javascript:", "http://", "https://"} {
			if strings.Contains(string(content), bad) {
				t.Errorf("%s has %q", file, bad)
			}
		}
	}
}

func TestStylesKnowNoLeftAndRight(t *testing.T) {
	content, err := assetFiles.ReadFile("asset/style.css")
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(string(content), "\n") {
		for _, bad := range []string{"-left:", "-right:", " left:", " right:", "margin-top", "margin-bottom", "padding-top", "padding-bottom", " width:", " height:"} {
			if strings.Contains(line, bad) {
				t.Errorf("style.css:%d has %q: %s", i+1, bad, strings.TrimSpace(line))
			}
		}
	}
}

func TestScriptsPassTheTypeCheck(t *testing.T) {
	const folder = "../jscheck"
	tsc := filepath.Join(folder, "node_modules", ".bin", "tsc")
	if _, err := os.Stat(tsc); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("the type checker is not installed: npm ci --prefix internal/jscheck")
		}
		t.Skip("the type checker is not installed: npm ci --prefix internal/jscheck")
	}
	out, err := exec.CommandContext(t.Context(), tsc, "-p", folder).CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestRedirectsStayOnThisServer(t *testing.T) {
	for given, want := range map[string]string{
		"/n/x/text?at=3": "/n/x/text?at=3", "": "/", "//evil.example": "/", "https://evil.example": "/",
		"/\\evil.example": "/", "/a\r\nSet-Cookie: x": "/",
	} {
		if got := ownPath(given); got != want {
			t.Errorf("ownPath(%q) = %q, want %q", given, got, want)
		}
	}
}

func TestWordsKeepMarksAndShowBrackets(t *testing.T) {
	for words, want := range map[string]string{
		"a < b":                  "a &lt; b",
		"_may_ **not**":          "<i>may</i> <b>not</b>",
		"within [30 / 40] days":  `within <b class="square">[</b>30 / 40<b class="square">]</b> days`,
		"cost^[The first <one>]": `cost <span class="footnote">[The first &lt;one&gt;]</span>`,
	} {
		if got := string(wordsHTML(words)); got != want {
			t.Errorf("wordsHTML(%q) = %s, want %s", words, got, want)
		}
	}
}
