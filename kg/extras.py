"""Libraries that only some readers and exports need: what to install when one is missing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kg.errors import InputError


@contextmanager
def needs(extra: str) -> Iterator[None]:
    """Around imports: if one fails, raise an InputError that names the extra of the package that brings it."""
    try:
        yield
    except ImportError as error:
        raise InputError(f"needs an extra that is not installed; run: pip install 'kabargraph[{extra}]'") from error
