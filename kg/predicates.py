"""The closed list of predicates, `schemas/predicates.toml`, as the graph needs it."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def predicates() -> dict[str, dict[str, Any]]:
    """The table by the predicates' names, in its order."""
    text = resources.files("kg.schemas").joinpath("predicates.toml").read_text(encoding="utf-8")
    return {row["name"]: row for row in tomllib.loads(text)["predicate"]}


@cache
def is_symmetric(predicate: str) -> bool:
    """Whether the predicate holds in both directions, like met."""
    return bool(predicates().get(predicate, {}).get("symmetric", False))


@cache
def local_name(predicate: str) -> str:
    """The predicate in RDF: focuses_on -> focusesOn."""
    first, *rest = predicate.split("_")
    return first + "".join(word.capitalize() for word in rest)
