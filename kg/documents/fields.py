"""Fields as a source names them to a document: aliases, types, identity.

The names are data (`kg/language/id/fields.toml`). An alias counts only if its value fits: `source` is the address in
one scraper's files and the newspaper's name in another's.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

import ftfy

from kg.documents.dates import normalise_date
from kg.documents.keys import canonical_url
from kg.errors import InputError
from kg.language import table
from kg.model import Document

Fields = Mapping[str, Any]

_HALF_PAIR = re.compile("[\ud800-\udfff]")
_MISSING = frozenset(("None", "null", "NaN", "nan", "NULL"))
_ADDRESS = re.compile(r"https?://\S+$", re.IGNORECASE)
_AUTHOR_BREAK = re.compile(r"\s*[;,\n]\s*|\s+(?:dan|and|&)\s+")


def document(fields: Fields, columns: Mapping[str, str] | None = None) -> tuple[Document, str | None]:
    """The document that the fields describe, and its date as written if nobody can read it.

    `columns` maps a document's field to the source's name for it and goes before the aliases. Raises InputError if
    there is no text.
    """
    given = _plain_names(fields)
    found = {field: pair[1] for field, pair in _found(given, columns or {}).items()}
    if "text" not in found:
        raise InputError(_no_text(given))
    written = found.pop("published", None)
    published = normalise_date(written) if written else None
    parts: dict[str, Any] = {**found, "published": published}
    if "id" not in parts:
        parts["id"] = _identity(found)
    return Document(**parts), written if written and not published else None


def mapping(fields: Fields, columns: Mapping[str, str] | None = None) -> dict[str, str]:
    """From the document's fields to the names (in lower case, spaces as underscores) under which they were found."""
    return {field: name for field, (name, _) in _found(_plain_names(fields), columns or {}).items()}


def known(name: str) -> bool:
    """Whether a column of this name would be understood."""
    return _plain(name) in _all_aliases()


@cache
def _all_aliases() -> frozenset[str]:
    return frozenset(alias for field, aliases in table("fields").items() if field != "nested" for alias in aliases)


@lru_cache(maxsize=1024)
def _plain(name: str) -> str:
    return re.sub(r"[\s-]+", "_", name.strip().lower())


def _plain_names(fields: Fields) -> dict[str, Any]:
    """The fields under plain names, those of nested objects like `metadata` after the article's own."""
    own = {_plain(str(name)): value for name, value in fields.items() if value is not None}
    inner = [own.pop(name) for name in table("fields")["nested"] if isinstance(own.get(name), Mapping)]
    return {name: value for part in reversed(inner) for name, value in _plain_names(part).items()} | own


def _found(given: Fields, columns: Mapping[str, str]) -> dict[str, tuple[str, Any]]:
    """Each field's name in the source and its value, if a value fits."""
    found: dict[str, tuple[str, Any]] = {}
    for field, fit in _FITS.items():
        names = [_plain(columns[field])] if field in columns else table("fields")[field]
        fitting = ((name, fit(given[name])) for name in names if name in given)
        pair = next(((name, value) for name, value in fitting if value), None)
        if pair:
            found[field] = pair
    return found


def _no_text(given: Fields) -> str:
    names = ", ".join(list(given)[:8]) or "nothing"
    return f"has no text (found: {names}); put the article into a field named text"


def _as_text(value: Any) -> str | None:
    """A string as it is; paragraphs in lists (as Fundus nests them) one per line."""
    text = value if isinstance(value, str) else "\n".join(_paragraphs(value))
    if _HALF_PAIR.search(text):
        raise InputError("holds half a surrogate pair, which is no character; write the text again as UTF-8")
    return text if text.strip() else None


def _paragraphs(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _paragraphs(item)
    elif isinstance(value, Mapping) and not value.keys().isdisjoint(("sections", "paragraphs")):
        for item in value.values():
            yield from _paragraphs(item)


def _as_label(value: Any) -> str | None:
    """One line of running text; no offsets point into it, so mojibake can be undone."""
    if not isinstance(value, str) or value in _MISSING:
        return None
    return " ".join((value if value.isascii() else ftfy.fix_encoding(value)).split()) or None


def _as_id(value: Any) -> str | None:
    plain = isinstance(value, str | int) and not isinstance(value, bool)
    return str(value).strip() if plain and value not in _MISSING else None


def _as_address(value: Any) -> str | None:
    return value.strip() if isinstance(value, str) and _ADDRESS.match(value.strip()) else None


def _as_publisher(value: Any) -> str | None:
    if isinstance(value, Mapping):
        value = value.get("name")
    return None if _as_address(value) else _as_label(value)


def _as_authors(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = _AUTHOR_BREAK.split(value)
    names = (
        [item.get("name") if isinstance(item, Mapping) else item for item in value if item] if _listed(value) else []
    )
    return tuple(dict.fromkeys(label for name in names if (label := _as_label(name))))


def _listed(value: Any) -> bool:
    return isinstance(value, list | tuple)


def _as_date(value: Any) -> str | None:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if value in _MISSING or value != value:
        return None
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


_FITS: dict[str, Callable[[Any], Any]] = {
    "id": _as_id,
    "text": _as_text,
    "title": _as_label,
    "url": _as_address,
    "publisher": _as_publisher,
    "authors": _as_authors,
    "published": _as_date,
}


def _identity(found: Mapping[str, Any]) -> str:
    """For an article without id: its canonical address, else the hash of publisher, title and text."""
    said = "\0".join((found.get("publisher", ""), found.get("title", ""), found["text"]))
    return canonical_url(found.get("url", "")) or hashlib.sha256(said.encode()).hexdigest()
