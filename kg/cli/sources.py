"""The documents that a command was given, and what could not be read of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.terminal import complain, counted

if TYPE_CHECKING:
    from kg.documents import Problem
    from kg.model import Document

Sources = Annotated[
    list[str],
    typer.Argument(metavar="SOURCE", help="Files or folders: text, JSON Lines, CSV, also gzipped; - is stdin."),
]


Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column", metavar="FIELD=NAME", help="What the source calls a field, say text=isi; may be repeated."
    ),
]


def documents(
    sources: list[str], lost: list[Problem], columns: list[str] | None, *, quiet: bool = False
) -> Iterator[Document]:
    """The documents of the sources; problems go to stderr, and those that lost an article to `lost`."""
    from kg.documents import read_documents

    def report(problem: Problem) -> None:
        complain(str(problem))
        if problem.kind == "unreadable":
            lost.append(problem)

    found = read_documents(sources, report=report, columns=_names(columns or []))
    return found if quiet else counted(found, "articles")


def _names(columns: list[str]) -> dict[str, str]:
    pairs = [each.partition("=") for each in columns]
    if bad := [field for field, equals, name in pairs if not (field and equals and name)]:
        raise typer.BadParameter(f"write --column FIELD=NAME, not {bad[0]!r}")
    return {field: name for field, _, name in pairs}


def end(lost: Sequence[object]) -> None:
    """End the command with status 1 if an article was lost."""
    if lost:
        raise typer.Exit(1)
