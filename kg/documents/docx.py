"""Word documents (DOCX): one article."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader, BytesIO

from docx import Document

from kg.documents.damaged import parsing
from kg.documents.fields import Fields
from kg.documents.problems import ReportLine
from kg.documents.zipped import checked

_TITLES = ("Title", "Heading 1")


def read(stream: BufferedReader, report: ReportLine) -> Iterator[tuple[int | None, Fields]]:
    """The paragraphs, one per line; the title is the paragraph styled so, else the file's property."""
    with parsing("DOCX"):
        document = Document(BytesIO(checked(stream)))
        paragraphs = [
            (p.text, p.style.name if p.style is not None else "") for p in document.paragraphs if p.text.strip()
        ]
        properties = document.core_properties
    titles = [text for text, style in paragraphs if style in _TITLES]
    body = [text for text, _ in paragraphs if text not in titles[:1]]
    yield (
        None,
        {"text": "\n".join(body), "title": titles[0] if titles else properties.title, "author": properties.author},
    )
