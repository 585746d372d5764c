package redline

import (
	"fmt"
	"os"
	"parley/text"
	"regexp"
	"strings"
	"testing"
)

func mdPoints(f string) *text.Text {
	b, _ := os.ReadFile(f)
	t := &text.Text{}
	re := regexp.MustCompile(`^(\d+\.|\([a-z]\)) (.*)$`)
	for _, l := range strings.Split(string(b), "\n") {
		if m := re.FindStringSubmatch(strings.TrimSpace(l)); m != nil {
			p := &text.Provision{Kind: text.Article, Label: m[1], Words: m[2]}
			if m[1][0] == '(' {
				p.Kind = text.Subparagraph
				q := t.Provisions[len(t.Provisions)-1]
				q.Children = append(q.Children, p)
			} else {
				t.Provisions = append(t.Provisions, p)
			}
		}
	}
	return t
}
func TestZZC(t *testing.T) {
	a, b := mdPoints("../internal/sample/demo/rev1.md"), mdPoints("../internal/sample/demo/europe.md")
	fmt.Println(len(a.Provisions), len(b.Provisions))
	for _, r := range Concord(a, b).Relations {
		s := ""
		for _, o := range r.Old {
			s += o.Label + " "
		}
		s += " ~ "
		for _, o := range r.New {
			s += o.Label + " "
		}
		fmt.Printf("%s %s %.2f\n", r.Kind(), s, r.Confidence)
	}
	fmt.Println(Compare(a, b, Options{}).Summary())
	fmt.Println(Resembles(b, a))
}
