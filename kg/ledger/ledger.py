"""The ledger of a graph folder: opening it, and reading it.

    with open_ledger("news.kg") as ledger:
        for article in ledger.articles():
            record, text = ledger.record(article.path), ledger.text(article.path)

Everything in it goes by paths (`person/pramono-anung-k3v9m2x7`); a uri is `ledger.base` and a path.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec
from filelock import FileLock, Timeout

from kg.errors import GraphError
from kg.ledger import schema
from kg.ledger.pack import unpack_record, unpack_text, unpack_words
from kg.masking import Pattern, black_out, hidden_record, hide, hiding_words, pattern_of
from kg.model import Record, Span
from kg.resolve.clusters import Words
from kg.resolved import ResolvedArticle

DEFAULT_BASE = "http://localhost:8737/"
LEDGER = "ledger.sqlite"


class StoredArticle(msgspec.Struct, frozen=True):
    """The head of a current article; `publisher` is a path or None."""

    key: str
    path: str
    id: str
    url: str | None
    title: str | None
    publisher: str | None
    published: str | None
    language: str
    sha256: str


class StoredEntity(msgspec.Struct, frozen=True):
    """An entity of the corpus; `aliases` are its other names, `articles` how many name it."""

    path: str
    type: str
    name: str
    aliases: tuple[str, ...]
    place_code: str | None
    title: str | None
    articles: int


class Relation(msgspec.Struct, frozen=True):
    """A derived edge with the values that its supports give it; `subject` and `object` are paths."""

    path: str
    subject: str
    predicate: str
    object: str
    basis: str
    confidence: float
    articles: int
    publishers: int
    statements: int
    sources: int
    denials: int
    first_date: str | None
    last_date: str | None
    first_published: str | None
    last_published: str | None


class Change(msgspec.Struct, frozen=True):
    """The last change of one key: `kind` and `path` as kg.graph.part takes them; `deleted` leaves a tombstone."""

    seq: int
    kind: str
    path: str
    deleted: bool


class Ledger:
    """An open ledger. `connection` is for the modules of kg.ledger; everybody else uses the methods.

    `held_open` is for loaders: what stays open as long as the ledger is open, by a name of their own.
    """

    def __init__(self, folder: Path, connection: sqlite3.Connection, lock: FileLock | None) -> None:
        """Use `open_ledger`."""
        self.folder = folder
        self.connection = connection
        self.marks: dict[str, set[tuple[Any, ...]]] = {}
        self.held_open: dict[str, Any] = {}
        self._lock = lock
        self._hidden: tuple[tuple[int, int], Pattern | None] | None = None  # with the state of the file it is of
        self.id = self.setting("id") or ""
        self.base, self.former_bases = self._bases()

    def _bases(self) -> tuple[str, tuple[str, ...]]:
        former = msgspec.json.decode(self.setting("former_bases") or "[]", type=tuple[str, ...])
        return self.setting("base") or DEFAULT_BASE, former

    def rebase(self, base: str) -> None:
        """Change the base of the uris; every key counts as changed then."""
        if base == self.base:
            return
        former = sorted({*self.former_bases, self.base} - {base})
        settings = {"base": base, "former_bases": msgspec.json.encode(former).decode()}
        with self.transaction() as connection:
            connection.executemany("INSERT OR REPLACE INTO setting VALUES (?, ?)", settings.items())
            connection.execute("UPDATE change SET seq = seq + (SELECT max(seq) FROM change)")
        self.base, self.former_bases = self._bases()

    def path_of(self, uri: str) -> str:
        """The path of a uri of this ledger, also under a former base; anything else as it is."""
        base = next((base for base in (self.base, *self.former_bases) if uri.startswith(base)), "")
        return uri.removeprefix(base)

    def uris_of(self, path: str) -> list[str]:
        """The uri of a path, and those that it had."""
        return [base + path for base in (self.base, *self.former_bases)]

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and what is held open with it, and give up the lock."""
        self.held_open.clear()
        self.connection.close()
        if self._lock:
            self._lock.release()

    @property
    def writable(self) -> bool:
        """Whether this ledger holds the folder's lock."""
        return self._lock is not None

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing: what is written in the block is there for readers at its end, or not at all.

        Raises GraphError if the disk is full or cannot be written.
        """
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
        except sqlite3.OperationalError as error:
            raise GraphError(
                f"{self.folder} cannot be written: {error}; free the disk or its rights, then repeat"
            ) from None

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Everything that is read in the block is of one moment, whatever is written beside it."""
        self.connection.execute("BEGIN")
        try:
            yield
        finally:
            self.connection.execute("ROLLBACK")

    def rows(self, sql: str, *values: Any) -> Iterator[Any]:
        """The rows of a query."""
        return iter(self.connection.execute(sql, values))

    def one(self, sql: str, *values: Any) -> Any:
        """The first row of a query, or None."""
        return self.connection.execute(sql, values).fetchone()

    def setting(self, name: str) -> str | None:
        """A setting of this ledger (`id`, `base`, `text`)."""
        found = self.one("SELECT value FROM setting WHERE name = ?", name)
        return str(found[0]) if found else None

    @property
    def seq(self) -> int:
        """The number of the last change, 0 before the first."""
        return int(self.one("SELECT coalesce(max(seq), 0) FROM change")[0])

    # ---------------------------------------------------------------- reading

    def articles(self) -> Iterator[StoredArticle]:
        """The current articles in the order of their paths."""
        return (self._head(*row) for row in self.rows(f"{_ARTICLES} WHERE state = 1 ORDER BY path"))

    def article(self, path: str) -> StoredArticle:
        """The current article of a path; GraphError if there is none."""
        row = self.one(f"{_ARTICLES} WHERE state = 1 AND path = ?", path)
        if not row:
            raise GraphError(f"no article {path!r} in {self.folder}")
        return self._head(*row)

    def _head(self, n: int, *row: Any) -> StoredArticle:
        head = StoredArticle(*row)
        pattern = self._hidden_names(n)
        if pattern and (pattern.found_in(head.title or "") or pattern.found_in(head.url or "")):
            return msgspec.structs.replace(head, title=None, url=None)
        return head

    def record(self, path: str) -> Record:
        """The extraction record of an article's path, without the names of masked persons."""
        return self._shown(*self._stored(path))[0]

    def text(self, path: str) -> str | None:
        """The text of an article's path with masked names blackened, None in a ledger that keeps no texts."""
        n, record, blob = self._stored(path)
        text, pattern = unpack_text(blob), self._hidden_names(n)
        if text is None or not pattern:
            return text
        return black_out(pattern, _mentions(record, self._hidden_ids(n)), text)

    def words(self, path: str) -> Words:
        """A function from spans of the article's record to their words, without the names of masked persons.

        It serves the spans of the record also where texts are not kept.
        """
        return self._shown(*self._stored(path))[1]

    def _shown(self, n: int, record: Record, blob: bytes) -> tuple[Record, Words]:
        """A record and its words without the names of masked persons."""
        words, pattern = unpack_words(blob), self._hidden_names(n)
        if not pattern:
            return record, words
        ids = self._hidden_ids(n)
        return hidden_record(record, ids, pattern), hiding_words(words, _mentions(record, ids), pattern)

    def as_stored(self, path: str) -> tuple[Record, str | None]:
        """Record and text of an article's path as they came in, with the names that are masked elsewhere."""
        _, record, blob = self._stored(path)
        return record, unpack_text(blob)

    def _stored(self, path: str) -> tuple[int, Record, bytes]:
        row = self.one("SELECT n, record, text FROM version WHERE state = 1 AND path = ?", path)
        if not row:
            raise GraphError(f"no article {path!r} in {self.folder}")
        return row[0], unpack_record(row[1]), bytes(row[2])

    @property
    def hidden(self) -> Pattern | None:
        """What finds the full names of masked persons, None if nobody is masked."""
        now = self.connection.total_changes, self.one("PRAGMA data_version")[0]
        if self._hidden is None or self._hidden[0] != now:
            forms = self.rows("SELECT form FROM masked WHERE instr(form, ' ')")
            self._hidden = now, pattern_of(form for (form,) in forms)
        return self._hidden[1]

    def _hidden_ids(self, n: int) -> frozenset[str]:
        rows = self.rows(
            "SELECT c.local FROM cluster c JOIN entity e ON e.n = c.entity WHERE c.article = ? AND e.masked = 1", n
        )
        return frozenset(local for (local,) in rows)

    def _hidden_names(self, n: int) -> Pattern | None:
        """What finds the names that must not be told of an article: full names, and all names of its masked persons."""
        if not self.one("SELECT 1 FROM masked"):
            return None
        rows = self.rows(
            "SELECT c.names FROM cluster c JOIN entity e ON e.n = c.entity WHERE c.article = ? AND e.masked = 1", n
        )
        own = [form for (names,) in rows for form in msgspec.json.decode(names, type=list[str])]
        return pattern_of(own, self.hidden)

    def entity_map(self, path: str) -> dict[str, str]:
        """From the ids of an article's record to the paths of entities."""
        return dict(
            self.rows(
                "SELECT c.local, e.path FROM version v JOIN cluster c ON c.article = v.n JOIN entity e ON e.n = c.entity"
                " WHERE v.state = 1 AND v.path = ?",
                path,
            )
        )

    def resolved(self, path: str, *, judged: bool = True) -> ResolvedArticle:
        """An article with everything resolved: its statements and facts with paths, words and days.

        Without `judged` also what people judged wrong.
        """
        head = self.article(path)
        n, stored, blob = self._stored(path)
        record, words = self._shown(n, stored, blob)
        verdicts = dict(self.rows("SELECT path, verdict FROM judged WHERE article = ?", n)) if judged else {}
        return ResolvedArticle(
            head.key,
            path,
            head.publisher,
            record,
            words,
            self.entity_map(path),
            frozenset(p for p, verdict in verdicts.items() if verdict == "wrong"),
            frozenset(p for p, verdict in verdicts.items() if verdict == "right"),
            unpack_text(blob),
        )

    def resolved_as(self, n: int, entities: Mapping[str, str]) -> ResolvedArticle:
        """An article by its number, current or not yet, with these entities; where nobody is masked and nothing judged.

        Its text is left out.
        """
        key, path, publisher, record, text = self.one(_AS_STORED, n)
        return ResolvedArticle(key, path, publisher, unpack_record(record), unpack_words(text), entities)

    def entities(self) -> Iterator[StoredEntity]:
        """The entities that an article names, and the areas that they lie within, in the order of their paths."""
        hidden = self.hidden
        for n, masked, *row in self.rows(_ENTITIES):
            names, articles = self._called(n)
            path, kind, name, place, title = row
            aliases = () if masked else tuple(hide(hidden, x) for x in names if x != name)
            yield StoredEntity(path, kind, name, aliases, place, title, articles)

    def _called(self, entity: int) -> tuple[list[str], int]:
        names: dict[str, None] = {}
        articles = set()
        for article, forms in self.rows("SELECT article, names FROM cluster WHERE entity = ?", entity):
            articles.add(article)
            names |= dict.fromkeys(msgspec.json.decode(forms))
        return sorted(names), len(articles)

    def relations(self) -> Iterator[Relation]:
        """The derived edges in the order of their paths."""
        return (Relation(*row) for row in self.rows(f"{_RELATIONS} ORDER BY r.path"))

    def relation(self, path: str) -> Relation | None:
        """The derived edge of a path, None if nothing supports it."""
        row = self.one(f"{_RELATIONS} WHERE r.path = ?", path)
        return Relation(*row) if row else None

    def changes(self, since: int = 0) -> Iterator[Change]:
        """The keys that changed after `since`, each once with its last change, in the order of their numbers."""
        rows = self.rows("SELECT seq, kind, path, deleted FROM change WHERE seq > ? ORDER BY seq", since)
        return (Change(seq, kind, path, bool(deleted)) for seq, kind, path, deleted in rows)

    def count_changes(self, since: int = 0, kind: str | None = None) -> int:
        """How many keys, of a kind or of all, changed after `since`; since 0 all that ever were."""
        if kind is None:
            return int(self.one("SELECT count(*) FROM change WHERE seq > ?", since)[0])
        return int(self.one("SELECT count(*) FROM change WHERE kind = ? AND seq > ?", kind, since)[0])


