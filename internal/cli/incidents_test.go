package cli_test

import (
	"os"
	"path/filepath"
	"testing"
)

func TestADelegationFilesATableOfIncidentsFromATerminal(t *testing.T) {
	temp := t.TempDir()
	a, stop := hosting(t, filepath.Join(temp, "host"))
	defer stop()
	link := invite(t, a, "aldoria")
	table := filepath.Join(temp, "march.csv")
	write := func(words string) {
		t.Helper()
		if err := os.WriteFile(table, []byte(words), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const head = "event_date,event_type,location,source,fatalities\n"
	write(head + "2024-03-01,strike,Velin,Agency,3\n2/3/2024,strike,Orm,Agency,\n")
	_, errs := parley(t, 2, "incidents", table, "--file", "--invite", link)
	has(t, errs, "line 3, event_date: “2/3/2024” is no day", "nothing was")
	out, _ := parley(t, 0, "incidents", table, "--file", "--rest", "--invite", link)
	has(t, out, "Recorded.")
	out, _ = parley(t, 0, "incidents", table, "--invite", link)
	has(t, out, "is report AL-", "already", "Rows: 0 new, 1 in the chronicle already, 1 cannot be filed.")
	write(head + "2024-03-01,strike,Velin,Agency,3\n")
	_, errs = parley(t, 2, "incidents", table, "--file", "--invite", link)
	has(t, errs, "nothing to file")
	view, err := a.Desk.View(t.Context(), "sarran", "aldoria")
	if err != nil {
		t.Fatal(err)
	}
	all := view.Reports()
	if r := all[len(all)-1]; len(r.Audience.Parties) > 0 || r.Audience.Everyone || r.Figures[0].Number != 3 || r.Speaker.Body != "Agency" {
		t.Errorf("%+v", r)
	}
}
