-- The log: entries of all negotiations, never changed and never deleted.
CREATE TABLE entry (
    negotiation TEXT    NOT NULL,
    seq         INTEGER NOT NULL CHECK (seq > 0),
    entry       BLOB    NOT NULL, -- JSON
    PRIMARY KEY (negotiation, seq)
) STRICT, WITHOUT ROWID;

-- This also keeps INSERT OR REPLACE from taking an entry's place, which fires
-- no trigger of DELETE.
CREATE TRIGGER entry_follows_the_last BEFORE INSERT ON entry
WHEN NEW.seq <> 1 + (SELECT coalesce(max(seq), 0) FROM entry WHERE negotiation = NEW.negotiation)
BEGIN
    SELECT RAISE(ABORT, 'an entry follows the last one');
END;

CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
BEGIN
    SELECT RAISE(ABORT, 'an entry is never changed');
END;

CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry
BEGIN
    SELECT RAISE(ABORT, 'an entry is never deleted');
END;

-- Which negotiations there are, in the order in which they were opened, and
-- how far their logs have grown.
CREATE TABLE head (
    id          INTEGER PRIMARY KEY,
    negotiation TEXT    NOT NULL UNIQUE,
    seq         INTEGER NOT NULL
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
