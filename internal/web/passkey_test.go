package web_test

import (
	"strings"
	"testing"

	"parley/internal/browser"
)

// Passkeys are for names, and the tests' server has only an address; browsers
// take localhost for a name.
func named(url string) string { return strings.Replace(url, "127.0.0.1", "localhost", 1) }

func TestAPasskeySignsItsMemberInAgain(t *testing.T) {
	s := newRiver(t)
	s.URL = named(s.URL)
	p := s.enter(t, browser.Start(t), "brn-head")
	p.Authenticator()
	p.Click("#passkeys")
	p.WaitVisible("#name")
	p.Type("#name", "My telephone")
	p.Loading(func() { p.Press("Enter") })
	p.WaitText("main", "The passkey is added.")
	p.WaitText(".ledger", "My telephone")
	p.Axe()
	p.Loading(func() { p.Click(`form[action="/leave"] button`) })
	p.WaitVisible("#sign-in")
	p.Axe()
	p.TabTo("#sign-in")
	p.Loading(func() { p.Press("Enter") })
	p.WaitText(".who", "Head of Brennland")

	p.Goto(s.URL + "/n/river-talks/passkeys")
	p.Loading(func() { p.Click(".ledger button") })
	p.WaitText("main", "The passkey is removed.")
	p.Loading(func() { p.Click(`form[action="/leave"] button`) })
	p.Allow("422")
	p.WaitVisible("#sign-in")
	p.Loading(func() { p.Click("#sign-in") })
	p.WaitText("main", "this server does not know it")
}

func TestThePageOfPasskeysSaysWhyThereAreNone(t *testing.T) {
	s := newRiver(t)
	if _, body := s.as("brn-head").get("/n/river-talks/passkeys"); !strings.Contains(body, "Open it under its name") {
		t.Error("an address without a name has passkeys")
	}
}
