"""Files that a library parses for us: what it makes of a damaged one is told in one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kg.errors import InputError


@contextmanager
def parsing(kind: str) -> Iterator[None]:
    """Around a library's work on a file of this kind: whatever it raises on a damaged one becomes an InputError."""
    try:
        yield
    except InputError:
        raise
    except Exception as error:  # these libraries promise nothing about what they raise
        reason = " ".join(str(error).split())[:120] or type(error).__name__
        raise InputError(f"is no readable {kind} file ({reason})") from error
