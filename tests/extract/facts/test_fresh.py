"""Short texts around single phenomena, in several files: the share of their facts that is found, and found right."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.extract import facts, places, roles, statements
from kg.extract.facts.patterns import grammar
from kg.extract.prose import prose
from kg.model import Document, Entity, Literal

Read = Callable[[str], tuple[str, tuple[Entity, ...]]]
_FILES = (
    "fresh.toml",
    "varied.toml",
    "further.toml",
    "offices.toml",
    "plain.toml",
    "reading.toml",
    "longer.toml",
    "basis.toml",
    "structures.toml",
)
_PUBLISHED = "2025-03-10"
_EXPECTED = re.compile(r"(not )?(\w+): (.+?) > (.+?)(?: @ (.+?))?(?: on (\S+))?(?: \((\w+)\))?")
_Triple = tuple[bool, str, str, str]
_Setting = tuple[str | None, str | None, str]


@pytest.fixture(scope="session", name="outcomes", params=_FILES)
def fixture_outcomes(
    read: Read, request: pytest.FixtureRequest
) -> list[tuple[dict[_Triple, _Setting], dict[_Triple, _Setting]]]:
    """What is found in each text, and what is expected: triples with their place, date and basis."""
    cases = tomllib.loads(Path(__file__).with_name(request.param).read_text(encoding="utf-8"))["text"]
    return [(_found(read, case["text"]), dict(map(_expected, case["facts"]))) for case in cases]


def _found(read: Read, marked: str) -> dict[_Triple, _Setting]:
    text, entities = read(marked)
    words = prose(text)
    entities = places.locate(words, entities, Document(id="a", text=text, published=_PUBLISHED))
    titles = roles.find(words, entities)
    said, entities = statements.find(words, entities, titles)
    found, entities = facts.find(words, entities, titles, said, _PUBLISHED)
    names = {entity.id: entity.name for entity in entities}
    return {
        _triple(
            fact.polarity == "negative",
            fact.predicate,
            names[fact.subject],
            fact.object.literal if isinstance(fact.object, Literal) else names[fact.object],
        ): (names[fact.place] if fact.place else None, fact.date, fact.basis)
        for fact in found
    }


def _triple(denied: bool, predicate: str, subject: str, object_: str) -> _Triple:
    ends = sorted((subject, object_)) if grammar().predicates[predicate].symmetric else [subject, object_]
    return denied, predicate, ends[0], ends[1]


def _expected(written: str) -> tuple[_Triple, _Setting]:
    match = _EXPECTED.fullmatch(written)
    assert match is not None, written
    return _triple(bool(match[1]), match[2], match[3], match[4]), (match[5], match[6], match[7] or "asserted")


def test_most_facts_are_found_and_few_are_wrong(
    outcomes: list[tuple[dict[_Triple, _Setting], dict[_Triple, _Setting]]],
) -> None:
    right = sum(len(found.keys() & expected.keys()) for found, expected in outcomes)
    assert right >= 0.97 * sum(len(expected) for _, expected in outcomes)
    assert right >= 0.97 * sum(len(found) for found, _ in outcomes)


def test_place_date_and_basis_of_facts_are_right(
    outcomes: list[tuple[dict[_Triple, _Setting], dict[_Triple, _Setting]]],
) -> None:
    both = [(found[key], expected[key]) for found, expected in outcomes for key in found.keys() & expected.keys()]
    assert sum(one == other for one, other in both) >= 0.95 * len(both)
