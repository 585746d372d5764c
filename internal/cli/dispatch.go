package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"parley/internal/dispatch"
)

// dispatching is what the flags of dispatch say.
type dispatching struct {
	published, dictionary string
	json                  bool
	model                 model
}

// model is a language model that is asked about articles, as flags name it.
type model struct{ address, name string }

func (m *model) addFlags(cmd *cobra.Command, about string) {
	cmd.Flags().StringVar(&m.address, "model", "", about)
	cmd.Flags().StringVar(&m.name, "model-name", "", "which model to ask for there")
}

// open returns the model, nil where none is named. Its key is in the environment.
func (m *model) open() (dispatch.Model, error) {
	if m.address == "" {
		return nil, nil
	}
	c, err := dispatch.NewChat(&http.Client{Timeout: 2 * time.Minute}, m.address, m.name, os.Getenv("PARLEY_MODEL_KEY"))
	if err != nil {
		return nil, fmt.Errorf("--model: %w", err)
	}
	return c, nil
}

func newDispatch() *cobra.Command {
	var d dispatching
	cmd := &cobra.Command{
		Use:   "dispatch ARTICLE",
		Short: "Propose from a press article who said what, meetings, documents and incidents",
		Long: `Dispatch reads a press article (text, a web page, an e-mail, an RSS or Atom feed, a PDF
with text) and proposes entries: statements with their speakers, meetings, documents and
incidents, each under the sentence that says so, with how sure it is (of 100) and why.
Words in quotation marks are kept as they stand. Nothing is written anywhere.

Days such as "on Tuesday" are counted from the day of publication: --published, or what
a page, e-mail or feed says of itself.

It works offline. With --model it also asks a language model of your own at an address
that speaks OpenAI's chat completions; its key is read from PARLEY_MODEL_KEY. What it
proposes is marked, and dropped when the words are not in the article.`,
		Example: "  parley dispatch article.txt --published 2025-11-26\n  parley dispatch --json page.html",
		Args:    needs(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return d.run(cmd, args[0])
		},
	}
	f := cmd.Flags()
	f.StringVar(&d.published, "published", "", "day of publication, as 2025-11-26")
	f.StringVar(&d.dictionary, "dictionary", "", "JSON file of members, parties, places and issues with their other names")
	f.BoolVar(&d.json, "json", false, "write the articles and proposals as JSON")
	d.model.addFlags(cmd, "address of a language model to ask as well, such as http://localhost:8000/v1")
	return cmd
}

// dispatched is an article with what it suggests.
type dispatched struct {
	*dispatch.Article
	Proposals []dispatch.Proposal `json:"proposals"`
}

func (d *dispatching) run(cmd *cobra.Command, name string) error {
	o, err := d.options(cmd)
	if err != nil {
		return err
	}
	data, err := readFile(cmd, name)
	if err != nil {
		return err
	}
	articles, err := dispatch.Read(cmd.Context(), name, data)
	if err != nil {
		return err
	}
	var all []dispatched
	for _, a := range articles {
		if err := d.date(a); err != nil {
			return err
		}
		proposals, err := dispatch.Propose(cmd.Context(), a, o)
		if err != nil {
			return err
		}
		all = append(all, dispatched{a, proposals})
	}
	if d.json {
		e := json.NewEncoder(cmd.OutOrStdout())
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(all)
	}
	for _, a := range all {
		a.write(cmd.OutOrStdout())
	}
	return nil
}

func (d *dispatching) options(cmd *cobra.Command) (dispatch.Options, error) {
	o := dispatch.Options{}
	if d.dictionary != "" {
		data, err := readFile(cmd, d.dictionary)
		if err != nil {
			return o, err
		}
		if err := json.Unmarshal(data, &o.Dictionary); err != nil {
			return o, fmt.Errorf("%s: %w; it is written as {\"members\": [{\"id\": …, \"name\": …, \"aliases\": […], \"titles\": […]}], \"parties\": …}", d.dictionary, err)
		}
	}
	var err error
	o.Model, err = d.model.open()
	return o, err
}

// date sets the day of publication that the flag gives.
func (d *dispatching) date(a *dispatch.Article) error {
	if d.published == "" {
		return nil
	}
	t, err := time.Parse(time.DateOnly, d.published)
	if err != nil {
		return fmt.Errorf("--published %q is no day: write it as 2025-11-26", d.published)
	}
	a.SetPublished(t)
	return nil
}

// write writes each sentence that suggests something, with what it suggests.
func (a dispatched) write(w io.Writer) {
	if a.Title != "" {
		fmt.Fprintln(w, a.Title)
	}
	if !a.Published.IsZero() {
		fmt.Fprintf(w, "published %s\n", a.Published.Format("Monday 2 January 2006"))
	}
	last := dispatch.Span{Start: -1}
	for _, p := range a.Proposals {
		if p.Sentence != last {
			fmt.Fprintf(w, "\n%s\n", strings.Join(strings.Fields(p.Sentence.In(a.Text)), " "))
			last = p.Sentence
		}
		mark := ""
		if p.From != "" {
			mark = ", by " + p.From
		}
		fmt.Fprintf(w, "  %-9s  %s  (%.0f, %s%s)\n", p.Kind, p.String(), p.Confidence*100, p.Why, mark)
		if len(p.Hedges) > 0 {
			fmt.Fprintf(w, "             hedged: %s\n", strings.Join(p.Hedges, ", "))
		}
	}
	if len(a.Proposals) == 0 {
		fmt.Fprintln(w, "\nNothing is proposed from this article.")
	}
	for _, note := range a.Notes {
		fmt.Fprintf(w, "\nnote: %s\n", note)
	}
}
