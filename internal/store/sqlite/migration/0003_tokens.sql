-- By what programs act for a member. Tokens are stored as their SHA-256; times
-- in seconds, 0 for never.
CREATE TABLE token (
    hash        BLOB    PRIMARY KEY,
    negotiation TEXT    NOT NULL,
    member      TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    scopes      TEXT    NOT NULL, -- with a space between them
    added       INTEGER NOT NULL,
    until       INTEGER NOT NULL,
    UNIQUE (negotiation, member, name)
) STRICT, WITHOUT ROWID;
