// Package store keeps the log of each negotiation, and beside it, apart from
// the record, who may sign in, and an index by which words are found.
//
// There is one implementation, in sqlite; storetest holds what every
// implementation must do.
package store

import (
	"context"
	"errors"
	"time"

	"parley/negotiation"
	"parley/record"
)

var (
	// ErrConflict says that somebody else appended first: read what was
	// appended and decide again.
	ErrConflict = errors.New("the log has grown since")
	// ErrNotFound says that there is no such thing.
	ErrNotFound = errors.New("not found")
	// ErrStopped says that the disk failed once and that the store takes no
	// more writes: what is on the disk can no longer be known. Restart after
	// checking the disk.
	ErrStopped = errors.New("the store has stopped after a failure of the disk")
	// ErrDoubted says that the database may be older than what was already
	// acknowledged: to write now could give the parties two histories.
	ErrDoubted = errors.New("the database was put back from a backup, or a witness has seen more than it holds: nothing is written until its operator has run parley recover")
)

// Log is the append-only log of entries of every negotiation.
type Log interface {
	// Append adds entries whose first follows the entry with the sequence
	// number head, all or none. When it returns nil they are on the disk. The
	// error is ErrConflict when the log's head is not head.
	Append(ctx context.Context, id negotiation.ID, head int64, entries []negotiation.Entry) error
	// Read returns the entries after the one with the sequence number after.
	Read(ctx context.Context, id negotiation.ID, after int64) ([]negotiation.Entry, error)
	// List returns the negotiations there are, oldest first.
	List(ctx context.Context) ([]negotiation.ID, error)
}

// Record is the same log as a history that is proved (package record). It
// grows with each Append, in the same transaction.
type Record interface {
	// Host returns the key by which the checkpoints of a negotiation's record
	// are verified. Its name is the record's origin.
	Host(id negotiation.ID) record.Key
	// Entries returns the leaves from one to another, in order, each with its
	// content where that was not erased.
	Entries(ctx context.Context, id negotiation.ID, from, to int64) ([]record.Entry, error)
	// Nodes reads nodes of the tree.
	Nodes(ctx context.Context, id negotiation.ID) record.HashReader
}

// Checkpoints are the signed heads of records.
type Checkpoints interface {
	// Checkpoints returns the last checkpoint, and before it those that
	// somebody cosigned, by size, each with its cosignatures.
	Checkpoints(ctx context.Context, id negotiation.ID) ([]record.Signed, error)
	// Checkpoint returns the checkpoint of a size, or the last one for 0; the
	// error is ErrNotFound when none was signed.
	Checkpoint(ctx context.Context, id negotiation.ID, size int64) (*record.Signed, error)
	// Doubt refuses writes to every log from now on: somebody showed that the
	// host signed more than the store holds.
	Doubt(ctx context.Context, reason string) error
	// PutCosignatures keeps cosignatures on a checkpoint.
	PutCosignatures(ctx context.Context, id negotiation.ID, s *record.Signed) error
}

// Key is a member of a negotiation.
type Key struct {
	Negotiation negotiation.ID
	Member      negotiation.MemberID
}

// Secrets keeps who may sign in. Tokens are known by their hashes only.
type Secrets interface {
	// PutInvite makes hash the member's invite, in place of the one before.
	PutInvite(ctx context.Context, hash [32]byte, k Key, until time.Time) error
	// Invite returns whose invite hash is, or ErrNotFound when there is none
	// or it has run out at now.
	Invite(ctx context.Context, hash [32]byte, now time.Time) (Key, error)
	// PutSession adds a member to the session with the given hash.
	PutSession(ctx context.Context, hash [32]byte, k Key, until time.Time) error
	// Session returns the members that the session acts as, at most one for
	// each negotiation, or ErrNotFound.
	Session(ctx context.Context, hash [32]byte, now time.Time) ([]Key, error)
	// DropSession ends a session.
	DropSession(ctx context.Context, hash [32]byte) error
}

// Passkey is a member's passkey (WebAuthn).
type Passkey struct {
	ID         []byte
	Of         Key
	Name       string // that the member gave it
	Added      time.Time
	Credential []byte // as package auth keeps it
}

// Passkeys keeps by what members sign in.
type Passkeys interface {
	// PutPasskey adds a passkey, or keeps what its use changed.
	PutPasskey(ctx context.Context, p Passkey) error
	// Passkeys returns a member's passkeys, the oldest first.
	Passkeys(ctx context.Context, k Key) ([]Passkey, error)
	// Passkey returns the passkey with the given id, or ErrNotFound.
	Passkey(ctx context.Context, id []byte) (Passkey, error)
	// DropPasskey removes a member's passkey; one that is none is no error.
	DropPasskey(ctx context.Context, k Key, id []byte) error
}

// Token is by what a program acts for a member.
type Token struct {
	Of     Key
	Name   string   // that the member gave it
	Scopes []string // what it may be used for, see package auth
	Added  time.Time
	Until  time.Time
}

// Tokens keeps by what programs act. Tokens are known by their hashes only.
type Tokens interface {
	// PutToken adds a token, in place of the member's one of the same name.
	PutToken(ctx context.Context, hash [32]byte, t Token) error
	// Token returns the token with a hash, or ErrNotFound when there is none or
	// it has run out at now.
	Token(ctx context.Context, hash [32]byte, now time.Time) (Token, error)
	// Tokens returns a member's tokens, the oldest first.
	Tokens(ctx context.Context, k Key) ([]Token, error)
	// DropToken removes a member's token; one that is none is no error.
	DropToken(ctx context.Context, k Key, name string) error
}

// Notice is how a member wants to be told that something is new.
type Notice struct {
	Of      Key
	Email   string    // "": none
	Webhook string    // "": none
	Daily   bool      // once a day at the most
	Told    time.Time // up to which moment the member was told
}

// Notices keeps how members want to be told.
type Notices interface {
	// PutNotice keeps how a member wants to be told; one with neither an e-mail
	// nor a webhook is forgotten.
	PutNotice(ctx context.Context, n Notice) error
	// Notices returns all of them.
	Notices(ctx context.Context) ([]Notice, error)
}

// Digest tells passages apart.
type Digest [32]byte

// Passage is words that are found together.
type Passage struct {
	Digest Digest
	Fields [][]string // words in order, each of letters, digits and marks alone
}

// Term is words that follow one another in a field.
type Term struct {
	Words  []string
	Prefix bool // the last one may go on
}

// Index finds passages by their words. They lie on shelves of a negotiation, one
// for each group of readers who may see the same, so that what finding takes
// depends on nothing that is on other shelves.
//
// An index is a cache of what the log says: any of it may be lost at any time,
// and is put there again.
type Index interface {
	// Shelf returns the digests of the passages on a shelf.
	Shelf(ctx context.Context, id negotiation.ID, shelf string) ([]Digest, error)
	// Shelve takes passages off a shelf, without leaving their words on the disk,
	// and puts others there that are not on it yet, all or none.
	Shelve(ctx context.Context, id negotiation.ID, shelf string, add []Passage, remove []Digest) error
	// Find returns the digests of the passages on a shelf in which every term is.
	Find(ctx context.Context, id negotiation.ID, shelf string, terms []Term) ([]Digest, error)
	// ClearShelves takes everything off the shelves of a negotiation, without
	// leaving its words on the disk.
	ClearShelves(ctx context.Context, id negotiation.ID) error
}
