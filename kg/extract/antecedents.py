"""Which entity a pronoun stands for: a linear ranking of the entities spoken of lately.

The weights (`antecedents.toml`) are learned by `training/antecedents.py` from the gold statements; each says how much a
circumstance speaks for or against a candidate, so that a choice can be explained.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

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
    learned, best, highest = weights(), None, float("-inf")
    last = max((trace.spoke for _, trace in candidates), default=NEVER)
    for name, trace in candidates:
        score = sum(learned.get(c, 0.0) for c in circumstances(trace, sentence, form, name in content, last))
        if score > highest:
            best, highest = name, score
    return best


def circumstances(trace: Trace, sentence: int, form: str, in_content: bool, last: int) -> Iterator[str]:
    """The names of what speaks for or against a candidate for a pronoun of this form in this sentence.

    `last` is the sentence in which any candidate spoke last.
    """
    group = "behind" if form in ("clitic", "behind", "carried") else form
    if trace.spoke == last != NEVER:
        yield f"last speaker {group}"
    yield f"type {trace.type} {group}"
    yield f"spoke {_distance(sentence, trace.spoke)} {group}"
    yield f"subject {_distance(sentence, trace.subject)} {group}"
    yield f"named {_distance(sentence, trace.named)}"
    if trace.titled >= sentence - 1 and trace.titled != NEVER:
        yield "titled lately"
    if trace.first >= sentence - 1:
        yield "new"
    if trace.only and trace.named == sentence - 1:
        yield f"alone before {group}"
    if in_content:
        yield "in content"
    yield f"count {min(trace.count, 4)}"


def _distance(sentence: int, last: int) -> str:
    if last == NEVER:
        return "never"
    return str(min(sentence - last, 4))
