"""What makes questions to the embedded store quick: `NAME.kg/index.sqlite`, made of the same graph and beside it.

It lists the statements of each name, and the facts that some questions ask for, in the order of days, and finds
statements by words (FTS5). A question about a name that is everywhere is narrowed by it to what may stand on the page
asked for; the query itself then says what does, so the rows are the same. It can be made anew from the ledger at will,
and is not used while it knows another state of the ledger than the store.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date
from functools import lru_cache, partial
from heapq import merge
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kg.graph import Edge, Node, Part, part
from kg.ledger import Ledger
from kg.rdf import META
from kg.rdf_update import cursor_query

if TYPE_CHECKING:
    from pyoxigraph import Store

FILE = "index.sqlite"
VERSION = 1
ROLES = ("speaker", "about", "said_at", "via", "publisher", "claims", "met")
_ROLE = {"SAID": "speaker", "ABOUT": "about", "SAID_AT": "said_at", "VIA": "via"}
_PLACED = (ROLES.index("about"), ROLES.index("said_at"))
_UNDATED = 1  # days are counted backwards, so that the latest come first; what has none comes last
_MOST = 5000  # things that a query is narrowed to, and that are looked at one by one
_MANY = 200  # places: from so many on, what is placed anywhere is looked through
_TRIGRAMS = 24

TABLES = f"""
CREATE TABLE state (ledger TEXT NOT NULL, cursor INTEGER NOT NULL, base TEXT NOT NULL);

-- Entities, outlets and articles by their paths, and the place around each.
CREATE TABLE name (n INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, around INTEGER);
CREATE INDEX name_around ON name (around) WHERE around NOTNULL;

-- Statements with their words in small letters, and facts without; day: days before the year 1, or 1 if unknown.
CREATE TABLE item (n INTEGER PRIMARY KEY, path TEXT NOT NULL, article INTEGER NOT NULL, day INTEGER NOT NULL, said TEXT);
CREATE INDEX item_article ON item (article);
CREATE INDEX item_day ON item (day, n) WHERE said NOTNULL;
CREATE VIRTUAL TABLE words USING fts5
    (said, content='item', content_rowid='n', tokenize='trigram case_sensitive 1', detail='none', columnsize=0);

-- What is listed under a name, by what the name is to it.
CREATE TABLE listed (
    role INTEGER NOT NULL, name INTEGER NOT NULL, day INTEGER NOT NULL, item INTEGER NOT NULL,
    PRIMARY KEY (role, name, day, item)
) WITHOUT ROWID;
CREATE INDEX listed_item ON listed (item);
CREATE INDEX listed_placed ON listed (role, day, item, name) WHERE role IN {_PLACED};

