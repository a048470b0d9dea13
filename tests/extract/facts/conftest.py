"""Marked sentences: "[P Budi] bertemu [P Sari|Sari Dewi]" is a text and its entities."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from kg.model import Entity, EntityType

Read = Callable[[str], tuple[str, tuple[Entity, ...]]]
_TYPES: dict[str, EntityType] = {"P": "Person", "O": "Organization", "L": "Place", "E": "Event", "U": "Unnamed"}
_MARK = re.compile(r"\[([POLEU]) ([^\]|]+)(?:\|([^\]]+))?\]")


@pytest.fixture(scope="session")
def read() -> Read:
    """Reads a marked text."""
    return _read


def _read(marked: str) -> tuple[str, tuple[Entity, ...]]:
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
