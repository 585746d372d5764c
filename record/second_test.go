package record_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"parley/record"
)

// python runs a program of the second verifier's folder. Where Python is
// missing the test is skipped, except in CI, where that is a failure.
func python(t *testing.T, stdin []byte, args ...string) (out []byte, code int) {
	t.Helper()
	path, err := exec.LookPath("python3")
	if err != nil && os.Getenv("CI") == "" {
		t.Skip("python3 is not here")
	}
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, args...)
	cmd.Dir = "second"
	cmd.Env = append(os.Environ(), "PYTHONDONTWRITEBYTECODE=1")
	cmd.Stdin = bytes.NewReader(stdin)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err = cmd.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) || stderr.Len() > 0 {
		t.Fatalf("%v %s", err, stderr.Bytes())
	}
	return out, cmd.ProcessState.ExitCode()
}

// verdict is what both verifiers must say alike.
type verdict struct {
	OK        bool             `json:"ok"`
	Problems  []record.Problem `json:"problems"`
	Sealed    int              `json:"sealed"`
	Erased    int              `json:"erased"`
	Signed    int              `json:"signed"`
	Received  int64            `json:"received"`
	Confirmed int64            `json:"confirmed"`
	Need      int              `json:"need"`
}

// String returns what is said about the bundle, and of each problem where it is.
func (v verdict) String() string {
	where := []string{}
	for _, p := range v.Problems {
		where = append(where, fmt.Sprintf("%d:%d", p.Line, p.Seq))
	}
	slices.Sort(where)
	return fmt.Sprint(v.OK, slices.Compact(where), v.Sealed, v.Erased, v.Signed, v.Received, v.Confirmed, v.Need)
}

func first(bundle []byte) verdict {
	r := record.Verify(bundle)
	return verdict{r.OK, r.Problems, r.Sealed, r.Erased, r.Signed, r.Received.Size, r.Confirmed.Size, r.Need}
}

// second has the second verifier judge bundles.
func second(t *testing.T, bundles [][]byte) []verdict {
	t.Helper()
	dir := t.TempDir()
	args := []string{"verify.py", "--json"}
	for i, b := range bundles {
		name := filepath.Join(dir, fmt.Sprint(i))
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, name)
	}
	var out []verdict
	lines, _ := python(t, nil, args...)
	for line := range bytes.Lines(lines) {
		var v verdict
		if err := json.Unmarshal(line, &v); err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	if len(out) != len(bundles) {
		t.Fatalf("%d verdicts on %d bundles", len(out), len(bundles))
	}
	return out
}

func TestTheSecondVerifierTellsAPersonToo(t *testing.T) {
	was := talks(20).bundle(0)
	name := filepath.Join(t.TempDir(), "b")
	for _, c := range []struct {
		bundle []byte
		want   string
		code   int
	}{
		{was, "VERIFIED\n", 0},
		{bytes.Replace(was, []byte(`"after":8`), []byte(`"after":7`), 1), "NOT VERIFIED\n{\n  \"ok\": false,\n  \"problems\": [\n    {\n      \"line\": 11,\n      \"entry\": 9,\n", 1},
	} {
		if err := os.WriteFile(name, c.bundle, 0o600); err != nil {
			t.Fatal(err)
		}
		if out, code := python(t, nil, "verify.py", name); code != c.code || !strings.HasPrefix(string(out), c.want) {
			t.Errorf("%d %s", code, out)
		}
	}
}