# Where there is no domain, there is no path: NULL stays NULL.
_ARTICLES = "SELECT n, key, path, id, url, title, 'publisher/' || domain, published, language, sha256 FROM version"
_AS_STORED = "SELECT key, path, 'publisher/' || domain, record, text FROM version WHERE n = ?"
_ENTITIES = (
    "SELECT n, masked, path, type, name, place, title FROM entity WHERE live = 1 AND merged IS NULL ORDER BY path"
)
_RELATIONS = (
    "SELECT r.path, s.path, predicate, o.path, basis, confidence, articles, publishers, statements, sources, denials,"
    " first_date, last_date, first_published, last_published"
    " FROM relation r JOIN entity s ON s.n = r.subject JOIN entity o ON o.n = r.object"
)


def _mentions(record: Record, ids: frozenset[str]) -> list[Span]:
    return [span for entity in record.entities if entity.id in ids for span in entity.mentions]


def open_ledger(folder: str | Path, *, write: bool = False, base: str | None = None, wait: float = 0) -> Ledger:
    """The ledger of a graph folder, for reading; or for writing, made if it is not there.

    One process writes at a time: `wait` is how many seconds to wait for another (-1: for ever). `base` is the base of
    the uris of a new ledger. Raises GraphError if the folder is missing, locked, no ledger or of a newer version, or has
    another base.
    """
    folder = Path(folder)
    if not write:
        return _open_for_reading(folder)
    ledger = _open_for_writing(folder, base or DEFAULT_BASE, wait)
    if base and ledger.base != base:
        ledger.close()
        raise GraphError(
            f"the uris of {folder} begin with {ledger.base}; change that with: kg rebase {base} -g {folder}"
        )
    return ledger


