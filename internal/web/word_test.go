package web_test

import (
	"archive/zip"
	"bytes"
	"html"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"parley/consolidate"
	"parley/format/docx"
	"parley/internal/formattest"
	"parley/negotiation"
	"parley/redline"
	"parley/text"
)

// edited is a Word file in which somebody replaced words in its main part.
func edited(t *testing.T, file string, pairs ...string) []byte {
	t.Helper()
	in, err := zip.NewReader(strings.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == "word/document.xml" {
			content = []byte(strings.NewReplacer(pairs...).Replace(string(content)))
		}
		w, err := z.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		w.Write(content)
	}
	z.Close()
	return out.Bytes()
}

// upload sends a file as a form does.
func (v *visitor) upload(path, name string, file []byte) (int, string) {
	v.s.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	w, err := m.CreateFormFile("file", name)
	if err != nil {
		v.s.t.Fatal(err)
	}
	w.Write(file)
	m.Close()
	return v.answer(v.Post(v.s.URL+path, m.FormDataContentType(), &body))
}

// uploads sends a file to the preview of an import, and returns the page.
func (s *server) uploads(t *testing.T, who negotiation.MemberID, name string, file []byte) string {
	t.Helper()
	status, page := s.as(who).upload("/n/river-talks/import/preview", name, file)
	if status != http.StatusOK {
		t.Fatalf("%d\n%s", status, page)
	}
	return page
}

func TestAWordFileComesBackAsAnAmendmentToTheRevisionItWasMadeFrom(t *testing.T) {
	s := newRiver(t)
	_, file := s.as("ald-head").get("/n/river-talks/export/revision-3.docx")
	next := s.viewOf("mediator").Current().Text.Clone()
	next.Provisions[0].Heading += " anew"
	s.do("mediator", negotiation.TableRevision{Text: next, Standing: negotiation.Draft}) // meanwhile
	page := s.uploads(t, "ald-head", "our copy.docx", edited(t, file, "shall cease", "shall at once cease"))
	if !strings.Contains(page, "This file was made from") {
		t.Fatal("it is not known again")
	}
	form := formOf(t, page, "text", "file", "source")
	form.Set("as", "amendment")
	form.Set("audience", "all")
	form.Set("note", "as instructed")
	s.as("ald-head").post("/n/river-talks/import", form)
	all := s.viewOf("ald-head").Proposals()
	if len(all) != 1 || all[0].Revision != 3 || len(all[0].Amendment.Changes) != 1 || all[0].Status != negotiation.Pending {
		t.Fatalf("%+v", all)
	}
	_, back := s.as("brn-head").get("/n/river-talks/export/amendment-" + string(all[0].ID) + ".docx")
	d, err := docx.Read([]byte(back))
	if err != nil || len(d.Authors) != 1 || d.Authors[0].Name != "Aldoria" || len(d.Comments) != 1 || d.Comments[0].Words != "as instructed" {
		t.Fatalf("%v %+v", err, d)
	}
	if !d.Base.Equal(next) || d.Text.Equal(next) {
		t.Error("rejected, it is not the current revision")
	}
}

// A delegate opens the file in LibreOffice, types here and there, with changes tracked or
// not, saves it and gives it back.
func TestAFileEditedInLibreOfficeComesBackAsWhatWasTyped(t *testing.T) {
	formattest.Tool(t, "soffice", "libreoffice-writer-nogui python3-uno")
	s := newRiver(t)
	_, file := s.as("ald-head").get("/n/river-talks/export/revision-3.docx")
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "ours.docx"), []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("/usr/bin/python3", "../../format/docx/testdata/office.py", "edit", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	saved, err := os.ReadFile(filepath.Join(dir, "ours.edited.docx"))
	if err != nil {
		t.Fatal(err)
	}
	page := s.uploads(t, "ald-head", "ours.edited.docx", saved)
	if !strings.Contains(page, "This file was made from") || !strings.Contains(page, "And further still.") {
		t.Fatal("it is not known again, or what was typed is not shown")
	}
	form := formOf(t, page, "text", "file", "source")
	form.Set("as", "amendment")
	form.Set("audience", "all")
	s.as("ald-head").post("/n/river-talks/import", form)
	all := s.viewOf("brn-head").Proposals()
	if len(all) != 1 || all[0].Revision != 3 || all[0].Status != negotiation.Pending {
		t.Fatalf("%+v", all)
	}
	was, is := s.viewOf("brn-head").Revision(3).Text, all[0].Amendment
	typed, err := consolidate.Amendment{Changes: is.Changes}.Apply(was)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range was.Places() {
		now := typed.Find(p.ID)
		if now == nil {
			t.Errorf("%s is not in the amended text", p.Words)
			continue
		}
		left := strings.NewReplacer(" And further still.", "").Replace(now.Words)
		if !strings.Contains(left, "hereby") && left != p.Words {
			t.Errorf("%q became %q, which nobody typed", p.Words, now.Words)
		}
	}
}

