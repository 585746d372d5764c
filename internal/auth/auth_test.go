package auth_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"parley/internal/auth"
	"parley/internal/store/sqlite"
	"parley/negotiation"
)

// clock is a time that a test sets.
type clock struct{ now time.Time }

func newDoor(t *testing.T) (*auth.Door, *clock) {
	t.Helper()
	s, err := sqlite.Open(filepath.Join(t.TempDir(), "parley.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	c := &clock{time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC)}
	return auth.New(s, func() time.Time { return c.now }), c
}

var (
	head  = auth.Key{Negotiation: "river", Member: "aldoria"}
	other = auth.Key{Negotiation: "border", Member: "chair"}
)

func invite(t *testing.T, d *auth.Door, k auth.Key) string {
	t.Helper()
	token, err := d.Invite(t.Context(), k)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func enter(t *testing.T, d *auth.Door, token, old string) string {
	t.Helper()
	session, _, err := d.Enter(t.Context(), token, old)
	if err != nil {
		t.Fatal(err)
	}
	return session
}

func TestAnInviteSignsItsMemberIn(t *testing.T) {
	d, _ := newDoor(t)
	session := enter(t, d, invite(t, d, head), "")
	keys, err := d.Who(t.Context(), session)
	if err != nil || len(keys) != 1 || keys[0] != head {
		t.Fatalf("the session is %v, %v", keys, err)
	}
	if err := d.Leave(t.Context(), session); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Who(t.Context(), session); !errors.Is(err, auth.ErrSignedOut) {
		t.Errorf("after leaving: %v", err)
	}
}

func TestANewInviteTakesThePlaceOfTheOneBefore(t *testing.T) {
	d, _ := newDoor(t)
	first := invite(t, d, head)
	invite(t, d, head)
	if _, err := d.Invited(t.Context(), first); !refused(err) {
		t.Errorf("the first invite still holds: %v", err)
	}
}

func TestInvitesAndSessionsRunOut(t *testing.T) {
	d, c := newDoor(t)
	token := invite(t, d, head)
	session := enter(t, d, token, "")
	c.now = c.now.Add(auth.SessionLife + time.Second)
	if _, err := d.Who(t.Context(), session); !errors.Is(err, auth.ErrSignedOut) {
		t.Errorf("a session outlived its time: %v", err)
	}
	c.now = c.now.Add(auth.InviteLife)
	if _, _, err := d.Enter(t.Context(), token, ""); !refused(err) {
		t.Errorf("an invite outlived its time: %v", err)
	}
}

func TestOneSessionActsInSeveralNegotiations(t *testing.T) {
	d, _ := newDoor(t)
	first := enter(t, d, invite(t, d, head), "")
	second := enter(t, d, invite(t, d, other), first)
	keys, err := d.Who(t.Context(), second)
	if err != nil || len(keys) != 2 {
		t.Fatalf("the session is %v, %v", keys, err)
	}
	if _, err := d.Who(t.Context(), first); !errors.Is(err, auth.ErrSignedOut) {
		t.Errorf("the session before still holds: %v", err)
	}
	rival := auth.Key{Negotiation: head.Negotiation, Member: "brennland"}
	third := enter(t, d, invite(t, d, rival), second)
	keys, err = d.Who(t.Context(), third)
	if err != nil || len(keys) != 2 || keys[1] != rival {
		t.Errorf("who enters as another in the same negotiation is %v, %v", keys, err)
	}
}

func TestWhatIsNoTokenIsRefusedWithTheRemedy(t *testing.T) {
	d, _ := newDoor(t)
	for _, token := range []string{"", "x", "not base64 !", invite(t, d, head) + "A", invite(t, d, head)[1:]} {
		if _, err := d.Invited(t.Context(), token); !refused(err) {
			t.Errorf("%q: %v", token, err)
		}
		if _, err := d.Who(t.Context(), token); !errors.Is(err, auth.ErrSignedOut) {
			t.Errorf("%q as a session: %v", token, err)
		}
	}
}

func refused(err error) bool {
	var r *negotiation.Refusal
	return errors.As(err, &r) && r.Reason == negotiation.NotFound && r.Hint != ""
}

func TestTheCookieIsOutOfReachOfScriptsAndOtherSites(t *testing.T) {
	w := httptest.NewRecorder()
	r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, "/", nil)
	r.Header.Set("X-Forwarded-Proto", "https")
	auth.SetCookie(w, r, "token")
	c := w.Result().Cookies()[0]
	if !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.MaxAge <= 0 {
		t.Errorf("cookie %+v", c)
	}
	back := httptest.NewRequestWithContext(context.Background(), http.MethodGet, "/", nil)
	back.AddCookie(c)
	if auth.Cookie(back) != "token" {
		t.Errorf("read back as %q", auth.Cookie(back))
	}
	w = httptest.NewRecorder()
	auth.SetCookie(w, r, "")
	if c := w.Result().Cookies()[0]; c.MaxAge >= 0 {
		t.Errorf("the cookie is not taken away: %+v", c)
	}
}