// Programs read odd JSON in different ways. What a host could show to one reader
// as this and to another as that is no entry.
func TestBothVerifiersReadOneThingInAContent(t *testing.T) {
	const at = `"at":"2027-03-01T09:30:00Z"`
	var bundles [][]byte
	const body = `,"body":1}`
	contents := map[string]bool{
		`{"seq":7,` + at + `,"by":"ald","kind":"x","after":6,"body":{}}`:           true,
		" {\t\"seq\" : 7 , " + at + `, "x":[{"seq":"]"}, "\\\""] ,"body": 1.50e3}`: true,
		`{"seq":7,` + at + `,"body":1} `:                                           false,
		`{"seq":7,` + at + `,"body":1 }`:                                           true,
		`{"seq":7,` + at + `,"body" :1}`:                                           false,
		`{"seq":7,` + at + `}`:                                                     false,
		`{"seq":7,` + at + `,"body":}`:                                             false,
		`{"seq":7,` + at + `,"body":1,"seq":7}`:                                    false,
		`{"seq":7,` + at + `,"body":1,"x":7}`:                                      false,
		`{"seq":7,` + at + `,"body":1},"x":{}}`:                                    false,
		`{"seq":7,` + at + `,"body" :1,"body":1}`:                                  false,
		`{"seq":7,` + at + `,"body" :null,"body":1}`:                               false,
		`{"seq":7,` + at + `,"Body":1,"body":1}`:                                   false,
		`{"seq":7,` + at + `,"x":{"a":1,"body":2},"body":3}`:                       false,
		`{"seq":7,` + at + `,"x":{"body":2},"body":3}`:                             true,
		`{"seq":7,` + at + `,"x":",\"body\":",",\"body":5,"body":1}`:               true,
		`{ ,"body":1}`:                   false,
		`{,"body":1}`:                    false,
		`{"seq":7,` + at + `,,"body":1}`: false,
		`{"seq":7,` + at + `,"by":"\u0061\ud83d\ude00 \ud800","body":null}`: true,
		`{` + at + `,"seq":7` + body:                                        true,
		`{"seq":7,"at":"2027-03-01T10:30:00.123456789Z"` + body:             true,
		`{"seq":7,` + at + `,"seq":7` + body:                                false,
		`{"seq":7,` + at + `,"AT":"2028-03-01T09:30:00Z"` + body:            false,
		`{"seq":7,` + at + `,"\u0061t":"2028-03-01T09:30:00Z"` + body:       false,
		`{"seq":7,` + at + `,"\u212aind":"x"` + body:                        false,
		`{"seq":7.0,` + at + body:                                           false,
		`{"seq":7e0,` + at + body:                                           false,
		`{"seq":07,` + at + body:                                            false,
		`{"seq":null,` + at + body:                                          false,
		`{"seq":99999999999999999999999999,` + at + body:                    false,
		`{"seq":7,` + at + `,"by":true` + body:                              false,
		`{"seq":7,` + at + `,"x":NaN` + body:                                false,
		`{"seq":7,` + at + body + ` {}`:                                     false,
		`[{"seq":7,` + at + `}]`:                                            false,
		`{"seq":7,` + at + body + "\xff":                                    false,
		`{"seq":7,` + at + ",\"x\":\"\xff\"" + body:                         false,
		`{"seq":7,` + at + ",\"x\":\"\x01\"" + body:                         false,
		`{"seq":7` + body:                                                   false, // it has no time
		`{"seq":7,"at":"2027-03-01 09:30:00Z"` + body:                       false,
		`{"seq":7,"at":"2027-03-01T9:30:00Z"` + body:                        false,
		`{"seq":7,"at":"2027-02-29T09:30:00Z"` + body:                       false,
		`{"seq":7,"at":"2027-03-01T09:30:60Z"` + body:                       false,
		`{"seq":7,"at":"2027-03-01T09:30:00,5Z"` + body:                     false,
		`{"seq":7,"at":"2027-03-01T09:30:00.50Z"` + body:                    false,
		`{"seq":7,"at":"2027-03-01T09:30:00+00:00"` + body:                  false,
		`{"seq":7,"at":"2027-03-01T09:30:00+24:00"` + body:                  false,
		`{"seq":7,"at":"2027-03-01T09:30:00+01:60"` + body:                  false,
		`{"seq":7,"at":"2027-03-01T24:00:00Z"` + body:                       false,
		`{"seq":7,"at":"2027-03-01T09:30:00-23:59"` + body:                  false,
		`{"seq":7,"at":"2027-03-01t09:30:00z"` + body:                       false,
		`{"seq":7,"at":"2027-03-01T09:30:00.1234567891Z"` + body:            false,
		`{"seq":7,"at":"2027-03-01T09:30:00"` + body:                        false,
		`7`:  false,
		`""`: false,
	}
	var order []string
	for content := range contents {
		l := talks(6)
		l.heads = nil
		l.put(record.Entry{Seq: 7, Class: "text", Content: []byte(content)})
		l.checkpoint(0)
		bundles, order = append(bundles, l.bundle(0)), append(order, content)
	}
	for i, v := range second(t, bundles) {
		if r := record.Verify(bundles[i]); r.OK != contents[order[i]] || v.OK != r.OK {
			t.Errorf("%s: first %v %v, second %v %v", order[i], r.OK, r.Problems, v.OK, v.Problems)
		}
	}
}

