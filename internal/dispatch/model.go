package dispatch

import "context"

// Model proposes more than the rules do.
type Model interface {
	// Ask returns the proposals that a language model has for an article.
	Ask(ctx context.Context, a *Article) ([]Proposal, error)
}

func (x *reading) ask(ctx context.Context, m Model) {}
