package scenario_test

import (
	"bytes"
	"errors"
	"testing"

	"parley/bargain/scenario"
)

// fuzz reads what is drawn in the place of the files of a folder of testdata/river.txtar:
// a domain, where there is one, and two parties, of which the second may be left out.
func fuzz(f *testing.F, folder, ending string, more ...[]string) {
	var seed []string
	for _, file := range river(f)[folder] {
		seed = append(seed, string(file.Data))
	}
	for _, seed := range append(more, seed) {
		seed = append(seed, "", "")
		f.Add(seed[0], seed[1], seed[2])
	}
	f.Fuzz(func(t *testing.T, a, b, c string) {
		files := []scenario.File{{Name: "a" + ending, Data: []byte(a)}}
		for _, more := range []string{b, c} {
			if more != "" {
				files = append(files, scenario.File{Name: "b" + ending, Data: []byte(more)})
			}
		}
		checkFuzzed(t, files)
	})
}

// checkFuzzed checks that what is refused is refused with a remedy, and that what is read
// can be written and is the same when it is read again.
func checkFuzzed(t *testing.T, files []scenario.File) {
	s, _, err := scenario.Read(files)
	if err != nil {
		if e := new(scenario.Error); !errors.As(err, &e) || e.Msg == "" || e.Hint == "" {
			t.Fatalf("%v says not what to do", err)
		}
		return
	}
	var out bytes.Buffer
	if err := scenario.WriteJSON(&out, s); err != nil {
		t.Skip(err) // numbers that grew too long
	}
	back, _, err := scenario.Read([]scenario.File{{Name: "a.json", Data: out.Bytes()}})
	if err != nil {
		t.Fatalf("%v\n%s", err, out.Bytes())
	}
	if said(back) != said(s) {
		t.Fatalf("read back\n%s\nwant\n%s", said(back), said(s))
	}
}

func FuzzJSON(f *testing.F) {
	fuzz(f, "own/", ".json", []string{`{"issues": [{"name": "a", "options": ["x", "y"]}, {"name": "b", "options": ["x"]}],
		"parties": [{"name": "p", "base": "1/3", "rankings": [{"issue": "a", "best": [["y"], ["x"]], "top": 3}],
		"bonuses": [{"if": {"a": ["x"], "b": []}, "score": -1.5e2}], "redLines": [{}]}], "forbidden": [{"b": ["x"]}]}`})
}

func FuzzCSV(f *testing.F) {
	fuzz(f, "table/", ".csv", []string{"issue;option;a;b\r\nx;\"y;\";#1=2;0..1/3\r\nx;z;#2!;!\r\nbase;;1;\r\n"})
}

func FuzzGenius(f *testing.F) { fuzz(f, "genius/", ".xml", []string{depths, line, areas}) }

func FuzzGeniusWeb(f *testing.F) { fuzz(f, "geniusweb/", ".json") }

func FuzzNegoLog(f *testing.F) { fuzz(f, "negolog/", ".json") }

func FuzzNegMAS(f *testing.F) {
	fuzz(f, "negmas/", ".yml", []string{"issues:\n- {name: a, values: 2}\n- {name: b, values: [x, y]}\n",
		"type: HyperRectangleUtilityFunction\noutcome_ranges: [{0: [0, 1], 1: x}, null]\nutilities: [1, 2]\nbias: 1/3\n",
		"type: LinearAdditiveUtilityFunction\nvalues: [&f {type: QuadraticFun, a1: 1, a2: 2}, {type: ConstFun, bias: 1}]\nweights: {a: 1, b: 2}\n"})
}
