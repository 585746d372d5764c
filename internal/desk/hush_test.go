package desk

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"parley/internal/store/sqlite"
	"parley/negotiation"
)

func TestWhatIsSaidOffTheRecordExpiresAndIsInNoLog(t *testing.T) {
	now := time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC)
	store, err := sqlite.Open(filepath.Join(t.TempDir(), "parley.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	d := New(store, func() time.Time { return now })
	do := func(by negotiation.MemberID, c negotiation.Command) {
		t.Helper()
		if err := d.Do(t.Context(), "river", by, c); err != nil {
			t.Fatal(err)
		}
	}
	do("m", negotiation.Open{ID: "river", Name: "River", Mediator: negotiation.Party{ID: "M", Name: "M", Role: negotiation.Mediator}, Member: negotiation.Member{ID: "m", Party: "M", Name: "Chair"}})
	for _, p := range []negotiation.PartyID{"ALD", "BRN"} {
		do("m", negotiation.AddParty{Party: negotiation.Party{ID: p, Name: string(p), Role: negotiation.Principal}})
		do("m", negotiation.AddMember{Member: negotiation.Member{ID: negotiation.MemberID(strings.ToLower(string(p))), Party: p, Name: "Head"}})
	}
	do("m", negotiation.OpenRoom{Name: "Walk in the garden", Parties: []negotiation.PartyID{"ALD"}, OffRecord: true, Hours: 2})
	v, err := d.View(t.Context(), "river", "m")
	if err != nil {
		t.Fatal(err)
	}
	room := v.Rooms()[0].ID
	if err := d.Whisper(t.Context(), "river", "ald", room, "WHAT IF WE GAVE THEM THE DAM"); err != nil {
		t.Fatal(err)
	}
	if got, err := d.Whispers(t.Context(), "river", "m", room); err != nil || len(got) != 1 || got[0].Party != "ALD" {
		t.Errorf("%+v %v", got, err)
	}
	var refusal *negotiation.Refusal
	if _, err := d.Whispers(t.Context(), "river", "brn", room); !errors.As(err, &refusal) || refusal.Reason != negotiation.NotFound {
		t.Errorf("from outside: %v", err)
	}
	if err := d.Whisper(t.Context(), "river", "brn", room, "let me in"); !errors.As(err, &refusal) || refusal.Reason != negotiation.NotFound {
		t.Errorf("from outside: %v", err)
	}
	all, err := store.Read(t.Context(), "river", 0)
	if err != nil {
		t.Fatal(err)
	}
	written, err := json.Marshal(all)
	if err != nil || strings.Contains(string(written), "THE DAM") {
		t.Error("the words are in the log")
	}
	now = now.Add(2 * time.Hour)
	if got, err := d.Whispers(t.Context(), "river", "m", room); err != nil || len(got) != 0 {
		t.Errorf("after its time: %+v %v", got, err)
	}
	if err := d.Whisper(t.Context(), "river", "m", room, strings.Repeat("x", 5000)); !errors.As(err, &refusal) {
		t.Errorf("too long: %v", err)
	}
}
