package dispatch

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestEveryRoleHasAWord finds rules that ask for a role which no word of the
// table has, and so never hold.
func TestEveryRoleHasAWord(t *testing.T) {
	roles := map[string]bool{}
	for _, role := range english().words["roles"] {
		roles[role] = true
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	asked := regexp.MustCompile(`\.is\("([a-z'-]+)"\)|\brole\([^"]*\) [!=]= "([a-z'-]+)"`)
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range asked.FindAllStringSubmatch(string(source), -1) {
			if role := m[1] + m[2]; strings.Trim(role, "'-") != "" && !roles[role] {
				t.Errorf("%s asks for the role %q, which no word in language/en.txt has", file, role)
			}
		}
	}
}

// TestEverySectionIsInTheTable finds rules that ask for a section which the
// table lacks.
func TestEverySectionIsInTheTable(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	asked := regexp.MustCompile(`lang\.(?:has|match|find)\("([^"]+)"|words\["([^"]+)"\]`)
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range asked.FindAllStringSubmatch(string(source), -1) {
			if section := m[1] + m[2]; english().words[section] == nil {
				t.Errorf("%s asks for the section %q, which language/en.txt lacks", file, section)
			}
		}
	}
}
