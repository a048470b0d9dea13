"""A sentence as a row of items: noun phrases that stand for entities, and the words between them.

This is what the patterns of the predicates are matched against. A noun phrase takes in the title before a name, the
alias, age or club in brackets after it, the title after a comma and the places that say where it is; names joined by
"dan" are one phrase with several entities. Word lists: `clauses` of `kg.language`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from msgspec import Struct

from kg.extract.facts.levels import UNKNOWN, is_unit, level
from kg.extract.marks import Marks, Mention
from kg.language import lines, table
from kg.model import Entity

_SOMEBODY = "ia"  # whom it stands for, "putra Budi itu" does as well
_COMMA = frozenset((",",))
_BRACKET = 9  # tokens: the longest note in brackets that is passed over


class Phrase(Struct, frozen=True, gc=False):
    """A noun phrase of the tokens [first, end) that stands for entities; `entities` is empty where nobody knows whom.

    `unnamed` is the text of an actor without a name ("para warga"), who is no entity yet.
    """

    entities: tuple[Entity, ...]
    first: int
    end: int
    anaphor: bool = False
    unnamed: tuple[int, int] | None = None


class Word(Struct, frozen=True, gc=False):
    """A word that belongs to no phrase; `proper` if it begins with a capital."""

    lower: str
    first: int
    proper: bool = False

    @property
    def end(self) -> int:
        """The token after it."""
        return self.first + 1


Item = Phrase | Word


class Items(list[Item]):
    """The items of a sentence, with the subjects found so far by the item of the verb."""

    def __init__(self, items: Iterable[Item]) -> None:
        """Start with no subject found."""
        super().__init__(items)
        self.subjects: dict[int, Phrase | None] = {}


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of `clauses.toml`."""

    auxiliaries: frozenset[str]
    negations: frozenset[str]
    failures: frozenset[str]
    plans: frozenset[str]
    wishes: frozenset[str]
    prepositions: frozenset[str]
    reporting: frozenset[str]
    conjunctions: frozenset[str]
    while_: frozenset[str]
    moving: frozenset[str]
    lasting: frozenset[str]
    relative: frozenset[str]
    boundaries: frozenset[str]
    pronouns: frozenset[str]
    plural: frozenset[str]
    said_by_him: frozenset[str]
    first_person: frozenset[str]
    first_person_plural: frozenset[str]
    own_body: frozenset[str]
    closers: frozenset[str]
    periods: frozenset[str]
    joining: frozenset[str]
    accompanying: frozenset[str]
    introducing: frozenset[str]
    demanding: frozenset[str]
    from_whom: frozenset[str]
    venue: frozenset[str]
    relating: frozenset[str]
    before_names: frozenset[str]
    copulas: frozenset[str]
    beside: frozenset[str]
    origins: frozenset[str]
    retinue: frozenset[str]
    staff: frozenset[str]
    outsiders: frozenset[str]
    former: frozenset[str]
    kin: frozenset[str]
    his_kin: frozenset[str]
    kin_adverbs: frozenset[str]
    kin_modifiers: frozenset[str]
    kin_address: frozenset[str]
    parents: frozenset[str]
    people: frozenset[str]
    quantifiers: frozenset[str]
    bodies: frozenset[str]
    somebody: frozenset[str]
    occasions: frozenset[str]
    plural_pronouns: dict[str, int]
    sizes: dict[str, int]
    groups: frozenset[str]
    counting: frozenset[str]
    naming: frozenset[str]
    group_openings: frozenset[str]
    standing_for: frozenset[str]
    lists: frozenset[tuple[str, ...]]


@cache
def words() -> Words:
    """The word lists, read once."""
    data: dict[str, Any] = dict(table("clauses"))
    people = data.pop("people")
    plurals, sizes = data.pop("plural_pronouns"), data.pop("sizes")
    openers = frozenset(tuple(entry.split()) for entry in data.pop("lists"))
    lists = {name: frozenset(entries) for name, entries in data.items()}
    lists["said_by_him"] = frozenset(word + "nya" for word in lists["reporting"])
    lists["his_kin"] = frozenset(word + "nya" for word in lists["kin"])
    own = ("pronouns", "plural", "said_by_him", "first_person", "first_person_plural", "own_body", "kin", "his_kin")
    return Words(
        **lists,
        people=frozenset(people["heads"]),
        quantifiers=frozenset(people["quantifiers"]),
        plural_pronouns=plurals,
        sizes=sizes,
        standing_for=frozenset().union(*(lists[name] for name in own)),
        lists=openers,
    )


_VERB = re.compile(r"(?:me[lmnrwy]|ber|di|ter)[a-z-]{3,}")


def is_verb(lower: str) -> bool:
    """Whether a word has the look of a verb."""
    return bool(_VERB.match(lower)) and lower not in _nouns()


