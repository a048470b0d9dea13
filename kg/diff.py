"""What changes between two states of a graph: statements and facts gained, lost, and given to somebody else."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec

from kg.backup import backup
from kg.build import build
from kg.ledger import Ledger, open_ledger
from kg.model import Document

_Said = tuple[str, str, tuple[str, ...]]  # article's id, words, who


class Difference(msgspec.Struct, frozen=True):
    """One statement or fact that two states differ in.

    `who` names the speakers, or subject and object, in the state that has it; for "reattributed" in the newer one, and
    `was` in the older one.
    """

    change: Literal["gained", "lost", "reattributed"]
    kind: Literal["statement", "fact"]
    path: str
    article: str
    words: str
    who: tuple[str, ...]
    was: tuple[str, ...] = ()


def diff(older: str | Path, newer: str | Path) -> list[Difference]:
    """The differences between two graph folders (backups, or builds of other texts), in the order of paths."""
    with open_ledger(older) as one, open_ledger(newer) as other:
        return sorted(_differences(one, other), key=lambda d: (d.kind, d.path, d.change))


def preview(documents: Iterable[Document], graph: str | Path, **options: Any) -> list[Difference]:
    """What a build of these documents would change in a graph, which stays as it is. Options are those of `build`."""
    with tempfile.TemporaryDirectory() as folder:
        tried = Path(folder) / "tried.kg"
        if Path(graph).exists():
            backup(graph, tried)
        build(documents, tried, store=False, **options)
        if not Path(graph).exists():
            with open_ledger(Path(folder) / "none.kg", write=True):
                graph = Path(folder) / "none.kg"
        return diff(graph, tried)


def _differences(one: Ledger, other: Ledger) -> Iterator[Difference]:
    known, found = _states(one), _states(other)
    for path in sorted(known.keys() | found.keys()):
        if known.get(path) != found.get(path):
            yield from _compare(_said(one, path, known), _said(other, path, found))


def _states(ledger: Ledger) -> dict[str, tuple[Any, ...]]:
    """What an article's statements and facts depend on: its record, and the names of its entities."""
    states: dict[str, list[Any]] = {
        path: [record] for path, record in ledger.rows("SELECT path, record FROM version WHERE state = 1")
    }
    for path, name in ledger.rows(_NAMES):
        states[path].append(name)
    return {path: tuple(state) for path, state in states.items()}


_NAMES = (
    "SELECT v.path, e.name FROM version v JOIN cluster c ON c.article = v.n JOIN entity e ON e.n = c.entity"
    " WHERE v.state = 1 ORDER BY v.path, c.local"
)


def _said(ledger: Ledger, path: str, known: dict[str, Any]) -> dict[tuple[str, str], _Said]:
    if path not in known:
        return {}
    article = ledger.resolved(path)
    names = _entity_names(ledger, path)
    said: dict[tuple[str, str], _Said] = {}
    for s in article.statements:
        said["statement", s.path] = (article.record.article.id, s.said, tuple(names[e] for e in s.speakers))
    for f in article.facts:
        who = (names[f.subject], f.predicate, f.literal or names[f.object or f.subject], f.polarity)
        said["fact", f.path] = (article.record.article.id, f.evidence[2], who)
    return said


def _entity_names(ledger: Ledger, path: str) -> dict[str, str]:
    return dict(
        ledger.rows(
            "SELECT e.path, e.name FROM version v JOIN cluster c ON c.article = v.n JOIN entity e ON e.n = c.entity"
            " WHERE v.state = 1 AND v.path = ?",
            path,
        )
    )


def _compare(known: dict[tuple[str, str], _Said], found: dict[tuple[str, str], _Said]) -> Iterator[Difference]:
    for kind, path in known.keys() | found.keys():
        old, new = known.get((kind, path)), found.get((kind, path))
        if new is None and old:
            yield Difference("lost", kind, path, *old)  # type: ignore[arg-type]
        elif old is None and new:
            yield Difference("gained", kind, path, *new)  # type: ignore[arg-type]
        elif old and new and old[2] != new[2]:
            yield Difference("reattributed", kind, path, *new, was=old[2])  # type: ignore[arg-type]