// formOf is what the fields of those names hold on a page.
func formOf(t *testing.T, page string, names ...string) url.Values {
	t.Helper()
	form := url.Values{}
	for _, name := range names {
		all := regexp.MustCompile(`name="`+name+`" value="([^"]*)"`).FindAllStringSubmatch(page, -1)
		if len(all) == 0 {
			t.Fatalf("no %s on the page", name)
		}
		for _, m := range all {
			form.Add(name, html.UnescapeString(m[1]))
		}
	}
	return form
}

// twoAuthors is a Word file made from the current revision, in which two people
// tracked a change each and one commented.
func twoAuthors(t *testing.T, s *server) []byte {
	t.Helper()
	cur := s.viewOf("mediator").Current()
	next := cur.Text.Clone()
	places := next.Places()
	n := 0
	for _, p := range places {
		if strings.Contains(p.Words, " shall ") && n < 2 {
			p.Words = strings.Replace(p.Words, " shall ", []string{" must ", " may "}[n], 1)
			n++
		}
	}
	var b bytes.Buffer
	o := docx.Options{Author: "Ms Alder", Comments: []docx.Comment{{Author: "Ms Alder", Words: "As we said.", On: places[len(places)-1].ID}}}
	if err := docx.WriteRedline(&b, cur.Text, next, redline.Compare(cur.Text, next, redline.Options{}), o); err != nil {
		t.Fatal(err)
	}
	first, second, ok := strings.Cut(documentOf(t, b.String()), "may")
	if !ok || n != 2 {
		t.Fatal(n, " changes")
	}
	at := strings.LastIndex(first, "shall")
	was := first[at:]
	from := strings.LastIndex(first[:at], "Ms Alder")
	return edited(t, b.String(), first[from:]+"may"+second[:40], "Mr Brook"+first[from+8:at]+strings.ReplaceAll(was, "Ms Alder", "Mr Brook")+"may"+second[:40])
}

// documentOf returns the main part of a Word file.
func documentOf(t *testing.T, file string) string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestTheTrackedChangesOfEachAuthorBecomeAnAmendment(t *testing.T) {
	s := newRiver(t)
	page := s.uploads(t, "ald-head", "joint.docx", twoAuthors(t, s))
	for _, want := range []string{"The changes of Ms Alder", "The changes of Mr Brook", "One amendment for each of the 2 authors", "Comments in the file (1)", "As we said."} {
		if !strings.Contains(html.UnescapeString(strings.NewReplacer("\u2068", "", "\u2069", "").Replace(page)), want) {
			t.Errorf("%q is not on the page", want)
		}
	}
	form := formOf(t, page, "text", "file", "base", "authors", "comment")
	form.Set("as", "authors")
	form.Set("audience", "all")
	form.Set("keep-comments", "yes")
	s.as("ald-head").post("/n/river-talks/import", form)
	all := s.viewOf("brn-head").Proposals()
	if len(all) != 2 {
		t.Fatalf("%d amendments", len(all))
	}
	for i, want := range []string{"Changes of Ms Alder in joint.docx.", "Changes of Mr Brook in joint.docx."} {
		if p := all[i]; len(p.Amendment.Changes) != 1 || !strings.Contains(p.Explanation, want) || !strings.Contains(p.Explanation, "As we said.") || p.Status != negotiation.Pending {
			t.Errorf("%+v", p)
		}
	}
	form.Set("as", "author-1")
	s.as("ald-head").post("/n/river-talks/import", form)
	if all := s.viewOf("brn-head").Proposals(); len(all) != 3 {
		t.Errorf("%d amendments", len(all))
	}
}

