"""Where a pattern fits a sentence: who acts on whom, and whether the sentence says that it happened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from msgspec import Struct

from kg.extract.facts.clauses import Item, Items, Phrase, Word, is_verb, words
from kg.extract.facts.patterns import Element, Pattern
from kg.extract.roles import is_rank

_CHAIN = 20  # items from one to the next of a chain at most
_AS = ("sebagai", "menjadi", "selaku")
_PASSIVE = re.compile(r"di[a-z]{4,}")
_ACTIVE = re.compile(r"(?:me[lmnrwy]|ber)[a-z]{3,}")
_EVER = "pernah"
_FOR, _MOTION = "untuk", 6  # items from a verb of motion to "untuk" at most
_COPULA = 8  # items from a copula to the end of the noun phrase after it at most
_BACK = 40  # items that a subject is looked for at most

Mood = Literal["real", "planned", "denied", "unreal"]


class Match(Struct, frozen=True, gc=False):
    """A pattern found: both phrases, the items [first, end) that it covers, the item of its cue."""

    pattern: Pattern
    subject: Phrase
    object: Phrase
    cue: int
    end: int


def matches(items: Items, at: int, pattern: Pattern) -> Iterator[Match]:
    """The match of the pattern whose first word is the item `at`, if there is one."""
    lead = pattern.lead
    if lead and lead.reach == 0 and _own_before(items, at) is None:
        return
    slots: dict[str, Phrase] = {}
    end = _fit(items, at, pattern.elements, slots)
    if end is None:
        return
    both = subject_of(items, at) if lead and lead.slot == "A+B" else slots.get("A+B")
    if both is not None:
        if not _is_with_another(items, end):
            yield from _mutual(both, at, end, pattern)
        return
    if lead and lead.slot == "S":
        slots["A"] = Phrase((), items[at].first, items[at].end)
    elif lead and lead.slot not in slots:
        phrase = subject_of(items, at) if lead.reach else _right_before(items, at)
        if phrase is None or not _is_of(phrase, lead):
            return
        slots[lead.slot] = phrase
    if "A" in slots and "B" in slots:
        yield Match(pattern, slots["A"], slots["B"], at, end)


def chained(items: Items, match: Match) -> Iterator[Phrase]:
    """The further objects of "A mengangkat B sebagai Ketua, C sebagai Sekretaris dan D sebagai Bendahara"."""
    at, last = match.end, match.cue
    while at < len(items) and at - last <= _CHAIN:
        item, before = items[at], items[at - 1]
        following = items[at + 1] if at + 1 < len(items) else None
        if isinstance(item, Word) and item.lower in words().boundaries:
            return
        if isinstance(item, Phrase) and _is_joint(before) and isinstance(following, Word) and following.lower in _AS:
            yield item
            last = at
        at += 1


def _is_joint(item: Item) -> bool:
    return isinstance(item, Word) and (item.lower == "," or item.lower in words().joining)


def _is_of(phrase: Phrase, element: Element) -> bool:
    return not element.types or any(entity.type in element.types for entity in phrase.entities)


def _right_before(items: Items, at: int) -> Phrase | None:
    """The phrase that an appositive ("…, istri B", "… (istri B") goes on about."""
    if at and isinstance(mark := items[at - 1], Word) and mark.lower in (",", "("):
        at -= 1
    before = items[at - 1] if at else None
    return before if isinstance(before, Phrase) else None


def _own_before(items: Items, at: int) -> Phrase | None:
    """As `_right_before`, but not the name in "akun X milik Budi"."""
    before = _right_before(items, at)
    return None if before is not None and _is_of_others(items, items.index(before)) else before


def _is_with_another(items: Items, at: int) -> bool:
    """Whether somebody else follows with whom they act: "A dan B bertemu dengan C"."""
    following = items[at] if at < len(items) else None
    if isinstance(following, Word):
        return following.lower in ("dengan", "bersama")
    return isinstance(following, Phrase)


def _mutual(phrase: Phrase, at: int, end: int, pattern: Pattern) -> Iterator[Match]:
    for i, entity in enumerate(phrase.entities[:-1]):
        one = Phrase((entity,), phrase.first, phrase.end, phrase.anaphor)
        rest = Phrase(phrase.entities[i + 1 :], phrase.first, phrase.end, phrase.anaphor)
        yield Match(pattern, one, rest, at, end)


def _fit(items: Items, at: int, elements: tuple[Element, ...], slots: dict[str, Phrase]) -> int | None:
    """The item after the elements laid from `at` on; fills the slots. None if they do not fit."""
    for n, element in enumerate(elements, 1):
        if element.kind == "slot":
            return _fit_slot(items, at, element, elements[n:], slots)
        if element.kind == "gap":
            return _fit_gap(items, at, element, elements[n:], slots)
        item = items[at] if at < len(items) else None
        fits = isinstance(item, Word) and (
            item.lower in element.words if element.kind == "word" else _ACTIVE.match(item.lower) is not None
        )
        if fits and element.optional:
            end = _fit(items, at + 1, elements[n:], slots)
            if end is not None:
                return end
        elif fits:
            at += 1
        elif not element.optional:
            return None
    return at


def _fit_gap(
    items: Items, at: int, element: Element, rest: tuple[Element, ...], slots: dict[str, Phrase]
) -> int | None:
    for skipped in range(element.reach + 1):
        end = _fit(items, at + skipped, rest, slots)
        if end is not None:
            return end
        item = items[at + skipped] if at + skipped < len(items) else None
        if item is None or (isinstance(item, Word) and item.lower in words().boundaries):
            return None
        if element.slot == "_" and (isinstance(item, Phrase) or item.lower == "," or _acts_instead(item, rest)):
            return None
    return None


def _acts_instead(word: Word, rest: tuple[Element, ...]) -> bool:
    """Whether "oleh" belongs to another verb before it: "ditunjuk menggantikan posisi yang ditempati oleh B"."""
    return bool(rest) and "oleh" in rest[0].words and _PASSIVE.match(word.lower) is not None and is_verb(word.lower)


def _fit_slot(
    items: Items, at: int, element: Element, rest: tuple[Element, ...], slots: dict[str, Phrase]
) -> int | None:
    for skipped in range(element.reach + 1):
        item = items[at + skipped] if at + skipped < len(items) else None
        if isinstance(item, Phrase):
            if not _is_of(item, element) or (skipped and _is_of_others(items, at + skipped)):
                return None
            slots[element.slot] = item
            return _fit(items, at + skipped + 1, rest, slots)
        if item is None:
            return None
        staff = _staff_of(items, at + skipped, acting=element.slot == "A")
        if staff is not None and _is_of(staff[0], element):
            slots[element.slot] = staff[0]
            return _fit(items, staff[1], rest, slots)
        if not element.types and (unnamed := unnamed_at(items, at + skipped)) is not None:
            slots[element.slot], after = unnamed
            return _fit(items, after, rest, slots)
        if not _is_filler(item, loose=element.reach > 1):
            return None
    return None


def _staff_of(items: Items, at: int, *, acting: bool) -> tuple[Phrase, int] | None:
    """The body whose people stand at the item ("petugas gabungan dari Polres X"), and the item after it.

    Where they act ("diperiksa tim penyidik Polres X") the body's name may follow at once.
    """
    end = at
    while acting and isinstance(word := items[end] if end < len(items) else None, Word) and word.lower in words().staff:
        end += 1
    if end > at and end < len(items) and isinstance(body := items[end], Phrase) and _is_body(body):
        return body, end + 1
    unnamed = unnamed_at(items, at)
    if unnamed is None or unnamed[1] + 1 >= len(items):
        return None
    link, body = items[unnamed[1]], items[unnamed[1] + 1]
    if not isinstance(link, Word) or link.lower != "dari" or not isinstance(body, Phrase):
        return None
    return (body, unnamed[1] + 2) if _is_body(body) else None


def _is_body(phrase: Phrase) -> bool:
    return any(entity.type == "Organization" for entity in phrase.entities)


def _is_filler(word: Word, *, loose: bool) -> bool:
    """Whether a word may stand between a verb and a slot: an adverb, or before a loose slot any noun."""
    lower, lists = word.lower, words()
    if lower in lists.before_names or is_rank(lower):
        return True
    if not loose or not lower[0].isalpha() or lower in lists.relative or lower in lists.boundaries:
        return False
    return (
        lower not in lists.conjunctions
        and (lower in lists.introducing or lower not in lists.prepositions)
        and not is_verb(lower)
    )


def unnamed_at(items: Items, at: int) -> tuple[Phrase, int] | None:
    """An actor without a name at the item ("para warga"), and the item after it."""
    lists = words()
    i = at
    while i < len(items) and isinstance(before := items[i], Word) and before.lower in lists.quantifiers:
        i += 1
    item = items[i] if i < len(items) else None
    if not isinstance(item, Word) or item.lower not in lists.people:
        return None
    end = i + 1
    first = items[at].first
    if end < len(items) and isinstance(items[end], Phrase):
        return None  # "penyidik KPK": the name says who
    last = item.end
    while end < min(len(items), i + 4) and isinstance(more := items[end], Word) and _goes_on(more):
        last, end = more.end, end + 1
    return Phrase((), first, last, unnamed=(first, last)), end


@cache
def _noun_stops() -> frozenset[str]:
    """The words that end a phrase without a name."""
    lists = words()
    openers = frozenset(word for entry in lists.lists for word in entry)
    stops = lists.prepositions | lists.conjunctions | lists.relative | lists.boundaries | lists.auxiliaries
    return stops | lists.joining | lists.introducing | openers


def _goes_on(word: Word) -> bool:
    lower = word.lower
    return lower[0].isalpha() and lower not in _noun_stops() and not is_verb(lower)


# ------------------------------------------------------------------ the subject of a verb


def subject_of(items: Items, verb: int) -> Phrase | None:
    """The phrase that by the order of the clause is the subject of the verb at the item `verb`; None if unsure."""
    if verb not in items.subjects:
        items.subjects[verb] = _find_subject(items, verb)
    return items.subjects[verb]


def _find_subject(items: Items, verb: int) -> Phrase | None:
    lists = words()
    at = verb - 1
    cue = items[verb]
    # is_next: only adverbs stand between, so that "meminta B menemui C" is about B, but "memanggil B atas" is not
    is_next = not (isinstance(cue, Word) and cue.lower in lists.prepositions)
    floor = max(verb - _BACK, 0)
    while at >= floor:
        item = items[at]
        if isinstance(item, Phrase):
            governor = _governor(items, at)
            if is_next and _is_of_others(items, at):
                return None
            if governor is None or (is_next and _is_made_to(items[governor])):
                return item
            if isinstance(companion := items[governor], Word) and companion.lower in lists.accompanying and is_next:
                return _together(subject_of(items, governor), item)
            at, is_next = governor - 1, False
            continue
        lower = item.lower
        next_to_verb, is_next = is_next, is_next and lower in lists.auxiliaries
        if lower in lists.boundaries:
            return None
        if lower in lists.relative:
            return _antecedent(items, at) or (_named_by_copula(items, verb) if at == 0 else None)
        adverb = (lower in lists.conjunctions or lower in lists.periods) and _is_adverb(items, at)
        if (lower in lists.conjunctions and not adverb) or lower in (",", "("):
            return _shared_subject(items, at, verb)
        if adverb or lower in lists.auxiliaries or is_verb(lower) or lower == ")":
            at -= 1
            continue
        also = items[at - 1] if at and lower in lists.retinue else None
        if isinstance(also, Word) and (also.lower in lists.joining or also.lower in lists.accompanying):
            at -= 2
            continue
        unnamed = _unnamed_before(items, at, is_next=next_to_verb)
        if unnamed is not None:
            return unnamed
        if not next_to_verb and (start := _unnamed_start(items, at)) is not None:
            at = start - 1  # "mengusir para pedagang atas …": the object of a verb before
            continue
        if lower in lists.prepositions or lower in lists.closers or item.proper:
            at -= 1
            continue
        preposition = _preposition_before(items, at)
        if preposition is None:
            relative = _relative_before(items, at)
            return _antecedent(items, relative) if relative is not None else None
        at = preposition - 1
    return _later_subject(items, verb) if at < 0 else None


def _is_of_others(items: Items, at: int) -> bool:
    """Whether the name only tells whose former staff, customers or supporters act: "mantan pegawai X", "nasabah X"."""
    item, before = items[at], items[at - 1] if at else None
    first = items[at - 2] if at > 1 else None
    if not isinstance(before, Word) or not isinstance(item, Phrase) or any(e.type == "Person" for e in item.entities):
        return False
    former = isinstance(first, Word) and first.lower in words().former and before.lower[0].isalpha()
    return former or before.lower in words().outsiders


def _together(one: Phrase | None, other: Phrase) -> Phrase:
    """Who acts together: "A bersama B"."""
    if one is None:
        return other
    return Phrase((*one.entities, *other.entities), one.first, other.end, one.anaphor or other.anaphor)


def _is_adverb(items: Items, at: int) -> bool:
    """Whether a conjunction is none: "saat ini"."""
    following = items[at + 1] if at + 1 < len(items) else None
    return isinstance(following, Word) and following.lower in words().closers


def _governor(items: Items, at: int) -> int | None:
    """The preposition or active verb that the phrase depends on, so that it is no subject."""
    before = items[at - 1] if at else None
    if not isinstance(before, Word):
        return None
    if before.lower in words().prepositions:
        return at - 1
    return at - 1 if re.match(r"me[lmnrwy][a-z]{3,}", before.lower) else None


def _is_made_to(governor: Item) -> bool:
    """Whether the object of a verb is the subject of the next one: "meminta B menemui C", but not "mewakili B menemui C"."""
    return isinstance(governor, Word) and is_verb(governor.lower) and governor.lower not in words().beside


def _named_by_copula(items: Items, verb: int) -> Phrase | None:
    """Who is named behind a clause that opens with "yang": "Yang menangkap B adalah |A|"."""
    for i in range(verb + 1, min(verb + _COPULA, len(items) - 1)):
        item, following = items[i], items[i + 1]
        if isinstance(item, Word) and item.lower in words().boundaries:
            return None
        if isinstance(item, Word) and item.lower in words().copulas and isinstance(following, Phrase):
            return following
    return None


def _antecedent(items: Items, relative: int) -> Phrase | None:
    """Whom "yang" goes on about: the phrase right before it."""
    at = relative - 1
    while at >= 0 and at > relative - 4:
        item = items[at]
        if isinstance(item, Phrase):
            return item
        if item.lower != "," and item.lower not in words().closers:
            return _unnamed_before(items, at) or _subject_of_copula(items, at) or _before_appositive(items, at + 1)
        at -= 1
    return None


def _subject_of_copula(items: Items, noun: int) -> Phrase | None:
    """Of whom a noun is said: "A menjadi klub yang …" goes on about A."""
    for i in range(noun - 1, max(noun - _COPULA, -1), -1):
        item = items[i]
        if isinstance(item, Phrase):
            return None
        if item.lower in words().copulas:
            return subject_of(items, i)
    return None


def _shared_subject(items: Items, at: int, verb: int) -> Phrase | None:
    """The subject of the clause before, for a verb after "dan", "usai" or a comma."""
    floor = max(at - _BACK, 0)
    before = items[at - 1] if at else None
    if isinstance(before, Phrase):
        if (outer := _before_appositive(items, at - 1)) is not None:
            return outer
        governor = _governor(items, at - 1)
        if (governor is None and not _is_modifier(items, at - 1)) or (
            governor is not None and _is_reporting(items[governor])
        ):
            return before
    for i in range(at - 1, floor - 1, -1):
        item = items[i]
        if not isinstance(item, Word):
            continue
        if item.lower in words().boundaries:
            return None
        if is_verb(item.lower):
            return subject_of(items, i) if i < verb else None
        if item.lower in words().relative and (antecedent := _antecedent(items, i)) is not None:
            return antecedent
    for i in range(at - 1, floor - 1, -1):
        item = items[i]
        if isinstance(item, Phrase) and _governor(items, i) is None:
            return item
    return _later_subject(items, verb)


def _is_modifier(items: Items, at: int) -> bool:
    """Whether the phrase only tells more about a noun before it ("aktivitas Gunung X")."""
    before = items[at - 1] if at else None
    if not isinstance(before, Word) or not before.lower[0].isalpha() or is_verb(before.lower):
        return False
    lists = words()
    known = (
        lists.conjunctions | lists.auxiliaries | lists.relative | lists.boundaries | lists.people | lists.prepositions
    )
    return before.lower not in known


def _is_reporting(item: Item) -> bool:
    return isinstance(item, Word) and item.lower in words().reporting


def _before_appositive(items: Items, at: int) -> Phrase | None:
    """The phrase that an appositive with a noun of its own goes on about: "A, anak perusahaan B," is about A."""
    i = at - 1
    while i >= 0 and at - i < 5 and isinstance(noun := items[i], Word) and noun.lower != ",":
        if is_verb(noun.lower) or noun.lower in words().boundaries | words().conjunctions | words().relative:
            return None
        i -= 1
    outer = items[i - 1] if i > 0 else None
    comma = items[i] if i >= 0 else None
    is_appositive = i < at - 1 and isinstance(comma, Word) and comma.lower == ","
    return outer if is_appositive and isinstance(outer, Phrase) and _governor(items, i - 1) is None else None


def _later_subject(items: Items, verb: int) -> Phrase | None:
    """The subject that follows: "Usai bertemu B, A mengatakan …"."""
    first = items[0]
    opens = isinstance(first, Word) and (verb == 0 or first.lower in words().conjunctions)
    if not opens:
        return None
    for i in range(verb + 1, min(len(items) - 2, verb + 20)):
        item, following = items[i], items[i + 1]
        if not isinstance(item, Word):
            continue
        if item.lower in words().boundaries:
            return None
        if item.lower == "," and isinstance(following, Phrase) and isinstance(items[i + 2], Word):
            return following
    return None


def _unnamed_before(items: Items, at: int, *, is_next: bool = False) -> Phrase | None:
    """An actor without a name that ends at the item: "petugas", "sejumlah warga"."""
    start = _unnamed_start(items, at)
    found = unnamed_at(items, start) if start is not None else None
    if start is None or found is None:
        return None
    governor = _governor(items, start)
    free = governor is None or (is_next and is_verb(items[governor].lower))  # type: ignore[union-attr]
    return found[0] if free else None


def _unnamed_start(items: Items, at: int) -> int | None:
    """Where an actor without a name starts that ends at the item."""
    for start in range(max(at - 3, 0), at + 1):
        found = unnamed_at(items, start)
        if found is not None and found[1] == at + 1:
            return start
    return None


def _relative_before(items: Items, at: int) -> int | None:
    """The "yang" of a clause without names that ends at the item ("Budi, yang masih 18 tahun, tampil")."""
    for i in range(at - 1, max(at - 6, 0), -1):
        item = items[i]
        if not isinstance(item, Word) or item.lower in words().boundaries or item.lower == ",":
            return None
        if item.lower in words().relative:
            return i
    return None


def _preposition_before(items: Items, at: int) -> int | None:
    """The preposition of a phrase without names that ends at the item ("di hadapan wartawan")."""
    for i in range(at - 1, max(at - 5, -1), -1):
        item = items[i]
        if not isinstance(item, Word) or item.lower in words().boundaries or item.lower == ",":
            return None
        if item.lower in words().prepositions:
            return i
    return None


# ------------------------------------------------------------------ whether it happened


_REAL: Mood = "real"


def mood_of(items: Items, match: Match, but: frozenset[str] = frozenset()) -> Mood:
    """Whether the sentence asserts, plans, denies or only imagines what the pattern says, but for some words."""
    lists, found = words(), _REAL
    joined = beside = False  # past "dan" a plan goes on and a denial does not, past "saat" no wish does
    for i in range(match.cue - 1, max(match.cue - 9, -1), -1):
        item = items[i]
        if isinstance(item, Phrase):
            goes_on = item is match.subject and _is_object(items, i, match.pattern)
            if not goes_on and (i < match.cue - 1 or item is match.subject or item is match.object):
                return _mood_before(items[i - 1] if i else None, found)
            continue
        lower = item.lower
        if lower in lists.boundaries or lower == ",":
            return found
        if lower in lists.negations and (lower != "belum" or _is_never(items, i)):
            return found if joined else "denied"
        if (lower in lists.failures or lower in lists.wishes) and lower not in but:
            return found if beside and lower not in lists.failures else "unreal"
        if lower in lists.plans and not (lower == _FOR and _has_moved(items, i)):
            found = "planned"
        beside = beside or lower in lists.while_
        joined = joined or beside or lower in lists.joining
    return found


def _is_never(items: Items, at: int) -> bool:
    """Whether "belum" denies what has been so far: "belum pernah bertemu B"."""
    following = items[at + 1] if at + 1 < len(items) else None
    return isinstance(following, Word) and following.lower == _EVER


def _is_object(items: Items, at: int, pattern: Pattern) -> bool:
    """Whether a phrase that a pattern goes on about is the object of a verb before: "tidak mengusung Budi dalam X"."""
    before = items[at - 1] if at else None
    beside = pattern.lead is not None and pattern.lead.reach == 0
    return beside and isinstance(before, Word) and _ACTIVE.match(before.lower) is not None


def _has_moved(items: Items, at: int) -> bool:
    """Whether somebody has come to do it: "mengunjungi X untuk bertemu B"."""
    for i in range(at - 1, max(at - _MOTION, -1), -1):
        item = items[i]
        if isinstance(item, Word) and (item.lower in words().boundaries or item.lower == ","):
            return False
        if isinstance(item, Word) and item.lower in words().moving:
            before = items[i - 1] if i else None
            return not isinstance(before, Word) or before.lower not in words().plans | words().wishes
    return False


def _mood_before(word: Item | None, found: Mood) -> Mood:
    if isinstance(word, Word) and found == "real":
        if word.lower in words().failures:
            return "unreal"
        if word.lower in words().demanding:
            return "unreal"
        if word.lower in words().negations - {"belum"}:
            return "denied"
    return found
