"""Where an export goes: a file that is there only when it is complete, or standard output."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from gzip import GzipFile
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from kg.errors import InputError

STDOUT = "-"


@contextmanager
def binary(path: str | Path) -> Iterator[BinaryIO]:
    """A stream of bytes to the file, gzipped if its name ends in .gz; `-` is standard output.

    The file is written under another name and moved to its place at the end, so a killed export leaves none behind that
    looks whole.
    """
    if str(path) == STDOUT:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".part")
    try:
        with partial.open("wb") as file:
            if path.suffix == ".gz":
                with GzipFile("", "wb", 6, file, mtime=0) as packed:
                    yield cast("BinaryIO", packed)
            else:
                yield file
        os.replace(partial, path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def folder(path: str | Path) -> Path:
    """The folder that several files go to. Raises InputError if it cannot be one."""
    if str(path) == STDOUT or Path(path).is_file():
        raise InputError(f"several files do not fit into {path}; name a folder: -o FOLDER")
    return Path(path)


@contextmanager
def text(path: str | Path) -> Iterator[TextIO]:
    """A stream of UTF-8 text with newlines as written; otherwise like `binary`."""
    with binary(path) as stream:
        wrapped = TextIOWrapper(stream, encoding="utf-8", newline="", write_through=False)
        yield wrapped
        wrapped.flush()
        wrapped.detach()
