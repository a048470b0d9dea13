"""How well saved pages are read, as a table: python benchmarks/pages.py PAGES GOLD > docs/pages.md.

PAGES is a folder of saved pages; each line of GOLD says of one what should come out of it: `file`, `title`,
`published`, `publisher`, `authors`, `paragraphs` and `not_body` (phrases that stand beside the article).
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from kg.documents import read_documents
from kg.model import Document


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def row(gold: dict[str, Any], document: Document) -> list[str]:
    body, found = words(" ".join(gold["paragraphs"])), words(document.text)
    phrases = sum(phrase in document.text for phrase in gold["not_body"])
    fields = {
        "title": document.title == gold["title"],
        "date": (document.published or "")[:16] == gold["published"][:16],
        "publisher": document.publisher == gold["publisher"],
        "authors": sorted(document.authors) == sorted(gold["authors"]),
    }
    shares = ((body & found).total() / body.total(), (found - body).total() / max(1, found.total()))
    return [
        gold["file"],
        *(f"{share:.1%}" for share in shares),
        str(phrases),
        *("yes" if ok else "no" for ok in fields.values()),
    ]


INTRODUCTION = """# Saved pages, as they are read

Eleven pages of nine Indonesian outlets, saved by a browser and read by `kg read`. Body words found and foreign words
are shares of words; foreign phrases are those of captions, link lists and footers that came out. Made by
`python benchmarks/pages.py PAGES GOLD > docs/pages.md`.
"""


def main(pages: Path, gold: Path) -> None:
    print(INTRODUCTION)
    print("| page | body words found | foreign words | foreign phrases | title | date | publisher | authors |")
    print("|---|---|---|---|---|---|---|---|")
    for line in gold.read_text(encoding="utf-8").splitlines():
        expected = json.loads(line)
        (document,) = read_documents([pages / expected["file"]], report=print)
        print(f"| {' | '.join(row(expected, document))} |")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
