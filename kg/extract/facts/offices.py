"""Titles that a clause gives to its subject: "ia menjadi Ketua RT", "Budi mundur sebagai Ketua RT".

Titles right beside a name are read by `kg.extract.roles`; here the subject is a pronoun, or stands further off. The verbs
are those of `roles.toml` of `kg.language`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from kg.extract.facts.candidates import Candidate
from kg.extract.facts.clauses import Items, Phrase, Reader, Word, words
from kg.extract.facts.context import Context
from kg.extract.facts.matching import Match, mood_of, subject_of
from kg.extract.facts.patterns import parse
from kg.extract.facts.titles import Standing, of_anaphor
from kg.extract.marks import Marks
from kg.extract.roles import is_title_start, starts_title, title_end
from kg.language import table
from kg.model import Entity

_HOLDING = parse("holds_position", "A menjadi B")
_BACK = 14  # tokens from the verb back to the office at most
_AFTER = 4  # items from the verb to who holds the office
_NEAR = 8  # items between the verb and "sebagai" at most


@cache
def openings() -> frozenset[str]:
    """The words after which a title may stand that is the subject's."""
    return _becoming() | _holding() | frozenset(table("roles")["selecting"])


@cache
def _holding() -> frozenset[str]:
    return frozenset(table("title_bodies")["held"]["verbs"])


@cache
def _becoming() -> frozenset[str]:
    return frozenset(table("roles")["becoming"])


def taken(context: Context, reader: Reader, items: Items) -> Iterator[Candidate]:
    """The positions, and the affiliations in them, that the clauses of a sentence give to their subjects."""
    opening = openings()
    if not context.marks.prose.where(opening, items[0].first, items[-1].end):
        return
    for at, item in enumerate(items[:-1]):
        if not isinstance(item, Word) or item.lower not in opening:
            continue
        if item.lower in _holding():
            yield from _held(context, items, at)
            continue
        start = _title_at(items, at + 1)
        first = items[start].first if start is not None else -1
        if start is None or first in reader.titles or first in reader.appositions:
            continue
        stop = min(title_end(context.marks, first), items[-1].end)
        verb = at if item.lower in _becoming() else _verb(items, at)
        subject = subject_of(items, verb) if verb is not None else None
        person = _person(subject)
        if verb is None or subject is None or person is None or stop < first + 2:
            continue
        match = Match(_HOLDING, subject, Phrase((), first, stop), verb, start)
        if mood_of(items, match) == "real":
            yield from of_anaphor(context.marks, Standing(first, stop, stop, person, new=True))


def _held(context: Context, items: Items, at: int) -> Iterator[Candidate]:
    """The position of the one by whom an office is held: "jabatan Kapolres X kini dipegang Budi"."""
    marks, verb = context.marks, items[at].first
    holder = next((item for item in items[at + 1 : at + _AFTER] if isinstance(item, Phrase)), None)
    first = next((i for i in range(verb - 1, max(verb - _BACK, 0), -1) if _names_office(marks, i)), None)
    if (person := _person(holder)) is not None and first is not None:
        stop = min(title_end(marks, first), verb)
        yield from of_anaphor(marks, Standing(first, stop, stop, person, new=True))


def _names_office(marks: Marks, i: int) -> bool:
    """Whether a title starts behind a word for an office: "jabatan |Kapolres|"."""
    return marks.lower[i - 1] in table("title_bodies")["held"]["offices"] and starts_title(marks, i)


def _title_at(items: Items, at: int) -> int | None:
    """The item of a title's first word, past "salah satu" or "seorang"."""
    for i in range(at, min(at + 3, len(items))):
        item = items[i]
        if not isinstance(item, Word):
            return None
        if is_title_start(item.lower):
            return i
        if item.lower not in table("roles")["fillers"]:
            return None
    return None


def _verb(items: Items, at: int) -> int | None:
    """The verb before "sebagai" whose subject gets the title ("mundur sebagai", "ditunjuk oleh X sebagai")."""
    for i in range(at - 1, max(at - 1 - _NEAR, -1), -1):
        item = items[i]
        if isinstance(item, Word) and item.lower in table("roles")["taking"]:
            return i
        if isinstance(item, Word) and (item.lower in words().boundaries or item.lower in words().conjunctions):
            return None
    return None


def _person(phrase: Phrase | None) -> Entity | None:
    entities = phrase.entities if phrase else ()
    return entities[0] if len(entities) == 1 and entities[0].type == "Person" else None
