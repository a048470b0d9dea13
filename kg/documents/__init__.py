"""Files of many kinds to documents."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from gzip import BadGzipFile
from itertools import islice
from pathlib import Path

import msgspec

from kg.documents.fields import Fields, document, mapping
from kg.documents.formats import reader
from kg.documents.language import foreign_language
from kg.documents.open import STDIN, files, opened
from kg.documents.problems import Kind, Problem, Report, ReportLine
from kg.errors import InputError
from kg.model import Document

__all__ = ["Preview", "Problem", "Report", "preview", "read_documents"]

_HEAD = 4096


def read_documents(
    sources: Iterable[str | Path], *, report: Report, columns: Mapping[str, str] | None = None
) -> Iterator[Document]:
    """Each article of the files, of the files in the folders, and of standard input (`-`), as it is read.

    `columns` maps a field (`text`, `title`, `url`, `publisher`, `authors`, `published`, `id`) to the source's own name
    for it, where the known names do not do. What cannot be read is told to `report`; everything else goes on.
    """
    for file in files(sources, report):
        yield from _documents(file, report, columns)


def _documents(file: str, report: Report, columns: Mapping[str, str] | None) -> Iterator[Document]:
    name = "standard input" if file == STDIN else file
    last: list[Problem] = []  # told when it is clear that it is not the end of a file that was cut off

    def tell_last() -> None:
        while last:
            report(last.pop())

    def tell(line: int | None, message: str, kind: Kind = "unreadable") -> None:
        tell_last()
        last.append(Problem(name, line, message, kind))

    try:
        with opened(file) as stream:
            for line, fields in reader(file, stream.peek(_HEAD)[:_HEAD])(stream, tell):
                tell_last()
                if (found := _document(line, fields, columns, tell)) is not None:
                    yield found
    except InputError as error:
        tell(None, str(error))
    except (OSError, EOFError, zlib.error) as error:
        last.clear()
        tell(None, _why(error))
    finally:
        tell_last()


def _document(line: int | None, fields: Fields, columns: Mapping[str, str] | None, tell: ReportLine) -> Document | None:
    try:
        found, unread_date = document(fields, columns)
    except InputError as error:
        tell(line, str(error))
        return None
    if language := foreign_language(found.text):
        tell(line, f"is not Indonesian (but {language}) and left out", "language")
        return None
    if unread_date:
        tell(line, f"has a date that cannot be read: {unread_date[:60]!r}", "date")
    return found


class Preview(msgspec.Struct, frozen=True):
    """What a file is taken for: its kind, where its first article's fields were found, and its first articles."""

    file: str
    kind: str
    mapping: dict[str, str]
    articles: tuple[Document, ...]


def preview(
    sources: Iterable[str | Path], *, report: Report, columns: Mapping[str, str] | None = None, articles: int = 3
) -> Iterator[Preview]:
    """For each file how it would be read, with as many of its articles as asked for. Standard input is used up."""
    for file in files(sources, report):
        try:
            with opened(file) as stream:
                read = reader(file, stream.peek(_HEAD)[:_HEAD])
                first = [fields for _, fields in islice(read(stream, _deaf), articles)]
        except (InputError, OSError, EOFError, zlib.error) as error:
            report(Problem(file, None, str(error) if isinstance(error, InputError) else _why(error)))
            continue
        found = tuple(each for fields in first if (each := _document(None, fields, columns, _deaf)) is not None)
        kind = read.__module__.rpartition(".")[2]
        yield Preview(file, kind, mapping(first[0], columns) if first else {}, found)


def _deaf(line: int | None, message: str, kind: Kind = "unreadable") -> None:
    """For what is told when the file is read."""


def _why(error: Exception) -> str:
    if isinstance(error, EOFError | zlib.error | BadGzipFile) or "Truncated" in str(error):
        return "is compressed and ends too early or is damaged; what came before that point was read"
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"cannot be read ({reason})"
