package record_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"parley/record"
)

// What others send is read by these parsers. None may panic, and what one
// accepts has one spelling: it is written again as it was read.

func FuzzVerify(f *testing.F) {
	was := talks(12).bundle(5)
	f.Add(was, false)
	f.Add(was[:len(was)-1], false)
	for _, line := range linesOf(was) {
		f.Add(bytes.Replace(was, []byte(line), nil, 1), true)
	}
	f.Fuzz(func(t *testing.T, bundle []byte, sign bool) {
		if lines := linesOf(bundle); sign && len(lines) > 1 {
			bundle = endAnew(lines)
		}
		r := record.Verify(bundle)
		if r.OK && !bytes.Equal(bundle, was) && !saysLess(was, bundle) {
			t.Errorf("another bundle is verified: %q", bundle)
		}
		if !r.OK && len(r.Problems) == 0 {
			t.Error("it is not verified and has no problem")
		}
		for _, p := range r.Problems {
			if p.Msg == "" || p.Line > bytes.Count(bundle, []byte("\n"))+1 {
				t.Errorf("a problem at no place: %+v", p)
			}
		}
	})
}

// FuzzChange changes a bundle in one place, and gives it the digest that goes
// with the change.
func FuzzChange(f *testing.F) {
	was := talks(30).bundle(7)
	lines := linesOf(was)
	f.Add(100, 1, []byte("x"))
	f.Add(0, 0, []byte("\n"))
	f.Add(len(was)-80, 3, []byte(" "))
	f.Fuzz(func(t *testing.T, at, n int, put []byte) {
		text := was[:len(was)-len(lines[len(lines)-1])-1]
		if at < 0 || n < 0 || at > len(text) || n > len(text)-at {
			return
		}
		changed := bytes.Join([][]byte{text[:at], put, text[at+n:]}, nil)
		bundle := endAnew(append(linesOf(changed), ""))
		if record.Verify(bundle).OK && !bytes.Equal(bundle, was) && !saysLess(was, bundle) {
			t.Errorf("with %q at %d in the place of %q it is verified", put, at, text[at:at+n])
		}
	})
}

// saysLess reports whether what remains of the bundle is less: it has
// no line that was not there, but for the number of lines of a checkpoint.
func saysLess(was, now []byte) bool {
	old := linesOf(was)
	for _, line := range linesOf(now) {
		for len(old) > 0 && old[0] != line && !strings.HasPrefix(line, "checkpoint ") && !strings.HasPrefix(line, "end ") {
			old = old[1:]
		}
		if len(old) == 0 {
			return false
		}
	}
	return true
}

func FuzzOpen(f *testing.F) {
	l := talks(10)
	keys := []record.Key{host.Key(l.origin)}
	for _, p := range l.parties {
		k, err := record.NewKey(p.VKey())
		if err != nil {
			f.Fatal(err)
		}
		keys = append(keys, k)
	}
	was := l.heads[0]
	text, sigs, _ := strings.Cut(string(was), "\n\n")
	f.Add(was)
	f.Add([]byte(text + "\nextension\n\n" + sigs))
	f.Add([]byte(text + "\n\n" + sigs + sigs))
	f.Add([]byte("x\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n" + sigs))
	f.Fuzz(func(t *testing.T, msg []byte) {
		s, err := record.Open(msg, keys...)
		if err != nil {
			return
		}
		if s.Text() != text+"\n" || len(s.By) == 0 {
			t.Errorf("another checkpoint is signed: %q", msg)
		}
		for _, by := range s.By {
			if !strings.Contains(sigs, by.Line) {
				t.Errorf("a signature that nobody made: %q", by.Line)
			}
		}
	})
}

func FuzzParseCheckpoint(f *testing.F) {
	text, _, _ := strings.Cut(string(talks(7).heads[0]), "\n\n")
	f.Add(text + "\n")
	f.Add(text + "\nextension\n")
	f.Add("a\n00\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := record.ParseCheckpoint(text)
		if err == nil && (!strings.HasPrefix(text, c.Text()) || strings.Contains(text, "\n\n")) {
			t.Errorf("%q is written as %q", text, c.Text())
		}
	})
}

func FuzzParseAddition(f *testing.F) {
	l := talks(10)
	proof, err := record.Prove(5, 10, l)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(record.Addition{Old: 5, Proof: proof, Note: l.heads[0]}.Bytes())
	f.Add(record.Addition{Note: l.heads[0]}.Bytes())
	f.Add([]byte("old 0\n\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := record.ParseAddition(data)
		if err == nil && !bytes.Equal(a.Bytes(), data) {
			t.Errorf("%q is written as %q", data, a.Bytes())
		}
		if err == nil {
			_, _ = record.Examine(a, nil, host.Key(l.origin))
		}
	})
}

