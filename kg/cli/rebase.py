"""`kg rebase`: another base of the uris."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.graph import GraphOption, find


def rebase(
    base: Annotated[str, typer.Argument(metavar="BASE", help="Where the graph's uris begin from now on.")],
    graph: GraphOption = None,
    wait: Annotated[float, typer.Option(help="Seconds to wait for a build of the graph to end.")] = 0,
) -> None:
    """Let the uris of a graph begin elsewhere, say before it is published; the uris of before still find their things.

    \b
    Examples:
      kg rebase https://news.example.org/ -g news.kg
    """
    from kg.rebase import rebase

    folder = find(None, graph)
    former = rebase(folder, base, wait=wait)
    print(f"{folder}: the uris begin with {base} now, no longer with {former}")
