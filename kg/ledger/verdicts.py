"""Decisions as the ledger applies them: what they touch, and whom and what they are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

import msgspec

from kg.decisions import Decision, Named, Quoted, digest, name_hmac, read, standing
from kg.keys import key
from kg.ledger.ledger import Ledger
from kg.ledger.marks import touch
from kg.ledger.pack import unpack_text
from kg.masking import pattern_of
from kg.resolved import ResolvedArticle, ResolvedFact, ResolvedStatement

_decode = msgspec.json.Decoder(Decision).decode
_names = msgspec.json.Decoder(tuple[str, ...]).decode


def have_changed(ledger: Ledger) -> bool:
    """Whether the file of decisions is another than the one that was applied last."""
    return digest(ledger.folder) != (ledger.setting("decisions") or "")


def apply(ledger: Ledger) -> None:
    """Take over the file of decisions, and mark what a new or undone one is about."""
    if not have_changed(ledger):
        return
    known = {row[0]: _decode(row[1]) for row in ledger.rows("SELECT id, decision FROM decision")}
    found = {decision.id: decision for decision in standing(read(ledger.folder))}
    run = ledger.connection.execute
    run("DELETE FROM decision")
    for number, decision in enumerate(found.values()):
        text = msgspec.json.encode(decision).decode()
        run("INSERT INTO decision VALUES (?, ?, ?, ?)", (decision.id, number, decision.decision, text))
    run("INSERT OR REPLACE INTO setting VALUES ('decisions', ?)", (digest(ledger.folder),))
    for name in sorted(known.keys() ^ found.keys()):
        _touch(ledger, (known | found)[name])
    if any(d.decision == "mask" for d in (known | found).values()):
        _mask_again(ledger)


def of_kind(ledger: Ledger, *kinds: str) -> list[Decision]:
    """The decisions of some kinds that stand, in their order."""
    marks = ", ".join("?" * len(kinds))
    rows = ledger.rows(f"SELECT decision FROM decision WHERE kind IN ({marks}) ORDER BY number", *kinds)
    return [_decode(text) for (text,) in rows]


def seats(ledger: Ledger, named: Named | None) -> list[tuple[int, str]]:
    """The clusters that a decision names: article and local id."""
    if not named:
        return []
    return list(
        ledger.rows(
            "SELECT c.article, c.local FROM version v JOIN cluster c ON c.article = v.n"
            " WHERE v.key = ? AND v.state = 1 AND c.type = ? AND c.name = ?",
            named.article,
            named.type,
            named.name,
        )
    )


def entity(ledger: Ledger, named: Named | None) -> int | None:
    """The entity that a decision names, None if no article names it any longer."""
    for article, local in seats(ledger, named):
        return int(ledger.one("SELECT entity FROM cluster WHERE article = ? AND local = ?", article, local)[0])
    return None


def _touch(ledger: Ledger, decision: Decision) -> None:
    for article, local in chain(seats(ledger, decision.one), seats(ledger, decision.other)):
        block, number = ledger.one("SELECT block, entity FROM cluster WHERE article = ? AND local = ?", article, local)
        touch(ledger, "block", [block])
        touch(ledger, "entity", [number])
    if decision.quote:
        rows = ledger.rows("SELECT n FROM version WHERE key = ? AND state = 1", decision.quote.article)
        touch(ledger, "article", [n for (n,) in list(rows)])


# ------------------------------------------------------------------ statements and facts


def judge(ledger: Ledger, n: int, key: str, article: ResolvedArticle) -> bool:
    """Note which statements and facts of an article are judged, and say whether any is; it comes as nobody judged it."""
    run = ledger.connection.execute
    run("DELETE FROM judged WHERE article = ?", (n,))
    some = False
    for decision in of_kind(ledger, "wrong", "right"):
        if decision.quote and decision.quote.article == key and (path := find(decision.quote, article)):
            run("INSERT OR REPLACE INTO judged VALUES (?, ?, ?)", (path, n, decision.decision))
            some = True
    return some


def find(quote: Quoted, article: ResolvedArticle) -> str | None:
    """The path of the statement or fact that a decision quotes, None if the article has none."""
    found: list[ResolvedStatement | ResolvedFact] = []
    found += _facts(quote, article) if quote.predicate else _statements(quote, article)
    if len(found) > 1:
        found = [item for item in found if context(article, item) == (quote.prefix, quote.suffix)] or found
    return found[0].path if found else None


def _statements(quote: Quoted, article: ResolvedArticle) -> Iterator[ResolvedStatement]:
    return (s for s in article.statements if key(s.said) == key(quote.exact))


def _facts(quote: Quoted, article: ResolvedArticle) -> Iterator[ResolvedFact]:
    ends = (quote.predicate, quote.subject, quote.object)
    return (f for f in article.facts if f.evidence[2] == quote.exact and f.ends == ends)


_CONTEXT = 32


def context(article: ResolvedArticle, item: ResolvedStatement | ResolvedFact) -> tuple[str, str]:
    """Some words before and behind a statement or fact, empty where texts are not kept."""
    spans = item.evidence if isinstance(item, ResolvedStatement) else (item.evidence,)
    text = article.text
    if text is None:
        return "", ""
    start, end = spans[0][0], spans[-1][1]
    return text[max(start - _CONTEXT, 0) : start], text[end : end + _CONTEXT]


# ------------------------------------------------------------------ masks


def mask_new(ledger: Ledger) -> None:
    """Mark the clusters of touched blocks that bear a masked name."""
    masks = {d.hmac for d in of_kind(ledger, "mask")}
    if masks:
        rows = ledger.rows(
            "SELECT DISTINCT c.block, c.type, c.name FROM touched_block t CROSS JOIN cluster c ON c.block = t.block"
        )
        _mark(ledger, [row for row in rows if name_hmac(ledger.folder, *row[1:]) in masks])


def _mask_again(ledger: Ledger) -> None:
    """Mark everybody who bears a masked name, and touch every article that has it, in whatever place."""
    run = ledger.connection.execute
    masks = {d.hmac for d in of_kind(ledger, "mask")}
    before = [form for (form,) in run("SELECT form FROM masked")]
    for (block,) in run("SELECT DISTINCT block FROM cluster WHERE masked = 1").fetchall():
        touch(ledger, "block", [block])
    run("UPDATE cluster SET masked = 0 WHERE masked = 1")
    run("DELETE FROM masked")
    rows = run("SELECT DISTINCT block, type, name FROM cluster WHERE type <> 'Unnamed'").fetchall()
    _mark(ledger, [row for row in rows if name_hmac(ledger.folder, *row[1:]) in masks])
    _touch_texts(ledger, [*before, *(form for (form,) in run("SELECT form FROM masked"))])


def _mark(ledger: Ledger, bearers: Iterable[tuple[str, str, str]]) -> None:
    """Mark the clusters of some blocks, each by its block, type and name."""
    run = ledger.connection.execute
    for block, kind, name in bearers:
        touch(ledger, "block", [block])
        run("UPDATE cluster SET masked = 1 WHERE block = ? AND type = ? AND name = ?", (block, kind, name))
        run("INSERT OR IGNORE INTO masked VALUES (?)", (name,))


def _touch_texts(ledger: Ledger, forms: list[str]) -> None:
    pattern = pattern_of(forms)
    if pattern:
        for n, title, text in ledger.rows("SELECT n, title, text FROM version WHERE state = 1"):
            whole = unpack_text(text)
            if whole is None or pattern.found_in(whole) or pattern.found_in(title or ""):
                touch(ledger, "article", [n])
        rows = ledger.rows("SELECT DISTINCT name, block FROM cluster")
        touch(ledger, "block", [block for name, block in list(rows) if pattern.found_in(name)])


# ------------------------------------------------------------------ what is left


def orphans(ledger: Ledger) -> list[Decision]:
    """The decisions that match nothing any longer."""
    return [decision for decision in of_kind(ledger, *_MATCHED) if not _matches(ledger, decision)]


_MATCHED = ("same", "not_same", "wrong", "right", "rename", "same_as", "mask")


def _matches(ledger: Ledger, decision: Decision) -> bool:
    if decision.decision == "mask":
        return any(
            name_hmac(ledger.folder, *row) == decision.hmac
            for row in ledger.rows("SELECT DISTINCT type, name FROM cluster WHERE masked = 1")
        )
    if decision.quote:
        row = ledger.one("SELECT path FROM version WHERE key = ? AND state = 1", decision.quote.article)
        return bool(row) and find(decision.quote, ledger.resolved(row[0], judged=False)) is not None
    ends = [end for end in (decision.one, decision.other) if end]
    return all(seats(ledger, end) for end in ends)
