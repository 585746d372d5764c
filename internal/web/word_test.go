package web_test

import (
	"archive/zip"
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"parley/format/docx"
	"parley/negotiation"
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

// uploads sends a file to the preview of an import, and returns the page.
func (s *server) uploads(t *testing.T, who negotiation.MemberID, name string, file []byte) string {
	t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	w, err := m.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	w.Write(file)
	m.Close()
	v := s.as(who)
	status, page := v.answer(v.Post(s.URL+"/n/river-talks/import/preview", m.FormDataContentType(), &body))
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
	form := url.Values{"as": {"amendment"}, "audience": {"all"}, "note": {"as instructed"}}
	for _, name := range []string{"text", "file", "source"} {
		m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page)
		if m == nil {
			t.Fatalf("no %s on the page", name)
		}
		form.Set(name, strings.NewReplacer("&#34;", `"`, "&amp;", "&", "&lt;", "<", "&gt;", ">", "&#39;", "'", "&#43;", "+").Replace(m[1]))
	}
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
