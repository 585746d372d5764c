// Dispatch measures what the proposals from press articles are worth: precision
// and recall against lists that a reader wrote before the program ran, over
// invented pieces and, where it is at hand, one real article; and how
// many articles a minute one core reads.
//
// usage: go run ./bench/dispatch [-article FILE] [-v] [piece...]
package main

import (
	"context"
	"embed"
	"flag"
	"fmt"
	"io"
	"os"
	"path"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"parley/internal/dispatch"
)

//go:embed pieces/*.txt pieces/*.want
var pieces embed.FS

//go:embed article.want
var articleWant string

func main() {
	article := flag.String("article", "../shared/seed/article.txt", "the real article, read in place")
	verbose := flag.Bool("v", false, "list what is missed and what is proposed beyond the lists")
	flag.Parse()
	if err := run(os.Stdout, *article, *verbose, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "dispatch:", err)
		os.Exit(1)
	}
}

func run(w io.Writer, article string, verbose bool, only []string) error {
	total := tally{}
	names, err := pieceNames(only)
	if err != nil {
		return err
	}
	for _, name := range names {
		t, err := measurePiece(w, name, verbose)
		if err != nil {
			return err
		}
		total.add(t)
	}
	if len(names) > 0 {
		fmt.Fprintf(w, "%d invented pieces\n", len(names))
		total.print(w)
	}
	if len(only) > 0 && !slices.Contains(only, "article") {
		return nil
	}
	data, err := os.ReadFile(article)
	if err != nil {
		fmt.Fprintf(w, "\nThe real article is not here (%v).\n", err)
		return nil
	}
	fmt.Fprintln(w, "\nthe article of 26 November 2025")
	t, err := measure(w, string(data), articleWant, verbose)
	if err != nil {
		return err
	}
	t.print(w)
	return speed(w, string(data))
}

func pieceNames(only []string) ([]string, error) {
	entries, err := pieces.ReadDir("pieces")
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), ".txt")
		if ok && (len(only) == 0 || slices.ContainsFunc(only, func(o string) bool { return strings.HasPrefix(name, o) })) {
			names = append(names, name)
		}
	}
	return names, nil
}

func measurePiece(w io.Writer, name string, verbose bool) (tally, error) {
	text, err := pieces.ReadFile(path.Join("pieces", name+".txt"))
	if err != nil {
		return nil, err
	}
	want, err := pieces.ReadFile(path.Join("pieces", name+".want"))
	if err != nil {
		return nil, err
	}
	if verbose {
		fmt.Fprintln(w, name)
	}
	return measure(w, string(text), string(want), verbose)
}

// measure reads a text and holds the proposals against a list.
func measure(w io.Writer, text, list string, verbose bool) (tally, error) {
	want, published, err := parseWant(list)
	if err != nil {
		return nil, err
	}
	a := &dispatch.Article{Text: text, Published: published}
	got, err := dispatch.Propose(context.Background(), a, dispatch.Options{})
	if err != nil {
		return nil, err
	}
	t, report := compare(want, findingsOf(got))
	if verbose {
		for _, line := range report {
			fmt.Fprintln(w, "  "+line)
		}
	}
	return t, nil
}

// speed reads the article for two seconds on one core.
func speed(w io.Writer, text string) error {
	runtime.GOMAXPROCS(1)
	a := &dispatch.Article{Text: text, Published: time.Date(2025, 11, 26, 0, 0, 0, 0, time.UTC)}
	start, n := time.Now(), 0
	for ; time.Since(start) < 2*time.Second; n++ {
		if _, err := dispatch.Propose(context.Background(), a, dispatch.Options{}); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "\n%.0f articles of %d words a minute on one core\n", float64(n)/time.Since(start).Minutes(), len(strings.Fields(text)))
	return err
}

// print writes a line for each kind of finding.
func (t tally) print(w io.Writer) {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "kind\twanted\tfound\tmissed\tbeyond\tprecision\trecall\tF1")
	for _, kind := range kinds {
		c := t[kind]
		fmt.Fprintf(tw, "%s\t%d\t%d\t%d\t%d\t%.2f\t%.2f\t%.2f\n", kind, c.wanted, c.found, c.wanted-c.found, c.beyond, c.precision(), c.recall(), c.f1())
	}
	tw.Flush()
}
