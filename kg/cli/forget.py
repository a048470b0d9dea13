"""`kg forget`: withdraw articles."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.graph import GraphOption, find
from kg.cli.terminal import clean


def forget(
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLE", help="Articles by key, address, id or uri.")],
    graph: GraphOption = None,
    wait: Annotated[float, typer.Option(help="Seconds to wait for a build of the graph to end.")] = 0,
) -> None:
    """Withdraw articles from a graph, with everything that only they support.

    \b
    Examples:
      kg forget https://wartanusa.example/2025/12/museum -g news.kg
      kg forget wartanusa-museum wartanusa-sekolah
    """
    from kg.build import forget as withdraw

    for key in withdraw(articles, find(None, graph), wait=wait):
        print(f"withdrawn: {clean(key)}")
