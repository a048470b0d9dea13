"""The tables of `ledger.sqlite`, and how a ledger of an earlier version becomes one of this."""

from __future__ import annotations

import sqlite3

from kg.errors import GraphError

VERSION = 5
APPLICATION = 0x4B41_4252  # "KABR", SQLite's application_id: what the file is, whatever it is called

TABLES = """
-- id, base, names … of this ledger
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- One text of an article with its record. state 0: came in and waits for the end of the build; 1: current.
CREATE TABLE version (
    n INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    state INTEGER NOT NULL,
    hash TEXT NOT NULL,           -- over text, date, title, publisher, authors, address
    path TEXT NOT NULL,           -- article/suara.com-…
    id TEXT NOT NULL,
    url TEXT,
    title TEXT,
    publisher TEXT,
    domain TEXT,                  -- publisher/… without the prefix
    published TEXT,
    language TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    extractor TEXT NOT NULL,
    size INTEGER NOT NULL,        -- characters of the text
    copy_of INTEGER,              -- n of the earliest copy of the same wire text
    record BLOB NOT NULL,         -- JSON, zstd
    text BLOB                     -- UTF-8, zstd; or, without texts, the words of the spans as JSON, zstd
);
CREATE UNIQUE INDEX version_key ON version (key, state);
CREATE INDEX version_path ON version (path) WHERE state = 1;
CREATE INDEX version_domain ON version (domain, publisher, state) WHERE state = 1;
-- With their state, so that they tell it without the row.
CREATE INDEX version_waiting ON version (state, key) WHERE state = 0;

-- Versions that were once current: they do not come back by being read again.
CREATE TABLE replaced (key TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (key, hash)) WITHOUT ROWID;

-- The clusters of articles that wait for the end of the build, as JSON.
CREATE TABLE arrived (article INTEGER PRIMARY KEY, clusters BLOB NOT NULL);

-- An entity of one article, and which entity of the corpus it is.
CREATE TABLE cluster (
    article INTEGER NOT NULL,
    local TEXT NOT NULL,
    entity INTEGER,
    part INTEGER,
    block TEXT NOT NULL,
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    names TEXT NOT NULL,          -- JSON: what it is called in its article and nothing else is
    start INTEGER NOT NULL,       -- first mention
    place TEXT,                   -- place code
    within TEXT,                  -- local id or place code
    context TEXT NOT NULL,        -- JSON: roles, bodies, company
    masked INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (article, local)
) WITHOUT ROWID;
CREATE INDEX cluster_entity ON cluster (entity);
CREATE INDEX cluster_block ON cluster (block);
CREATE INDEX cluster_part ON cluster (part);
CREATE INDEX cluster_masked ON cluster (masked) WHERE masked = 1;

-- The clusters of one name that are one bearer; target: the part that names him in full.
CREATE TABLE part (n INTEGER PRIMARY KEY, block TEXT NOT NULL, target INTEGER);
CREATE INDEX part_block ON part (block);
CREATE INDEX part_target ON part (target) WHERE target IS NOT NULL;

-- Blocks of names that people brought, with the row of their list that they stand in.
CREATE TABLE listed (block TEXT PRIMARY KEY, row INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX listed_row ON listed (row);

-- Under which keys (hashes) a part is found, and under which it looks for a fuller name.
CREATE TABLE offer (key INTEGER NOT NULL, part INTEGER NOT NULL, PRIMARY KEY (key, part)) WITHOUT ROWID;
CREATE INDEX offer_part ON offer (part);
CREATE TABLE want (key INTEGER NOT NULL, part INTEGER NOT NULL, PRIMARY KEY (key, part)) WITHOUT ROWID;
CREATE INDEX want_part ON want (part);

CREATE TABLE entity (
    n INTEGER PRIMARY KEY,        -- in the order of minting
    path TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    title TEXT,
    place TEXT,
    within INTEGER,
    anchor_key TEXT,              -- article and first mention that the uri was made of
    anchor_start INTEGER,
    merged INTEGER,               -- the entity that took its place
    same_as TEXT,                 -- JSON: uris elsewhere
    masked INTEGER NOT NULL DEFAULT 0,
    live INTEGER NOT NULL,
    note TEXT                     -- what people who care about it say of it
);
CREATE INDEX entity_type ON entity (type) WHERE live = 1 AND merged IS NULL;
CREATE INDEX entity_within ON entity (within) WHERE within IS NOT NULL;
CREATE INDEX entity_merged ON entity (merged) WHERE merged IS NOT NULL;

CREATE TABLE lookup (entity INTEGER NOT NULL, key TEXT NOT NULL, PRIMARY KEY (entity, key)) WITHOUT ROWID;
CREATE INDEX lookup_key ON lookup (key);

-- A fact as support: subject and object in the direction of the edge that it speaks of.
CREATE TABLE fact (
    path TEXT PRIMARY KEY,
    article INTEGER NOT NULL,
    statement TEXT,
    subject INTEGER NOT NULL,
    predicate TEXT NOT NULL,
    object INTEGER,
    literal TEXT,
    relation TEXT,                -- the edge it speaks of, for or against; NULL if its ends make none
    supports INTEGER NOT NULL,    -- 1: positive and not merely claimed
    polarity TEXT NOT NULL,
    basis TEXT NOT NULL,
    confidence REAL NOT NULL,
    date TEXT,
    day_start TEXT,
    day_end TEXT
) WITHOUT ROWID;
CREATE INDEX fact_article ON fact (article);
CREATE INDEX fact_relation ON fact (relation) WHERE relation IS NOT NULL;
CREATE INDEX fact_title ON fact (subject) WHERE literal IS NOT NULL;

CREATE TABLE relation (
    path TEXT PRIMARY KEY,
    subject INTEGER NOT NULL,
    predicate TEXT NOT NULL,
    object INTEGER NOT NULL,
    basis TEXT NOT NULL,
    confidence REAL NOT NULL,
    articles INTEGER NOT NULL,
    publishers INTEGER NOT NULL,
    statements INTEGER NOT NULL,
    sources INTEGER NOT NULL,
    denials INTEGER NOT NULL,
    first_date TEXT,
    last_date TEXT,
    first_published TEXT,
    last_published TEXT
) WITHOUT ROWID;
CREATE INDEX relation_subject ON relation (subject);
CREATE INDEX relation_object ON relation (object);

-- A direct statement by what it says, to find the same or nearly the same words elsewhere.
CREATE TABLE saying (
    path TEXT PRIMARY KEY,
    article INTEGER NOT NULL,
    words INTEGER NOT NULL,       -- 63 bits of a hash of the normalised words
    quote TEXT,
    said TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX saying_article ON saying (article);
CREATE INDEX saying_words ON saying (words);
CREATE INDEX saying_quote ON saying (quote) WHERE quote IS NOT NULL;

-- The bands of hashes under which words that are nearly the same are looked for.
CREATE TABLE saying_band (band INTEGER NOT NULL, words INTEGER NOT NULL, PRIMARY KEY (band, words)) WITHOUT ROWID;
CREATE INDEX saying_band_words ON saying_band (words);

-- What is kept of texts to tell copies of one wire text, and which articles are copies of each other (both ways).
CREATE TABLE print (article INTEGER PRIMARY KEY, signature BLOB NOT NULL, numbers BLOB NOT NULL, names BLOB NOT NULL);
CREATE TABLE band (band INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (band, article)) WITHOUT ROWID;
CREATE INDEX band_article ON band (article);
CREATE TABLE copy (article INTEGER NOT NULL, other INTEGER NOT NULL, PRIMARY KEY (article, other)) WITHOUT ROWID;
CREATE INDEX copy_other ON copy (other);

-- What several articles report in the same or nearly the same words, as the earliest statement has them.
CREATE TABLE quote (path TEXT PRIMARY KEY, said TEXT NOT NULL) WITHOUT ROWID;

-- Decisions that stand, what is judged by them, and the names that are hidden.
CREATE TABLE decision (id TEXT PRIMARY KEY, number INTEGER NOT NULL, kind TEXT NOT NULL, decision TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE judged (path TEXT PRIMARY KEY, article INTEGER NOT NULL, verdict TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX judged_article ON judged (article);
CREATE TABLE masked (form TEXT PRIMARY KEY) WITHOUT ROWID;

-- The last change of each key: what targets are told.
CREATE TABLE change (
    kind TEXT NOT NULL,
    path TEXT NOT NULL,
    seq INTEGER NOT NULL UNIQUE,
    deleted INTEGER NOT NULL,
    PRIMARY KEY (kind, path)
) WITHOUT ROWID;
"""

