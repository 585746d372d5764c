package scenario_test

import (
	"errors"
	"fmt"
	"math/big"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"parley/bargain"
	"parley/bargain/scenario"
)

// river is the files of testdata/river.txtar, by folder: the domain first.
func river(tb testing.TB) map[string][]scenario.File {
	archive, err := txtar.ParseFile("testdata/river.txtar")
	if err != nil {
		tb.Fatal(err)
	}
	out := map[string][]scenario.File{}
	for _, f := range archive.Files {
		folder, name := path.Split(f.Name)
		out[folder] = append(out[folder], scenario.File{Name: name, Data: f.Data})
	}
	return out
}

// worths is what each package is worth to each party, and what parties have without a
// deal; packages in the order of numbers, so that the order of options does not count.
func worths(s *bargain.Scenario) string {
	var lines []string
	pkg := make(bargain.Package, len(s.Issues))
	var at func(i int)
	at = func(i int) {
		if i < len(pkg) {
			for o := range s.Issues[i].Options {
				pkg[i] = o
				at(i + 1)
			}
			return
		}
		var line []string
		for p := range s.Parties {
			line = append(line, s.Utility(p, pkg).RatString())
		}
		lines = append(lines, strings.Join(line, " "))
	}
	at(0)
	slices.Sort(lines)
	for _, p := range s.Parties {
		lines = append(lines, fmt.Sprint(p.Name, " ", p.Reservation))
	}
	return strings.Join(lines, "\n")
}

func TestFormatsSayTheSame(t *testing.T) {
	folders := river(t)
	want, _, err := scenario.Read(folders["own/"])
	if err != nil {
		t.Fatal(err)
	}
	for folder, files := range folders {
		t.Run(folder, func(t *testing.T) {
			s, repairs, err := scenario.Read(files)
			if err != nil || len(repairs) > 0 {
				t.Fatal(err, repairs)
			}
			if got := worths(s); got != worths(want) {
				t.Errorf("got\n%s\nwant\n%s", got, worths(want))
			}
			if folder != "negolog/" && s.Name != "river" {
				t.Errorf("the scenario is named %q", s.Name)
			}
		})
	}
}

func TestTheOrderOfFilesDoesNotCount(t *testing.T) {
	for folder, files := range river(t) {
		if len(files) < 3 {
			continue
		}
		a, _, err := scenario.Read(files)
		if err != nil {
			t.Fatal(err)
		}
		b, _, err := scenario.Read([]scenario.File{files[1], files[2], files[0]})
		if err != nil {
			t.Fatal(err)
		}
		if worths(a) != worths(b) {
			t.Errorf("%s: the domain last is another scenario", folder)
		}
	}
}

// changed is the files of a folder with a text replaced in the file of a name.
func changed(tb testing.TB, folder, name, old, new string) []scenario.File {
	files := river(tb)[folder]
	for i, f := range files {
		if f.Name != name {
			continue
		}
		if !strings.Contains(string(f.Data), old) {
			tb.Fatalf("%s%s does not hold %q", folder, name, old)
		}
		files[i].Data = []byte(strings.Replace(string(f.Data), old, new, 1))
		return files
	}
	tb.Fatalf("no file %s%s", folder, name)
	return nil
}

