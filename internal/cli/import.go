package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"parley/consolidate"
	"parley/format"
	"parley/format/docx"
	"parley/internal/app"
	"parley/negotiation"
	"parley/redline"
	"parley/text"
)

// imported is what an import into a folder is to become.
type imported struct {
	dir, id, name, standing, note, source string
	mediator                              string
	parties                               []string
	byAuthor                              bool
}

const chair negotiation.MemberID = "chair"

func newImport() *cobra.Command {
	var im imported
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Table a file as the next revision of a negotiation",
		Long: `Import reads a file of any format and tables it as the next revision of a
negotiation in the folder that "parley serve" hosts. A negotiation that is not
there yet is opened, with its parties. Without --dir, import only shows how the
file is understood.

With --by-author, a Word file with tracked changes becomes a revision without them
and one amendment for each author: by the party whose name or short name the
author's is, otherwise by the mediator.

Links for the members are printed by "parley serve --invite".`,
		Example: `  parley import draft.docx
  parley import draft.docx --dir parley-data --negotiation river --name "River talks" \
      --mediator "CG=Contact Group" --party "AL=Aldoria" --party "BR=Brennland" --party "RW:consulted=River Watch"`,
		Args: needs(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			in, err := readText(cmd, args[0])
			if err != nil {
				return err
			}
			if im.dir == "" {
				return writeOutline(cmd.OutOrStdout(), in, false)
			}
			return im.into(cmd, in)
		},
	}
	f := cmd.Flags()
	f.StringVar(&im.dir, "dir", "", "folder of the database")
	f.StringVar(&im.id, "negotiation", "", "id of the negotiation: lower-case letters, digits and hyphens")
	f.StringVar(&im.name, "name", "", "name of a new negotiation")
	f.StringVar(&im.mediator, "mediator", "", "mediator of a new negotiation, as in CG=Contact Group")
	f.StringArrayVar(&im.parties, "party", nil, "party of a new negotiation, as in UA=Ukraine or RW:consulted=River Watch")
	f.StringVar(&im.standing, "standing", string(negotiation.Draft), "what the revision is meant to be")
	f.StringVar(&im.note, "note", "", "what is to be known of the revision")
	f.BoolVar(&im.byAuthor, "by-author", false, "table the text without tracked changes, and each author's changes as an amendment")
	f.StringVar(&im.source, "source", "", "where it comes from")
	return cmd
}

func (im *imported) into(cmd *cobra.Command, in *format.Import) error {
	if im.id == "" {
		return errors.New("no negotiation is named: add --negotiation ID")
	}
	h, err := app.Open(im.dir)
	if err != nil {
		return err
	}
	defer h.Close()
	by, err := im.keeper(cmd, h)
	if err != nil {
		return err
	}
	ctx, id := cmd.Context(), negotiation.ID(im.id)
	v, err := h.Desk.View(ctx, id, by)
	if err != nil {
		return err
	}
	if im.byAuthor {
		if in.Tracked == nil || len(in.Tracked.Authors) == 0 {
			return errors.New("the file has no tracked changes: import it without --by-author")
		}
		in.Text = in.Tracked.Base
	}
	table := negotiation.TableRevision{Text: in.Text, Standing: negotiation.Standing(im.standing), Note: im.note, Source: im.source}
	if cur := v.Current(); cur != nil {
		table.Text, table.Parent = redline.AdoptIDs(cur.Text, in.Text), cur.Number
	}
	if err := h.Desk.Do(ctx, id, by, table); err != nil {
		return err
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "Tabled as revision %d of %s: %s, revision %s\n",
		v.NextRevision(), im.id, provisions(len(in.Text.Places())), table.Text.Revision())
	if im.byAuthor && err == nil {
		return im.amend(cmd, h, by, in.Tracked, table.Text)
	}
	return errors.Join(err, writeRemarks(cmd.OutOrStdout(), in))
}

