"""Lookup keys: the forms of a name under which an entity or a publisher is found.

    keys("Prof. José") == ("prof. josé", "prof. jose", "prof josé", "prof jose")

A key is compared by equality only, in SPARQL and in Cypher, so both stores find the same.
"""

from __future__ import annotations

import unicodedata

_ASCII = str.maketrans(dict.fromkeys("‘’‚‛ʼʻ`´", "'") | dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‐‑‒–—―−", "-"))


def key(name: str) -> str:
    """The name in NFKC and lower case, with ASCII quotes and dashes and single spaces."""
    if name.isascii():
        return " ".join(name.replace("`", "'").lower().split())
    lower = unicodedata.normalize("NFKC", name.translate(_ASCII)).lower()
    return " ".join(unicodedata.normalize("NFKC", lower.translate(_ASCII)).split())


def keys(name: str) -> tuple[str, ...]:
    """The key, and those without diacritics, without dots, and without both: distinct, none of them empty."""
    plain = key(name)
    if plain.isascii():
        return tuple(dict.fromkeys(form for form in (plain, _without_dots(plain)) if form))
    forms = (plain, _without_diacritics(plain), _without_dots(plain), _without_dots(_without_diacritics(plain)))
    return tuple(form for form in dict.fromkeys(forms) if form)


def _without_diacritics(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text)
    return key("".join(letter for letter in letters if not unicodedata.combining(letter)))


def _without_dots(text: str) -> str:
    return key(text.replace(".", ""))