func FuzzParseProof(f *testing.F) {
	l := talks(20)
	was := map[int64]record.Entry{}
	for _, seq := range []int64{1, 9, 10, 20} {
		path, err := record.ProveEntry(20, seq, l)
		if err != nil {
			f.Fatal(err)
		}
		was[seq] = l.entries[seq-1]
		f.Add(record.Proof{Entry: was[seq], Path: path, Signed: l.heads[0]}.Bytes())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := record.ParseProof(data)
		if err != nil {
			return
		}
		if !bytes.Equal(p.Bytes(), data) {
			t.Errorf("%q is written as %q", data, p.Bytes())
		}
		if _, err := p.Verify(host.Key(l.origin)); err == nil && !bytes.Equal(p.Entry.Content, was[p.Entry.Seq].Content) {
			t.Errorf("another content is proved: %q", p.Entry.Content)
		}
	})
}

func FuzzNewKey(f *testing.F) {
	f.Add(host.VKey(host.Origin("river")))
	f.Add(talks(7).parties[0].VKey())
	f.Add("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
	f.Fuzz(func(t *testing.T, text string) {
		k, err := record.NewKey(text)
		if err == nil && (k.String() != text || k.Name() == "" || strings.ContainsAny(k.Name(), "+ \n")) {
			t.Errorf("%q is written as %q", text, k.String())
		}
	})
}

func FuzzParseEntry(f *testing.F) {
	for _, line := range linesOf(talks(12).bundle(5))[2:14] {
		f.Add([]byte(line))
	}
	f.Add([]byte("erased 3 " + strings.Repeat("A", 43) + "= text - - " + base64.StdEncoding.EncodeToString(make([]byte, 32))))
	f.Fuzz(func(t *testing.T, line []byte) {
		e, err := record.ParseEntry(line)
		if err == nil && !bytes.Equal(e.Line(), line) {
			t.Errorf("%q is written as %q", line, e.Line())
		}
	})
}

func FuzzParseLeaf(f *testing.F) {
	for _, e := range talks(12).entries {
		f.Add(e.Leaf(host.Origin("river")).Bytes())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := record.ParseLeaf(data)
		if err == nil && !bytes.Equal(l.Bytes(), data) {
			t.Errorf("%q is written as %q", data, l.Bytes())
		}
	})
}

// FuzzObject holds the reading of objects to the standard library's: what is
// read strictly says the same to whoever reads it otherwise.
func FuzzObject(f *testing.F) {
	f.Add([]byte(`{"seq":7,"at":"2027-03-01T09:30:00Z","by":"ald","kind":"x","after":6,"body":{"a":[1,"]}"]}}`))
	f.Add([]byte(" {\t\"seq\" : 7 , \"x\":[{\"seq\":\"]\"}, \"\\\\\\\"\"] , \"body\": 1.50e3} "))
	f.Add([]byte(`{"by":"\u0061\ud83d\ude00 \ud800","body":null,"seq":-1}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := record.ParseSaid(data)
		if err != nil {
			return
		}
		var want struct {
			Seq, After int64
			At         time.Time
			By, Kind   string
			Body       json.RawMessage
		}
		if err := json.Unmarshal(data, &want); err != nil {
			t.Fatalf("%q is read: %+v, and should not: %v", data, s, err)
		}
		if s.Seq != want.Seq || s.After != want.After || !s.At.Equal(want.At) || s.By != want.By || s.Kind != want.Kind || !bytes.Equal(bytes.TrimSpace(s.Body), want.Body) {
			t.Errorf("%q is read as %+v, and is %+v", data, s, want)
		}
	})
}

func FuzzJudge(f *testing.F) {
	l, other := talks(10), talks(11)
	key := host.Key(l.origin)
	was := record.Evidence(key, l.heads[0], other.heads[0])
	f.Add(was)
	f.Add(record.Evidence(key, l.heads[0], l.heads[0]))
	f.Add(append(was, 'x'))
	f.Fuzz(func(t *testing.T, file []byte) {
		j, err := record.Judge(file)
		if err != nil {
			return
		}
		if j.Proven || j.Origin != l.origin || j.Sizes[0]+j.Sizes[1] != 21 {
			t.Errorf("%q shows %+v", file, j)
		}
	})
}
