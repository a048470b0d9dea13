"""How sure a statement is: a logistic regression over circumstances that can be read.

The weights (`confidence.toml`) are learned by `training/confidence.py` from statements found in articles whose names were
tagged by models that had not seen them; each says how much a circumstance speaks for a statement being right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from math import exp

from kg.extract.cues import is_verb, words
from kg.language import table
from kg.model import Entity, Statement

ALWAYS = "always"
_MANY_WORDS = 4  # a name of more words often holds a title
_FEW_WORDS = 4  # content of fewer words is often none
_BEFORE = 12  # characters before content in which bahwa or a comma stands
_MOST_MENTIONS = 4


@cache
def weights() -> dict[str, float]:
    """The learned weights by the names of circumstances."""
    return dict(table("confidence")["weights"])


def confidence(text: str, statement: Statement, entities: Mapping[str, Entity]) -> float:
    """The estimated probability that a statement has the right words and the right speakers, to two decimals."""
    learned = weights()
    score = learned[ALWAYS] + sum([learned.get(c, 0.0) for c in circumstances(text, statement, entities)])
    return round(1 / (1 + exp(-score)), 2)


def circumstances(text: str, statement: Statement, entities: Mapping[str, Entity]) -> Iterator[str]:
    """The names of what speaks for or against a statement; each at most once."""
    kind = statement.kind
    cue = words().cues.get(_first(text, statement.cue)) if statement.cue else None
    yield from _manner(kind, statement.resolution, "none" if not statement.cue else "rare" if cue is None else cue.kind)
    if statement.inside:
        yield "inside"
    if len(statement.speakers) == 1:
        yield from _speaker(entities[statement.speakers[0]])
    else:
        yield from dict.fromkeys(c for s in statement.speakers for c in _speaker(entities[s]))
        yield "several speakers" if statement.speakers else "nobody"
    if kind != "direct":
        if cue is not None and not cue.strong:
            yield "weak cue"
        yield from _content(text, statement)


@cache
def _manner(kind: str, resolution: str, cue: str) -> tuple[str, ...]:
    return kind, f"{kind} {resolution}", f"direct cue {cue}" if kind == "direct" else f"cue {cue}"


def _speaker(entity: Entity) -> tuple[str, ...]:
    mentions, length = min(len(entity.mentions), _MOST_MENTIONS), min(entity.name.count(" ") + 1, _MANY_WORDS)
    return _speaker_named(entity.type, mentions, length)


@cache
def _speaker_named(kind: str, mentions: int, length: int) -> tuple[str, ...]:
    if kind not in ("Person", "Organization"):
        return (f"speaker {kind}",)
    told = {1: "one word", _MANY_WORDS: "many words"}.get(length)
    return (f"speaker {kind}", f"{kind} named {mentions}", *([f"{kind} of {told}"] if told else []))


def _content(text: str, statement: Statement) -> Iterator[str]:
    start, end = statement.content[-1]
    before = text[max(0, start - _BEFORE) : start].rstrip().lower()
    mark = "bahwa" if "bahwa" in before[-len("bahwasanya") :] else "comma" if before[-1:] in (",", ":") else "bare"
    yield f"content behind {mark}"
    first = _first(text, (start, end))
    if is_verb(first) or first in words().predicates:
        yield "content begins with verb"
    elif first in words().topics:
        yield "content begins with topic"
    elif first.endswith("nya"):
        yield "content begins with -nya"
    if text.count(" ", start, end) + 1 < _FEW_WORDS:
        yield "short content"
    if len(statement.content) > 1:
        yield "content in parts"


def _first(text: str, span: tuple[int, int] | None) -> str:
    """The first word of a span, in lower case."""
    start, end = span or (0, 0)
    head = text[start : min(end, start + 40)].split(maxsplit=1)
    return head[0].strip("\"'“”,.").lower() if head else ""
