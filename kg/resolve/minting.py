"""Paths of things: a type, a readable slug, and a hash of what makes the thing what it is.

A uri is the ledger's base and a path. Hashes are SHA-256 in base32 (RFC 4648), lower case, cut to 8 or 16 characters.
"""

from __future__ import annotations

import hashlib

from kg.documents.keys import publisher_domain, slug
from kg.keys import key
from kg.model import Article

_SHORT, _LONG = 8, 16


def digest(*parts: object, length: int = _LONG) -> str:
    """A hash of the parts, which are told apart by their separators."""
    said = "\x1f".join("" if part is None else str(part) for part in parts)
    number = int.from_bytes(hashlib.sha256(said.encode("utf-8", "surrogatepass")).digest()[:10])
    return "".join([_PAIRS[number >> shift & 1023] for shift in range(70, -10, -10)])[:length]


_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = tuple(first + second for first in _LETTERS for second in _LETTERS)


def entity_path(kind: str, name: str, article: str, start: int, nth: int = 0) -> str:
    """`person/pramono-anung-k3v9m2x7`: from type, name, key of the article and offset of the first mention.

    `nth` tells apart what is alike in all of these.
    """
    length = _LONG if kind == "Unnamed" else _SHORT
    parts = (kind, key(name), article, start) if not nth else (kind, key(name), article, start, nth)
    return f"{kind.lower()}/{_slugged(name)}{digest(*parts, length=length)}"


def _slugged(name: str) -> str:
    plain = slug(name)
    return plain + "-" if plain else ""


def article_path(key: str, article: Article) -> str:
    """`article/suara.com-…`: the publisher's domain, or `doc`, and a hash of the article's key."""
    domain = publisher_domain(article) or "doc"
    return f"article/{domain}-{digest(key)}"


def graph_path(article: str) -> str:
    """The named graph of an article's path."""
    return "graph/" + article.removeprefix("article/")


def version_path(article: str, sha256: str) -> str:
    """The text that an article has now."""
    return f"{article}/v/{sha256[:12]}"


def relation_path(subject: str, predicate: str, obj: str) -> str:
    """The derived edge between two entities' paths."""
    return "relation/" + digest(subject, predicate, obj)
