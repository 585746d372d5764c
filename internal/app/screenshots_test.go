package app_test

import (
	"flag"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"parley/internal/app"
	"parley/internal/auth"
	"parley/internal/browser"
	"parley/internal/sample"
	"parley/negotiation"
)

// Every page of the samples, as it looks on a desk, in the dark, on a phone, on
// paper and from right to left. The test holds each of them to axe-core and to
// its window; with -update it renews the pictures in docs/screenshots, with
// -all DIR it leaves every picture in a folder to be looked at:
//
//	go test ./internal/app -run EveryPage -update
//	go test ./internal/app -run EveryPage -all /somewhere

var (
	update = flag.Bool("update", false, "renew docs/screenshots")
	all    = flag.String("all", "", "a folder for pictures of every page in every look")
	only   = flag.String("only", "", "the names of pages, with commas; all where it is missing")
)

const docs = "../../docs/screenshots"

// manner is a way to look at a page.
type manner struct {
	name   string
	window browser.Window
	media  browser.Media
}

var looks = []manner{
	{"desktop", browser.Desktop, browser.Media{}},
	{"dark", browser.Desktop, browser.Media{Dark: true}},
	{"phone", browser.Phone, browser.Media{}},
	{"print", browser.Desktop, browser.Media{Print: true}},
}

// scene is a page, with the looks in which docs/screenshots shows it.
type scene struct {
	name, path, kept string
}

// scenes are the pages, those of a provision and of an amendment taken where
// most is in dispute.
func scenes(bridge negotiation.Proposal, report, article string) []scene {
	const tutorial, demo = "/n/" + string(sample.Tutorial), "/n/" + string(sample.Demo)
	provision := string(bridge.Now.Changes[0].Provision)
	amendment := "/amendments/" + string(bridge.ID)
	return []scene{
		{name: "negotiations", path: "/"},
		{name: "text", path: tutorial + "/text?at=" + provision + "#p-" + provision, kept: "desktop phone"},
		{name: "bracketed", path: tutorial + "/bracketed?at=" + provision + "#p-" + provision, kept: "desktop"},
		{name: "compare", path: tutorial + "/compare"},
		{name: "side-by-side", path: tutorial + "/compare?view=side", kept: "dark"},
		{name: "concordance", path: tutorial + "/compare?view=concordance"},
		{name: "amendments", path: tutorial + "/amendments"},
		{name: "amendment", path: tutorial + amendment},
		{name: "consequences", path: tutorial + amendment + "/consequences"},
		{name: "propose", path: tutorial + "/propose?only=" + provision},
		{name: "bridge", path: tutorial + "/bridge/" + provision},
		{name: "import", path: tutorial + "/import"},
		{name: "record", path: tutorial + "/record", kept: "desktop phone"},
		{name: "demo-record", path: demo + "/record"},
		{name: "export", path: tutorial + "/export"},
		{name: "arabic", path: tutorial + "-ar/bracketed", kept: "desktop"},
		{name: "russian", path: tutorial + "-ru/bracketed"},
		{name: "languages", path: tutorial + "-ru/languages", kept: "desktop phone"},
		{name: "demo", path: demo + "/text"},
		{name: "overview", path: demo + "/overview", kept: "desktop phone"},
		{name: "positions", path: demo + "/positions", kept: "desktop phone print"},
		{name: "history", path: demo + "/positions?show=history"},
		{name: "issue", path: demo + "/positions?issue=territory"},
		{name: "digest", path: demo + "/overview?by=topic&all=1"},
		{name: "documents", path: demo + "/documents"},
		{name: "circulation", path: demo + "/circulation", kept: "desktop"},
		{name: "meetings", path: demo + "/meetings", kept: "desktop phone"},
		{name: "statements", path: demo + "/statements"},
		{name: "chronicle", path: demo + "/chronicle", kept: "desktop phone"},
		{name: "report", path: demo + "/chronicle/" + report},
		{name: "file-report", path: demo + "/chronicle/file?genre=incident"},
		{name: "read-article", path: tutorial + "/chronicle/read"},
		{name: "review", path: tutorial + "/chronicle/" + article + "/review", kept: "desktop phone"},
		{name: "names", path: tutorial + "/chronicle/names"},
		{name: "incidents", path: demo + "/chronicle/table"},
		{name: "feeds", path: demo + "/chronicle/feeds"},
		{name: "inside", path: demo + "/chronicle/inside?party=RU", kept: "desktop"},
		{name: "activity", path: demo + "/chronicle/activity"},
		{name: "lines", path: tutorial + "/lines?at=" + provision},
		{name: "instrument", path: tutorial + "/instrument"},
		{name: "columns", path: tutorial + "/columns"},
		{name: "packages", path: tutorial + "/packages#solutions", kept: "desktop phone"},
		{name: "package", path: tutorial + "/packages?package=zone:30-km,release:average,amnesty:as-it-is,tolls:2030,costs:equal,duration:20-years"},
		{name: "analyse", path: tutorial + "/packages/file"},
		{name: "draw-up", path: tutorial + "/packages/draw-up"},
		{name: "no-packages", path: demo + "/packages"},
		{name: "table", path: demo + "/table"},
		{name: "closing", path: demo + "/closing", kept: "desktop"},
		{name: "demo-bracketed", path: demo + "/bracketed"},
	}
}

