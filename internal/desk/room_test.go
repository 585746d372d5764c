package desk

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"parley/internal/store/sqlite"
	"parley/negotiation"
)

func twoDesks(t *testing.T) (one, two *Desk) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "parley.db")
	for _, d := range []**Desk{&one, &two} {
		s, err := sqlite.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		*d = New(s, time.Now)
	}
	err := one.Open(t.Context(), negotiation.Open{
		ID: "river", Name: "River", Mediator: negotiation.Party{ID: "CG", Name: "Contact Group", Role: negotiation.Mediator},
		Member: negotiation.Member{ID: "chair", Party: "CG", Name: "Chair"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return one, two
}

func TestListenersAreWokenByWhatAnotherProcessWroteOnceItIsRead(t *testing.T) {
	one, two := twoDesks(t)
	if _, err := two.View(t.Context(), "river", "chair"); err != nil {
		t.Fatal(err)
	}
	woken := two.Listen(t.Context(), "river")
	seat := negotiation.AddParty{Party: negotiation.Party{ID: "AL", Name: "Aldoria", Role: negotiation.Principal}}
	if err := one.Do(t.Context(), "river", "chair", seat); err != nil {
		t.Fatal(err)
	}
	var r *negotiation.Refusal
	if err := two.Do(t.Context(), "river", "chair", seat); !errors.As(err, &r) {
		t.Fatalf("the party that the other desk seated was seated again: %v", err)
	}
	select {
	case <-woken:
	default:
		t.Error("nobody was woken")
	}
}

func TestAskingForWhatDoesNotExistFillsNoMemory(t *testing.T) {
	d, _ := twoDesks(t)
	for i := range 50 {
		id := negotiation.ID(fmt.Sprint("nowhere-", i))
		d.View(t.Context(), id, "chair")
		d.Members(t.Context(), id)
		d.Do(t.Context(), id, "chair", negotiation.AddParty{})
	}
	if len(d.rooms) != 1 {
		t.Errorf("%d rooms are kept for one negotiation", len(d.rooms))
	}
}
