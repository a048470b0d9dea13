"""Fields as a source names them to a document: aliases, types, identity.

The names are data (`kg/language/id/fields.toml`). An alias counts only if its value fits: `source` is the address in
one scraper's files and the newspaper's name in another's.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
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
    find = _finder(given, columns or {})
    text = find("text", _as_text)
    if not text or not text.strip():
        raise InputError(_no_text(given))
    written = find("published", _as_date)
    published = normalise_date(written) if written else None
    parts: dict[str, Any] = {
        "text": text,
        "title": find("title", _as_label),
        "url": find("url", _as_address),
        "publisher": find("publisher", _as_publisher),
        "authors": find("authors", _as_authors) or (),
        "published": published,
    }
    found = Document(id=find("id", _as_id) or _identity(parts), **parts)
    return found, written if written and not published else None


def known(name: str) -> bool:
    """Whether a column of this name would be understood."""
    return _plain(name) in _all_aliases()


@cache
def _all_aliases() -> frozenset[str]:
    return frozenset(alias for field, aliases in table("fields").items() if field != "nested" for alias in aliases)


def _plain(name: str) -> str:
    return re.sub(r"[\s-]+", "_", name.strip().lower())


def _plain_names(fields: Fields) -> dict[str, Any]:
    """The fields under plain names, those of nested objects like `metadata` after the article's own."""
    own = {_plain(str(name)): value for name, value in fields.items() if value is not None}
    inner = [own.pop(name) for name in table("fields")["nested"] if isinstance(own.get(name), Mapping)]
    return {name: value for part in reversed(inner) for name, value in _plain_names(part).items()} | own


def _finder(given: Fields, columns: Mapping[str, str]) -> Callable[[str, Callable[[Any], Any]], Any]:
    aliases = table("fields")

    def find(field: str, fit: Callable[[Any], Any]) -> Any:
        names = [_plain(columns[field])] if field in columns else aliases[field]
        fitting = (fit(given[name]) for name in names if name in given)
        return next((value for value in fitting if value), None)

    return find


def _no_text(given: Fields) -> str:
    names = ", ".join(list(given)[:8]) or "nothing"
    return f"has no text (found: {names}); put the article into a field named text"


def _as_text(value: Any) -> str | None:
    """A string as it is; paragraphs in lists (as Fundus nests them) one per line."""
    text = value if isinstance(value, str) else "\n".join(_paragraphs(value))
    if _HALF_PAIR.search(text):
        raise InputError("holds half a surrogate pair, which is no character; write the text again as UTF-8")
    return text or None


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
    return " ".join(ftfy.fix_encoding(value).split()) or None


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


def _identity(parts: Mapping[str, Any]) -> str:
    """For an article without id: its canonical address, else the hash of publisher, title and text."""
    said = "\0".join((parts["publisher"] or "", parts["title"] or "", parts["text"]))
    return (parts["url"] and canonical_url(parts["url"])) or hashlib.sha256(said.encode()).hexdigest()
