package web

import (
	"fmt"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"time"

	"parley/negotiation"
)

// Most of what members do is a form whose fields are named as the fields of a
// command: "plan.when.from". Where a form asks otherwise, it has an action of
// its own.

// doCommand has the command of the path done, and leads back to the page that
// the form was on.
func (s *site) doCommand(v *visit) error {
	c, err := negotiation.NewCommand(v.r.PathValue("command"))
	if err != nil {
		return err
	}
	if err := v.fill(c); err != nil {
		return err
	}
	if err := v.do(c); err != nil {
		return err
	}
	back := v.r.PostFormValue("back")
	if !strings.HasPrefix(back, v.path+"/") {
		back = v.path + "/overview"
	}
	back, anchor, _ := strings.Cut(ownPath(back), "#")
	join := "?"
	if strings.Contains(back, "?") {
		join = "&"
	}
	if anchor != "" {
		anchor = "#" + anchor
	}
	seeOther(v, back+join+"done=recorded"+anchor)
	return nil
}

// fill reads a form into a command.
func (v *visit) fill(c negotiation.Command) error {
	if err := v.r.ParseForm(); err != nil {
		return unreadable(err)
	}
	f := filler{form: v.r.PostForm, zone: time.UTC, audience: v.audienceAsked, subject: v.subjectNamed}
	if name := f.form.Get("zone"); name != "" {
		zone, err := time.LoadLocation(name)
		if err != nil {
			return invalid("time zone "+name, "there is none of this name", "give it as, for instance, Europe/Zurich")
		}
		f.zone = zone
	}
	if err := f.into(reflect.ValueOf(c).Elem(), ""); err != nil {
		return err
	}
	if p, ok := c.(*negotiation.TakePosition); ok {
		var err error
		if p.If, err = v.conditions(f.form, p.Stance); err != nil {
			return err
		}
	}
	return nil
}

func invalid(where, msg, hint string) error {
	return &negotiation.Refusal{Reason: negotiation.Invalid, Where: where, Msg: msg, Hint: hint}
}

type filler struct {
	form     url.Values
	zone     *time.Location
	audience func(url.Values) negotiation.Audience
	subject  func(string) (negotiation.Subject, bool) // that a name stands for
}

func (f filler) into(v reflect.Value, prefix string) error {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if !field.IsExported() || name == "-" {
			continue
		}
		if field.Anonymous && name == "" {
			if err := f.into(v.Field(i), prefix); err != nil {
				return err
			}
			continue
		}
		if err := f.one(v.Field(i), prefix+name); err != nil {
			return err
		}
	}
	return nil
}

func (f filler) one(v reflect.Value, name string) error {
	if v.Type() == reflect.TypeFor[negotiation.Audience]() {
		v.Set(reflect.ValueOf(f.audience(f.form)))
		return nil
	}
	if v.Kind() == reflect.Struct && v.Type() != reflect.TypeFor[time.Time]() {
		return f.into(v, name+".")
	}
	given := f.form[name]
	if strings.HasSuffix(name, ".zone") && len(given) == 0 {
		given = f.form["zone"] // in which the times of the form are
	}
	if v.Kind() == reflect.Pointer && v.Type().Elem().Kind() == reflect.Struct && f.asked(name+".") {
		v.Set(reflect.New(v.Type().Elem()))
		return f.into(v.Elem(), name+".")
	}
	if len(given) == 0 || len(given) == 1 && strings.TrimSpace(given[0]) == "" {
		return nil
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(strings.TrimSpace(given[0]))
	case reflect.Bool:
		v.SetBool(given[0] != "" && given[0] != "no")
	case reflect.Int, reflect.Int64:
		n, err := strconv.ParseInt(strings.TrimSpace(given[0]), 10, 64)
		if err != nil {
			return invalid(name, fmt.Sprintf("%q is no number", given[0]), "write it in digits")
		}
		v.SetInt(n)
	case reflect.Slice:
		return f.list(v, name, given)
	case reflect.Struct:
		at, err := f.time(given[0])
		if err != nil {
			return invalid(name, fmt.Sprintf("%q is no time", given[0]), "write it as 2027-03-01T09:30")
		}
		v.Set(reflect.ValueOf(at))
	}
	return nil
}

