package cli

import (
	_ "embed"
	"html/template"
	"io"
)

//go:embed page.css
var pageStyle string

var pageHead = template.Must(template.New("head").Parse(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Title}}</title>
<style>
{{.Style}}</style>
</head>
<body>
<main>
<h1>{{.Title}}</h1>
<p class="summary">{{.Summary}}</p>
`))

// writePage writes a page of HTML that needs no other file, around what body
// writes.
func writePage(w io.Writer, title, summary string, body func(io.Writer) error) error {
	head := struct {
		Title, Summary string
		Style          template.CSS
	}{title, summary, template.CSS(pageStyle)}
	if err := pageHead.Execute(w, head); err != nil {
		return err
	}
	if err := body(w); err != nil {
		return err
	}
	_, err := io.WriteString(w, "</main>\n</body>\n</html>\n")
	return err
}
