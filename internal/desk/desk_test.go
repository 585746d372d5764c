package desk_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/internal/store/sqlite"
	"parley/negotiation"
	"parley/text"
)

const river = negotiation.ID("river")

func open(t *testing.T, path string) (*desk.Desk, *sqlite.Store) {
	t.Helper()
	s, err := sqlite.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return desk.New(s, time.Now), s
}

// newRiver opens a negotiation with two parties and a text.
func newRiver(t *testing.T) (*desk.Desk, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "parley.db")
	d, _ := open(t, path)
	err := d.Open(t.Context(), negotiation.Open{
		ID: river, Name: "River", Mediator: negotiation.Party{ID: "CG", Name: "Contact Group", Role: negotiation.Mediator},
		Member: negotiation.Member{ID: "chair", Party: "CG", Name: "Chair"},
	})
	if err != nil {
		t.Fatal(err)
	}
	in := &text.Text{Provisions: []*text.Provision{{ID: "a", Label: "1.", Words: "The Parties meet."}}}
	for _, c := range []negotiation.Command{
		negotiation.AddParty{Party: negotiation.Party{ID: "AL", Name: "Aldoria", Role: negotiation.Principal}},
		negotiation.AddMember{Member: negotiation.Member{ID: "al", Party: "AL", Name: "Delegate"}},
		negotiation.TableRevision{Text: in, Standing: negotiation.Draft},
	} {
		if err := d.Do(t.Context(), river, "chair", c); err != nil {
			t.Fatal(err)
		}
	}
	return d, path
}

func file(d *desk.Desk, ctx context.Context, name string) error {
	words := &text.Text{Provisions: []*text.Provision{{ID: "r", Words: name}}}
	return d.Do(ctx, river, "al", negotiation.FileRendering{Name: name, Text: words})
}

func TestManyWritersOnTwoDesksLoseNothing(t *testing.T) {
	one, path := newRiver(t)
	two, s := open(t, path)
	const writers, each = 8, 10
	var wg sync.WaitGroup
	failed := make(chan error, writers*each)
	for w := range writers {
		d := one
		if w%2 == 1 {
			d = two
		}
		wg.Go(func() {
			for i := range each {
				if err := file(d, t.Context(), fmt.Sprintf("copy %d of %d", i, w)); err != nil {
					failed <- err
				}
			}
		})
	}
	wg.Wait()
	close(failed)
	for err := range failed {
		t.Error(err)
	}
	entries, err := s.Read(t.Context(), river, 0)
	if err != nil {
		t.Fatal(err)
	}
	filed := map[string]bool{}
	for i, e := range entries {
		if e.Seq != int64(i)+1 {
			t.Fatalf("entry %d has the number %d", i+1, e.Seq)
		}
		if b, ok := e.Body.(*negotiation.RenderingFiled); ok {
			filed[b.Rendering.Name] = true
		}
	}
	if len(filed) != writers*each {
		t.Errorf("%d of %d were written", len(filed), writers*each)
	}
	for _, d := range []*desk.Desk{one, two} {
		v, err := d.View(t.Context(), river, "chair")
		if err != nil || len(v.Renderings) != writers*each {
			t.Errorf("a desk shows %d, %v", len(v.Renderings), err)
		}
	}
}

func TestListenersAreWokenAfterTheWriteAndFallSilentWithTheirContext(t *testing.T) {
	d, _ := newRiver(t)
	ctx, stop := context.WithCancel(t.Context())
	woken := d.Listen(ctx, river)
	if err := file(d, t.Context(), "one"); err != nil {
		t.Fatal(err)
	}
	select {
	case <-woken:
	case <-time.After(10 * time.Second):
		t.Fatal("nobody was woken")
	}
	v, err := d.View(t.Context(), river, "chair")
	if err != nil || len(v.Renderings) != 1 {
		t.Fatalf("what woke them is not to be seen: %v", err)
	}
	stop()
	time.Sleep(50 * time.Millisecond) // the listener is taken away in its own time
	select {
	case <-woken:
	default:
	}
	if err := file(d, t.Context(), "two"); err != nil {
		t.Fatal(err)
	}
	select {
	case <-woken:
		t.Error("who had stopped listening was woken")
	default:
	}
}

func TestAViewIsSharedByAPartyUntilSomethingHappens(t *testing.T) {
	d, _ := newRiver(t)
	view := func() *negotiation.View {
		v, err := d.View(t.Context(), river, "al")
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	first := view()
	b1, err1 := first.Bracketed()
	b2, err2 := view().Bracketed()
	if err1 != nil || err2 != nil || b1 != b2 {
		t.Errorf("the bracketed text was laid twice: %v %v", err1, err2)
	}
	if err := file(d, t.Context(), "one"); err != nil {
		t.Fatal(err)
	}
	if again := view(); again.Version == first.Version || len(again.Renderings) != 1 || len(first.Renderings) != 0 {
		t.Errorf("after a write version %d with %d renderings, before it %d with %d", again.Version, len(again.Renderings), first.Version, len(first.Renderings))
	}
}

func TestThePastIsShownAsItWas(t *testing.T) {
	d, _ := newRiver(t)
	before, err := d.View(t.Context(), river, "al")
	if err != nil {
		t.Fatal(err)
	}
	then := time.Now()
	time.Sleep(2 * time.Millisecond)
	if err := file(d, t.Context(), "later"); err != nil {
		t.Fatal(err)
	}
	v, err := d.ViewAt(t.Context(), river, "al", then)
	if err != nil || v.Version != before.Version || len(v.Renderings) != 0 {
		t.Errorf("version %d with %d renderings, %v; it was %d", v.Version, len(v.Renderings), err, before.Version)
	}
}

func TestAStrangerFindsNothingAsIfThereWereNothing(t *testing.T) {
	d, _ := newRiver(t)
	_, absent := d.View(t.Context(), "nowhere", "al")
	_, hidden := d.View(t.Context(), river, "stranger")
	for _, err := range []error{absent, hidden, d.Do(t.Context(), river, "stranger", negotiation.JoinSponsors{}), d.Do(t.Context(), "nowhere", "al", negotiation.JoinSponsors{})} {
		var r *negotiation.Refusal
		if !errors.As(err, &r) || r.Reason != negotiation.NotFound {
			t.Errorf("%v", err)
		}
	}
}
