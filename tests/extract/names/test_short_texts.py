"""Short texts with invented names of all regions and kinds, which no article and no list holds.

`short_texts.toml` and the other sentences are around a name or two each, `short_reports.toml` are reports of two or three
sentences, `bug_reports.toml` what public bug reports on tools that find names are about.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest

from kg.extract.names import find
from kg.extract.prose import prose

# The least precision and recall of names with their types, and recall of persons.
FLOORS = {
    "short_texts": (0.9, 0.84, 0.86),
    "short_reports": (0.87, 0.82, 0.88),
    "single_texts": (0.92, 0.9, 0.93),
    "further_texts": (0.89, 0.89, 0.91),
    "speaking_texts": (0.9, 0.89, 0.92),
    "bug_reports": (0.83, 0.66, 0.71),
}
TYPES = {"P": "Person", "O": "Organization", "L": "Place", "E": "Event"}
Named = set[tuple[str, str, str]]


@cache
def wanted_and_found(file: str) -> tuple[Named, Named]:
    cases = tomllib.loads(Path(__file__).with_name(f"{file}.toml").read_text(encoding="utf-8"))["case"]
    wanted = {(c["text"], name, TYPES[kind]) for c in cases for name, kind in (n.split("|") for n in c["names"])}
    return wanted, {(c["text"], e.name, e.type) for c in cases for e in find(prose(c["text"]))}


@pytest.mark.parametrize("file", FLOORS)
def test_the_texts_hold_their_names(file: str) -> None:
    assert all(name in text for text, name, _ in wanted_and_found(file)[0])


@pytest.mark.parametrize("file", FLOORS)
def test_most_names_are_found_and_few_others(file: str) -> None:
    wanted, found = wanted_and_found(file)
    right = len(wanted & found)
    assert right >= FLOORS[file][0] * len(found)
    assert right >= FLOORS[file][1] * len(wanted)


@pytest.mark.parametrize("file", FLOORS)
def test_most_persons_are_found(file: str) -> None:
    wanted, found = wanted_and_found(file)
    persons = {name for name in wanted if name[2] == "Person"}
    assert len(persons & found) >= FLOORS[file][2] * len(persons)
