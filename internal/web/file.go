package web

import (
	"fmt"
	"io"

	"parley/text"
)

type imported struct {
	Text   *text.Text
	Format string
	Notes  []string
}

func readFile(name string, data []byte) (*imported, error) {
	t, err := text.ReadJSON(data)
	return &imported{Text: t, Format: "json"}, err
}

func writeFile(w io.Writer, ending string, t *text.Text) error {
	if ending == "json" {
		return text.WriteJSON(w, t)
	}
	return fmt.Errorf("cannot write %s yet", ending)
}