// amend tables the changes of each author as an amendment to the revision that was
// tabled just now, whose text is the base of the file with other ids.
func (im *imported) amend(cmd *cobra.Command, h *app.House, keeper negotiation.MemberID, d *docx.Document, base *text.Text) error {
	ctx, id := cmd.Context(), negotiation.ID(im.id)
	v, err := h.Desk.View(ctx, id, keeper)
	if err != nil {
		return err
	}
	for _, a := range d.Authors {
		if a.Changes == 0 {
			continue
		}
		by := keeper
		for _, m := range v.Members {
			if p := v.Party(m.Party); strings.EqualFold(p.Name, a.Name) || strings.EqualFold(string(p.ID), a.Name) {
				by = m.ID
			}
		}
		amended := a.Text.Clone()
		places, now := d.Base.Places(), base.Places()
		ids := map[text.ID]text.ID{}
		for i, p := range places {
			ids[p.ID] = now[i].ID
		}
		for _, p := range amended.Places() {
			if known, ok := ids[p.ID]; ok {
				p.ID = known
			}
		}
		changes := consolidate.Changes(base, amended)
		if len(changes) == 0 {
			fmt.Fprintf(cmd.OutOrStdout(), "The tracked changes of %s change no words of the text\n", a.Name)
			continue
		}
		c := negotiation.TableAmendment{Revision: v.Current().Number, Changes: changes, Explanation: "Tracked changes of " + a.Name + ".", Audience: negotiation.Everyone}
		if err := h.Desk.Do(ctx, id, by, c); err != nil {
			return fmt.Errorf("the changes of %s: %w", a.Name, err)
		}
		fmt.Fprintf(cmd.OutOrStdout(), "Tabled the changes of %s as an amendment of %s: %d changes\n", a.Name, by, len(c.Changes))
	}
	return nil
}

// keeper returns a member who keeps the text; a negotiation that is not there
// is opened first.
func (im *imported) keeper(cmd *cobra.Command, h *app.House) (negotiation.MemberID, error) {
	ctx, id := cmd.Context(), negotiation.ID(im.id)
	members, _, err := h.Desk.Members(ctx, id)
	var refusal *negotiation.Refusal
	if errors.As(err, &refusal) && refusal.Reason == negotiation.NotFound {
		return chair, im.open(cmd, h)
	}
	if err != nil {
		return "", err
	}
	for _, m := range members {
		if v, err := h.Desk.View(ctx, id, m.ID); err == nil && v.Can.Keep {
			return m.ID, nil
		}
	}
	return "", fmt.Errorf("%s has no mediator", id)
}

func (im *imported) open(cmd *cobra.Command, h *app.House) error {
	if im.mediator == "" {
		return fmt.Errorf("there is no negotiation %s in %s: name its mediator to open it, as in --mediator \"CG=Contact Group\"", im.id, filepath.Clean(im.dir))
	}
	mediator, err := partyOf(im.mediator, negotiation.Mediator)
	if err != nil {
		return err
	}
	ctx, id := cmd.Context(), negotiation.ID(im.id)
	err = h.Desk.Open(ctx, negotiation.Open{
		ID: id, Name: im.name, Mediator: mediator,
		Member: negotiation.Member{ID: chair, Party: mediator.ID, Name: "Chair, " + mediator.Name},
	})
	if err != nil {
		return err
	}
	for _, arg := range im.parties {
		p, err := partyOf(arg, negotiation.Principal)
		if err != nil {
			return err
		}
		if err := h.Desk.Do(ctx, id, chair, negotiation.AddParty{Party: p}); err != nil {
			return err
		}
		m := negotiation.Member{ID: negotiation.MemberID(strings.ToLower(string(p.ID))), Party: p.ID, Name: "Delegation of " + p.Name}
		if err := h.Desk.Do(ctx, id, chair, negotiation.AddMember{Member: m}); err != nil {
			return err
		}
	}
	return nil
}

// partyOf reads ID=Name or ID:role=Name.
func partyOf(arg string, role negotiation.Role) (negotiation.Party, error) {
	short, name, ok := strings.Cut(arg, "=")
	if !ok || name == "" {
		return negotiation.Party{}, fmt.Errorf("party %q: write it as UA=Ukraine or RW:consulted=River Watch", arg)
	}
	short, given, ok := strings.Cut(short, ":")
	if ok {
		role = negotiation.Role(given)
	}
	return negotiation.Party{ID: negotiation.PartyID(short), Name: name, Role: role}, nil
}
