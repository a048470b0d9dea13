"""Which graph a command is about: its argument, else `-g`, else `KG_GRAPH`, else the only `*.kg` folder here."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.errors import GraphError

Graph = Annotated[
    Path | None,
    typer.Argument(metavar="GRAPH", help="The graph; else -g, $KG_GRAPH, or the only *.kg here.", show_default=False),
]
GraphOption = Annotated[
    Path | None,
    typer.Option("--graph", "-g", metavar="GRAPH", envvar="KG_GRAPH", show_envvar=False, help="The graph."),
]


def find(argument: Path | None, option: Path | None = None) -> Path:
    """The graph's folder; GraphError if none is named and there is not exactly one here."""
    named = argument or option
    if named is not None:
        return named
    here = sorted(path for path in Path().glob("*.kg") if path.is_dir())
    if len(here) == 1:
        return here[0]
    found = f"{len(here)} graphs are here ({', '.join(map(str, here))})" if here else "no graph is here"
    raise GraphError(f"{found}; name one: -g NAME.kg, or make one: kg build SOURCE -o NAME.kg")
