"""Each predicate on sentences of our own (`sentences.toml`): found, denied, planned and claimed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.extract import facts, roles, statements
from kg.extract.facts.patterns import grammar
from kg.extract.prose import prose
from kg.model import Entity, Fact, Literal

Read = Callable[[str], tuple[str, tuple[Entity, ...]]]
_SENTENCES = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text(encoding="utf-8"))


def facts_of(read: Read, marked: str, predicate: str) -> set[str]:
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


def wrong(read: Read, predicate: str) -> Iterator[str]:
    """The sentences that are not read as the file says."""
    for case in _SENTENCES[predicate]:
        found = facts_of(read, case["text"], predicate)
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
def test_four_of_five_sentences_are_right(read: Read, predicate: str) -> None:
    missed = list(wrong(read, predicate))
    assert len(missed) <= len(_SENTENCES[predicate]) / 5, "\n".join(missed)
