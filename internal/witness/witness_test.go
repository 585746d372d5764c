package witness

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"parley/internal/shareddata"
	"parley/record"
)

func newWitness(t *testing.T) *Witness {
	t.Helper()
	dir := t.TempDir()
	if _, err := Init(dir, "example.com/witness", [32]byte{1}); err != nil {
		t.Fatal(err)
	}
	return reopen(t, dir)
}

func reopen(t *testing.T, dir string) *Witness {
	t.Helper()
	w, err := Open(dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

// exchange is one request of a published conversation, and what must be
// answered.
type exchange struct {
	method, path, body string
	status             string
	contains, equals   string
}

// conversation reads the requests of a hurl script.
func conversation(script string) []exchange {
	var out []exchange
	inBody := false
	for line := range strings.Lines(script) {
		bare := strings.TrimRight(line, "\r\n")
		method, url, ok := strings.Cut(bare, " ")
		switch {
		case bare == "```":
			inBody = !inBody
		case inBody:
			out[len(out)-1].body += line
		case ok && (method == "POST" || method == "GET"):
			out = append(out, exchange{method: method, path: url[strings.LastIndex(url, "/"):]})
		case strings.HasPrefix(bare, "HTTP "):
			out[len(out)-1].status = bare[len("HTTP "):]
		case strings.HasPrefix(bare, "body contains "):
			out[len(out)-1].contains = strings.Trim(bare[len("body contains "):], `"`)
		case strings.HasPrefix(bare, "body == "):
			out[len(out)-1].equals = strings.ReplaceAll(strings.Trim(bare[len("body == "):], `"`), `\n`, "\n")
		}
	}
	return out
}

// sigsumKey is the key of a log that is known by its bare public key.
func sigsumKey(t *testing.T, public string) record.Key {
	t.Helper()
	raw, err := hex.DecodeString(public)
	if err != nil {
		t.Fatal(err)
	}
	of := sha256.Sum256(raw)
	name := "sigsum.org/v1/tree/" + hex.EncodeToString(of[:])
	typed := append([]byte{1}, raw...)
	id := sha256.Sum256(append([]byte(name+"\n"), typed...))
	k, err := record.NewKey(fmt.Sprintf("%s+%08x+%s", name, binary.BigEndian.Uint32(id[:]), base64.StdEncoding.EncodeToString(typed)))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// The conversations are those that another witness is tested with. What is left
// out: mldsa.txt, whose log signs with ML-DSA-44, which no log of Parley does;
// loglist.txt, which asks for no checkpoint; and the answer of obscurity.txt to
// GET /, which is an option of that program.
func TestPublishedConversationsOfWitnesses(t *testing.T) {
	dir := filepath.Join(shareddata.Dir(t, "record"), "torchwood-witness-scripts")
	sum, err := record.NewKey("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8")
	if err != nil {
		t.Fatal(err)
	}
	held := 0
	for _, name := range []string{"litewitness.txt", "sumdb.txt", "obscurity.txt", "bastionlocal.txt"} {
		archive, err := txtar.ParseFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			if !strings.HasSuffix(f.Name, ".hurl") || f.Name == "obscurity.hurl" {
				continue
			}
			w := newWitness(t)
			known := sigsumKey(t, "ffdc2d4d98e4124d3feaf788c0c2f9abfd796083d1f0495437f302ec79cf100f")
			if err := errors.Join(w.Watch(known.Name(), known), w.Watch("go.sum database tree", sum)); err != nil {
				t.Fatal(err)
			}
			handler := w.Handler(func(*Alarm) {})
			for i, x := range conversation(string(f.Data)) {
				answer := httptest.NewRecorder()
				handler.ServeHTTP(answer, httptest.NewRequest(x.method, x.path, strings.NewReader(x.body)))
				body := answer.Body.String()
				if fmt.Sprint(answer.Code) != x.status || !strings.Contains(body, x.contains) || x.equals != "" && body != x.equals {
					t.Errorf("%s %s, request %d: %d %q, want %s %q%q", name, f.Name, i+1, answer.Code, body, x.status, x.contains, x.equals)
				}
				if answer.Code == http.StatusConflict && answer.Header().Get("Content-Type") != "text/x.tlog.size" {
					t.Errorf("%s, request %d: %s", name, i+1, answer.Header())
				}
				held++
			}
		}
	}
	t.Logf("%d requests were answered as they must be", held)
	if held < 14 {
		t.Errorf("only %d requests were found", held)
	}
}

var (
	host   = record.NewHost([32]byte{7})
	origin = host.Origin("river")
)

// grower makes checkpoints of a log that grows.
type grower struct {
	nodes []record.Hash
	size  int64
	mark  byte
}

func (g *grower) ReadHashes(places []int64) ([]record.Hash, error) {
	out := make([]record.Hash, len(places))
	for i, p := range places {
		out[i] = g.nodes[p]
	}
	return out, nil
}

// to returns what a witness that has cosigned old leaves is asked when there
// are size.
func (g *grower) to(t *testing.T, old, size int64) record.Addition {
	t.Helper()
	var head record.Tree
	for {
		var leaves []record.Hash
		if g.size < size {
			leaves = []record.Hash{sha256.Sum256([]byte{g.mark, byte(g.size)})}
		}
		nodes, tree, err := record.Grow(g.size, leaves, g)
		if err != nil {
			t.Fatal(err)
		}
		g.nodes, g.size, head = append(g.nodes, nodes...), tree.N, tree
		if g.size >= size {
			break
		}
	}
	proof, err := record.Prove(old, size, g)
	if err != nil {
		t.Fatal(err)
	}
	return record.Addition{Old: old, Proof: proof, Note: host.Sign(record.Checkpoint{Origin: origin, Tree: head})}
}

func TestAWitnessRemembersAfterAnyCrash(t *testing.T) {
	dir := t.TempDir()
	if _, err := Init(dir, "example.com/witness", [32]byte{1}); err != nil {
		t.Fatal(err)
	}
	w := reopen(t, dir)
	if err := w.Watch(origin, host.Key(origin)); err != nil {
		t.Fatal(err)
	}
	g := &grower{}
	for size := int64(1); size <= 5; size++ {
		if _, err := w.Add(g.to(t, size-1, size)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Open(dir, time.Now); err == nil {
		t.Fatal("two witnesses share a folder")
	}
	w.Close()
	files, _ := filepath.Glob(filepath.Join(dir, "*"+logEnding))
	whole, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	// A crash leaves any beginning of the last checkpoint, which was not
	// answered for.
	begins := bytes.LastIndex(whole, []byte("checkpoint "))
	for cut := begins; cut < len(whole); cut += 7 {
		if err := os.WriteFile(files[0], whole[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		w := reopen(t, dir)
		if _, last, err := w.Last(origin); err != nil || last.N != 4 {
			t.Fatalf("cut at %d: %v, %v", cut, last, err)
		}
		if _, err := w.Add(g.to(t, 4, 5)); err != nil {
			t.Errorf("cut at %d: %v", cut, err)
		}
		w.Close()
	}
}

func TestAChangedFileIsRefusedAndNothingForgotten(t *testing.T) {
	dir := t.TempDir()
	if _, err := Init(dir, "example.com/witness", [32]byte{1}); err != nil {
		t.Fatal(err)
	}
	w := reopen(t, dir)
	if err := w.Watch(origin, host.Key(origin)); err != nil {
		t.Fatal(err)
	}
	g := &grower{}
	for size := int64(1); size <= 3; size++ {
		if _, err := w.Add(g.to(t, size-1, size)); err != nil {
			t.Fatal(err)
		}
	}
	w.Close()
	files, _ := filepath.Glob(filepath.Join(dir, "*"+logEnding))
	whole, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	for at := range whole[:len(whole)-1] { // without the last line end it is what a crash can leave
		changed := bytes.Clone(whole)
		changed[at] ^= 1 << (at % 7)
		if err := os.WriteFile(files[0], changed, 0o600); err != nil {
			t.Fatal(err)
		}
		w, err := Open(dir, time.Now)
		if err != nil {
			continue
		}
		if _, last, _ := w.Last(origin); last == nil || last.N != 3 {
			t.Errorf("byte %d: read as %+v", at, last)
		}
		w.Close()
	}
}

func TestBehindAFailingDiskNothingIsCosigned(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("no disk that is always full: ", err)
	}
	defer full.Close()
	w := newWitness(t)
	if err := w.Watch(origin, host.Key(origin)); err != nil {
		t.Fatal(err)
	}
	l, g := w.logs[origin], &grower{}
	disk := l.file
	l.file = full
	_, err = w.Add(g.to(t, 0, 2))
	l.file = disk
	if err == nil {
		t.Fatal("a checkpoint that could not be kept was cosigned")
	}
	if _, err := w.Add(g.to(t, 0, 3)); err == nil {
		t.Error("something was written behind what may be half a checkpoint")
	}
	if _, last, _ := w.Last(origin); last != nil {
		t.Errorf("it counts as cosigned: %v", last)
	}
}

func TestACheckpointWithLinesOfExtensionIsCosignedAsItIs(t *testing.T) {
	seed := [32]byte{7}
	key := ed25519.NewKeyFromSeed(seed[:])
	text := string((&grower{}).to(t, 0, 2).Note)
	text = text[:strings.Index(text, "\n\n")+1] + "an extension\n"
	sig := binary.BigEndian.AppendUint32(nil, host.Key(origin).KeyHash())
	sig = append(sig, ed25519.Sign(key, []byte(text))...)
	note := text + "\n— " + origin + " " + base64.StdEncoding.EncodeToString(sig) + "\n"
	dir := t.TempDir()
	if _, err := Init(dir, "example.com/witness", [32]byte{1}); err != nil {
		t.Fatal(err)
	}
	w := reopen(t, dir)
	if err := w.Watch(origin, host.Key(origin)); err != nil {
		t.Fatal(err)
	}
	line, err := w.Add(record.Addition{Note: []byte(note)})
	if err != nil {
		t.Fatal(err)
	}
	own, _ := record.NewKey(w.VKey())
	if _, err := record.Open([]byte(note+line), own); err != nil {
		t.Errorf("the cosignature is not on what the host signed: %v", err)
	}
	w.Close()
	if _, last, err := reopen(t, dir).Last(origin); err != nil || last.N != 2 {
		t.Errorf("read again as %v, %v", last, err)
	}
}

func TestOfManyAtOnceOneHistoryIsCosigned(t *testing.T) {
	w := newWitness(t)
	if err := w.Watch(origin, host.Key(origin)); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	var mu sync.Mutex
	signed := map[byte]bool{}
	for mark := range byte(8) {
		a := (&grower{mark: mark}).to(t, 0, 3)
		wg.Go(func() {
			if _, err := w.Add(a); err == nil {
				mu.Lock()
				signed[mark] = true
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if len(signed) != 1 {
		t.Errorf("%d histories were cosigned", len(signed))
	}
}

func TestAForkIsShoutedWithEvidence(t *testing.T) {
	w := newWitness(t)
	if err := w.Watch(origin, host.Key(origin)); err != nil {
		t.Fatal(err)
	}
	one, two := &grower{}, &grower{mark: 9}
	for _, step := range [][2]int64{{0, 3}, {3, 6}} {
		if _, err := w.Add(one.to(t, step[0], step[1])); err != nil {
			t.Fatal(err)
		}
	}
	var alarms []*Alarm
	handler := w.Handler(func(a *Alarm) { alarms = append(alarms, a) })
	for _, row := range []struct {
		name   string
		a      record.Addition
		status int
		alarm  bool
	}{
		{"another history, smaller, of a size that was cosigned", two.to(t, 0, 3), 409, true},
		{"another history, smaller, of a size that was not", (&grower{mark: 9}).to(t, 0, 2), 409, false},
		{"the same again", one.to(t, 6, 6), 200, false},
		{"another history, as large", two.to(t, 6, 6), 422, true},
		{"another history that has grown", two.to(t, 6, 9), 422, true},
		{"a wrong request", record.Addition{Old: 6, Note: one.to(t, 0, 8).Note}, 422, false},
		{"the same history that has grown", one.to(t, 6, 8), 200, false},
	} {
		alarms = nil
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, httptest.NewRequest("POST", "/add-checkpoint", bytes.NewReader(row.a.Bytes())))
		if answer.Code != row.status || len(alarms) > 0 != row.alarm {
			t.Errorf("%s: %d %s, %d alarms", row.name, answer.Code, answer.Body, len(alarms))
		}
		for _, a := range alarms {
			j, err := record.Judge(a.Evidence())
			if err != nil || j.Origin != origin || j.Proven != a.Proven || a.Proven == strings.Contains(row.name, "has grown") {
				t.Errorf("%s: the evidence is judged %+v, %v", row.name, j, err)
			}
		}
	}
}
