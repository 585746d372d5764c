package text

import "fmt"

// SyntaxError says what cannot be read, where, and what to do.
type SyntaxError struct {
	File string // may be empty
	Line int    // from 1; 0 when unknown
	Col  int    // from 1, in characters; 0 when unknown
	Msg  string
	Hint string // the remedy
}

func (e *SyntaxError) Error() string {
	where := e.File
	if e.Line > 0 {
		where += fmt.Sprintf(":%d", e.Line)
		if e.Col > 0 {
			where += fmt.Sprintf(":%d", e.Col)
		}
	}
	if where == "" {
		return e.Msg
	}
	return where + ": " + e.Msg
}