func TestTheSecondVerifierSaysTheSame(t *testing.T) {
	rng := rand.New(rand.NewPCG(20270301, 1))
	var bundles [][]byte
	var how []string
	for n := range 60 {
		l := disputed(40+n%21, rng)
		was := l.bundle(n % 4 * 3)
		bundles, how = append(bundles, was), append(how, "as written")
		for range 10 {
			name, b := tampered(was, rng)
			bundles, how = append(bundles, b), append(how, name)
		}
	}
	ok, entries := 0, 0
	for i, v := range second(t, bundles) {
		want := first(bundles[i])
		if want.String() != v.String() {
			t.Errorf("%s:\nfirst  %v\nsecond %v\n%v\n%v", how[i], want, v, want.Problems, v.Problems)
		}
		if v.OK {
			ok++
		}
		for _, p := range v.Problems {
			entries += int(min(p.Seq, 1))
		}
	}
	if ok < 20 || ok > len(bundles)/2 || entries < 100 {
		t.Errorf("%d of %d bundles are verified, %d problems are in entries", ok, len(bundles), entries)
	}
	t.Logf("both verifiers say the same of %d bundles: %d are verified, %d problems are in entries", len(bundles), ok, entries)
}

// disputed is a log in which the host itself does one thing that a verifier has
// to find, or that looks as if it had: the tree and the cosignatures are true.
func disputed(n int, rng *rand.Rand) *log {
	l := talks(n)
	l.heads = nil
	key := l.keys["ald"]
	some := 7 + rng.IntN(n-7)
	signed := 10 + 9*rng.IntN(3)
	switch rng.IntN(17) {
	case 0:
		l = l.retold(some, `"at":"20`, fmt.Sprintf(`"at":"20%d`, 1+rng.IntN(8)))
	case 1:
		l = l.retold(some, `"at":"2027-03-01`, `"at":"2027-03-0`+fmt.Sprint(rng.IntN(4)))
	case 2:
		l = l.retold(some, `"seq":`, `"seq":1`)
	case 3:
		l = l.retold(signed, `"after":`, `"after":1`)
	case 4:
		l = l.retold(signed, `"body":{`, `"body":{ `)
	case 5:
		l = l.retold(some, `"by":"`, `"by": 1, "x":"`)
	case 6:
		l.add("ald", record.KeyRevoked, map[string]string{"member": "ald", "key": keyOf(key)}, nil)
		l.add("ald", "proposal accepted", nil, key)
	case 7:
		l.member("dan")
		l.add("ald", record.KeyRegistered, map[string]string{"member": "ald", "key": keyOf(l.keys["dan"]), "by": "x"}, l.keys["dan"])
		l.add("ald", "proposal accepted", nil, l.keys["dan"])
		l.add("ald", "proposal accepted", nil, key)
	case 8:
		l.party("eve") // a quorum is three of four then
		l.parties = l.parties[1+rng.IntN(2):]
	case 9:
		l.add("ald", record.ContentErased, map[string]any{"entry": some}, nil)
		l.erase(some)
	case 10:
		l.erase(some)
	case 11:
		l.add("brn", "proposal accepted", nil, key)
	case 12:
		l.add("ald", "x", json.RawMessage(`{"b":[1,2.50,"é\u00e9\n",{"body":null}],"body":1}`), key)
	case 13:
		e := l.entries[signed-1]
		e.Seq = int64(len(l.entries)) + 1
		e.Content = bytes.Replace(e.Content, fmt.Appendf(nil, `{"seq":%d,"at":"2027-03-01`, signed), fmt.Appendf(nil, `{"seq":%d,"at":"2027-03-02`, e.Seq), 1)
		l.put(e)
	case 14:
		l.add("ald", record.KeyRegistered, map[string]string{"member": "brn", "key": keyOf(key)}, key)
	case 15:
		c := record.Checkpoint{Origin: l.origin, Tree: l.tree()}
		l.heads = [][]byte{append(host.Sign(c), l.parties[0].Cosign(c.Text(), l.now().Add(time.Duration(rng.IntN(90)-60)*time.Minute))...)}
		l.add("ald", "x", 1, nil)
	}
	l.checkpoint(len(l.parties))
	return l
}

