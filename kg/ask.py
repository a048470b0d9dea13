"""Answers to the questions of the catalogue, from the embedded store, a SPARQL endpoint or Neo4j.

ask("who-met-whom", {"person": "Pramono Anung"}, "news.kg").rows
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import msgspec

from kg.catalogue import PAGING, Parameter, Question, nearest, question
from kg.days import day_bounds
from kg.engines import Engine, Iri, Named, Value, engine
from kg.errors import QuestionError
from kg.keys import key, keys

LEVELS = ("negara", "provinsi", "kota", "kecamatan", "desa")
_DAY = re.compile(r"(?!0000)\d{4}(-\d\d){0,2}", re.A)
_NAMEABLE = {
    "entity": ("Person", "Organization", "Place", "Event", "Unnamed"),
    "place": ("Place",),
    "publisher": ("Publisher",),
}


class Answer(msgspec.Struct, frozen=True):
    """Rows in the order of the columns; `notes` say what a reader should know: rows cut, several things of one name."""

    question: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[str, ...] = ()


def ask(name: str, parameters: Mapping[str, str | int | None], graph: str | Path) -> Answer:
    """Answer a question from a graph folder, an `http://…/sparql` endpoint or a `bolt://…` server.

    Parameters are given as a user writes them; None counts as not given. Every question takes `limit` (100) and
    `offset` (0). Raises QuestionError for an unknown question, parameter or name and for a value of the wrong form,
    GraphError or TargetError where the graph cannot be read.
    """
    question(name)
    with engine(graph) as store:
        return answer(name, parameters, store)


def answer(name: str, parameters: Mapping[str, str | int | None], store: Engine) -> Answer:
    """Answer a question from an engine that is open already; otherwise as `ask`."""
    return answer_to(question(name), parameters, store)


def answer_to(asked: Question, parameters: Mapping[str, str | int | None], store: Engine) -> Answer:
    """Answer a question that need not stand in the catalogue; otherwise as `answer`."""
    given = _given(asked, parameters)
    limit, offset = _integer("limit", given["limit"], 1), _integer("offset", given["offset"], 0)
    values: dict[str, str | date] = {}
    names: dict[str, list[Named]] = {}
    for each in asked.parameters:
        if each.name not in given:
            continue
        if each.type in _NAMEABLE:
            names[each.name] = _named(store, each, given[each.name])
            values[each.name] = _key(names[each.name][0])
        else:
            values |= _READ[each.type](each.name, given[each.name])
    rows = store.rows(asked, values, limit + 1, offset)
    notes = [_ambiguity(given[name], named) for name, named in names.items() if len(named) > 1]
    if len(rows) > limit:
        notes.append(f"only the first {limit} rows are shown: --limit and --offset give others")
    return Answer(asked.name, asked.columns, tuple(rows[:limit]), tuple(notes))


def _given(asked: Question, parameters: Mapping[str, str | int | None]) -> dict[str, str]:
    known = {each.name: each for each in (*asked.parameters, *PAGING)}
    for name in parameters:
        if name not in known:
            near = nearest(name, known)
            raise QuestionError(f"{asked.name} has no parameter {name!r}{near}; it has {', '.join(known)}")
    defaults = {name: each.default for name, each in known.items()}
    values = {**defaults, **{name: value for name, value in parameters.items() if value is not None}}
    missing = [name for name, each in known.items() if each.required and values[name] is None]
    if missing:
        raise QuestionError(f"{asked.name} needs {missing[0]}: {known[missing[0]].about}")
    return {name: str(value) for name, value in values.items() if value is not None}


def _integer(name: str, text: str, least: int) -> int:
    if not re.fullmatch(r"\d{1,9}", text, re.A) or int(text) < least:
        raise QuestionError(f"{name} is a whole number from {least}, not {text!r}")
    return int(text)


def _text(name: str, text: str) -> dict[str, str | date]:
    return {name: text}


def _uri(name: str, text: str) -> dict[str, str | date]:
    return {name: Iri(text), f"{name}_key": key(text)}


def _level(name: str, text: str) -> dict[str, str | date]:
    if text not in LEVELS:
        raise QuestionError(f"{name} is one of {', '.join(LEVELS)}, not {text!r}")
    return {name: text}


def _first_day(name: str, text: str) -> dict[str, str | date]:
    return {name: _days(name, text)[0]}


def _last_day(name: str, text: str) -> dict[str, str | date]:
    return {name: _days(name, text)[1]}


def _days(name: str, text: str) -> tuple[date, date]:
    bounds = day_bounds(text) if _DAY.fullmatch(text) else None
    if bounds is None:
        raise QuestionError(f"{name} is a day like 2025-04-11 (or 2025-04, or 2025), not {text!r}")
    return date.fromisoformat(bounds[0]), date.fromisoformat(bounds[1])


_READ: dict[str, Callable[[str, str], dict[str, str | date]]] = {
    "text": _text,
    "uri": _uri,
    "level": _level,
    "first_day": _first_day,
    "last_day": _last_day,
}


def _named(store: Engine, parameter: Parameter, name: str) -> list[Named]:
    types = _NAMEABLE[parameter.type]
    for form in keys(name):
        if named := [each for each in store.named(form) if each.type in types]:
            return named
    known = {each.key: each.name for each in store.names() if each.type in types and "://" not in each.key}
    raise QuestionError(f"no {parameter.type} is called {name!r} in this graph{nearest(key(name), known)}")


def _key(named: Named) -> str:
    """The key to ask by: of a uri the present one, since only that stands where the places are."""
    return key(named.uri) if "://" in named.key else named.key


def _ambiguity(name: str, named: list[Named]) -> str:
    return f"{name!r} names {len(named)}: " + ", ".join(f"{each.name} <{each.uri}>" for each in named)
