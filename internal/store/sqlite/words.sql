-- The index of words: a cache, in a file of its own. Another version of it has
-- another number in words.go and is made anew.

CREATE TABLE shelf (
	number      INTEGER PRIMARY KEY,
	negotiation TEXT NOT NULL,
	name        TEXT NOT NULL,
	UNIQUE (negotiation, name)
) STRICT;

CREATE TABLE passage (
	row    INTEGER PRIMARY KEY,
	shelf  INTEGER NOT NULL REFERENCES shelf (number),
	digest BLOB NOT NULL,
	UNIQUE (shelf, digest)
) STRICT;

-- Each word stands behind the number of its shelf, so that the words of one
-- shelf lie together and nothing is read of others. The tokenizer splits at
-- spaces and nothing else that these words have: letters are not its affair.
CREATE VIRTUAL TABLE words USING fts5 (said, tokenize = 'ascii', columnsize = 0);

-- What is taken out is taken out of the file.
INSERT INTO words (words, rank) VALUES ('secure-delete', 1);
