package format_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"parley/internal/shareddata"
)

// same are bytes that are all alike, without end.
type same byte

func (b same) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(b)
	}
	return len(p), nil
}

// again is a string over and over.
func again(s string, times int) io.Reader {
	var all []io.Reader
	for range times / 1000 {
		all = append(all, strings.NewReader(strings.Repeat(s, 1000)))
	}
	return io.MultiReader(all...)
}

const bomb = `<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><d>&c;</d>`
const outside = `<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><d>&a;</d>`

// source writes a file: as it is, or as the only part of an archive.
type source struct {
	part    string // "": no archive
	content func() io.Reader
	cut     int64 // how many bytes are missing at the end
}

func of(part, content string) source {
	return source{part: part, content: func() io.Reader { return strings.NewReader(content) }}
}

// hostile are files that are to be refused. They are written as they are needed: what
// the test itself takes of the memory counts for the programs that it starts.
var hostile = map[string]source{
	"bomb.docx": {part: "word/document.xml", content: func() io.Reader { return io.LimitReader(same(0), 512<<20) }},
	"bomb.odt":  {part: "content.xml", content: func() io.Reader { return io.LimitReader(same(0), 512<<20) }},
	"spaces.docx": {part: "word/document.xml", content: func() io.Reader {
		return io.MultiReader(strings.NewReader("<document><body>"), io.LimitReader(same(' '), 47<<20))
	}},
	"deep.docx": {part: "word/document.xml", content: func() io.Reader { return again("<a>", 1_000_000) }},
	"wide.docx": {part: "word/document.xml", content: func() io.Reader {
		return io.MultiReader(strings.NewReader("<document><body>"), again("<a/>", 8_000_000))
	}},
	"entities.docx":  of("word/document.xml", bomb),
	"outside.docx":   of("word/document.xml", outside),
	"climbing.docx":  of("../../word/document.xml", "<document><body/></document>"),
	"entities.odt":   of("content.xml", bomb),
	"entities.xml":   of("", bomb),
	"outside.akn":    of("", outside),
	"deep.akn":       {content: func() io.Reader { return again("<a>", 1_000_000) }},
	"deep.html":      {content: func() io.Reader { return again("<div>", 1_000_000) }},
	"nothing.docx":   {content: func() io.Reader { return io.LimitReader(same(0), 100<<20) }},
	"nothing.md":     {content: func() io.Reader { return io.LimitReader(same(' '), 100<<20) }},
	"nothing.html":   {content: func() io.Reader { return io.LimitReader(same(' '), 100<<20) }},
	"deep.json":      {content: func() io.Reader { return again(`{"provisions":[`, 1_000_000) }},
	"truncated.docx": {part: "word/document.xml", content: func() io.Reader { return strings.NewReader("<document/>") }, cut: 30},
	"halved.docx":    {part: "word/document.xml", content: func() io.Reader { return strings.NewReader("<document/>") }, cut: 90},
}

func (s source) write(t *testing.T, name string) {
	t.Helper()
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := io.Writer(f)
	if s.part != "" {
		z := zip.NewWriter(f)
		defer z.Close()
		if w, err = z.Create(s.part); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := io.Copy(w, s.content()); err != nil {
		t.Fatal(err)
	}
}

// TestHostileFilesAreRefusedInLittleMemory gives each to the program itself.
func TestHostileFilesAreRefusedInLittleMemory(t *testing.T) {
	dir := t.TempDir()
	program := filepath.Join(dir, "parley")
	if out, err := exec.Command("go", "build", "-o", program, "parley/cmd/parley").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var files []string
	for name, s := range hostile {
		file := filepath.Join(dir, name)
		s.write(t, file)
		if info, err := os.Stat(file); err != nil || os.Truncate(file, info.Size()-s.cut) != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	found, err := filepath.Glob(filepath.Join(shareddata.Dir(t, "docx"), "hostile", "*"))
	if err != nil || len(found) == 0 {
		t.Fatal(found, err)
	}
	for _, file := range append(files, found...) {
		name := filepath.Base(file)
		cmd := exec.Command(program, "show", file)
		var says bytes.Buffer
		cmd.Stderr = &says
		start := time.Now()
		err := cmd.Run()
		took := time.Since(start)
		peak := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss >> 10
		line := fmt.Sprintf("%s: %v, %d MB, %s", name, took.Round(time.Millisecond), peak, strings.TrimPrefix(strings.SplitN(says.String(), "\n", 2)[0], "parley: "+dir))
		t.Log(line)
		refused := cmd.ProcessState.ExitCode() == 2 && strings.Contains(says.String(), name)
		if !refused || strings.Contains(says.String(), "goroutine") || peak > 200 {
			t.Errorf("%s (%v)", line, err)
		}
	}
}
