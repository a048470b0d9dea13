"""Publications that name public figures only: who is one is told by titles, roles and outlets (`public_roles.toml`).

Everybody else is masked in a copy of the graph, by the same machinery as a decision to mask (kg.decide).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from kg.backup import backup
from kg.build import load
from kg.decisions import FILE, Decision, name_hmac, new_id
from kg.language import table
from kg.ledger import Ledger, open_ledger
from kg.ledger.settle import settle

_RULE = (
    "Persons are named only if they are public figures: a title or role that the articles give them holds a word of "
    "office, leadership or a profession in public; or at least {outlets} outlets name them, and no title or role begins "
    "with a word for a victim, suspect, witness, minor or private person. Everybody else reads [nama disamarkan], also "
    "in quotations, and titles and addresses of articles whose title names them are withheld. The words are those of "
    "kg/language/id/public_roles.toml. No rule replaces looking: a name in an unusual spelling can remain."
)


@cache
def _pattern(names: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, table("public_roles")[names]))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


def rule() -> str:
    """The rule in words, for the codebook."""
    return _RULE.format(outlets=table("public_roles")["outlets"])


@contextmanager
def masked(graph: str | Path, *, with_store: bool) -> Iterator[Path]:
    """A copy of the graph for as long as the block runs, in which everybody but public figures is masked.

    Its store is made only if it is asked for.
    """
    with TemporaryDirectory() as place:
        copy = backup(graph, Path(place, "masked.kg"))
        with open_ledger(copy, write=True) as ledger:
            _mask(ledger, private_names(ledger))
            settle(ledger)
            if with_store:
                load(ledger, "embedded")
        yield copy


def private_names(ledger: Ledger) -> list[str]:
    """The names of the persons who are no public figures, each once, in order."""
    said: dict[str, set[str]] = defaultdict(set)
    outlets: dict[str, set[str]] = defaultdict(set)
    names: dict[str, set[str]] = defaultdict(set)
    for article in ledger.articles():
        given = ledger.resolved(article.path)
        for entity in given.record.entities:
            if entity.type == "Person":
                path = given.entities[entity.id]
                names[path].add(entity.name)
                outlets[path] |= {article.publisher} if article.publisher else set()
        for fact in given.facts:
            if fact.literal:
                said[fact.subject].add(fact.literal)
        for statement in given.statements:
            for speaker in statement.speakers:
                said[speaker].add(statement.role or "")
    private = [path for path in names if not is_public(said[path], len(outlets[path]))]
    return sorted({name for path in private for name in names[path]})


def is_public(titles: set[str], outlets: int) -> bool:
    """Whether somebody with these titles and roles whom so many outlets name is a public figure."""
    if any(_pattern("public").search(title) for title in titles):
        return True
    private = any(_pattern("private").match(title) for title in titles)
    return not private and outlets >= int(table("public_roles")["outlets"])


def _mask(ledger: Ledger, names: list[str]) -> None:
    with (ledger.folder / FILE).open("ab") as file:
        for name in names:
            hidden = name_hmac(ledger.folder, "Person", name, make=True)
            mask = Decision(id=new_id(), decision="mask", who="kg export bundle", when="", hmac=hidden)
            file.write(msgspec.json.encode(mask) + b"\n")
