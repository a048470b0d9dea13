"""What the commands print, and how: text without terminal escapes, errors in one line, progress for people only."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")

# C0 and C1 controls, and the marks that turn the direction of what follows.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_UNESCAPED = re.compile(r"[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """The text without control characters, tabs and line feeds excepted."""
    return _CONTROL.sub("", text)


def one_line(text: str) -> str:
    """The text cleaned, on one line."""
    return " ".join(clean(text).split())


def escape_json(text: str) -> str:
    r"""JSON in which the control characters that JSON allows as they are stand as `\uXXXX`: the same data, harmless."""
    return _UNESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def complain(message: str) -> None:
    """Print one line on stderr."""
    print(f"kg: {one_line(message)}", file=sys.stderr)


def use_utf8() -> None:
    """Let the standard streams speak UTF-8 on every system."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def counted(things: Iterable[T], what: str) -> Iterator[T]:
    """The things, counted on stderr while they pass, where stderr is a terminal."""
    with progress() as tell:
        for number, thing in enumerate(things, 1):
            yield thing
            if tell:
                tell(what, number, None)


@contextmanager
def progress() -> Iterator[Callable[[str, int, int | None], None] | None]:
    """A function to be told a step, how many are done and of how many (None: not known); None where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed:,.0f}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as display:
        tasks: dict[str, TaskID] = {}

        def tell(step: str, done: int, of: int | None) -> None:
            if step not in tasks:
                tasks[step] = display.add_task(step)
            display.update(tasks[step], completed=done, total=of)

        yield tell
