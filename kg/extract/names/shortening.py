"""How names are shortened: acronyms, parts of a person's name, left-out words that say what kind of thing it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from kg.language import table

_KEPT = 20_000  # names that are remembered with what was found out about them
_SHORTEST_BEGINNING = 4
_SHORTEST_MISSPELT = 5
_SHORTEST_ACCOUNT = 6
_LEAST_WORDS = 2  # of a name that an acronym stands for
_SHORTEST_BLEND, _LEAST_OF_EACH = 5, 2
_WORD = re.compile(r"\w+")
_LESSER = re.compile(r"^@|\.(?:com|net|id)$|^Pro[vp]insi ", re.IGNORECASE)


def bare(words: Sequence[str]) -> tuple[str, ...]:
    """The words of a name in lower case, without marks, bracketed acronym and legal form; short words written out."""
    return _bare(tuple(words))


@lru_cache(_KEPT)
def _bare(words: tuple[str, ...]) -> tuple[str, ...]:
    known, legal = _short_words(), _heads()["legal_forms"]
    parts = [part for word in _unbracketed(words) for part in _WORD.findall(word.lower())]
    kept = [part for part in parts if part not in legal] or parts
    return tuple(full for part in kept for full in known.get(part, (part,)))


def with_acronym(words: Sequence[str]) -> tuple[str, ...] | None:
    """The bare name that begins with the acronym inside: `Lembaga Kebun (LK) Sukamaju` → `lk sukamaju`; else None."""
    if "(" not in words[:-3]:
        return None
    at = words.index("(")
    return bare([words[at + 1], *words[at + 3 :]]) if words[at + 2] == ")" else None


def _unbracketed(words: Sequence[str]) -> Sequence[str]:
    """Without an acronym in brackets that stands inside the name."""
    if "(" not in words[:-3]:
        return words
    at = words.index("(")
    return [*words[:at], *words[at + 3 :]] if words[at + 2] == ")" else words


def is_acronym_of(short: str, words: Sequence[str]) -> bool:
    """Whether `short`, in brackets after the words, stands for them: they hold its letters in order (BPS, Dinkes).

    The word for what they name can be left out: `PT Bank Teh Melati (Temel)`, `Kementerian Tanah dan Air (TA)`.
    """
    left = 0
    while left < len(words) - _LEAST_WORDS and words[left].lower() in _left_out():
        left += 1
    return any(_holds_letters(short, words[i:]) for i in range(left + 1))


@cache
def _left_out() -> frozenset[str]:
    return _heads()["legal_forms"] | frozenset(table("name_heads")["left_out"])


def _holds_letters(short: str, words: Sequence[str]) -> bool:
    letters = short.lower()
    if len(words) <= 1 or (words[0][:1].isalnum() and words[0].lower()[:1] != letters[:1]):
        return False
    full = "".join(part for word in words for part in _WORD.findall(word.lower()))
    if not (letters.isalnum() and any(map(str.isupper, short)) and 1 < len(letters) < len(full)):
        return False
    rest = iter(full)
    return letters[0] == full[0] and not full.startswith(letters) and all(letter in rest for letter in letters)


def is_initials_of(short: str, full: Sequence[str]) -> bool:
    """Whether `short` is made of the first letters of all the words, small words optional (KPK; PPATK)."""
    if len(short) < 2 or len(full) < 2:
        return False
    return short in ("".join(w[0] for w in full), "".join(w[0] for w in full if w not in _small()))


def is_part_of_person(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether the words stand in the full name in their order; an initial stands for the word that it begins.

    One letter by itself is nobody's name; the first letters of all words are (SN), and so is the beginning of one
    (Pram), words written together (@tirtawening), a word misspelt in one letter, and the beginnings of words (Wirnov).
    """
    if len(short) == 1 and len(short[0]) == 1:
        return False
    rest = iter(full)
    if all(any(_is_form_of(word, other) for other in rest) for word in short):
        return True
    if len(short) != 1:
        return False
    written_together = "".join(full).startswith(short[0]) and len(short[0]) >= _SHORTEST_ACCOUNT
    return written_together or short[0] == "".join(word[0] for word in full) or _is_blend(short[0], full)


