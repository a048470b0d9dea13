"""Publications that name public figures only: who is one is told by titles, roles and outlets (`public_roles.toml`).

Everybody else is masked in a copy of the graph, by the same machinery as a decision to mask (kg.decide).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from kg.backup import backup
from kg.build import load
from kg.decisions import FILE, Decision, name_hmac, new_id
from kg.language import table
from kg.ledger import Ledger, open_ledger
from kg.ledger.settle import settle

RULE = (
    "Persons are named only if they are public figures: a title or role that the articles give them holds a word of "
    "public office, leadership or a profession in public, and none that tells of a victim, suspect, witness, minor or "
    "private person; or at least {outlets} outlets name them and no such word is said of them. Everybody else reads "
    "[nama disamarkan], also in quotations, and titles and addresses of articles that name them are withheld. The words "
    "are those of kg/language/id/public_roles.toml. No rule replaces looking: a name in an unusual spelling can remain."
)
_WORD = re.compile(r"[^\W\d_]+")


def rule() -> str:
    """The rule in words, for the codebook."""
    return RULE.format(outlets=table("public_roles")["outlets"])


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
                said[fact.subject] |= _words(fact.literal)
        for statement in given.statements:
            for speaker in statement.speakers:
                said[speaker] |= _words(statement.role or "")
    private = [path for path in names if not is_public(said[path], len(outlets[path]))]
    return sorted({name for path in private for name in names[path]})


def is_public(words: set[str], outlets: int) -> bool:
    """Whether somebody of whom these words are said by so many outlets is a public figure."""
    lists = table("public_roles")
    if not words.isdisjoint(lists["private"]):
        return False
    return not words.isdisjoint(lists["public"]) or outlets >= int(lists["outlets"])


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)}


def _mask(ledger: Ledger, names: list[str]) -> None:
    with (ledger.folder / FILE).open("ab") as file:
        for name in names:
            hidden = name_hmac(ledger.folder, "Person", name, make=True)
            mask = Decision(id=new_id(), decision="mask", who="kg export bundle", when="", hmac=hidden)
            file.write(msgspec.json.encode(mask) + b"\n")
