package web_test

import (
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
	for _, m := range []negotiation.MemberID{"mediator", "ald-head", "obs-head"} {
		fmt.Println(m, s.URL+"/enter/"+s.invite(m))
	}
	os.WriteFile("/tmp/e/url", []byte(s.URL+"\n"+s.invite("mediator")+"\n"+s.invite("ald-head")), 0o644)
	time.Sleep(60 * time.Minute)
}
