"""`kg diff`: what two states of a graph differ in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.terminal import escape_json, one_line

if TYPE_CHECKING:
    from kg.diff import Difference


def diff(
    older: Annotated[Path, typer.Argument(help="A graph or a backup of it.")],
    newer: Annotated[Path, typer.Argument(help="The graph to compare with it.")],
    json: Annotated[bool, typer.Option("--json", help="One JSON object per line.")] = False,
) -> None:
    """Show the statements and facts that were gained, lost or given to somebody else; status 1 if there are any.

    \b
    Examples:
      kg diff before.kg news.kg
      kg diff before.kg news.kg --json
    """
    from kg.diff import diff

    differences = diff(older, newer)
    show(differences, json)
    if differences:
        raise typer.Exit(1)


def show(differences: Iterable[Difference], json: bool) -> None:
    """Print differences, one a line."""
    import msgspec

    for each in differences:
        if json:
            print(escape_json(msgspec.json.encode(each).decode()))
        else:
            was = f" (was {', '.join(each.was)})" if each.was else ""
            print(one_line(f"{each.change} {each.kind} {', '.join(each.who)}{was}: {each.words} [{each.article}]"))
