package record_test

import (
	"bytes"
	"crypto/sha256"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"parley/record"
)

// A malicious host shows different histories to different parties, in any order,
// with any proofs, replaying and withholding what it likes; some witnesses side
// with it and sign whatever it asks for. Two parties must never both hold as
// confirmed what cannot both be.

const (
	branches = 3 // histories that the host plays
	longest  = 8 // entries of a history
)

// world is one host, its histories, which are one up to fork entries, and a
// witness of each party. Everything in it is computed by the code under test;
// what is a pure function of its arguments is computed once.
type world struct {
	fork      int64
	heads     [branches][longest + 1]record.Checkpoint
	trees     [branches]*log
	notes     [branches][longest + 1][]byte
	cosigners []record.Cosigner
	quorum    record.Quorum
	lines     map[[3]int]string
	opened    map[string]*record.Signed
	examined  map[[6]int]bool
}

func newWorld(fork int64, parties int) *world {
	w := &world{fork: fork, lines: map[[3]int]string{}, opened: map[string]*record.Signed{}, examined: map[[6]int]bool{}}
	for b := range branches {
		l := newLog(1)
		for n := int64(0); ; n++ {
			c := record.Checkpoint{Origin: l.origin, Tree: l.tree()}
			w.heads[b][n], w.notes[b][n] = c, host.Sign(c)
			if n == longest {
				break
			}
			mark := byte(b)
			if n < fork {
				mark = 255
			}
			leaf := record.Hash(sha256.Sum256([]byte{mark, byte(n)}))
			stored, _, err := record.Grow(n, []record.Hash{leaf}, l)
			if err != nil {
				panic(err)
			}
			l.hashes = append(l.hashes, stored...)
			l.frontier.Add(leaf)
		}
		w.trees[b] = l
	}
	for i := range parties {
		c, err := record.NewCosigner("w"+strconv.Itoa(i), [32]byte{1, byte(i)})
		if err != nil {
			panic(err)
		}
		k, err := record.NewKey(c.VKey())
		if err != nil {
			panic(err)
		}
		w.cosigners = append(w.cosigners, c)
		w.quorum.Witnesses = append(w.quorum.Witnesses, k)
	}
	return w
}

// line is a witness's cosignature on a head.
func (w *world) line(witness, branch int, size int64) string {
	at := [3]int{witness, branch, int(size)}
	if w.lines[at] == "" {
		w.lines[at] = w.cosigners[witness].Cosign(w.heads[branch][size].Text(), began)
	}
	return w.lines[at]
}

// open is what a party makes of a checkpoint with cosignatures.
func (w *world) open(note []byte) *record.Signed {
	if s, ok := w.opened[string(note)]; ok {
		return s
	}
	keys := append([]record.Key{host.Key(w.heads[0][0].Origin)}, w.quorum.Witnesses...)
	s, err := record.Open(note, keys...)
	if err != nil {
		panic(err) // the host of the game makes none that cannot be read
	}
	w.opened[string(note)] = s
	return s
}

// game is one schedule.
type game struct {
	*world
	rng       *rand.Rand
	colluding int // the first of the witnesses side with the host
	accept    func(*record.Signed) bool
	last      [][2]int         // branch and size that each honest witness cosigned last
	got       map[[2]int][]int // who cosigned which branch and size
	confirmed [][2]int         // what each party holds as confirmed: branch and size
}

// play has the host push a few heads at once, which is what a host that wants
// a split would do. It reports whether it got one.
func (g *game) play(steps int) (conflict bool) {
	targets := make([][2]int, 2+g.rng.IntN(4))
	for i := range targets {
		targets[i] = [2]int{g.rng.IntN(branches), 1 + g.rng.IntN(longest)}
	}
	for range steps {
		to := targets[g.rng.IntN(len(targets))]
		if g.rng.IntN(3) > 0 {
			g.ask(g.rng.IntN(len(g.cosigners)), to)
		} else {
			g.show(g.rng.IntN(len(g.cosigners)), to)
		}
	}
	for i, a := range g.confirmed {
		for _, b := range g.confirmed[:i] {
			if a[0] != b[0] && int64(min(a[1], b[1])) > g.fork {
				return true
			}
		}
	}
	return false
}

// ask brings a head to a witness, with the proof that fits best or any other.
func (g *game) ask(witness int, to [2]int) {
	if witness >= g.colluding {
		old := g.last[witness][1]
		if old > to[1] {
			old = g.rng.IntN(to[1] + 1) // let it be asked wrongly
		}
		from := to[0] // whose proof is shown
		if g.rng.IntN(8) == 0 {
			from = g.rng.IntN(branches)
		}
		if !g.examine(g.last[witness], to, old, from) {
			return
		}
		g.last[witness] = to
	}
	if !slices.Contains(g.got[to], witness) {
		g.got[to] = append(g.got[to], witness)
	}
}