// start serves the samples and returns a page that is signed in as the mediator
// of each.
func start(t *testing.T) (*app.App, *browser.Page) {
	t.Helper()
	a, err := app.New(app.Config{Dir: t.TempDir(), Addr: "localhost:0", Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	if err := sample.Load(t.Context(), a.Desk); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	ctx := t.Context()
	go func() { done <- a.Run(ctx) }()
	t.Cleanup(func() {
		if err := <-done; err != nil {
			t.Errorf("the server ended with %v", err)
		}
	})
	var p *browser.Page
	b := browser.Start(t)
	for _, k := range []auth.Key{
		{Negotiation: sample.Tutorial, Member: sample.TutorialMediator},
		{Negotiation: sample.Tutorial + "-ar", Member: sample.TutorialMediator},
		{Negotiation: sample.Tutorial + "-ru", Member: sample.TutorialMediator},
		{Negotiation: sample.Demo, Member: sample.DemoMediator},
	} {
		token, err := a.Door.Invite(t.Context(), k)
		if err != nil {
			t.Fatal(err)
		}
		if p == nil {
			p = b.Open(t, a.URL+"/enter/"+token)
		} else {
			p.Goto(a.URL + "/enter/" + token)
		}
		p.Follow("#enter")
	}
	return a, p
}

func TestEveryPageOfTheSamplesInEveryLook(t *testing.T) {
	a, p := start(t)
	v, err := a.Desk.View(t.Context(), sample.Tutorial, sample.TutorialMediator)
	if err != nil {
		t.Fatal(err)
	}
	proposals := v.Proposals()
	bridge := slices.IndexFunc(proposals, func(q negotiation.Proposal) bool { return len(q.Bridges) > 0 })
	if bridge < 0 {
		t.Fatal("the tutorial holds no bridging text")
	}
	talks, err := a.Desk.View(t.Context(), sample.Demo, sample.DemoMediator)
	if err != nil {
		t.Fatal(err)
	}
	reports := talks.Reports()
	incident := slices.IndexFunc(reports, func(r *negotiation.Report) bool { return r.Genre == negotiation.IncidentReport })
	for _, s := range scenes(proposals[bridge], string(reports[incident].ID), string(v.Reports()[0].ID)) {
		if *only == "" || slices.Contains(strings.Split(*only, ","), s.name) {
			look(t, p, a.URL, s)
		}
	}
	token, err := a.Door.Invite(t.Context(), auth.Key{Negotiation: sample.Tutorial, Member: "aldoria"})
	if err != nil {
		t.Fatal(err)
	}
	p.Show(browser.Media{}) // paper has no buttons
	p.Goto(a.URL + "/enter/" + token)
	p.Follow("#enter")
	look(t, p, a.URL, scene{name: "score", path: "/n/" + string(sample.Tutorial) + "/packages", kept: "desktop phone"})
}

// look looks at a page in every look.
func look(t *testing.T, p *browser.Page, url string, s scene) {
	t.Helper()
	for _, l := range looks {
		t.Logf("%s, %s", s.name, l.name)
		p.Size(l.window)
		p.Show(l.media)
		p.Goto(url + s.path)
		if !l.media.Print {
			p.Axe()
			if over := p.Overflow(); over > 0 {
				t.Errorf("%s, %s: %d px wider than the window", s.name, l.name, over)
			}
		}
		keep(p, s, l)
	}
}

// keep takes the pictures that were asked for.
func keep(p *browser.Page, s scene, l manner) {
	name := s.name + "-" + l.name
	if *update && slices.Contains(strings.Fields(s.kept), l.name) {
		p.Screenshot(filepath.Join(docs, name+".png"))
	}
	if *all == "" {
		return
	}
	p.Screenshot(filepath.Join(*all, name+".png"))
	if l.media.Print {
		p.PDF(filepath.Join(*all, name+".pdf"))
	}
}