// asked reports whether the form says anything of a part of the command.
func (f filler) asked(prefix string) bool {
	for name, given := range f.form {
		if strings.HasPrefix(name, prefix) && len(given) > 0 && strings.TrimSpace(given[0]) != "" {
			return true
		}
	}
	return false
}

// list reads a list of words from ticked boxes, or, of people and points of an
// agenda, a line for each.
func (f filler) list(v reflect.Value, name string, given []string) error {
	switch v.Type().Elem().Kind() {
	case reflect.String:
		for _, g := range given {
			if g = strings.TrimSpace(g); g != "" {
				v.Set(reflect.Append(v, reflect.ValueOf(g).Convert(v.Type().Elem())))
			}
		}
	case reflect.Struct:
		for line := range strings.Lines(given[0]) {
			x := reflect.New(v.Type().Elem()).Elem()
			switch item := x.Addr().Interface().(type) {
			case *negotiation.Participant:
				item.Name = strings.TrimSpace(line)
				if name, maybe := strings.CutSuffix(item.Name, "?"); maybe {
					item.Name, item.Tentative = strings.TrimSpace(name), true
				}
			case *negotiation.Item:
				*item = f.item(line)
			case *negotiation.Consultation:
				item.Party = negotiation.PartyID(strings.TrimSpace(line))
			}
			if strings.TrimSpace(line) != "" {
				v.Set(reflect.Append(v, x))
			}
		}
	}
	return nil
}

// item reads a point of an agenda: "7: forces" is about the provision that is cited
// so, and likewise with an issue's name.
func (f filler) item(line string) negotiation.Item {
	name, words, _ := strings.Cut(line, ":")
	on, known := f.subject(name)
	if !known {
		return negotiation.Item{Words: strings.TrimSpace(line)}
	}
	return negotiation.Item{Provision: on.Provision, Issue: on.Issue, Words: strings.TrimSpace(words)}
}

func (f filler) time(given string) (time.Time, error) {
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02"} {
		if at, err := time.ParseInLocation(layout, strings.TrimSpace(given), f.zone); err == nil {
			return at.UTC(), nil
		}
	}
	return time.Parse(time.RFC3339, strings.TrimSpace(given))
}

// conditions reads those of "accepts if": one of each kind.
func (v *visit) conditions(form url.Values, stance negotiation.Stance) ([]negotiation.Condition, error) {
	if stance != negotiation.AcceptsIf {
		return nil, nil
	}
	var out []negotiation.Condition
	for _, words := range form["if.words"] {
		if strings.TrimSpace(words) != "" {
			out = append(out, negotiation.Condition{Words: words})
		}
	}
	for _, p := range form["if.party"] {
		if p != "" {
			out = append(out, negotiation.Condition{Party: negotiation.PartyID(p)})
		}
	}
	for _, m := range form["if.meeting"] {
		if m != "" {
			out = append(out, negotiation.Condition{Meeting: negotiation.MeetingID(m)})
		}
	}
	for _, name := range form["if.wording"] {
		if strings.TrimSpace(name) == "" {
			continue
		}
		on, ok := v.subjectNamed(name)
		if !ok || on.Provision == "" {
			return nil, invalid("accepts if", fmt.Sprintf("no provision is cited as %q", name), "write it as the text does, for instance 7(a)")
		}
		out = append(out, negotiation.Condition{Wording: on.Provision})
	}
	return out, nil
}

// subjectNamed returns what a name stands for: a provision of the newest revision by its
// citation, or an issue by its name or short name.
func (v *visit) subjectNamed(name string) (negotiation.Subject, bool) {
	name = strings.TrimSpace(name)
	for _, i := range v.Issues() {
		if strings.EqualFold(i.Name, name) || string(i.ID) == name {
			return negotiation.Subject{Issue: i.ID}, true
		}
	}
	if cur := v.Current(); cur != nil {
		id := cited(cur.Text, name)
		return negotiation.Subject{Provision: id}, id != ""
	}
	return negotiation.Subject{}, false
}