func TestWhatCanBeMeantInOneWayIsRepairedAndReported(t *testing.T) {
	for name, c := range map[string]struct{ folder, file, old, new, want string }{
		"an ampersand that is not escaped":     {"genius/", "aldoria.xml", "full &amp; kept", "full & kept", `aldoria.xml:10: "&" is not escaped: read as an ampersand`},
		"a bracket that is not escaped":        {"genius/", "aldoria.xml", `name="root"`, `name="<root>"`, `aldoria.xml:2: "<" is not escaped: read as itself`},
		"attributes without a blank":           {"genius/", "aldoria.xml", `"250" evaluation`, `"250"evaluation`, `aldoria.xml:4: no blank parts two attributes: read as if it did`},
		"an option without an evaluation":      {"genius/", "aldoria.xml", ` evaluation="0"`, ``, `aldoria.xml:7: issue "Tolls" has no evaluation of ["none"]: taken as 0`},
		"an option evaluated twice":            {"genius/", "aldoria.xml", `<item index="1" value="none" evaluation="0"/>`, `<item index="1" value="none" evaluation="9"/><item index="1" value="none" evaluation="0"/>`, `aldoria.xml:8: option "none" of issue "Tolls" is evaluated twice: the second counts, as in Genius`},
		"an issue known by its number only":    {"genius/", "aldoria.xml", `name="Dam"`, `name="The dam"`, `aldoria.xml:3: the domain has no issue "The dam": taken by its number as "Dam"`},
		"a byte that is no UTF-8":              {"genius/", "aldoria.xml", `name="root"`, "name=\"\x80\"", `aldoria.xml:2: this is not UTF-8: the file is read as Windows-1252`},
		"an option left out of a NegoLog file": {"negolog/", "brennland.json", `, "full & kept": 0.0`, ``, `brennland.json:5: issue "Tolls" has no evaluation of ["full & kept"]: taken as 0`},
		"an option left out of a NegMAS table": {"negmas/", "aldoria.yml", `none: 0, `, ``, `aldoria.yml:6: issue "Tolls" has no evaluation of ["none"]: taken as 0`},
	} {
		t.Run(name, func(t *testing.T) {
			want, _, err := scenario.Read(river(t)[c.folder])
			if err != nil {
				t.Fatal(err)
			}
			s, repairs, err := scenario.Read(changed(t, c.folder, c.file, c.old, c.new))
			if err != nil {
				t.Fatal(err)
			}
			if len(repairs) != 1 || repairs[0].String() != c.want {
				t.Errorf("reported %v, want %s", repairs, c.want)
			}
			if worths(s) != worths(want) {
				t.Errorf("the repaired file says\n%s\nwant\n%s", worths(s), worths(want))
			}
		})
	}
}

func TestWeightsThatDoNotAddUpAreTakenAsTheyAre(t *testing.T) {
	for folder, c := range map[string]struct{ file, old, new, line string }{
		"genius/":    {"aldoria.xml", `index="3" value="0.2"`, `index="3" value="0.4"`, "1"},
		"geniusweb/": {"aldoria.json", `"Patrols": 0.2`, `"Patrols": 0.4`, "1"},
		"negolog/":   {"aldoria.json", `"Patrols": 0.2`, `"Patrols": 0.4`, "1"},
		"negmas/":    {"aldoria.yml", `0.3, 0.2`, `0.3, 0.4`, "1"},
	} {
		s, repairs, err := scenario.Read(changed(t, folder, c.file, c.old, c.new))
		if err != nil {
			t.Fatal(folder, err)
		}
		want := c.file + ":" + c.line + ": the weights add up to 1.200000, not to 1: taken as they are"
		if len(repairs) != 1 || repairs[0].String() != want {
			t.Errorf("%s: reported %v, want %s", folder, repairs, want)
		}
		if got := s.Parties[0].Scores[2][0].Low; got.Cmp(big.NewRat(2, 5)) != 0 {
			t.Errorf("%s: joint patrols are worth %v, want 2/5", folder, got)
		}
	}
}

