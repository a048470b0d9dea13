"""`kg rehydrate`: words put back into a publication."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.sources import Columns, Sources, documents, end

if TYPE_CHECKING:
    from kg.documents import Problem


def rehydrate(
    publication: Annotated[Path, typer.Argument(help="The folder of a publication (kg export bundle).")],
    sources: Sources,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="PATH", help="The new folder.")],
    column: Columns = None,
) -> None:
    """Write a publication anew with the quotations of the articles that you have.

    \b
    Examples:
      kg rehydrate release/ articles.jsonl -o whole/
    """
    from kg.bundle import rehydrate

    lost: list[Problem] = []
    done = rehydrate(publication, documents(sources, lost, column), output)
    print(f"{output}: {done.found:,} articles found, {done.missing:,} missing")
    end(lost)
