"""`kg read`: what a file is understood as."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.cli.sources import Columns, Sources, documents, end
from kg.cli.terminal import escape_json

if TYPE_CHECKING:
    from kg.documents import Problem


def read(sources: Sources, column: Columns = None) -> None:
    """Show what files are understood as: one JSON object per article.

    \b
    Examples:
      kg read articles.csv | head -1
      zcat archive.jsonl.gz | kg read - > articles.jsonl
    """
    import msgspec

    lost: list[Problem] = []
    for document in documents(sources, lost, column):
        print(escape_json(msgspec.json.encode(document).decode()))
    end(lost)
