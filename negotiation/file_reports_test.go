package negotiation_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"parley/negotiation"
)

func TestManyReportsAreFiledAtOnceOrNoneIs(t *testing.T) {
	h := newHistory(t)
	var many []negotiation.Report
	for i := range 300 {
		many = append(many, remark(fmt.Sprint("words ", i)))
	}
	many = append(many, many[0]) // the same words twice are two reports
	h.must("ua", negotiation.FileReports{Reports: many, Audience: only("M")})
	seen := map[negotiation.ReportID]bool{}
	for _, r := range h.look("m").Reports() {
		seen[r.ID] = true
	}
	if len(seen) != 301 || len(h.look("ru").Reports()) != 0 {
		t.Errorf("%d reports, of which RU sees %d", len(seen), len(h.look("ru").Reports()))
	}
	before := h.state.Seq
	many[17].Quote, many[17].Speaker = "", negotiation.Speaker{}
	_, err := negotiation.Decide(h.state, "ua", negotiation.FileReports{Reports: many, Audience: everyone}, h.at)
	if refusal := (*negotiation.Refusal)(nil); !errors.As(err, &refusal) || !strings.HasPrefix(refusal.Where, "report 18 of 301") || h.state.Seq != before {
		t.Errorf("%v", err)
	}
	h.refused("ua", negotiation.FileReports{}, negotiation.Invalid)
	h.refused("ua", negotiation.FileReports{Reports: make([]negotiation.Report, negotiation.MostReports+1)}, negotiation.Invalid)
	h.refused("va", negotiation.FileReports{Reports: many[:1]}, negotiation.NotAllowed)
	h.refused("ua", negotiation.FileReports{Reports: many[:1], Audience: only("XX")}, negotiation.NotFound)
}

// A signature is on one act.
func TestSeveralReportsAreNotSignedAtOnce(t *testing.T) {
	h := newHistory(t)
	many := negotiation.FileReports{Reports: []negotiation.Report{remark("one"), remark("two")}, Audience: everyone}
	h.refused("ua", negotiation.Signed{Command: many}, negotiation.Invalid)
}

func TestTenThousandReportsAreFiledAtOnce(t *testing.T) {
	h := newHistory(t)
	many := make([]negotiation.Report, negotiation.MostReports)
	for i := range many {
		many[i] = remark(fmt.Sprint("words ", i))
	}
	began := time.Now()
	entries, err := negotiation.Decide(h.state, "ua", negotiation.FileReports{Reports: many, Audience: everyone}, h.at)
	if err != nil {
		t.Fatal(err)
	}
	decided := time.Since(began)
	s := negotiation.Fold(append(h.state.Entries, entries...))
	folded := time.Since(began)
	v, err := negotiation.Look(s, "ru", h.at)
	if err != nil || len(v.Reports()) != len(many) {
		t.Fatal(err)
	}
	t.Logf("decided in %v, folded in %v, looked at in %v", decided, folded-decided, time.Since(began)-folded)
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
}
