"""Web archives (WARC, also gzipped as CC-NEWS has them): one article per response that is a page."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader
from typing import Any

from fastwarc import ArchiveIterator, WarcRecordType

from kg.documents.decode import LONGEST
from kg.documents.fields import Fields
from kg.documents.html import decoded_page, page_fields
from kg.documents.problems import ReportLine
from kg.errors import InputError

_PAGES = ("text/html", "application/xhtml+xml")


def read(stream: BufferedReader, report: ReportLine) -> Iterator[tuple[int | None, Fields]]:
    """The article of each page that was answered with success; pages without one are reported as ignored."""
    number = 0
    for number, record in enumerate(ArchiveIterator(stream, record_types=WarcRecordType.response), 1):
        address, size = record.headers.get("WARC-Target-URI", "no address"), record.content_length  # of what is left
        body = record.reader.read(LONGEST + 1)
        if len(body) < min(size, LONGEST):
            report(number, f"ends too early; the archive is cut off here: {address}")
            continue
        if not _is_page(record):
            continue
        if len(body) > LONGEST:
            report(number, f"is larger than {LONGEST // 1024**2} MB: {address}")
            continue
        try:
            yield number, page_fields(decoded_page(body), address)
        except InputError as error:
            report(number, f"{error}: {address}", "ignored")
    if not number:
        raise InputError("is no web archive, or holds no response")


def _is_page(record: Any) -> bool:
    headers = record.http_headers
    return headers is not None and headers.status_code == 200 and record.http_content_type in _PAGES
