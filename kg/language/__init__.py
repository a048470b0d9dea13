"""Language knowledge as data: one folder per language, plain files that a linguist can edit."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any


@cache
def lines(name: str, language: str = "id") -> tuple[str, ...]:
    """The entries of the word list `NAME.txt`: one per line, `#` starts a comment, empty lines are skipped."""
    text = resources.files(f"kg.language.{language}").joinpath(f"{name}.txt").read_text(encoding="utf-8")
    entries = (line.split("#", 1)[0].strip() for line in text.splitlines())
    return tuple(entry for entry in entries if entry)


@cache
def table(name: str, language: str = "id") -> dict[str, Any]:
    """The table `NAME.toml`."""
    text = resources.files(f"kg.language.{language}").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def word_lists(name: str, *sections: str, language: str = "id") -> dict[str, frozenset[str]]:
    """The word lists of `NAME.toml` by their names, those of some sections if they are given.

    A list is written as one string of words, or as an array; names are unlike across sections.
    """
    data = table(name, language)
    plain = {key: value for key, value in data.items() if not isinstance(value, dict)}
    parts = [data[section] for section in sections or data if isinstance(data[section], dict)]
    listed = {key: value for part in (*([] if sections else [plain]), *parts) for key, value in part.items()}
    return {key: frozenset(v.split() if isinstance(v, str) else v) for key, v in listed.items()}


def rows(name: str, language: str = "id") -> Iterator[list[str]]:
    """The rows of `NAME.tsv`, split at tabs; lines that start with `#` are comments."""
    text = resources.files(f"kg.language.{language}").joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    return (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