func TestWhatCannotBeReadSaysWhereAndWhatToDo(t *testing.T) {
	for name, c := range map[string]struct{ folder, file, old, new, want string }{
		"no XML":                   {"genius/", "river.xml", "</issue>", "", "river.xml:17: this is no XML: element <issue> closed by </objective>: mend what stands before this place"},
		"no root":                  {"genius/", "river.xml", "<negotiation_template", "<negotiations", "river.xml:19: this is no XML"},
		"a continuous issue":       {"genius/", "river.xml", `type="discrete"`, `type="real"`, `river.xml:4: issue "Dam" is of the type "real": give it options`},
		"an option twice":          {"genius/", "river.xml", `value="250"`, `value="220"`, `river.xml:4: issue "Dam" has the option "220" twice: rename one`},
		"an unknown option":        {"genius/", "aldoria.xml", `value="250"`, `value="260"`, `aldoria.xml:3: issue "Dam" has no option "260" in the domain: name the options as the domain does`},
		"no number":                {"genius/", "aldoria.xml", `evaluation="10"`, `evaluation="ten"`, `aldoria.xml:4: evaluation="ten" of <item> is no number: write a number`},
		"no weight":                {"genius/", "aldoria.xml", `<weight index="2" value="0.3"/>`, ``, `aldoria.xml:1: issue "Tolls" of the domain has no evaluation or no weight: give each`},
		"an attribute twice":       {"genius/", "aldoria.xml", `index="0"`, `index="0" index="0"`, `aldoria.xml:2: <objective> has "index" twice: remove one`},
		"no JSON":                  {"own/", "river.json", `"250", `, `"250"; `, `river.json:4: this is no JSON: invalid character ';'`},
		"JSON cut off":             {"negolog/", "aldoria.json", `"1/3"}}}`, `"1/3"}`, `aldoria.json:6: this is no JSON: unexpected EOF`},
		"a key twice":              {"own/", "river.json", `"none": 0, `, `"none": 0, "none": 1, `, `river.json:13: "none" stands twice: remove one`},
		"a key that means nothing": {"own/", "river.json", `"reservation"`, `"reserve"`, `river.json:16: "reserve" means nothing here: write one of`},
		"an unscored option":       {"own/", "river.json", `"none": 0, `, ``, `river.json:13: option "none" of issue "Tolls" has no score: score each option`},
		"an unknown issue":         {"own/", "river.json", `"Dam": {`, `"Dams": {`, `river.json:12: there is no issue "Dams": name an issue of the list "issues"`},
		"two parties of a name":    {"own/", "river.json", `"brennland"`, `"aldoria"`, `river.json:18: two parties are named "aldoria": rename one`},
		"no YAML":                  {"negmas/", "aldoria.yml", "weights: [", "weights: ]", "aldoria.yml:10: this is no YAML"},
		"too few weights":          {"negmas/", "aldoria.yml", "0.3, ", "", "aldoria.yml:10: there are 2 weights for 3 issues: give one for each issue"},
		"an unknown function":      {"negmas/", "aldoria.yml", "AffineFun", "SinFun", `aldoria.yml:5: a value function of the type "SinFun" is not known: use a TableFun`},
		"an unknown profile":       {"geniusweb/", "aldoria.json", "LinearAdditiveUtilitySpace", "SumOfGroupsUtilitySpace", "aldoria.json:1: this is neither a domain nor an additive profile: give"},
		"an issue left out":        {"geniusweb/", "aldoria.json", `"Dam": 0.5, `, ``, `aldoria.json:7: issue "Dam" of the domain is missing: add it`},
		"an unequal row":           {"table/", "river.csv", "250,0.5,", "250,", "river.csv:2: the row has 3 cells: give each row as many cells as the heading"},
		"a comma in a number":      {"table/", "river.csv", "0.5,", `"0,5",`, `river.csv:2: "0,5" is no number: write a whole number, a decimal with a point`},
		"an empty cell":            {"table/", "river.csv", "220,0.1,", "220,,", `river.csv:2: party "aldoria" does not score the option "220" of issue "Dam": score each`},
		"no heading":               {"table/", "river.csv", "issue,option", "what,option", "river.csv:1: the table has no heading: begin it with issue,option and the names of the parties"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := scenario.Read(changed(t, c.folder, c.file, c.old, c.new))
			if err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Fatalf("got %v\nwant %s", err, c.want)
			}
			if e := new(scenario.Error); !errors.As(err, &e) || e.Hint == "" {
				t.Errorf("%#v is no Error that says what to do", err)
			}
		})
	}
}

func TestFilesThatDoNotBelongTogetherAreRefused(t *testing.T) {
	all := river(t)
	for name, c := range map[string]struct {
		files []scenario.File
		want  string
	}{
		"nothing":             {nil, "0 files are no scenario: give one scenario, or a domain and a file for each party"},
		"an empty file":       {[]scenario.File{{Name: "a.json"}}, "a.json: the file is empty: give a scenario"},
		"a domain alone":      {all["genius/"][:1], "river.xml:1: a domain alone says nothing of the parties: give the file of each party too"},
		"two domains":         {append(all["genius/"][:1:1], all["genius/"]...), "river.xml:1: this is a second domain, beside river.xml: give one"},
		"two own files":       {append(all["own/"][:1:1], all["own/"]...), "river.json: a scenario of Parley's own is one file: give that file alone"},
		"two tables":          {append(all["table/"][:1:1], all["table/"]...), "river.csv: a scenario in a table is one file: give that file alone"},
		"two tools":           {append(all["genius/"][:1:1], all["negolog/"]...), "aldoria.json: this is no XML, as the files before are: give files of one tool"},
		"profiles, no domain": {all["negmas/"][1:], "aldoria.yml:1: a profile of NegMAS does not name its issues: give the domain's file too"},
		"something else":      {[]scenario.File{{Name: "a.json", Data: []byte(`{"weather": "fine"}`)}}, "a.json:1: this is no scenario that is known: give"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, _, err := scenario.Read(c.files); err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("got %v\nwant %s", err, c.want)
			}
		})
	}
}