// examine is an honest witness that has cosigned last and is shown another
// head, with a proof from one of the histories.
func (w *world) examine(last, to [2]int, old, from int) bool {
	at := [6]int{last[0], last[1], to[0], to[1], old, from}
	if known, ok := w.examined[at]; ok {
		return known
	}
	proof, err := record.Prove(int64(old), int64(to[1]), w.trees[from])
	if err != nil {
		panic(err)
	}
	var had *record.Checkpoint
	if last[1] > 0 {
		had = &w.heads[last[0]][last[1]]
	}
	_, err = record.Examine(record.Addition{Old: int64(old), Proof: proof, Note: w.notes[to[0]][to[1]]}, had, host.Key(w.heads[0][0].Origin))
	w.examined[at] = err == nil
	return err == nil
}

// show brings a head to a party, with some of the cosignatures that there are.
func (g *game) show(party int, head [2]int) {
	note := bytes.Clone(g.notes[head[0]][head[1]])
	for w := range g.cosigners {
		if slices.Contains(g.got[head], w) && g.rng.IntN(10) > 0 {
			note = append(note, g.line(w, head[0], int64(head[1]))...)
		}
	}
	if s := g.open(note); g.accept(s) && head[1] > g.confirmed[party][1] {
		g.confirmed[party] = head
	}
}

// schedules plays random games and returns in how many two parties held
// conflicting heads as confirmed, and in how many anything was confirmed.
func schedules(n, parties, colluding int, accept func(record.Quorum, *record.Signed) bool) (conflicts, confirmed int) {
	worlds := make([]*world, longest)
	for fork := range worlds {
		worlds[fork] = newWorld(int64(fork), parties)
	}
	rng := rand.New(rand.NewPCG(uint64(parties), uint64(colluding)))
	for range n {
		w := worlds[rng.IntN(longest)]
		g := &game{
			world: w, rng: rng, colluding: colluding, last: make([][2]int, parties),
			got: map[[2]int][]int{}, confirmed: make([][2]int, parties),
			accept: func(s *record.Signed) bool { return accept(w.quorum, s) },
		}
		if g.play(parties * (5 + rng.IntN(15))) {
			conflicts++
		}
		if slices.ContainsFunc(g.confirmed, func(c [2]int) bool { return c[1] > 0 }) {
			confirmed++
		}
	}
	return conflicts, confirmed
}

func quorum(q record.Quorum, s *record.Signed) bool { return q.Confirms(s) }

// half is a quorum that is too small.
func half(q record.Quorum, s *record.Signed) bool {
	n := 0
	for _, w := range q.Witnesses {
		if s.Has(w) {
			n++
		}
	}
	return 2*n >= len(q.Witnesses)
}

func TestI10_NoTwoPartiesHoldConflictingHeadsAsConfirmed(t *testing.T) {
	total := 10_000
	if testing.Short() {
		total = 2_000
	}
	if n, err := strconv.Atoi(os.Getenv("PARLEY_SCHEDULES")); err == nil {
		total = n
	}
	start := time.Now()
	for _, table := range []struct{ parties, colluding int }{{2, 0}, {3, 0}, {4, 1}, {5, 1}, {7, 2}} {
		conflicts, confirmed := schedules(total/5, table.parties, table.colluding, quorum)
		t.Logf("%d parties, %d of their witnesses with the host: %d schedules, something confirmed in %d, conflicts in %d", table.parties, table.colluding, total/5, confirmed, conflicts)
		if conflicts > 0 || confirmed == 0 {
			t.Errorf("%d conflicts, confirmed %d", conflicts, confirmed)
		}
	}
	t.Log(time.Since(start))
}

func TestI10_TheSimulatorFindsConflictsWhereTheyCanBe(t *testing.T) {
	if conflicts, _ := schedules(1000, 4, 0, half); conflicts == 0 {
		t.Error("with half of the witnesses as a quorum no conflict was found")
	}
	// Of four witnesses one may side with the host; two are one too many.
	for _, table := range []struct{ parties, colluding int }{{4, 2}, {4, 3}} {
		if conflicts, _ := schedules(1000, table.parties, table.colluding, quorum); conflicts == 0 {
			t.Errorf("with %d of %d witnesses on the host's side no conflict was found", table.colluding, table.parties)
		}
	}
}