# MIGRATIONS[i] turns version i + 1 into version i + 2.
MIGRATIONS: tuple[str, ...] = (
    """
ALTER TABLE entity ADD COLUMN note TEXT;
CREATE TABLE listed (block TEXT PRIMARY KEY, row INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX listed_row ON listed (row);
""",
    """
ALTER TABLE saying ADD COLUMN said TEXT NOT NULL DEFAULT '';
CREATE TABLE saying_band (band INTEGER NOT NULL, words INTEGER NOT NULL, PRIMARY KEY (band, words)) WITHOUT ROWID;
CREATE INDEX saying_band_words ON saying_band (words);
INSERT INTO setting VALUES ('derive', 'again');
""",
    """
CREATE TABLE arrived (article INTEGER PRIMARY KEY, clusters BLOB NOT NULL);
CREATE INDEX entity_type ON entity (type) WHERE live = 1 AND merged IS NULL;
""",
    """
DROP INDEX version_domain;
CREATE INDEX version_domain ON version (domain, publisher, state) WHERE state = 1;
-- With their state, so that they tell it without the row.
CREATE INDEX version_waiting ON version (state, key) WHERE state = 0;
""",
)


def create(connection: sqlite3.Connection) -> None:
    """Make the tables in an empty database."""
    connection.executescript(f"BEGIN;{TABLES}PRAGMA application_id={APPLICATION};PRAGMA user_version={VERSION};COMMIT;")


def migrate(connection: sqlite3.Connection) -> None:
    """Bring an earlier ledger to this version, one step per transaction."""
    for version in range(schema_version(connection), VERSION):
        connection.executescript(f"BEGIN;{MIGRATIONS[version - 1]}PRAGMA user_version={version + 1};COMMIT;")


def check(connection: sqlite3.Connection, name: str) -> None:
    """Raise GraphError unless the database is a ledger that this version of kabargraph can read."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION:
        raise GraphError(f"{name} is no kabargraph ledger; name the folder that kg build made")
    found = schema_version(connection)
    if found > VERSION:
        raise GraphError(f"{name} was written by a newer kabargraph (ledger version {found}); upgrade kabargraph")


def schema_version(connection: sqlite3.Connection) -> int:
    """The version of the tables of a database."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)
