"""The documents that a command was given, and what could not be read of them."""

from __future__ import annotations

from collections.abc import Iterator
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


def documents(sources: list[str], lost: list[Problem]) -> Iterator[Document]:
    """The documents of the sources; problems go to stderr, and those that lost an article to `lost`."""
    from kg.documents import read_documents

    def report(problem: Problem) -> None:
        complain(str(problem))
        if problem.kind == "unreadable":
            lost.append(problem)

    return counted(read_documents(sources, report=report), "articles")


def end(lost: list[Problem]) -> None:
    """End the command with status 1 if an article was lost."""
    if lost:
        raise typer.Exit(1)