func TestATextStandsBesideItsOriginalInAnotherLanguage(t *testing.T) {
	s := newRiver(t)
	cur := s.viewOf("mediator").Current()
	other := cur.Text.Clone()
	for _, p := range other.Places() {
		p.ID = text.NewID("fr", string(p.ID))
		if p.Words != "" {
			p.Words = strings.TrimSpace("Texte français " + p.Label)
		}
		if p.Heading != "" {
			p.Heading = strings.TrimSpace("Titre " + p.Label)
		}
	}
	if _, body := s.as("ald-head").get("/n/river-talks/languages"); !strings.Contains(body, "The text is in one language") {
		t.Error("no word that there is one language")
	}
	var b bytes.Buffer
	if err := text.WriteJSON(&b, other); err != nil {
		t.Fatal(err)
	}
	page := s.uploads(t, "mediator", "fr.json", b.Bytes())
	if !regexp.MustCompile(`value="version" id="as-version" checked`).MatchString(page) {
		t.Error("it is not taken for a translation")
	}
	s.sends(t, "mediator", "import", "text", b.String(), "file", "fr.json", "as", "version", "lang", "fr")
	s.sees(t, "ald-head", "languages?lang=fr", "French", "as the text stands", "Texte français")
	id := ""
	for _, p := range cur.Text.Places() {
		if strings.Contains(p.Words, " shall ") {
			id = string(p.ID)
			break
		}
	}
	s.sends(t, "ald-head", "do/take-position", "on.provision", id, "on.lang", "fr", "stance", "accepts", "audience", "all")
	s.sees(t, "brn-head", "languages?lang=fr", "Aldoria", "accepts")
	next := cur.Text.Clone()
	next.Find(text.ID(id)).Words += " Anew."
	s.do("mediator", negotiation.TableRevision{Text: next, Standing: negotiation.Draft})
	s.sees(t, "ald-head", "languages?lang=fr&show=due", "1 provision to be translated", "To be translated: the words changed in revision 4", "What changed")
	s.sees(t, "ald-head", "export/version-fr.md", "Texte français")
	s.sees(t, "ald-head", "record", "in French")
	if code, _ := s.as("ald-head").get("/n/river-talks/languages?lang=de"); code != http.StatusNotFound {
		t.Error(code)
	}
}

func TestWordFilesAreToldApartByTheirNamesAndCarryPositions(t *testing.T) {
	s := newRiver(t)
	p := s.viewOf("ald-head").Current().Text.Provisions[0].ID
	s.do("ald-head", negotiation.TakePosition{On: negotiation.Subject{Provision: p}, Stance: negotiation.Reserves, Words: "too early", Audience: negotiation.Everyone})
	r, err := s.as("brn-head").Get(s.URL + "/n/river-talks/export/revision-3-positions.docx")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if name := r.Header.Get("Content-Disposition"); !regexp.MustCompile(`river-talks-revision-3-positions-for-BRN-\d{4}-\d\d-\d\d\.docx`).MatchString(name) {
		t.Error(name)
	}
	data, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	d, err := docx.Read(data)
	if err != nil || len(d.Comments) != 1 || d.Comments[0].On != p || d.Comments[0].Author != "Aldoria" || !strings.Contains(d.Comments[0].Words, "too early") {
		t.Fatalf("%v %+v", err, d)
	}
	for _, name := range []string{"redline-1-3.docx", "bracketed.docx"} {
		if code, body := s.as("brn-head").get("/n/river-talks/export/" + name); code != http.StatusOK {
			t.Errorf("%s: %d", name, code)
		} else if _, err := docx.Read([]byte(body)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"instrument.docx", "amendment-x.docx", "revision-9.docx", "revision-3-positions.md"} {
		if code, _ := s.as("brn-head").get("/n/river-talks/export/" + name); code != http.StatusNotFound {
			t.Errorf("%s: %d", name, code)
		}
	}
}