PRAGMA user_version = {VERSION};
"""

_REMEMBERED = 100_000  # numbers of names, while an index is made
_Number = Callable[[str], int]

Stream = Iterator[tuple[int, int]]
"""Days and numbers of items, in this order."""


class State(msgspec.Struct, frozen=True):
    """Which changes of which ledger something knows, and the base of its uris."""

    ledger: str
    cursor: int
    base: str


# ------------------------------------------------------------------ writing


def load(ledger: Ledger, file: Path) -> None:
    """Bring the index up to date with the ledger; made anew if it is not there, another ledger's, or broken.

    Raises sqlite3.OperationalError if it cannot be written.
    """
    with ledger.snapshot():
        now = State(ledger.id, ledger.seq, ledger.base)
        known = state(file)
        if known == now:
            return
        if known is None or known.ledger != now.ledger or known.cursor > now.cursor:
            make((found for each in _everything(ledger) if (found := part(ledger, *each))), file, now)
        else:
            changes = ledger.changes(known.cursor)
            _change(
                ((c.path, part(ledger, c.kind, c.path)) for c in changes if c.kind in ("article", "entity")), file, now
            )


def _everything(ledger: Ledger) -> Iterator[tuple[str, str]]:
    yield from (
        ("entity", path) for (path,) in ledger.rows("SELECT path FROM entity WHERE within NOTNULL AND live = 1")
    )
    yield from (("article", path) for (path,) in ledger.rows("SELECT path FROM version WHERE state = 1 ORDER BY path"))


def make(parts: Iterable[Part], file: Path, now: State) -> None:
    """Make an index of the parts of a whole graph, in the place of what is there."""
    making = Making(file)
    for each in parts:
        making.put(each)
    making.finish(now)


class Making:
    """An index that is made beside its place, and takes it when it is finished."""

    def __init__(self, file: Path) -> None:
        """Begin an index for the place of `file`."""
        self._file, self._fresh = file, file.with_name(file.name + ".new")
        self._fresh.unlink(missing_ok=True)
        self._connection = sqlite3.connect(self._fresh)
        self._connection.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -100000;"
        )
        self._connection.executescript(TABLES)
        self._number = lru_cache(maxsize=_REMEMBERED)(partial(_number, self._connection))

    def put(self, part: Part) -> None:
        """Take in a part, whichever it is."""
        _put(self._connection, part, self._number)

    def finish(self, now: State) -> None:
        """Let it take its place, as what knows this state."""
        _set_state(self._connection, now)
        self._connection.commit()
        self._connection.close()
        self._fresh.replace(self._file)


def _change(changed: Iterable[tuple[str, Part | None]], file: Path, now: State) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        for path, found in changed:
            _drop(connection, path)
            if found:
                _put(connection, found, partial(_number, connection))
        _set_state(connection, now)


def _set_state(connection: sqlite3.Connection, now: State) -> None:
    connection.execute("DELETE FROM state")
    connection.execute("INSERT INTO state VALUES (?, ?, ?)", msgspec.structs.astuple(now))


def _put(connection: sqlite3.Connection, given: Part, number: _Number) -> None:
    if given.kind == "entity":
        for edge in given.edges:
            around = number(edge.end)
            connection.execute("UPDATE name SET around = ? WHERE n = ?", (around, number(edge.start)))
        return
    if given.kind != "article":
        return
    names = _names_of(given)
    for node in given.nodes:
        if node.label == "Statement" or (node.label == "Fact" and node.path in names):
            _put_item(connection, number(given.path), node, names.get(node.path, []), number)


def _put_item(
    connection: sqlite3.Connection, article: int, node: Node, names: Iterable[tuple[str, str]], number: _Number
) -> None:
    day, said = _day(node.properties.get("day_start")), None
    if node.label == "Statement":
        said = str(node.properties["said"]).lower().replace("\0", " ")
    row = (node.path, article, day, said)
    n = connection.execute("INSERT INTO item (path, article, day, said) VALUES (?, ?, ?, ?)", row).lastrowid
    if said is not None:
        connection.execute("INSERT INTO words (rowid, said) VALUES (?, ?)", (n, said))
    rows = {(ROLES.index(role), number(name), day, n) for role, name in names}
    connection.executemany("INSERT INTO listed VALUES (?, ?, ?, ?)", sorted(rows))


def _names_of(given: Part) -> dict[str, list[tuple[str, str]]]:
    """The roles and names under which statements and facts of an article are listed."""
    outlets = [edge.end for edge in given.edges if edge.type == "PUBLISHED_BY"]
    found: dict[str, list[tuple[str, str]]] = {}
    kinds = {node.path: node for node in given.nodes}
    for edge in given.edges:
        if edge.type in _ROLE:
            item, name = (edge.end, edge.start) if edge.type == "SAID" else (edge.start, edge.end)
            found.setdefault(item, []).append((_ROLE[edge.type], name))
        elif edge.type == "REPORTED_IN" and kinds[edge.start].label == "Statement":
            found.setdefault(edge.start, []).extend(("publisher", outlet) for outlet in outlets)
    ends = [edge for edge in given.edges if edge.type in ("SUBJECT", "OBJECT")]
    for role, wanted in (("claims", _claimed(given.edges)), ("met", _meetings(given.nodes))):
        for edge in ends:
            if edge.start in wanted:
                found.setdefault(edge.start, []).append((role, edge.end))
    return found


def _claimed(edges: Iterable[Edge]) -> set[str]:
    return {edge.end for edge in edges if edge.type == "CLAIMS"}


def _meetings(nodes: Iterable[Node]) -> set[str]:
    return {node.path for node in nodes if node.properties.get("predicate") == "met"}


def _drop(connection: sqlite3.Connection, path: str) -> None:
    name = _number(connection, path)
    connection.execute("UPDATE name SET around = NULL WHERE n = ?", (name,))
    for n, said in connection.execute("SELECT n, said FROM item WHERE article = ?", (name,)).fetchall():
        if said is not None:
            connection.execute("INSERT INTO words (words, rowid, said) VALUES ('delete', ?, ?)", (n, said))
        connection.execute("DELETE FROM listed WHERE item = ?", (n,))
    connection.execute("DELETE FROM item WHERE article = ?", (name,))


def _number(connection: sqlite3.Connection, path: str) -> int:
    row = connection.execute("SELECT n FROM name WHERE path = ?", (path,)).fetchone()
    return int(row[0] if row else connection.execute("INSERT INTO name (path) VALUES (?)", (path,)).lastrowid or 0)


def _day(day: str | None) -> int:
    return -date.fromisoformat(day).toordinal() if day else _UNDATED


# ------------------------------------------------------------------ reading


class Narrowed(msgspec.Struct, frozen=True):
    """Uris of what may answer, those of the latest days first; `all` if nothing else may.

    `placed` are those about a place that is asked for, or one inside it, each with that place.
    """

    uris: tuple[str, ...]
    all: bool
    placed: tuple[tuple[str, str], ...]


def state(file: Path) -> State | None:
    """What an index knows, None if there is none that this version can read."""
    try:
        with _reading(file) as connection:
            return _state(connection)
    except sqlite3.Error:
        return None


def _state(connection: sqlite3.Connection) -> State | None:
    if connection.execute("PRAGMA user_version").fetchone() != (VERSION,):
        return None
    row = connection.execute("SELECT ledger, cursor, base FROM state").fetchone()
    return State(*row) if row else None


def state_of(store: Store) -> State | None:
    """What an embedded store knows, None if nothing was ever loaded into it."""
    from pyoxigraph import QuerySolutions

    rows = store.query(cursor_query())
    assert isinstance(rows, QuerySolutions)
    for row in rows:
        return State(row["ledger"].value, int(row["cursor"].value), row["meta"].value.removesuffix(META))
    return None


@contextmanager
def _reading(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        connection.execute("BEGIN")
        yield connection


# For each question: what it looks for, and what its parameters are to that; `+`: everything inside a place, too.
_QUESTIONS: Mapping[str, Mapping[str, str]] = {
    "who-said-what-where": {
        "speaker": "speaker",
        "said_at": "said_at+",
        "about_place": "about+",
        "publisher": "publisher",
        "text": "text",
        "until": "until",
    },
    "said-about": {"entity": "about"},
    "said-about-place": {"place": "about+"},
    "speaker-timeline": {"speaker": "speaker"},
    "relayed": {"via": "via"},
    "claims": {"about": "claims"},
    "who-met-whom": {"person": "met", "until": "until"},
}


def helps(question: str, given: Collection[str]) -> bool:
    """Whether a question with these parameters is one that an index narrows."""
    listed = {name for name, role in _QUESTIONS.get(question, {}).items() if role != "until"}
    return not listed.isdisjoint(given) or question == "who-said-what-where"


def narrow(
    file: Path,
    store: State,
    question: str,
    given: Mapping[str, str | date],
    named: Mapping[str, Sequence[str]],
    rows: int,
) -> Narrowed | None:
    """What may stand in the first rows of the answer, by the values of the parameters and the uris that names stand for.

    None where the index does not help: the question is none of its own or names nothing, or the index does not know
    exactly what the store, whose state is given, knows.
    """
    if not helps(question, given):
        return None
    try:
        with _reading(file) as connection:
            return (
                _narrowed(connection, question, given, named, rows, store.base) if _state(connection) == store else None
            )
    except sqlite3.Error:
        return None


def _narrowed(
    connection: sqlite3.Connection,
    question: str,
    given: Mapping[str, str | date],
    named: Mapping[str, Sequence[str]],
    rows: int,
    base: str,
) -> Narrowed | None:
    asked = {name: _QUESTIONS[question][name] for name in given if name in _QUESTIONS[question]}
    streams = _streams(connection, asked, given, named, base)
    found = _first(_common(streams), rows + rows // 4 + 20) if streams else None
    places = _inside(connection, _numbers(connection, named["place"], base)) if "place" in asked else []
    return _told(connection, found, places, base) if found else None


def _streams(
    connection: sqlite3.Connection,
    asked: Mapping[str, str],
    given: Mapping[str, str | date],
    named: Mapping[str, Sequence[str]],
    base: str,
) -> list[Stream]:
    """For each parameter that things are listed by what is listed, from the last day asked for on; else all statements."""
    until = given.get("until")
    since = -until.toordinal() if isinstance(until, date) else -(10**7)
    found: list[Stream] = []
    for parameter, role in asked.items():
        if role == "text":
            words = _by_words(connection, str(given[parameter]), since)
            found += [words] if words is not None else []
        elif role != "until":
            found.append(_by_names(connection, role, _numbers(connection, named[parameter], base), since))
    return found or ([] if "text" in asked.values() else [_every(connection, since)])


def _numbers(connection: sqlite3.Connection, uris: Iterable[str], base: str) -> list[int]:
    paths = [uri.removeprefix(base) for uri in uris]
    return [n for path in paths for (n,) in connection.execute("SELECT n FROM name WHERE path = ?", (path,))]


def _by_names(connection: sqlite3.Connection, role: str, names: Sequence[int], since: int) -> Stream:
    number = ROLES.index(role.rstrip("+"))
    if role.endswith("+"):
        names = _inside(connection, names)
    if number in _PLACED and len(names) > _MANY:
        every, wanted = connection.execute(_PLACED_ANYWHERE[number], (since,)), set(names)
        return ((day, item) for day, item, name in every if name in wanted)
    one = "SELECT day, item FROM listed WHERE role = ? AND name = ? AND day >= ? ORDER BY day, item"
    return merge(*(connection.execute(one, (number, name, since)) for name in names))


_PLACED_ANYWHERE = {
    role: f"SELECT day, item, name FROM listed WHERE role IN {_PLACED} AND role = {role} AND day >= ? ORDER BY day, item"
    for role in _PLACED
}


def _inside(connection: sqlite3.Connection, names: Sequence[int]) -> list[int]:
    query = (
        "WITH RECURSIVE inside (n) AS (SELECT value FROM json_each(?) UNION"
        " SELECT name.n FROM name JOIN inside ON name.around = inside.n) SELECT n FROM inside"
    )
    return [n for (n,) in connection.execute(query, (msgspec.json.encode(names).decode(),))]


def _every(connection: sqlite3.Connection, since: int) -> Stream:
    return connection.execute("SELECT day, n FROM item WHERE said NOTNULL AND day >= ? ORDER BY day, n", (since,))


def _by_words(connection: sqlite3.Connection, text: str, since: int) -> Stream | None:
    """Statements with all trigrams of a text; one by one where they are many, None where only the query can tell."""
    small = text.lower()
    found = {small[i : i + 3]: None for i in range(len(small) - 2)}
    trigrams = [each for each in found if each.isascii() and each.isprintable()][:_TRIGRAMS]
    if trigrams:
        match = " AND ".join('"' + each.replace('"', '""') + '"' for each in trigrams)
        query = "SELECT i.day, i.n FROM words JOIN item i ON i.n = words.rowid WHERE words MATCH ? LIMIT ?"
        few = connection.execute(query, (match, _MOST + 1)).fetchall()
        if len(few) <= _MOST:
            return iter(sorted(row for row in few if row[0] >= since))
    if not small.isascii():  # engines may differ in the small letters of others
        return None
    query = "SELECT day, n FROM item WHERE said NOTNULL AND day >= ? AND instr(said, ?) ORDER BY day, n"
    return connection.execute(query, (since, small.replace("\0", " ")))


def _common(streams: Sequence[Stream]) -> Stream:
    """What is in all streams."""
    found = streams[0]
    for other in streams[1:]:
        found = _both(found, other)
    return found


def _both(one: Stream, other: Stream) -> Stream:
    b = next(other, None)
    for a in one:
        while b is not None and b < a:
            b = next(other, None)
        if b is None:
            return
        if a == b:
            yield a


def _first(stream: Stream, count: int) -> tuple[list[int], bool] | None:
    """So many of the first, with the others of their last day, and whether that is all; None if they are too many."""
    found: dict[int, None] = {}
    last = None
    for day, item in stream:
        if len(found) >= count and day != last:
            return list(found), False
        if len(found) == _MOST:
            return None
        found[item], last = None, day
    return list(found), True


def _told(connection: sqlite3.Connection, found: tuple[list[int], bool], places: Sequence[int], base: str) -> Narrowed:
    items, everything = found
    listed, wanted = msgspec.json.encode(items).decode(), set(places)
    paths = connection.execute("SELECT item.path FROM json_each(?) JOIN item ON item.n = value", (listed,))
    placed = connection.execute(_ABOUT, (listed,)) if places else ()
    return Narrowed(
        tuple(base + path for (path,) in paths),
        everything,
        tuple((base + path, base + place) for path, n, place in placed if n in wanted),
    )


_ABOUT = f"""SELECT item.path, name.n, name.path FROM json_each(?) AS found CROSS JOIN item ON item.n = found.value
CROSS JOIN listed INDEXED BY listed_item ON listed.item = item.n AND listed.role = {ROLES.index("about")}
CROSS JOIN name ON name.n = listed.name"""
