-- Passkeys sign members in. The credential is as the library keeps it, JSON.
CREATE TABLE passkey (
    id          BLOB    NOT NULL PRIMARY KEY,
    negotiation TEXT    NOT NULL,
    member      TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    added       INTEGER NOT NULL, -- seconds
    credential  BLOB    NOT NULL
) STRICT;

CREATE INDEX passkey_of ON passkey (negotiation, member);
