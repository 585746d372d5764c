-- The log: what the Merkle tree of each negotiation is made of. An entry is
-- never changed and never deleted; only its salt and content can be taken out
-- of it, together (an erasure).
CREATE TABLE entry (
    negotiation TEXT    NOT NULL,
    seq         INTEGER NOT NULL CHECK (seq > 0),
    leaf        BLOB    NOT NULL, -- record.Leaf.Bytes
    nodes       BLOB    NOT NULL, -- those of the tree that the leaf completed, from level 0 up
    note        BLOB,             -- the checkpoint that the host signed here; NULL inside a write of several
    salt        BLOB    CHECK (length(salt) = 32),
    content     BLOB    CHECK ((content IS NULL) = (salt IS NULL)), -- JSON
    PRIMARY KEY (negotiation, seq)
) STRICT, WITHOUT ROWID;

-- This also keeps INSERT OR REPLACE from taking an entry's place, which fires
-- no trigger of DELETE.
CREATE TRIGGER entry_follows_the_last BEFORE INSERT ON entry
WHEN NEW.seq <> 1 + (SELECT coalesce(max(seq), 0) FROM entry WHERE negotiation = NEW.negotiation)
BEGIN SELECT RAISE(ABORT, 'an entry follows the last one'); END;

CREATE TRIGGER entry_is_erased_or_as_it_was BEFORE UPDATE ON entry
WHEN NEW.negotiation <> OLD.negotiation OR NEW.seq <> OLD.seq OR NEW.leaf <> OLD.leaf
    OR NEW.nodes <> OLD.nodes OR NEW.note IS NOT OLD.note OR NEW.content IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;

CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END;

CREATE TABLE cosignature (
    negotiation TEXT    NOT NULL,
    size        INTEGER NOT NULL, -- of the checkpoint
    witness     TEXT    NOT NULL, -- its key
    line        TEXT    NOT NULL, -- of the note
    PRIMARY KEY (negotiation, size, witness)
) STRICT, WITHOUT ROWID;

-- Which negotiations there are, in the order in which they were opened.
CREATE TABLE negotiation (
    id   INTEGER PRIMARY KEY,
    name TEXT    NOT NULL UNIQUE
) STRICT;

-- While there is a row, the database may be older than what was acknowledged,
-- and nothing is written to the log.
CREATE TABLE doubt (
    reason TEXT NOT NULL
) STRICT;

-- Who may sign in. Tokens are stored as their SHA-256; times in seconds.
CREATE TABLE invite (
    negotiation TEXT    NOT NULL,
    member      TEXT    NOT NULL,
    hash        BLOB    NOT NULL UNIQUE,
    until       INTEGER NOT NULL,
    PRIMARY KEY (negotiation, member)
) STRICT;

CREATE TABLE session (
    hash        BLOB    NOT NULL,
    negotiation TEXT    NOT NULL,
    member      TEXT    NOT NULL,
    until       INTEGER NOT NULL,
    PRIMARY KEY (hash, negotiation)
) STRICT;
