"""All questions put to two engines over the same graph, with parameters that it knows: the same rows in the same order."""

from __future__ import annotations

import random
from pathlib import Path

from kg.ask import answer
from kg.catalogue import Parameter, questions
from kg.engines import Engine, Named
from kg.ledger import open_ledger
from tests.rich import WEIRD

TEXTS = ["SURUT", "a", WEIRD, WEIRD.upper()[:9], "'", "\\", "😀", "ａｂｃ", "$text", "}"]
DAYS = ["2024", "2025-02", "2025-02-09", "2025-02-10", "2025-03-01"]
NAMEABLE = {"place": ["Place"], "publisher": ["Publisher"], "entity": ["Person", "Organization", "Place", "Unnamed"]}


def same_rows(one: Engine, other: Engine, graph: Path, sets: int, seed: int = 1) -> tuple[int, int]:
    """How many questions were asked, each with so many sets of parameters, and how many rows came; all were equal."""
    chance = random.Random(seed)
    asked, rows = 0, 0
    names = one.names()
    assert names == other.names()
    with open_ledger(graph) as ledger:
        relations = [ledger.base + each.path for each in ledger.relations()]
    uris = [*_everything(one), *relations, *sorted({each.uri for each in names})]
    for question in questions().values():
        for n in range(sets):
            given = {
                each.name: _drawn(chance, each, names, uris)
                for each in question.parameters
                if each.required or (n and chance.random() < 0.4)
            }
            given["limit"], given["offset"] = chance.choice(["2", "1000"]), chance.choice(["0", "0", "1"])
            found = answer(question.name, given, one)
            assert found == answer(question.name, given, other), (question.name, given)
            asked, rows = asked + 1, rows + len(found.rows)
    return asked, rows


def _drawn(chance: random.Random, parameter: Parameter, names: list[Named], uris: list[str]) -> str:
    if parameter.type in NAMEABLE:
        return chance.choice([each.key for each in names if each.type in NAMEABLE[parameter.type]])
    if parameter.type == "uri":
        return chance.choice(uris)
    if parameter.type == "level":
        return chance.choice(["provinsi", "kota"])
    return chance.choice(TEXTS if parameter.type == "text" else DAYS)


def _everything(store: Engine) -> list[str]:
    """The uri of each kind of thing that evidence is asked of, and one that is nowhere."""
    found = {row[-1] for name in ("who-said-what-where", "claims") for row in answer(name, {}, store).rows}
    return [*sorted(map(str, found)), "http://localhost:8737/statement/none"]