@cache
def _nouns() -> frozenset[str]:
    """Words that look like verbs and are none ("menteri", "dinas")."""
    return words().prepositions | words().people | frozenset(lines("title_words"))


Resolver = Callable[[int, str], tuple[Entity, ...] | None]


@dataclass(slots=True)
class Reader:
    """Reads sentences of one article into items.

    `titles` maps the first token of a title before a name to that name's mention, `appositions` the first token of a
    title after a name to the title's end; `resolve(token, word)` gives whom a pronoun stands for, None if it is none.
    """

    marks: Marks
    titles: dict[int, Mention]
    appositions: dict[int, int]
    resolve: Resolver
    anaphors: dict[int, tuple[int, tuple[Entity, ...]]] = field(default_factory=dict)

    def items(self, first: int, end: int) -> Items:
        """The items of the tokens [first, end)."""
        lower, surface, named = self.marks.lower, self.marks.prose.words, self.marks.at
        special = words().standing_for
        found: list[Item] = []
        at, names = first, 0
        while at < end:
            word = lower[at]
            if named[at] is None and word not in special and at not in self.titles and at not in self.anaphors:
                found.append(Word(word, at, word != surface[at]))
                at += 1
            else:
                found.append(item := self._item(at, end))
                names += isinstance(item, Phrase)
                at = item.end
        return Items(_joined(found) if names > 1 else found)

    def _item(self, at: int, end: int) -> Item:
        """The item of a token that is, or may be, the beginning of a phrase."""
        mention = self.titles.get(at) or self.marks.at[at]
        if mention is not None:
            twin = self.marks.twins.get(mention.end - 1)
            whom = (mention.entity, twin.entity) if twin else (mention.entity,)
            return Phrase(whom, at, self._tail(twin or mention, end))
        if at in self.anaphors:
            stop, who = self.anaphors[at]
            return Phrase(who, at, stop, anaphor=True)
        word = self.marks.lower[at]
        if word in words().kin and (relative := self._relative(at, end)) is not None:
            return relative
        if word in words().his_kin and (relative := self._his_relative(at, end)) is not None:
            return relative
        meant = self.resolve(at, word)
        return Word(word, at) if meant is None else Phrase(meant, at, at + 1, anaphor=True)

    def _relative(self, at: int, end: int) -> Phrase | None:
        """The phrase of a word of kinship and a name: "istri Budi" is nobody known, "istri Budi, Sari" is Sari."""
        marks, i = self.marks, at + 1
        while i < end and marks.lower[i] in words().kin_modifiers and marks.at[i] is None:
            i += 1
        owner = self.titles.get(i) or marks.at[i] if i < end else None
        if owner is None or owner.entity.type != "Person" or (i == at + 1 and self._is_address(at)):
            return None
        after = owner.end + (owner.end < end and marks.lower[owner.end] == ",")
        other = self.titles.get(after) or marks.at[after] if after < end else None
        if other is None or other.entity.type != "Person" or other.entity.id == owner.entity.id:
            stop = self._past_brackets(owner, owner.end, end)
            closed = stop < end and marks.lower[stop] in words().closers
            meant = self.resolve(at, _SOMEBODY) if closed else None
            return Phrase(meant or (), at, stop + closed, anaphor=bool(meant))
        stop = other.end + (other.end < end and marks.lower[other.end] == ",")
        return Phrase((other.entity,), at, stop)

    def _his_relative(self, at: int, end: int) -> Phrase | None:
        """The phrase of "istrinya, Sari", who is Sari."""
        first = at + 1 + (at + 1 < end and self.marks.lower[at + 1] == ",")
        other = self.titles.get(first) or self.marks.at[first] if first < end else None
        if other is None or other.entity.type != "Person":
            return None
        return Phrase((other.entity,), at, self._tail(other, end))

    def _is_address(self, at: int) -> bool:
        """Whether a word of kinship before a name may be a form of address ("Kakak Sari", "ibu Sari")."""
        lower = self.marks.lower[at]
        return lower in words().kin_address and (lower != self.marks.prose.words[at] or lower in words().parents)

    def _tail(self, mention: Mention, end: int) -> int:
        """Where the phrase around a name ends."""
        marks, at = self.marks, mention.end
        at = self._past_brackets(mention, at, end)
        if at + 1 < end and marks.lower[at] == "," and at + 1 in self.appositions:
            at = self.appositions[at + 1]
            at += at < end and marks.lower[at] == ","
        elif at in self.appositions:
            at = self.appositions[at]
        at = self._past_origin(mention, at, end)
        while (whole := self._further_body(mention, at, end)) is not None:
            at = self._past_brackets(whole, whole.end, end)
        while (place := self._further_place(mention, at, end)) is not None:
            at = self._past_brackets(place, place.end, end)
        return min(at, end)

    def _past_origin(self, mention: Mention, at: int, end: int) -> int:
        """Past the place that a person comes from: "Budi (34) warga Desa X"."""
        place = self.marks.at[at + 1] if at + 1 < end else None
        if mention.entity.type != "Person" or place is None or place.entity.type != "Place":
            return at
        return place.end if self.marks.lower[at] in words().origins and place.first == at + 1 else at

    def _further_body(self, mention: Mention, at: int, end: int) -> Mention | None:
        """The larger body right after a body's name: "Badan X Kementerian Y"."""
        if mention.entity.type not in ("Organization", "Unnamed"):
            return None
        comma = at + 1 < end and self.marks.lower[at] == ","
        body = self.marks.at[at + comma] if at + comma < end else None
        if body is None or body.entity.type != "Organization" or at + comma in self.titles:
            return None
        if comma and not (
            is_unit(mention.entity) and not is_unit(body.entity) and self.marks.lower[body.end : body.end + 1] == (",",)
        ):
            return None
        return body if body.entity.id != mention.entity.id and body.first == at + comma else None

    def _past_brackets(self, mention: Mention, at: int, end: int) -> int:
        """Past the note in brackets or the alias after a name, unless it tells of another person or has a verb."""
        if at + 1 < end and self.marks.lower[at] == "alias":
            alias = self.marks.at[at + 1]
            return alias.end if alias is not None else at + 2
        if at + 1 < end and self.marks.lower[at] == "(" and not is_verb(self.marks.lower[at + 1]):
            for i in range(at + 1, min(at + _BRACKET, end)):
                if self.marks.lower[i] == ")":
                    return i + 1
                other = self.marks.at[i]
                if other is not None and other.entity.type == "Person" and other.entity.id != mention.entity.id:
                    break
        return at

    def _further_place(self, mention: Mention, at: int, end: int) -> Mention | None:
        """The place that a comma (or nothing) ties to the phrase: ", Kabupaten Y" but not ", Y, dan Z"."""
        marks = self.marks
        if at + 1 >= end or mention.entity.type == "Person":
            return None
        nearest = at + (marks.lower[at] == ",")
        place = marks.at[nearest]
        if place is None or place.entity.type != "Place" or place.first != nearest or nearest in self.titles:
            return None
        if nearest > at and (mention.entity.type == "Organization" or not _is_larger(place, mention)):
            return None
        after = self._past_brackets(place, place.end, end)
        after += after < end and marks.lower[after] == ","
        is_list = after < end and marks.lower[after] in words().joining and level(place.entity) <= level(mention.entity)
        return None if is_list and nearest > at else place


