"""`kg read`: what a file is understood as."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.sources import Columns, Sources, documents, end, previews
from kg.cli.terminal import escape_json

if TYPE_CHECKING:
    from kg.documents import Problem


def read(
    sources: Sources,
    column: Columns = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show how each file is read: its kind, its fields, three articles.")
    ] = False,
) -> None:
    """Show what files are understood as: one JSON object per article.

    \b
    Examples:
      kg read articles.csv | head -1
      zcat archive.jsonl.gz | kg read - > articles.jsonl
      kg read --dry-run export.xlsx pages/
    """
    import msgspec

    lost: list[Problem] = []
    if dry_run:
        for each in previews(sources, lost, column):
            print(escape_json(msgspec.json.format(msgspec.json.encode(each)).decode()))
        end(lost)
        return
    for document in documents(sources, lost, column):
        print(escape_json(msgspec.json.encode(document).decode()))
    end(lost)
