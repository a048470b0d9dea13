"""`kg extract`: articles to extraction records, without a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.cli.sources import Columns, Sources, documents, end
from kg.cli.terminal import escape_json

if TYPE_CHECKING:
    from kg.documents import Problem


def extract(sources: Sources, column: Columns = None) -> None:
    """Extract names, statements and facts: one JSON record per article, nothing is stored.

    \b
    Examples:
      kg extract articles.jsonl > records.jsonl
      echo '{"id": "1", "text": "..."}' | kg extract -
    """
    import msgspec

    from kg.extract import extract

    lost: list[Problem] = []
    for record in extract(documents(sources, lost, column)):
        print(escape_json(msgspec.json.encode(record).decode()))
    end(lost)
