"""How many ways of saying what a predicate means are known (`wordings.txt`), and between the right ends."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from kg.extract import facts, roles, statements
from kg.extract.prose import prose
from kg.model import Entity

Read = Callable[[str], tuple[str, tuple[Entity, ...]]]
_ENDS = {
    "P": "[P Budi Hartanto]",
    "Q": "[P Sari Wulandari]",
    "O": "[O Serikat Bahari]",
    "R": "[O Grup Samudra]",
    "L": "[L Kota Tarung]",
    "E": "[E Piala Bahari 2025]",
}
_END = re.compile(r"\{([PQORLE])\}")


def _is_found(read: Read, predicate: str, sentence: str) -> bool:
    text, entities = read(_END.sub(lambda end: _ENDS[end[1]], sentence))
    words = prose(text)
    titles = roles.find(words, entities)
    said, entities = statements.find(words, entities, titles)
    found, entities = facts.find(words, entities, titles, said, "2025-03-10")
    named = {_ENDS[end][3:-1] for end in _END.findall(sentence)}
    names = {entity.id: entity.name for entity in entities}
    ends = [{names[f.subject], names.get(str(f.object))} for f in found if f.predicate == predicate]
    return any(pair <= named and len(pair) == 2 for pair in ends)


def test_most_wordings_are_known(read: Read) -> None:
    lines = Path(__file__).with_name("wordings.txt").read_text(encoding="utf-8").splitlines()
    cases = [tuple(line.split(" | ", 1)) for line in lines if line and not line.startswith("#")]
    missed = [f"{predicate}: {sentence}" for predicate, sentence in cases if not _is_found(read, predicate, sentence)]
    assert len(missed) <= 0.03 * len(cases), "\n".join(missed)
