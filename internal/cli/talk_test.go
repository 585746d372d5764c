package cli_test

import (
	"path/filepath"
	"strings"
	"testing"

	"parley/negotiation"
)

// A delegation follows the talks from a terminal: how far they are, what keeps
// them open, who has what; it takes a position and signs it.
func TestADelegationWorksFromATerminal(t *testing.T) {
	temp := t.TempDir()
	a, stop := hosting(t, filepath.Join(temp, "host"))
	defer stop()
	link := invite(t, a, "aldoria")
	as := func(code int, args ...string) (string, string) {
		return parley(t, code, append(args, "--invite", link)...)
	}
	out, _ := as(0, "status")
	has(t, out, "Waters of the Sarran", "Head of delegation, Aldoria, for AL", "not agreed", "amendments pending")
	out, _ = as(0, "gaps", "--open")
	has(t, out, "provision", "AL", "BR", "CA", "open")

	key := filepath.Join(temp, "aldoria.key")
	parley(t, 0, "key", "new", key, "--no-passphrase")
	as(0, "key", "register", key)
	_, line, _ := strings.Cut(out, "\nArticle ")
	cite, _, _ := strings.Cut("Article "+line, "  ")
	out, _ = as(0, "position", "accepts if", "--on", cite, "--if", "the dam is inspected", "--why", "it is half of it", "--key", key)
	has(t, out, "Recorded.")
	out, _ = as(0, "gaps")
	has(t, out, "accepts if")
	_, errs := as(2, "position", "accepts", "--on", "no such provision")
	has(t, errs, "no provision is cited as", "parley gaps lists them")
	_, errs = as(2, "position", "maybe")
	has(t, errs, "it is not known", "Choose one of")

	out, _ = as(0, "who-has", "2")
	has(t, out, "AL", "tabled to everyone")
	_, errs = as(2, "who-has", "99")
	has(t, errs, "there is none")
	_, errs = as(2, "circulate", "2", "--to", "BR")
	has(t, errs, "another party tabled it")
	_, errs = as(2, "sign")
	has(t, errs, "it is not final")
	out, _ = as(0, "search", "velin da*", "--kind", "provision")
	has(t, out, "provision (revision ")
	out, _ = as(0, "search", "inspected", "--party", "AL")
	has(t, out, "position", "AL", "the dam is inspected")
	out, _ = as(0, "search", `"no such words"`)
	has(t, out, "Nothing was found.")
	_, errs = as(2, "search", "dam", "--from", "yesterday")
	has(t, errs, "is no moment")
	out, _ = as(0, "search", "dam", "--json")
	has(t, out, `"hits":`, `"marked":true`)
	out, _ = as(0, "gaps", "--json")
	has(t, out, `"rows":`)
	as(0, "agenda")
	_, errs = parley(t, 2, "status")
	has(t, errs, "add --invite LINK")

	v, err := a.Desk.View(t.Context(), "sarran", "aldoria")
	if err != nil {
		t.Fatal(err)
	}
	es := v.Entries()
	if taken, ok := es[len(es)-1].Body.(*negotiation.PositionTaken); !ok || es[len(es)-1].Signature == nil || taken.Position.Words != "it is half of it" {
		t.Errorf("the position was not recorded as it was taken, and signed: %+v", es[len(es)-1])
	}
}
