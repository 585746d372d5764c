package web_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"crypto/sha256"

	"parley/internal/browser"
	"parley/negotiation"
	"parley/record"
)

// consistency is a case for the browser's own check of proofs.
type consistency struct {
	First, Second         int
	FirstRoot, SecondRoot string
	Proof                 []string
	Want                  bool
}

// memoryTree is a tree whose nodes are in memory.
type memoryTree []record.Hash

func (m memoryTree) ReadHashes(places []int64) ([]record.Hash, error) {
	out := make([]record.Hash, len(places))
	for i, p := range places {
		out[i] = m[p]
	}
	return out, nil
}

// proofs returns every proof between trees of up to n leaves, and each with one
// thing wrong.
func proofs(t *testing.T, n int) []consistency {
	var nodes memoryTree
	roots := []record.Hash{new(record.Frontier).Root()}
	for i := range n {
		added, head, err := record.Grow(int64(i), []record.Hash{sha256.Sum256([]byte{byte(i)})}, nodes)
		if err != nil {
			t.Fatal(err)
		}
		nodes, roots = append(nodes, added...), append(roots, head.Hash)
	}
	b64 := func(h record.Hash) string { return base64.StdEncoding.EncodeToString(h[:]) }
	var out []consistency
	for second := 1; second <= n; second++ {
		for first := 1; first <= second; first++ {
			path, err := record.Prove(int64(first), int64(second), nodes)
			if err != nil {
				t.Fatal(err)
			}
			good := consistency{First: first, Second: second, FirstRoot: b64(roots[first]), SecondRoot: b64(roots[second]), Proof: []string{}, Want: true}
			for _, h := range path {
				good.Proof = append(good.Proof, b64(h))
			}
			other, longer := good, good
			other.FirstRoot, other.Want = b64(sha256.Sum256([]byte("another"))), false
			longer.Proof, longer.Want = append(append([]string{}, good.Proof...), b64(roots[0])), false
			out = append(out, good, other, longer)
		}
	}
	return out
}

func TestTheBrowserChecksProofsAsTheRecordDoes(t *testing.T) {
	s := newRiver(t)
	p := s.enter(t, browser.Start(t), "brn-head")
	cases, err := json.Marshal(proofs(t, 40))
	if err != nil {
		t.Fatal(err)
	}
	wrong := browser.Eval[string](p, `(async () => {
		const { continues } = await import(document.querySelector('script[type=module]').src.replace('main.js', 'memory.js'));
		const bytes = (s) => Uint8Array.from(atob(s), (c) => c.charCodeAt(0));
		const wrong = [];
		for (const c of `+string(cases)+`) {
			if (await continues(c.First, bytes(c.FirstRoot), c.Second, bytes(c.SecondRoot), c.Proof.map(bytes)) !== c.Want) wrong.push([c.First, c.Second, c.Want]);
		}
		return JSON.stringify(wrong);
	})()`)
	if wrong != "[]" {
		t.Errorf("judged otherwise: %s", wrong)
	}
}

func TestABrowserFindsOutThatTheRecordWasRewritten(t *testing.T) {
	s := withAmendments(t)
	p := s.enter(t, browser.Start(t), "brn-head")
	const head = `localStorage.getItem('parley head /n/river-talks')`
	p.WaitFor(head + " !== null")
	s.amend("ald-head", negotiation.Everyone, "six months", "seven months")
	browser.Eval[bool](p, "(() => { sessionStorage.clear(); return true; })()")
	before := browser.Eval[string](p, head)
	p.Reload()
	p.WaitFor(head + " !== " + string(must(json.Marshal(before))))
	if p.Visible("#alarm") {
		t.Fatal("an alarm for a record that was continued")
	}
	// The same entries under other salts are another history.
	browser.Eval[bool](p, `(() => {
		const kept = JSON.parse(`+head+`);
		kept.root = btoa('another history, thirty-two bytes');
		localStorage.setItem('parley head /n/river-talks', JSON.stringify(kept));
		sessionStorage.clear();
		return true;
	})()`)
	p.Reload()
	p.WaitVisible("#alarm")
	p.WaitText("#alarm", "The record was rewritten.")
	p.Axe()
	p.Goto(s.URL + "/n/river-talks/amendments")
	if !p.Visible("#alarm") {
		t.Error("the alarm is not on every page")
	}
	evidence := browser.Eval[string](p, `(async () => {
		const { evidence } = await import(document.querySelector('script[type=module]').src.replace('main.js', 'memory.js'));
		const { now } = JSON.parse(localStorage.getItem('parley alarm /n/river-talks'));
		return evidence(now, now);
	})()`)
	if j, err := record.Judge([]byte(evidence)); err == nil || !strings.Contains(err.Error(), "both checkpoints are one") {
		t.Errorf("the evidence is judged %v, %v\n%s", j, err, evidence)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
