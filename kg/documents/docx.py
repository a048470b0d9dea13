"""Word documents (DOCX): one article."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader, BytesIO

from docx import Document
from docx.opc.exceptions import PackageNotFoundError

from kg.documents.fields import Fields
from kg.documents.problems import ReportLine
from kg.documents.zipped import checked
from kg.errors import InputError

_TITLES = ("Title", "Heading 1")


def read(stream: BufferedReader, report: ReportLine) -> Iterator[tuple[int | None, Fields]]:
    """The paragraphs, one per line; the title is the paragraph styled so, else the file's property."""
    try:
        document = Document(BytesIO(checked(stream)))
    except (PackageNotFoundError, KeyError, ValueError) as error:
        raise InputError(f"is no readable DOCX file ({error})") from error
    titles = [p.text for p in document.paragraphs if p.style is not None and p.style.name in _TITLES and p.text.strip()]
    body = [p.text for p in document.paragraphs if p.text.strip() and p.text not in titles[:1]]
    properties = document.core_properties
    yield (
        None,
        {"text": "\n".join(body), "title": titles[0] if titles else properties.title, "author": properties.author},
    )
