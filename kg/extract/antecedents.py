"""Which entity a pronoun stands for: a linear ranking of the entities spoken of lately.

The weights (`antecedents.toml`) are learned by `training/antecedents.py` from the gold statements; each says how much a
circumstance speaks for or against a candidate, so that a choice can be explained.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from kg.language import table

NEVER = -1


@dataclass(slots=True)
class Trace:
    """What has happened to an entity, by sentence numbers (-1: never); `only`: no other person stood beside it."""

    type: str
    first: int
    spoke: int = NEVER
    subject: int = NEVER
    named: int = NEVER
    titled: int = NEVER
    count: int = 0
    only: bool = False


@cache
def weights() -> dict[str, float]:
    """The learned weights by the names of circumstances."""
    return dict(table("antecedents")["weights"])


def best_antecedent(
    candidates: Sequence[tuple[str, Trace]], sentence: int, form: str, content: tuple[str, ...] = ()
) -> str | None:
    """The candidate with the highest weight of circumstances, the later named of equals; None without candidates."""
    best, highest = None, float("-inf")
    last = max([trace.spoke for _, trace in candidates], default=NEVER)
    for name, trace in candidates:
        score = _score(_seen(trace, sentence, form, name in content, last))
        if score > highest:
            best, highest = name, score
    return best


def circumstances(trace: Trace, sentence: int, form: str, in_content: bool, last: int) -> Iterator[str]:
    """The names of what speaks for or against a candidate for a pronoun of this form in this sentence.

    `last` is the sentence in which any candidate spoke last.
    """
    return _names(_seen(trace, sentence, form, in_content, last))


class _Seen(NamedTuple):
    """What of a candidate's trace is looked at, in few enough values that weights are summed up once for each."""

    group: str
    type: str
    spoke: int
    subject: int
    named: int
    times: int
    is_last_speaker: bool
    is_titled_lately: bool
    is_new: bool
    is_alone: bool
    in_content: bool


def _seen(trace: Trace, sentence: int, form: str, in_content: bool, last: int) -> _Seen:
    return _Seen(
        "behind" if form in ("clitic", "behind", "carried") else form,
        trace.type,
        _distance(sentence, trace.spoke),
        _distance(sentence, trace.subject),
        _distance(sentence, trace.named),
        min(trace.count, 4),
        trace.spoke == last != NEVER,
        trace.titled >= sentence - 1 and trace.titled != NEVER,
        trace.first >= sentence - 1,
        trace.only and trace.named == sentence - 1,
        in_content,
    )


def _distance(sentence: int, last: int) -> int:
    return NEVER if last == NEVER else min(sentence - last, 4)


@lru_cache(maxsize=50_000)
def _score(seen: _Seen) -> float:
    learned = weights()
    return sum(learned.get(c, 0.0) for c in _names(seen))


def _names(seen: _Seen) -> Iterator[str]:
    if seen.is_last_speaker:
        yield f"last speaker {seen.group}"
    yield f"type {seen.type} {seen.group}"
    yield f"spoke {_told(seen.spoke)} {seen.group}"
    yield f"subject {_told(seen.subject)} {seen.group}"
    yield f"named {_told(seen.named)}"
    if seen.is_titled_lately:
        yield "titled lately"
    if seen.is_new:
        yield "new"
    if seen.is_alone:
        yield f"alone before {seen.group}"
    if seen.in_content:
        yield "in content"
    yield f"count {seen.times}"


def _told(distance: int) -> str:
    return "never" if distance == NEVER else str(distance)
