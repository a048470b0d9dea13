"""Files, folders and standard input to open streams: what to read, in which order, and decompressed."""

from __future__ import annotations

import gzip
import os
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from io import BufferedIOBase, BufferedReader, RawIOBase
from pathlib import Path
from typing import Any, cast

from kg.documents.formats import known_suffix
from kg.documents.problems import Problem, Report

STDIN = "-"
_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"


def files(sources: Iterable[str | Path], report: Report) -> Iterator[str]:
    """The names of all files that the sources stand for; those of a folder in the order of their names.

    In folders, hidden files and what a browser saves beside a page (`NAME_files/`) are passed over, and a file of
    unknown kind is reported as ignored. A source that is given by name is always read.
    """
    for source in map(str, sources):
        if source != STDIN and Path(source).is_dir():
            yield from _in_folder(source, report)
        else:
            yield source


def _in_folder(folder: str, report: Report) -> Iterator[str]:
    def unreadable(error: OSError) -> None:
        report(Problem(str(error.filename), None, f"cannot be read ({error.strerror})"))

    for path, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not _beside_a_page(name))
        for name in sorted(name for name in names if not name.startswith(".")):
            file = str(Path(path, name))
            if not Path(file).is_file():
                report(Problem(file, None, "cannot be read (it is a broken link or no file)"))
            elif known_suffix(name):
                yield file
            else:
                report(Problem(file, None, "is of no kind that is read from a folder", "ignored"))


def _beside_a_page(folder: str) -> bool:
    return folder.endswith(("_files", "_file", ".fld"))


@contextmanager
def opened(file: str) -> Iterator[BufferedReader]:
    """The decompressed bytes of a file (gzip and zstd are told by their first bytes), or of standard input.

    A compressed file that is cut off or damaged ends there; the error is raised when all before it has been read.
    """
    with ExitStack() as closing:
        raw = (
            cast("BufferedReader", sys.stdin.buffer) if file == STDIN else closing.enter_context(Path(file).open("rb"))
        )
        source = _decompressor(raw)
        if source is not None:
            closing.callback(source.close)
        elif raw.seekable():
            yield raw
            return
        readable = _Readable(source or raw)
        yield closing.enter_context(BufferedReader(readable))  # pyright: ignore[reportReturnType]
        if readable.error:
            raise readable.error


def _decompressor(raw: BufferedReader) -> BufferedIOBase | None:
    head = raw.peek(4)[:4]
    if head.startswith(_GZIP):
        return cast("BufferedIOBase", gzip.GzipFile(fileobj=raw))
    if head == _ZSTD:
        from pyarrow import CompressedInputStream  # zstandard's own reader says nothing of a file that is cut off

        return cast("BufferedIOBase", CompressedInputStream(raw, "zstd"))
    return None


class _Readable(RawIOBase):
    """What can be read of a compressed file or a pipe, and why no more."""

    def __init__(self, source: BufferedIOBase) -> None:
        self._source, self._count = source, 0
        self.error: Exception | None = None

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._count

    def readinto(self, buffer: Any) -> int:
        try:
            data = b"" if self.error else self._source.read1(len(buffer))  # read would drop what comes before an error
        except (EOFError, OSError, zlib.error) as error:
            self.error, data = error, b""
        buffer[: len(data)] = data
        self._count += len(data)
        return len(data)
