"""Each predicate on sentences of our own (`sentences.toml`): found, denied, planned and claimed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.extract import facts, roles, statements
from kg.extract.facts.patterns import grammar
from kg.extract.prose import prose
from kg.model import Entity, EntityType, Fact, Literal

_TYPES: dict[str, EntityType] = {"P": "Person", "O": "Organization", "L": "Place", "E": "Event", "U": "Unnamed"}
_MARK = re.compile(r"\[([POLEU]) ([^\]|]+)(?:\|([^\]]+))?\]")
_SENTENCES = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text(encoding="utf-8"))


def read(marked: str) -> tuple[str, tuple[Entity, ...]]:
    """A text without its marks, and the entities that they name."""
    text, at = "", 0
    found: dict[str, tuple[EntityType, list[tuple[int, int]]]] = {}
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        start = len(text)
        text += mark[2]
        name = mark[3] or mark[2]
        offset = mark[2].find(name) if name in mark[2] else 0
        span = (start + offset, start + offset + len(name) if name in mark[2] else len(text))
        found.setdefault(name, (_TYPES[mark[1]], []))[1].append(span)
        at = mark.end()
    text += marked[at:]
    entities = tuple(
        Entity(id=f"e{i}", type=kind, name=name, mentions=tuple(spans))
        for i, (name, (kind, spans)) in enumerate(found.items(), 1)
    )
    return text, entities


def facts_of(marked: str, predicate: str) -> set[str]:
    """What the stages find in a marked text, written as in the file."""
    text, entities = read(marked)
    words = prose(text)
    titles = roles.find(words, entities)
    said, entities = statements.find(words, entities, titles)
    found, entities = facts.find(words, entities, titles, said, "2025-03-10")
    names = {entity.id: entity.name for entity in entities}
    return {_written(fact, names) for fact in found if fact.predicate == predicate}


def _written(fact: Fact, names: dict[str, str]) -> str:
    end = fact.object.literal if isinstance(fact.object, Literal) else names[fact.object]
    ends = [names[fact.subject], end]
    if grammar().predicates[fact.predicate].symmetric:
        ends.sort()
    denied = "not " if fact.polarity == "negative" else ""
    basis = "" if fact.basis == "asserted" else f" ({fact.basis})"
    return f"{denied}{ends[0]} > {ends[1]}{basis}"


def _expected(written: str, predicate: str) -> str:
    match = re.fullmatch(r"(not )?(.+) > (.+?)( \(\w+\))?", written)
    assert match is not None
    ends = [match[2], match[3]]
    if grammar().predicates[predicate].symmetric:
        ends.sort()
    return f"{match[1] or ''}{ends[0]} > {ends[1]}{match[4] or ''}"


def wrong(predicate: str) -> Iterator[str]:
    """The sentences that are not read as the file says."""
    for case in _SENTENCES[predicate]:
        found = facts_of(case["text"], predicate)
        if found != {_expected(written, predicate) for written in case["facts"]}:
            yield f"{case['text']} → {sorted(found)}"


def test_every_predicate_has_its_sentences() -> None:
    assert set(_SENTENCES) == set(grammar().predicates)
    for cases in _SENTENCES.values():
        assert len(cases) >= 10
        assert (
            sum(
                not case["facts"] or any(f.startswith("not ") or "(claimed)" in f for f in case["facts"])
                for case in cases
            )
            >= 3
        )


@pytest.mark.parametrize("predicate", sorted(_SENTENCES))
def test_four_of_five_sentences_are_right(predicate: str) -> None:
    missed = list(wrong(predicate))
    assert len(missed) <= len(_SENTENCES[predicate]) / 5, "\n".join(missed)
