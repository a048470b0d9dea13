"""`kg review`: what a person should look at first, one key each."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.graph import Graph, GraphOption, find
from kg.cli.terminal import one_line

if TYPE_CHECKING:
    from kg.decisions import Kind
    from kg.review import Doubtful, Merge, Pair


def review(
    graph: Graph = None,
    graph_option: GraphOption = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at most: pairs, joined names, facts.")] = 100,
    who: Annotated[str | None, typer.Option(help="Who decides; the user's name unless given.")] = None,
    wait: Annotated[float, typer.Option(help="Seconds to wait for a build of the graph to end.")] = 0,
) -> None:
    """Decide, one key each: are two names one, were names rightly joined, are the least certain facts right?

    y: yes, n: no, s: skip, q: quit. Each answer is a decision as of kg decide, which kg decide undo takes back.

    \b
    Examples:
      kg review
      kg review news.kg --limit 20 --who sari
    """
    from kg.decide import decide

    folder, name = find(graph, graph_option), who or getpass.getuser()
    for text, yes, no, about in _findings(folder, limit):
        print(one_line(text))
        key = _key()
        if key == "q":
            break
        if key != "s":
            taken = decide(folder, yes if key == "y" else no, *about, who=name, wait=wait)
            print(f"{taken.decision}: {taken.id}")


def _findings(folder: Path, limit: int) -> Iterator[tuple[str, Kind, Kind, tuple[str, ...]]]:
    """What to show, the decisions for yes and for no, and what they are about."""
    from kg.review import doubtful, merges, pairs

    for pair in pairs(folder, limit):
        yield _pair(pair), "same", "not_same", (pair.one, pair.other)
    for merge in merges(folder, limit):
        yield _merge(merge), "same", "not_same", (merge.entity, merge.article)
    for fact in doubtful(folder, limit):
        yield _fact(fact), "right", "wrong", (fact.fact,)


def _pair(pair: Pair) -> str:
    reasons = "; ".join(pair.reasons)
    return f"one and the same? {pair.one_name} <{pair.one}> | {pair.other_name} <{pair.other}> ({reasons})"


def _merge(merge: Merge) -> str:
    reasons = "; ".join(merge.reasons) or "nothing else in common"
    return f"rightly joined? {merge.called} <{merge.article}> as {merge.name} <{merge.entity}> ({reasons})"


def _fact(fact: Doubtful) -> str:
    ends = f"{fact.subject} {fact.predicate} {fact.object}"
    return f"right? {ends}: “{fact.words}” <{fact.article}> (confidence {fact.confidence:.2f})"


def _key() -> str:
    """One of y, n, s and q, from the terminal or else from standard input; the end of the input is q."""
    read = typer.getchar if sys.stdin.isatty() else partial(sys.stdin.read, 1)
    while (key := read().lower()) not in ("y", "n", "s", "q"):
        if not key:
            return "q"
    return key
