"""Short texts with invented names of all regions and kinds, which no article and no list holds (`short_texts.toml`)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from kg.extract.names import find
from kg.extract.prose import prose

CASES = tomllib.loads(Path(__file__).with_name("short_texts.toml").read_text(encoding="utf-8"))["case"]
TYPES = {"P": "Person", "O": "Organization", "L": "Place", "E": "Event"}
Named = set[tuple[str, str, str]]


@cache
def wanted_and_found() -> tuple[Named, Named]:
    wanted = {(c["text"], name, TYPES[kind]) for c in CASES for name, kind in (n.split("|") for n in c["names"])}
    return wanted, {(c["text"], e.name, e.type) for c in CASES for e in find(prose(c["text"]))}


def test_the_texts_hold_their_names() -> None:
    assert all(name in text for text, name, _ in wanted_and_found()[0])


def test_most_names_are_found_and_few_others() -> None:
    wanted, found = wanted_and_found()
    right = len(wanted & found)
    assert right >= 0.8 * len(found)
    assert right >= 0.72 * len(wanted)


def test_most_persons_are_found() -> None:
    wanted, found = wanted_and_found()
    persons = {name for name in wanted if name[2] == "Person"}
    assert len(persons & found) >= 0.75 * len(persons)