def _is_larger(outer: Mention, inner: Mention) -> bool:
    if inner.entity.type != "Place":
        return True
    sizes = level(outer.entity), level(inner.entity)
    return sizes[0] > sizes[1] or (sizes[0] == sizes[1] <= UNKNOWN)


def _joined(items: list[Item]) -> list[Item]:
    """Names in a list ("A, B, dan C") become one phrase."""
    out: list[Item] = []
    at = 0
    while at < len(items):
        end = at + 1 if isinstance(items[at], Word) else _list_end(items, at)
        if end > at + 1:
            members = [item for item in items[at:end] if isinstance(item, Phrase)]
            whom = tuple({e.id: e for member in members for e in member.entities}.values())
            out.append(Phrase(whom, members[0].first, members[-1].end, any(m.anaphor for m in members)))
        else:
            out.append(items[at])
        at = end
    return out


def _list_end(items: list[Item], at: int) -> int:
    """The index after the list of names that starts at the item, or after the item itself."""
    first = items[at]
    if not isinstance(first, Phrase) or not first.entities:
        return at + 1
    end = i = at + 1
    while i < len(items):
        joined = i + _is_word(items, i, _COMMA)
        conjunction = _is_word(items, joined, words().joining)
        joined += conjunction
        following = items[joined] if joined < len(items) else None
        if joined == i or not isinstance(following, Phrase) or not following.entities or not _alike(first, following):
            break
        i = joined + 1
        if conjunction or (at > 0 and _opens_list(items, at)):
            end = i
    return end


def _is_word(items: list[Item], at: int, among: frozenset[str]) -> bool:
    item = items[at] if at < len(items) else None
    return isinstance(item, Word) and item.lower in among


def _opens_list(items: list[Item], at: int) -> bool:
    at -= at > 1 and _is_word(items, at - 1, _COMMA)
    before = tuple(item.lower for item in items[max(at - 2, 0) : at] if isinstance(item, Word))
    return before in words().lists or before[-1:] in words().lists


_ACTORS = ("Person", "Organization", "Unnamed")


def _alike(one: Phrase, other: Phrase) -> bool:
    """What may be joined: persons and bodies act together, bodies and countries too; events stay among themselves."""
    kinds = one.entities[0].type, other.entities[0].type
    return kinds[0] == kinds[1] or all(k in _ACTORS for k in kinds) or set(kinds) == {"Place", "Organization"}
