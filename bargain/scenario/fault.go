package scenario

import "fmt"

// An Error says what is wrong in a file, where, and what to do about it.
type Error struct {
	File string
	Line int // from 1; 0: the file as a whole
	Msg  string
	Hint string
}

func (e *Error) Error() string {
	text := e.Msg
	if e.Hint != "" {
		text += ": " + e.Hint
	}
	return at(e.File, e.Line) + text
}

// A Repair is something wrong in a file that was read as it must be meant.
type Repair struct {
	File string
	Line int    // from 1; 0: the file as a whole
	Msg  string // what was wrong, and how it was read
}

func (r Repair) String() string { return at(r.File, r.Line) + r.Msg }

func at(file string, line int) string {
	switch {
	case file == "":
		return ""
	case line == 0:
		return file + ": "
	}
	return fmt.Sprintf("%s:%d: ", file, line)
}
