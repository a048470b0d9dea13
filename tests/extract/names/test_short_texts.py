"""Short texts with invented names of all regions and kinds, which no article and no list holds.

`short_texts.toml` has sentences around one name each, `short_reports.toml` reports of two or three sentences.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest

from kg.extract.names import find
from kg.extract.prose import prose

FILES = "short_texts", "short_reports"
TYPES = {"P": "Person", "O": "Organization", "L": "Place", "E": "Event"}
Named = set[tuple[str, str, str]]


@cache
def wanted_and_found(file: str) -> tuple[Named, Named]:
    cases = tomllib.loads(Path(__file__).with_name(f"{file}.toml").read_text(encoding="utf-8"))["case"]
    wanted = {(c["text"], name, TYPES[kind]) for c in cases for name, kind in (n.split("|") for n in c["names"])}
    return wanted, {(c["text"], e.name, e.type) for c in cases for e in find(prose(c["text"]))}


@pytest.mark.parametrize("file", FILES)
def test_the_texts_hold_their_names(file: str) -> None:
    assert all(name in text for text, name, _ in wanted_and_found(file)[0])


@pytest.mark.parametrize("file", FILES)
def test_most_names_are_found_and_few_others(file: str) -> None:
    wanted, found = wanted_and_found(file)
    right = len(wanted & found)
    assert right >= 0.85 * len(found)
    assert right >= 0.8 * len(wanted)


@pytest.mark.parametrize("file", FILES)
def test_most_persons_are_found(file: str) -> None:
    wanted, found = wanted_and_found(file)
    persons = {name for name in wanted if name[2] == "Person"}
    assert len(persons & found) >= 0.86 * len(persons)
