"""Bytes to text, and nothing else changed: the decoded text is the text that all offsets point into.

Encodings: UTF-8, UTF-16 and UTF-32 with their byte order marks, and Windows-1252 for what is not UTF-8. Newlines stay
as they are and mojibake is left alone, because a repair would move every offset after it.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from io import BufferedReader
from typing import BinaryIO

from kg.errors import InputError

LONGEST = 32 * 1024 * 1024
"""The most bytes that one article may take in a file."""
_GIVE_UP = 32 * LONGEST

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UTF8_SEQUENCE = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def decode(data: bytes) -> str:
    """The text of a whole file, without its byte order mark.

    Raises InputError if the bytes are text in none of the encodings.
    """
    mark, encoding = byte_order_mark(data)
    body = data[len(mark) :]
    return _decode_marked(body, encoding) if mark else _decode_unmarked(body)


def byte_order_mark(head: bytes) -> tuple[bytes, str]:
    """The mark that the bytes start with (or none), and the encoding it stands for."""
    return next(((mark, name) for mark, name in _MARKS if head.startswith(mark)), (b"", ""))


def start_of(head: bytes) -> bytes:
    """A file's first bytes in UTF-8, without byte order mark and white space before the content."""
    mark, encoding = byte_order_mark(head)
    text = head[len(mark) :].decode(encoding, "ignore").encode() if mark else head
    return text.lstrip()


def lines(stream: BinaryIO) -> Iterator[tuple[int, str | InputError]]:
    """Number (from 1) and text of each line, its newline included; an error stands for a line that is no text.

    A line of more than `LONGEST` bytes is an error, too, and is not held in memory.
    """
    mark, encoding = byte_order_mark(stream.peek(4)[:4] if isinstance(stream, BufferedReader) else b"")
    if encoding.startswith(("utf-16", "utf-32")):
        yield from _wide_lines(stream, mark, encoding)
        return
    stream.read(len(mark))
    for number, raw in enumerate(_raw_lines(stream), 1):
        try:
            yield number, (raw if isinstance(raw, InputError) else _decode_unmarked(raw))
        except InputError as error:
            yield number, error


def _wide_lines(stream: BinaryIO, mark: bytes, encoding: str) -> Iterator[tuple[int, str | InputError]]:
    stream.read(len(mark))
    text = codecs.getreader(encoding)(stream)
    number = 0
    while True:
        try:
            line = text.readline(LONGEST)
        except UnicodeError as error:
            raise InputError(f"is not valid {encoding.upper()}; save it as UTF-8") from error
        if not line:
            return
        number += 1
        yield number, line


def _raw_lines(stream: BinaryIO) -> Iterator[bytes | InputError]:
    while line := stream.readline(LONGEST):
        if len(line) == LONGEST and not line.endswith(b"\n"):
            _skip_line(stream)
            yield InputError(f"is longer than {LONGEST // 1024**2} MB; an article has to be shorter")
        else:
            yield line


def _skip_line(stream: BinaryIO) -> None:
    skipped = 0
    while (part := stream.readline(LONGEST)) and not part.endswith(b"\n"):
        skipped += len(part)
        if skipped > _GIVE_UP:
            raise InputError("has a line without end; the rest of the file is left out")


def whole(stream: BinaryIO) -> bytes:
    """All bytes of a stream that holds one article. Raises InputError beyond `LONGEST`."""
    data = stream.read(LONGEST + 1)
    if len(data) > LONGEST:
        raise InputError(f"is larger than {LONGEST // 1024**2} MB; an article has to be smaller")
    return data


def _decode_marked(body: bytes, encoding: str) -> str:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(f"is not valid {encoding.upper()} as its byte order mark says; save it as UTF-8") from error


def _decode_unmarked(body: bytes) -> str:
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        text = _decode_windows(body, error.start)
    if "\0" in text:
        raise InputError("holds NUL bytes, so it is no text or UTF-16 without a byte order mark; save it as UTF-8")
    return text


def _decode_windows(body: bytes, at: int) -> str:
    if _UTF8_SEQUENCE.search(body):
        raise InputError(f"is UTF-8 that breaks at byte {at + 1}; save it as UTF-8 again")
    try:
        return body.decode("windows-1252")
    except UnicodeDecodeError as error:
        raise InputError(f"is neither UTF-8 nor Windows-1252 at byte {error.start + 1}; save it as UTF-8") from error