def _open_for_reading(folder: Path) -> Ledger:
    file = folder / LEDGER
    if not file.is_file():
        raise GraphError(f"there is no graph {folder}; make one with: kg build SOURCE -o {folder}")
    try:
        connection = _reader(file)
        schema.check(connection, str(folder))
    except sqlite3.Error as error:
        raise GraphError(f"{folder} cannot be read: {error}; restore it from a copy (kg restore)") from None
    if schema.schema_version(connection) != schema.VERSION:
        connection.close()
        raise GraphError(f"{folder} is of an earlier version; bring it up to date with: kg build SOURCE -o {folder}")
    return Ledger(folder, connection, None)


def _reader(file: Path) -> sqlite3.Connection:
    try:
        return _connect(file.resolve().as_uri() + "?mode=ro")
    except sqlite3.OperationalError:
        # On a read-only disk there can be no file for the readers' marks. Where no writer left its log, none is needed.
        log = file.with_name(file.name + "-wal")
        if os.access(file.parent, os.W_OK) or (log.exists() and log.stat().st_size):
            raise
        return _connect(file.resolve().as_uri() + "?mode=ro&immutable=1")


def _open_for_writing(folder: Path, base: str, wait: float) -> Ledger:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "lock", timeout=wait)
        lock.acquire()
    except Timeout:
        raise GraphError(f"{folder} is being written by another kg; wait for it, or say --wait") from None
    except OSError as error:
        raise GraphError(f"{folder} cannot be written: {error.strerror or error}") from None
    try:
        return Ledger(folder, _writer(folder, base), lock)
    except sqlite3.Error as error:
        lock.release()
        raise GraphError(f"{folder} cannot be written: {error}") from None
    except BaseException:
        lock.release()
        raise


def _writer(folder: Path, base: str) -> sqlite3.Connection:
    connection = _connect((folder / LEDGER).resolve().as_uri())
    connection.execute("PRAGMA page_size=16384")  # of a new file; a record and its text take several kilobytes
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA cache_size=-131072")  # kilobytes: a first build fills many indexes in no order
    if not connection.execute("SELECT 1 FROM sqlite_schema").fetchone():
        schema.create(connection)
    schema.check(connection, str(folder))
    schema.migrate(connection)
    settings = {"id": secrets.token_hex(8), "base": base}
    connection.executemany("INSERT OR IGNORE INTO setting VALUES (?, ?)", settings.items())
    return connection


def renew(ledger: Ledger) -> None:
    """Give a copied ledger an id of its own, so that targets of the other one do not take it for that."""
    with ledger.transaction() as connection:
        connection.execute("UPDATE setting SET value = ? WHERE name = 'id'", (secrets.token_hex(8),))
    ledger.id = ledger.setting("id") or ""


def _connect(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=30)
    for pragma in ("trusted_schema=OFF", "cache_size=-32768"):
        connection.execute(f"PRAGMA {pragma}")
    return connection
