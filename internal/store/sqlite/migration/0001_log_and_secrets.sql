-- The log: what the Merkle tree of each negotiation is made of. Nothing of it
-- is ever changed, and only contents are ever deleted (an erasure).
CREATE TABLE leaf (
    negotiation TEXT    NOT NULL,
    seq         INTEGER NOT NULL CHECK (seq > 0),
    leaf        BLOB    NOT NULL, -- record.Leaf.Bytes
    PRIMARY KEY (negotiation, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE content (
    negotiation TEXT    NOT NULL,
    seq         INTEGER NOT NULL,
    salt        BLOB    NOT NULL CHECK (length(salt) = 32),
    content     BLOB    NOT NULL, -- JSON of an entry
    PRIMARY KEY (negotiation, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE node (
    negotiation TEXT    NOT NULL,
    place       INTEGER NOT NULL, -- tlog.StoredHashIndex
    hash        BLOB    NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (negotiation, place)
) STRICT, WITHOUT ROWID;

-- One for each write, signed by the host.
CREATE TABLE checkpoint (
    negotiation TEXT    NOT NULL,
    size        INTEGER NOT NULL,
    note        BLOB    NOT NULL,
    PRIMARY KEY (negotiation, size)
) STRICT, WITHOUT ROWID;

CREATE TABLE cosignature (
    negotiation TEXT    NOT NULL,
    size        INTEGER NOT NULL,
    witness     TEXT    NOT NULL, -- its key
    line        TEXT    NOT NULL, -- of the note
    PRIMARY KEY (negotiation, size, witness)
) STRICT, WITHOUT ROWID;

-- This also keeps INSERT OR REPLACE from taking a leaf's place, which fires no
-- trigger of DELETE.
CREATE TRIGGER leaf_follows_the_last BEFORE INSERT ON leaf
WHEN NEW.seq <> 1 + (SELECT coalesce(max(seq), 0) FROM leaf WHERE negotiation = NEW.negotiation)
BEGIN SELECT RAISE(ABORT, 'a leaf follows the last one'); END;
CREATE TRIGGER leaf_is_never_changed BEFORE UPDATE ON leaf
BEGIN SELECT RAISE(ABORT, 'a leaf is never changed'); END;
CREATE TRIGGER leaf_is_never_deleted BEFORE DELETE ON leaf
BEGIN SELECT RAISE(ABORT, 'a leaf is never deleted'); END;

CREATE TRIGGER content_is_written_with_its_leaf BEFORE INSERT ON content
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) FROM leaf WHERE negotiation = NEW.negotiation)
    OR EXISTS (SELECT 1 FROM content WHERE negotiation = NEW.negotiation AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'content is written once, with its leaf'); END;
CREATE TRIGGER content_is_never_changed BEFORE UPDATE ON content
BEGIN SELECT RAISE(ABORT, 'content is never changed'); END;

CREATE TRIGGER node_is_added_once BEFORE INSERT ON node
WHEN EXISTS (SELECT 1 FROM node WHERE negotiation = NEW.negotiation AND place = NEW.place)
BEGIN SELECT RAISE(ABORT, 'a node is added once'); END;
CREATE TRIGGER node_is_never_changed BEFORE UPDATE ON node
BEGIN SELECT RAISE(ABORT, 'a node is never changed'); END;
CREATE TRIGGER node_is_never_deleted BEFORE DELETE ON node
BEGIN SELECT RAISE(ABORT, 'a node is never deleted'); END;

CREATE TRIGGER checkpoint_grows BEFORE INSERT ON checkpoint
WHEN NEW.size <= (SELECT coalesce(max(size), 0) FROM checkpoint WHERE negotiation = NEW.negotiation)
BEGIN SELECT RAISE(ABORT, 'a checkpoint is larger than the last one'); END;
CREATE TRIGGER checkpoint_is_never_changed BEFORE UPDATE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'a checkpoint is never changed'); END;
CREATE TRIGGER checkpoint_is_never_deleted BEFORE DELETE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'a checkpoint is never deleted'); END;

-- Which negotiations there are, in the order in which they were opened.
CREATE TABLE head (
    id          INTEGER PRIMARY KEY,
    negotiation TEXT    NOT NULL UNIQUE,
    seq         INTEGER NOT NULL -- of the last leaf
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
