// Package sample holds negotiations to try things on: the demo, which restates
// what the press reported of one in November 2025 (see demo/SOURCES.md), the
// tutorial, which is invented throughout, and a generated one of any size.
package sample

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"time"

	"parley/format"
	"parley/internal/desk"
	"parley/negotiation"
	"parley/redline"
	"parley/text"
)

//go:embed demo/*.md tutorial/*.md
var files embed.FS

// script plays what members do, one act after the other, and stops at the
// first that is refused.
type script struct {
	ctx  context.Context
	desk *desk.Desk
	id   negotiation.ID
	at   time.Time
	err  error
}

// play opens a negotiation and plays what follows, unless it is open already.
func play(ctx context.Context, d *desk.Desk, at time.Time, open negotiation.Open, rest func(*script)) error {
	_, _, err := d.Members(ctx, open.ID)
	if err == nil {
		return nil
	}
	var refusal *negotiation.Refusal
	if !errors.As(err, &refusal) || refusal.Reason != negotiation.NotFound {
		return err
	}
	s := &script{ctx: ctx, desk: d, id: open.ID, at: at}
	s.do(open.Member.ID, open)
	rest(s)
	if s.err != nil {
		return fmt.Errorf("sample %s: %w", open.ID, s.err)
	}
	return nil
}

func (s *script) do(by negotiation.MemberID, c negotiation.Command) {
	if s.err != nil {
		return
	}
	if err := s.desk.DoAt(s.ctx, s.id, by, c, s.at); err != nil {
		s.err = fmt.Errorf("%T by %s: %w", c, by, err)
	}
	s.at = s.at.Add(7 * time.Minute)
}

// seat seats a party with its head of delegation, whose id is the party's
// short name in lower case.
func (s *script) seat(by negotiation.MemberID, p negotiation.Party, m negotiation.Member) {
	s.do(by, negotiation.AddParty{Party: p})
	m.Party = p.ID
	s.do(by, negotiation.AddMember{Member: m})
}

// read reads one of the files; its provisions carry on the ids of before.
func (s *script) read(name string, before *text.Text) *text.Text {
	data, err := files.ReadFile(name)
	if err != nil {
		s.err = errors.Join(s.err, err)
		return &text.Text{}
	}
	in, err := format.Read(name, data)
	if err != nil {
		s.err = errors.Join(s.err, err)
		return &text.Text{}
	}
	if before != nil {
		return redline.AdoptIDs(before, in.Text)
	}
	return in.Text
}

// last returns the amendment that was tabled last.
func (s *script) last(by negotiation.MemberID) negotiation.AmendmentID {
	if s.err != nil {
		return ""
	}
	v, err := s.desk.View(s.ctx, s.id, by)
	if err != nil {
		s.err = err
		return ""
	}
	ps := v.Proposals()
	if len(ps) == 0 {
		s.err = errors.New("there is no amendment yet")
		return ""
	}
	return ps[len(ps)-1].ID
}

// current returns the current revision.
func (s *script) current(by negotiation.MemberID) *negotiation.Revision {
	if s.err != nil {
		return &negotiation.Revision{Text: &text.Text{}}
	}
	v, err := s.desk.View(s.ctx, s.id, by)
	if err != nil {
		s.err = err
		return &negotiation.Revision{Text: &text.Text{}}
	}
	return v.Current()
}

// Load brings in the demo and the tutorial, unless they are there.
func Load(ctx context.Context, d *desk.Desk) error {
	return errors.Join(loadTutorial(ctx, d), loadDemo(ctx, d), loadParallel(ctx, d))
}
