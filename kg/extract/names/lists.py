"""Word lists that several rules of names read."""

from __future__ import annotations

from functools import cache

from kg.language import lines, table


@cache
def given_names() -> frozenset[str]:
    """First names of persons, as they are written."""
    return frozenset((*lines("given_names"), *lines("given_names_regional")))


@cache
def titles() -> frozenset[str]:
    """Words for offices and ranks before a name, in lower case."""
    return frozenset(table("name_heads")["titles"])