func keyOf(key ed25519.PrivateKey) string {
	return record.PublicKey(key.Public().(ed25519.PublicKey)).String()
}

// retold is the log with other words in the content of an entry.
func (l *log) retold(seq int, old, words string) *log {
	out := newLog(1)
	out.parties = l.parties
	for i, e := range l.entries {
		if i+1 == seq {
			e.Content = bytes.Replace(e.Content, []byte(old), []byte(words), 1)
		}
		out.put(e)
	}
	return out
}

// erase leaves of an entry's content the commitment.
func (l *log) erase(seq int) {
	e := &l.entries[seq-1]
	e.Commitment, e.Content, e.Salt = record.Commit(e.Salt, e.Content), nil, record.Salt{}
}

// tampered is a bundle that somebody changed; half of them know how to make the
// digest anew.
func tampered(bundle []byte, rng *rand.Rand) (how string, out []byte) {
	lines := linesOf(bundle)
	i, j := rng.IntN(len(lines)-1), rng.IntN(len(lines)-1)
	tail := slices.IndexFunc(lines, func(s string) bool { return strings.HasPrefix(s, "checkpoint ") })
	if rng.IntN(3) == 0 {
		i = tail + rng.IntN(len(lines)-1-tail)
	}
	switch how = []string{"flip", "delete", "double", "swap", "cut", "insert", "other word", "space", "no digest", "cut off"}[rng.IntN(10)]; how {
	case "flip":
		line := []byte(lines[i])
		if len(line) > 0 {
			line[rng.IntN(len(line))] ^= 1 << rng.IntN(8)
		}
		lines[i] = string(line)
	case "delete":
		lines = slices.Delete(lines, i, i+1)
	case "double":
		lines = slices.Insert(lines, j, lines[i])
	case "swap":
		lines[i], lines[j] = lines[j], lines[i]
	case "cut":
		lines[i] = lines[i][:rng.IntN(len(lines[i])+1)]
	case "insert":
		lines = slices.Insert(lines, i, []string{"", "x", "entry", "checkpoint 5", "sealed 7 " + strings.Repeat("A", 43) + "=", "host x"}[rng.IntN(6)])
	case "other word":
		words := strings.Split(lines[i], " ")
		words[rng.IntN(len(words))] = []string{"", "-", "0", "sealed", strings.Repeat("A", 43) + "=", "text"}[rng.IntN(6)]
		lines[i] = strings.Join(words, " ")
	case "space":
		at := rng.IntN(len(lines[i]) + 1)
		lines[i] = lines[i][:at] + " " + lines[i][at:]
	case "cut off":
		return how, bundle[:rng.IntN(len(bundle))]
	}
	if how == "no digest" || rng.IntN(4) == 0 {
		lines[len(lines)-1] = "end " + strings.Repeat("0", 64)
		return how + ", digest false", []byte(strings.Join(lines, "\n") + "\n")
	}
	return how, endAnew(lines)
}

// What fuzzing found worth keeping, both verifiers judge alike.
func TestTheSecondVerifierSaysTheSameOfWhatFuzzingKept(t *testing.T) {
	files, err := filepath.Glob("testdata/fuzz/FuzzVerify/*")
	if err != nil || len(files) == 0 {
		t.Fatal("nothing is kept", err)
	}
	var bundles [][]byte
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(string(data), "\n")
		bundle, err := strconv.Unquote(strings.TrimSuffix(strings.TrimPrefix(lines[1], "[]byte("), ")"))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		bundles = append(bundles, []byte(bundle))
		if split := linesOf([]byte(bundle)); len(split) > 1 {
			bundles = append(bundles, endAnew(split))
		}
	}
	for i, v := range second(t, bundles) {
		if want := first(bundles[i]); want.String() != v.String() {
			t.Errorf("%q:\nfirst  %v\nsecond %v\n%v\n%v", bundles[i], want, v, want.Problems, v.Problems)
		}
	}
}
