"""PDF files with text in them: one article. Lines become paragraphs again; page numbers and running heads go."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from io import BufferedReader, BytesIO

from pypdf import PdfReader

from kg.documents.damaged import parsing
from kg.documents.decode import whole
from kg.documents.fields import Fields
from kg.documents.problems import ReportLine
from kg.errors import InputError

_SENTENCE_END = re.compile(r"[.!?:…][\"”’')\]]*$")
_NUMBER = re.compile(r"\W*(?:(?:halaman|hal\.?|page)\s*)?\d+(?:\s*(?:dari|of|/)\s*\d+)?\W*", re.IGNORECASE)


def read(stream: BufferedReader, report: ReportLine) -> Iterator[tuple[int | None, Fields]]:
    """The text of all pages. Raises InputError for scans, locked and damaged files."""
    with parsing("PDF"):
        reader = PdfReader(BytesIO(whole(stream)))
        pages = [page.extract_text().splitlines() for page in reader.pages]
        title = reader.metadata.title if reader.metadata else None
    text = "\n".join(paragraphs(pages))
    if not text:
        raise InputError("has no text, only pictures of it; run it through text recognition (OCR) first")
    yield None, {"text": text, "title": title}


def paragraphs(pages: list[list[str]]) -> list[str]:
    """Lines of pages as paragraphs: one ends at an empty line, or at a sentence's end well before the margin."""
    running = Counter(line.strip() for page in pages for line in {*page[:2], *page[-2:]})
    lines = [line.strip() for page in pages for line in page]
    kept = [line for line in lines if not _NUMBER.fullmatch(line) and (len(pages) < 2 or running[line] < 2 or not line)]
    margin = 0.8 * max(map(len, kept), default=0)
    found = [""]
    for line in kept:
        found[-1] = _joined(found[-1], line)
        if not line or (_SENTENCE_END.search(line) and len(line) < margin):
            found.append("")
    return [paragraph for paragraph in found if paragraph]


def _joined(text: str, line: str) -> str:
    """A word divided at the line's end is one word again, unless it is a doubled one (anak-anak)."""
    if not text.endswith("-") or not line[:1].islower():
        return f"{text} {line}".strip()
    before, after = text[:-1].rsplit(None, 1)[-1].lower(), re.match(r"\w*", line)
    doubled = after is not None and (after[0].startswith(before) or before.endswith(after[0][:4]))
    return text + line if doubled else text[:-1] + line