def _is_blend(short: str, full: Sequence[str]) -> bool:
    """Whether the beginnings of the first word and of others, two letters of each at least, make up the word: `Wirnov`."""
    if len(short) < _SHORTEST_BLEND or not full or short[:_LEAST_OF_EACH] != full[0][:_LEAST_OF_EACH]:
        return False
    ends = {n for n in range(_LEAST_OF_EACH, len(short)) if full[0].startswith(short[:n])}
    for word in full[1:]:
        longer = range(_LEAST_OF_EACH, len(word) + 1)
        ends |= {end + n for end in ends for n in longer if short.startswith(word[:n], end)}
    return len(short) in ends


def _is_form_of(word: str, other: str) -> bool:
    if word == other or word[0] != other[0] or len(other) == 1:
        return word == other
    if len(word) == 1 or (len(word) >= _SHORTEST_BEGINNING and other.startswith(word)):
        return True
    return len(word) >= _SHORTEST_MISSPELT and OSA.distance(word, other, score_cutoff=1) <= 1


def is_same_kind_left_out(short: Sequence[str], full: Sequence[str], kind: str) -> bool:
    """Whether the longer name of a place, organisation or event only says more about what the shorter one names.

    A place may have one word more inside: `Jalan Jenderal Sudirman`.
    """
    n, extra = len(short), len(full) - len(short)
    if extra <= 0:
        return False
    heads = _heads()
    if tuple(full[extra:]) == tuple(short):
        before = " ".join(full[:extra])
        return before in heads[kind]
    if tuple(full[:n]) == tuple(short):
        after = " ".join(full[n:])
        if kind == "Place":
            return after in heads["place_tails"]
        return kind == "Event" or after not in heads["other_tails"]
    before, after = full[0], full[-1]
    if kind == "Place" and extra == 1 < n:
        rest = iter(full)
        return (before, after) == (short[0], short[-1]) and all(word in rest for word in short)
    if kind == "Organization" and before in heads[kind]:
        return after in heads["organization_tails"] and tuple(full[1:-1]) == tuple(short)
    return False


def is_sure_form(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether an organisation's short name can be only this longer one's: its initials, or a tail such as "RI" more."""
    more = " ".join(full[len(short) :]) if tuple(full[: len(short)]) == tuple(short) else ""
    return (len(short) == 1 and is_initials_of(short[0], full)) or more in _heads()["organization_tails"]


def is_alias_phrase(between: Sequence[str]) -> bool:
    """Whether the words between two names make the second an alias of the first: `atau yang akrab disapa`; `, sapaan`."""
    words = table("name_heads")
    opened = between[0] in words["alias_begins"] and between[-1] in words["alias_ends"]
    tells = any(word in words["alias_tells"] for word in between)
    return opened or (tells and all(word in words["alias_words"] for word in between))


def is_of_larger_body(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether a name in brackets belongs to the end of a part's name: `Fakultas Hukum Unair (Unair)`."""
    if not _heads()["parts_of_bodies"].intersection(bare(full[:1])):
        return False
    tails = (full[i:] for i in range(1, len(full) - 1))
    same = bare(short) in (bare(full[i:]) for i in range(1, len(full)))
    return same or (len(short) == 1 and any(is_acronym_of(short[0], tail) for tail in tails))


@cache
def _heads() -> dict[str, frozenset[str]]:
    words = table("name_heads")
    named = {"Place": "place", "Organization": "organization", "Event": "event"}
    lists = (*named, "organ", "place_tails", "organization_tails", "other_tails", "legal_forms", "parts_of_bodies")
    return {key: frozenset(words[named.get(key, key)]) for key in lists}


@cache
def _small() -> frozenset[str]:
    return frozenset(("dan", "dan/atau", "untuk", "di", "of", "the", "and", "for", "on"))


@cache
def _short_words() -> dict[str, tuple[str, ...]]:
    return {short: tuple(full.split()) for short, full in table("short_names")["words"].items()}


@cache
def known_forms(kind: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The names of a type that everybody knows under several forms: each form with the one that stands for all."""
    return {bare([form]): bare([name]) for name, forms in table("short_names")[kind].items() for form in (name, *forms)}


@lru_cache(_KEPT)
def is_full_form(form: str, kind: str) -> bool:
    """Whether a name is fit to stand for its entity: no nickname, account or web address, no "Provinsi" before it."""
    words = bare([form])
    known = known_forms(kind).get(words, words)
    longer = kind == "Person" and len(words) > len(known)
    return (known == words or longer) and not _LESSER.search(form)
