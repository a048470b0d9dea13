"""A page with all its parts in one file (MHTML), as Chrome, Edge and Opera save it: one article."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from io import BufferedReader

from kg.documents.decode import whole
from kg.documents.fields import Fields
from kg.documents.html import decoded_page, page_fields
from kg.documents.problems import ReportLine
from kg.errors import InputError


def read(stream: BufferedReader, report: ReportLine) -> Iterator[tuple[int | None, Fields]]:
    """The article of the archive's first page."""
    archive = message_from_bytes(whole(stream), policy=default)
    page = next(
        (part for part in archive.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")), None
    )
    if not isinstance(page, EmailMessage):
        raise InputError("holds no page; save it again as a web page in a single file")
    address = archive["Snapshot-Content-Location"] or page["Content-Location"]
    yield None, page_fields(_content(page), str(address) if address else None)


def _content(page: EmailMessage) -> str:
    data = page.get_payload(decode=True)
    charset = page.get_content_charset()
    if not isinstance(data, bytes):
        raise InputError("holds a page that cannot be decoded")
    try:
        return data.decode(charset) if charset else decoded_page(data)
    except (LookupError, UnicodeDecodeError):
        return decoded_page(data)
