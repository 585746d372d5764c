package web_test

import (
"strings"
"parley/consolidate"
"parley/internal/auth"

	"fmt"
	"os"
	"parley/negotiation"
	"testing"
	"time"
)

func TestTry(t *testing.T) {
	if os.Getenv("TRY") == "" {
		t.Skip()
	}
	s := withAmendments(t)
	ar := sample(t, "ar.md")
	ar.Lang = "ar"
	s.desk.Open(t.Context(), negotiation.Open{ID: "ar-talks", Name: "محادثات سaran", Mediator: negotiation.Party{ID: "MED", Name: "الوسيط", Role: negotiation.Mediator}, Member: negotiation.Member{ID: "m2", Party: "MED", Name: "إيناس"}})
	if err := s.desk.Do(t.Context(), "ar-talks", "m2", negotiation.TableRevision{Text: ar, Standing: negotiation.Draft}); err != nil { t.Fatal(err) }
	am := ar.Clone()
	for _, p := range am.Places() { p.Provision.Words = strings.ReplaceAll(p.Words, "30", "45") }
	if err := s.desk.Do(t.Context(), "ar-talks", "m2", negotiation.TableAmendment{Revision: 1, Changes: consolidate.Changes(ar, am), Audience: negotiation.Everyone}); err != nil { t.Fatal(err) }
	tok, _ := s.door.Invite(t.Context(), auth.Key{Negotiation: "ar-talks", Member: "m2"})
	defer func() {}()
	os.WriteFile("/tmp/e/artok", []byte(tok), 0o644)
	for _, m := range []negotiation.MemberID{"mediator", "ald-head", "obs-head"} {
		fmt.Println(m, s.URL+"/enter/"+s.invite(m))
	}
	os.WriteFile("/tmp/e/url", []byte(s.URL+"\n"+s.invite("mediator")+"\n"+s.invite("ald-head")), 0o644)
	time.Sleep(60 * time.Minute)
}
