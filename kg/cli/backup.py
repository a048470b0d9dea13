"""`kg backup` and `kg restore`: copies of a graph."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.graph import GraphOption, find


def backup(
    target: Annotated[Path, typer.Argument(help="The new folder of the copy.")],
    graph: GraphOption = None,
) -> None:
    """Copy a graph's ledger and decisions to a new folder, also while a build writes.

    \b
    Examples:
      kg backup backups/2025-12-31 -g news.kg
    """
    from kg.backup import backup

    print(f"{find(None, graph)} is copied to {backup(find(None, graph), target)}")


def restore(
    copy: Annotated[Path, typer.Argument(help="A folder that kg backup wrote.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="GRAPH", help="The graph's folder, not there yet.")],
) -> None:
    """Make a graph from a backup, with its store; loaded targets must be loaded anew.

    \b
    Examples:
      kg restore backups/2025-12-31 -o news.kg
    """
    from kg.backup import restore

    print(f"{restore(copy, output)} is restored")
