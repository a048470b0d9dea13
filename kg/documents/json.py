"""JSON that is one article, a list of articles, an object around such a list, or JSON Lines under another name."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from io import BufferedReader
from typing import Any

from kg.documents import jsonl
from kg.documents.decode import LONGEST, byte_order_mark, decode, start_of, whole
from kg.documents.fields import Fields
from kg.documents.problems import ReportLine
from kg.errors import InputError

_CHUNK = 1 << 16
_START = re.compile(r"\s*\[\s*")
_BETWEEN = re.compile(r"\s*,?\s*")
_NEXT_RECORD = re.compile(r"(?:\}\s*,|\n)\s*(?=\{\s*\")")


def read(stream: BufferedReader, report: ReportLine) -> Iterator[tuple[int | None, Fields]]:
    """The objects of the list, one after the other; else the one object, or those of each line."""
    head = stream.peek(_CHUNK)[:_CHUNK]
    start = start_of(head)
    if start.startswith(b"["):
        yield from _listed(stream, report)
    elif _is_object(start.split(b"\n", 1)[0]):
        yield from jsonl.read(stream, report)
    else:
        yield from _single(decode(whole(stream)))


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _single(text: str) -> Iterator[tuple[int | None, Fields]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"is not JSON ({error})") from error
    lists = [value for value in found.values() if _is_list_of_objects(value)] if isinstance(found, dict) else []
    yield from ((None, item) for item in (lists[0] if len(lists) == 1 and "text" not in found else [found]))


def _is_list_of_objects(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) and len(item) > 1 for item in value)


def _listed(stream: BufferedReader, report: ReportLine) -> Iterator[tuple[int | None, Fields]]:
    """One object after the other, so that a list of any length fits into memory.

    After an object that cannot be read, the next one is looked for by its braces.
    """
    text = _Text(stream)
    text.skip(_START)
    while not text.at_end():
        line = text.line
        try:
            item = text.value()
        except ValueError as error:
            report(line, f"is not a JSON object ({error})")
            text.skip_to(_NEXT_RECORD)
        else:
            if isinstance(item, dict):
                yield line, item
            else:
                report(line, "is not a JSON object")
        text.skip(_BETWEEN)


class _Text:
    """A long text, read and forgotten piece by piece; `line` is where it stands."""

    def __init__(self, stream: BufferedReader) -> None:
        mark, encoding = byte_order_mark(stream.peek(4)[:4])
        stream.read(len(mark))
        self._source = codecs.getreader(encoding or "utf-8")(stream)
        self._decoder = json.JSONDecoder()
        self._text, self._at, self._ended = "", 0, False
        self.line = 1

    def value(self) -> Any:
        """The JSON value that starts here. Raises ValueError if none does."""
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                cut_off = error.msg.startswith("Unterminated") or error.pos > len(self._text) - 16
                if not (cut_off and self._more()):
                    raise ValueError(error.msg) from error
            except RecursionError as error:
                raise ValueError("nested too deeply") from error
            else:
                self._go(end)
                return value

    def skip(self, pattern: re.Pattern[str]) -> None:
        """Pass over what the pattern matches here."""
        if len(self._text) - self._at < _CHUNK:
            self._more()
        match = pattern.match(self._text, self._at)
        self._go(match.end() if match else self._at)

    def skip_to(self, pattern: re.Pattern[str]) -> None:
        """Pass over everything up to the end of the pattern's next match, or of the text."""
        while not (match := pattern.search(self._text, self._at)):
            self._go(max(self._at, len(self._text) - _CHUNK))
            if not self._more():
                break
        self._go(match.end() if match else len(self._text))

    def at_end(self) -> bool:
        """Whether nothing is left, or the bracket that closes the list."""
        return self._text[self._at : self._at + 1] in ("", "]")

    def _more(self) -> bool:
        """Read on, twice as much as there is; False at the end or where one value is too long."""
        left = len(self._text) - self._at
        if self._ended or left > LONGEST:
            return False
        try:
            part = self._source.read(size=-1, chars=max(_CHUNK, left))
        except UnicodeDecodeError as error:
            raise InputError("is not valid UTF-8; save it as UTF-8") from error
        self._ended = not part
        self._text, self._at = self._text[self._at :] + part, 0
        return bool(part)

    def _go(self, to: int) -> None:
        self.line += self._text.count("\n", self._at, to)
        self._at = to
