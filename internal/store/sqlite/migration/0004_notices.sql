-- How members want to be told that something is new. Times in seconds.
CREATE TABLE notice (
    negotiation TEXT    NOT NULL,
    member      TEXT    NOT NULL,
    email       TEXT    NOT NULL, -- '': none
    webhook     TEXT    NOT NULL, -- '': none
    daily       INTEGER NOT NULL, -- 1: once a day at the most
    told        INTEGER NOT NULL, -- up to which moment the member was told
    PRIMARY KEY (negotiation, member)
) STRICT, WITHOUT ROWID;
