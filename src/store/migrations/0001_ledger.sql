-- The ledger. Everything else can be rebuilt from it, but for what was erased.
CREATE TABLE entry (
    seq INTEGER PRIMARY KEY CHECK (seq BETWEEN 0 AND 4611686018427387904),
    text TEXT NOT NULL,
    nodes TEXT NOT NULL
) STRICT;
CREATE TABLE head (
    size INTEGER PRIMARY KEY,
    text TEXT NOT NULL
) STRICT;
-- Personal data: encrypted, erasable.
CREATE TABLE subject_key (
    subject TEXT PRIMARY KEY,
    secret TEXT NOT NULL
) STRICT;
CREATE TABLE payload (
    seq INTEGER PRIMARY KEY,
    subject TEXT NOT NULL,
    box TEXT NOT NULL
) STRICT;
CREATE INDEX payload_subject ON payload (subject);
-- Photographs and documents in parts of at most 1 MB (base64), under the SHA-256 of the whole.
CREATE TABLE blob (
    sha256 TEXT NOT NULL,
    part INTEGER NOT NULL CHECK (part >= 0),
    data TEXT NOT NULL CHECK (data <> ''),
    PRIMARY KEY (sha256, part)
) STRICT;
-- Projections of the ledger, and which rules they were built by.
CREATE TABLE projection (
    version INTEGER NOT NULL
) STRICT;
CREATE TABLE record (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    first_entry INTEGER NOT NULL,
    last_entry INTEGER NOT NULL,
    state TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (kind, key)
) WITHOUT ROWID, STRICT;
CREATE TABLE link (
    target TEXT NOT NULL,
    role TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (target, role, source)
) WITHOUT ROWID, STRICT;
CREATE TABLE finding (
    subject TEXT NOT NULL,
    rule TEXT NOT NULL,
    opened_by INTEGER NOT NULL,
    since TEXT NOT NULL,
    state TEXT NOT NULL,
    closed_by INTEGER NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (subject, opened_by, rule)
) WITHOUT ROWID, STRICT;
