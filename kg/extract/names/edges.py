"""Names that the words beside them tell of: initials, letters for a name, parts of a town."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from operator import attrgetter

from msgspec.structs import replace

from kg.extract.names.lists import given_names
from kg.extract.names.mentions import Mention
from kg.extract.names.tokens import BOUNDARY
from kg.language import lines, table

_INITIALS = re.compile(r"[A-Z](?:\.[A-Z])*\.?")
_LETTERS = re.compile(r"[A-Z]{1,3}")
_REGNAL = re.compile("[IVX]{2,4}")  # "Paus Paulus VI"
_MOST_LETTERS = 3
_SHORTEST_WITH_LETTERS = 2  # words
_SHORTEST_HEADED = 2  # words of a place with its kind
_FARTHEST_OFFICE = 10  # words before the comma and the name
_ENDS = frozenset((BOUNDARY, *",.;:!?()"))
_SHORTEST_TITLED, _LONGEST_TITLED = 2, 4  # words of a person behind a title
_MOST_PARTICLES = 2
_LETTERS_WITH_AGE, _YOUNGEST = 2, 12  # parties have more letters, their seats are often fewer
_LONGEST_LABEL = 8  # words before a colon
_MOST_NAMES = 2  # that the tagger may have left out before a colon
_SPEECH_ENDS = frozenset(",!?…")
_MARKS = frozenset("\"“”‘’'")
_first = attrgetter("first")


def completed(words: Sequence[str], tagged: Sequence[Mention]) -> list[Mention]:
    """The mentions, persons with initials and nicknames, and with those who are only letters ("tersangka RS")."""
    inside = {i for m in tagged for i in range(m.first, m.last) if m.last - m.first > 1 or "." not in words[i]}
    found = _with_short_forms(words, [_past_initials(words, m, inside) for m in tagged])
    found = [_as_label(words, _with_first_name(words, _with_initials(words, m, inside), inside), inside) for m in found]
    marks = _marks(words)
    found = _joined(words, marks, list(_in_whole(words, found)))
    found = _with_labels(words, _with_titled(words, _with_speakers(words, marks, found)))
    found = [_as_bearer(words, _with_quarter(words, m, inside)) for m in found]
    widened = {m.first for m in found if m.last - m.first > 1}
    found = [m for m in found if m.last - m.first > 1 or m.first not in widened]
    capitals = [i for i, word in enumerate(words) if len(word) <= _MOST_LETTERS and word.isupper()]
    aged = {words[i] for i in capitals if _has_age(words, i)}
    people = {i for i in capitals if words[i] in aged or _stands_for(words, i)}
    found = [replace(m, type="Person") if m.last - m.first == 1 and m.first in people else m for m in found]
    letters = [Mention(i, i + 1, "Person") for i in capitals if i not in inside and i in people]
    return sorted([*found, *letters], key=lambda m: m.first) if letters else found


def _with_short_forms(words: Sequence[str], tagged: Sequence[Mention]) -> Sequence[Mention]:
    """The mentions, and every form of a person by the first letters of the name: `Rina Dewi Utami (|RDU|)`."""
    people = [m for m in tagged if m.type == "Person" and m.last - m.first > _SHORTEST_WITH_LETTERS]
    short = {words[m.last + 1] for m in people if words[m.last : m.last + 3 : 2] == ["(", ")"]}
    short &= {"".join(word[0] for word in words[m.first : m.last]) for m in people}
    short = {form for form in short if form.isalpha() and form.isupper()}
    if not short:
        return tagged
    found = [m for m in tagged if words[m.first] not in short]
    for m in tagged:
        if words[m.first] in short:
            found += [
                Mention(m.first, m.first + 1, "Person"),
                *[replace(m, first=m.first + 1)] * (m.last - m.first > 1),
            ]
    inside = {i for m in tagged for i in range(m.first, m.last)}
    found += [Mention(i, i + 1, "Person") for i, word in enumerate(words) if word in short and i not in inside]
    return sorted(found, key=_first)


def _past_initials(words: Sequence[str], m: Mention, inside: set[int]) -> Mention:
    """Initials tagged as a body with the word behind them, a person right behind an office: `pengacara |O.C. Utami|`."""
    after = m.last + 1
    dotted = m.last - m.first == 1 and "." in words[m.first] and _INITIALS.fullmatch(words[m.first])
    named = dotted and m.type == "Organization" and words[m.last] == "." and after not in inside
    if not named or not _may_be_last_name(words, after, inside):
        return m
    person = any(word.lower() in _offices() for word in words[max(m.first - 2, 0) : m.first])
    return Mention(m.first, after + 1, "Person" if person else m.type)


def _with_first_name(words: Sequence[str], m: Mention, inside: set[int]) -> Mention:
    """A person with the first name right behind an office that was not tagged: `Camat |Lestari| Utami`."""
    first = m.first - 1
    if m.type != "Person" or first < 1 or first in inside or not _may_be_name(words[first]):
        return m
    name = words[first] in given_names() or words[first] in _lists()["first_names"]
    office = words[first - 1].lower() in _offices() or words[first - 1] in _lists()["ends_of_offices"]
    return replace(m, first=first) if name and office else m


def _as_label(words: Sequence[str], m: Mention, inside: set[int]) -> Mention:
    """A person's mention that opens a paragraph, up to the colon behind its last name: "|Budi Santoso|: …"."""
    if m.type != "Person" or words[m.first - 1] != BOUNDARY:
        return m
    last = m.last
    while last - m.last < _MOST_NAMES and last not in inside and words[last].istitle() and words[last].isalpha():
        last += 1
    return replace(m, last=last) if words[last] == ":" else m


def _in_whole(words: Sequence[str], found: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions, persons with their last name and with what initials join: `|Rina Utami|`, `|Rina B. Utami|`."""
    starts, inside = {m.first: m for m in found}, {i for m in found for i in range(m.first, m.last)}
    found = _with_nicknames(words, found, inside)
    last_names = {m.last for m in found if m.type == "Person" and _may_be_last_name(words, m.last, inside)}
    found = _over_particles(words, found)
    counts = Counter(words) if last_names else Counter()
    done = 0
    for m in found:
        if m.first >= done and m.type == "Person":
            whole = _over_initials(words, m, starts, inside)
            alone = whole.last in last_names and counts[words[whole.last]] == 1
            last = whole.last + alone
            last += _REGNAL.fullmatch(words[last]) is not None and last not in inside
            yield replace(whole, last=last)
            done = whole.last
        elif m.first >= done:
            yield m


def _with_nicknames(words: Sequence[str], found: Sequence[Mention], inside: set[int]) -> list[Mention]:
    """The mentions, and as persons the single words behind a full name and "atau": `Basuki Wening atau |Akok|`."""
    full = (m.last for m in found if m.type == "Person" and m.last - m.first > 1 and words[m.last] == "atau")
    nicknames = [Mention(i + 1, i + 2, "Person") for i in full if _may_be_last_name(words, i + 1, inside)]
    return sorted([*found, *nicknames], key=_first) if nicknames else list(found)


def _may_be_last_name(words: Sequence[str], i: int, inside: set[int]) -> bool:
    """Whether a word that stands in no name may be the last one of the person before, and nothing with a capital follows."""
    if i in inside or not _may_be_name(words[i]) or len(words[i]) <= _MOST_LETTERS:
        return False
    behind = words[i + 1]
    return (not behind[:1].isupper() or _REGNAL.fullmatch(behind) is not None) and behind not in _MARKS


def _over_particles(words: Sequence[str], found: Sequence[Mention]) -> list[Mention]:
    """The mentions, persons with only particles of names between them as one: `|Rina| do |Utami|`."""
    whole: list[Mention] = []
    for m in found:
        before = whole[-1] if whole else m
        between = words[before.last : m.first]
        joined = 0 < len(between) <= _MOST_PARTICLES and _lists()["particles"].issuperset(between)
        if joined and before.type == m.type == "Person":
            whole[-1] = replace(before, last=m.last)
        else:
            whole.append(m)
    return whole


def _over_initials(words: Sequence[str], m: Mention, starts: dict[int, Mention], inside: set[int]) -> Mention:
    """A person before or behind initials with the other part: `|Rina| B. |Utami|`."""
    after, before = m.last + 1, m.first - 1
    short = words[m.last - 1].lower() in _short_given_names() or words[m.first - 1].lower() in _offices()
    initials = words[m.last] == "." and _INITIALS.fullmatch(words[m.last - 1]) and (m.last - m.first > 1 or short)
    initials = initials or (words[m.last] == "." and words[m.last - 1].lower() in _short_given_names())
    if initials and _may_be_name(words[after]) and words[after] not in words[m.first : m.last]:
        behind = starts.get(after)
        if behind and behind.type == "Person":
            m = replace(m, last=behind.last)
        elif after not in inside:
            m = replace(m, last=after + 1)
    opens = _INITIALS.fullmatch(words[m.first]) and words[m.first + 1] == "." and m.last - m.first > 1
    named = opens and before > 0 and before not in inside and _may_be_name(words[before])
    return replace(m, first=before) if named and (words[before - 1].isalnum() or words[before] in given_names()) else m


def _may_be_name(word: str) -> bool:
    return word.istitle() and word.isalpha() and word.lower() not in _no_last_names()


@cache
def _no_last_names() -> frozenset[str]:
    return frozenset(word.lower() for name in ("titles", "ranks", "sentence_starters") for word in lines(name))


def _joined(words: Sequence[str], marks: Sequence[int], found: Sequence[Mention]) -> list[Mention]:
    """The mentions, those of a person before and behind a nickname in marks as one: `Budi "Bob" Santoso`."""
    ends = {m.last: m for m in found if m.type == "Person"}
    starts = {m.first: m for m in found if m.type == "Person"}
    whole: dict[int, Mention] = {}
    for i in [i + 1 for i in marks if 0 < i < len(words) - 3]:
        if words[i + 1] in _MARKS and words[i].istitle():
            before, behind = ends.get(i - 1), starts.get(i + 2)
            if (before or behind) and words[i - 2].istitle() and words[i + 2].istitle():
                first, last = before.first if before else i - 2, behind.last if behind else i + 3
                whole[first] = Mention(first, last, "Person")
    if not whole:
        return list(found)
    covered = {i for m in whole.values() for i in range(m.first, m.last)}
    return sorted([*(m for m in found if m.first not in covered), *whole.values()], key=lambda m: m.first)


def _marks(words: Sequence[str]) -> list[int]:
    """The tokens that are quotation marks."""
    return [i for i, word in enumerate(words) if word in _MARKS] if not _MARKS.isdisjoint(words) else []


def _with_quarter(words: Sequence[str], m: Mention, inside: set[int]) -> Mention:
    """A place behind the title of its head, with its last word: "Lurah |Menteng Dalam|"."""
    quarter = m.type == "Place" and m.last not in inside and words[m.last].lower() in _lists()["quarters"]
    headed = quarter and words[m.last].istitle() and words[m.first - 1].lower() in _lists()["quartered"]
    return replace(m, last=m.last + 1) if headed else m


def _with_titled(words: Sequence[str], found: Sequence[Mention]) -> list[Mention]:
    """The mentions, and as persons the words with capitals behind a title or beside "alias" that were not tagged.

    `Nyonya |Tjan Mei Ling|`; `|Akok Muda| alias Jono Sari`, and the other way round.
    """
    titles = _personal_titles()
    at = [] if titles.isdisjoint(words) else [i for i, word in enumerate(words) if word in titles]
    people = [m for m in found if m.type == "Person"] if "alias" in words else []
    aliases = [m.first - 1 for m in people if words[m.first - 1] == "alias"]
    at += [m.last for m in people if words[m.last] == "alias"]
    if not at and not aliases:
        return list(found)
    inside = {i for m in found for i in range(m.first, m.last)}
    behind = [(first, _end_of_names(words, first, inside)) for first in (i + 1 + (words[i + 1] == ".") for i in at)]
    before = [(_start_of_names(words, end, inside), end) for end in aliases]
    new = [(a, b) for a, b in behind if b - a >= _SHORTEST_TITLED] + [(a, b) for a, b in before if a < b]
    return sorted([*found, *(Mention(a, b, "Person") for a, b in new)], key=_first)


def _with_labels(words: Sequence[str], found: Sequence[Mention]) -> list[Mention]:
    """The mentions, and as persons the names that open a paragraph and end with a colon: `KETUA |AGUS SALIM|: …`."""
    inside = {i for m in found for i in range(m.first, m.last)} if ":" in words else set()
    labels = (
        [_label(words, i) for i, word in enumerate(words) if word == ":" and i - 1 not in inside]
        if ":" in words
        else []
    )
    return sorted([*found, *(m for m in labels if m and m.first not in inside)], key=_first)


def _label(words: Sequence[str], colon: int) -> Mention | None:
    first = colon
    while colon - first < _LONGEST_LABEL and words[first - 1].isalpha() and words[first - 1][:1].isupper():
        first -= 1
    at = next((i for i in range(first, colon - 1) if words[i].title() in given_names()), colon)
    opens = words[first - 1] == BOUNDARY and (
        at == first or words[at - 1].lower() in _offices() or words[first].isupper()
    )
    return Mention(at, colon, "Person") if opens and at < colon <= at + _LONGEST_TITLED else None


def _end_of_names(words: Sequence[str], first: int, inside: set[int]) -> int:
    last = first
    while last - first < _LONGEST_TITLED and last not in inside and _may_be_name(words[last]):
        last += 1
    return first if last in inside or words[last][:1].isupper() else last


def _start_of_names(words: Sequence[str], end: int, inside: set[int]) -> int:
    first = end
    while end - first < _LONGEST_TITLED and first - 1 not in inside and _may_be_name(words[first - 1]):
        first -= 1
    return end if first - 1 in inside else first


def _as_bearer(words: Sequence[str], m: Mention) -> Mention:
    """A place with a given name, where somebody with an office is named: `Ketua RW 02 Melati, |Sutarno|, datang`.

    So too `Kepala Dusun |Sutarno| datang`, if nobody else is named there, and `Syahbandar |Sutarno Wirya|`.
    """
    if m.type != "Place":
        return m
    before, behind = words[m.first - 1], words[m.last]
    if before == "Kepala" and _is_head_of_village(words, m):
        return Mention(m.first + 1, m.last, "Person")
    full = m.last - m.first >= _SHORTEST_HEADED and words[m.first] in given_names()
    if full and before.lower() in _offices():
        return replace(m, type="Person")
    if words[m.last - 1] not in given_names():
        return m
    closed = m.last - m.first == 1 and before == behind == "," and words[m.last + 1].islower()
    return replace(m, type="Person") if closed and _has_office_before(words, m.first - 1) else m


def _is_head_of_village(words: Sequence[str], m: Mention) -> bool:
    """Whether a village behind "Kepala" has the name of its head, and nobody is named behind it."""
    village = m.last - m.first >= _SHORTEST_HEADED and words[m.first].lower() in _lists()["quartered"]
    goes_on = words[m.last][:1].isupper() or (words[m.last] == "," and words[m.last + 1][:1].isupper())
    return village and words[m.first + 1] in given_names() and not goes_on


def _has_office_before(words: Sequence[str], comma: int) -> bool:
    for i in range(comma - 1, max(comma - _FARTHEST_OFFICE, -1), -1):
        if words[i] in _ENDS:
            return False
        if words[i].lower() in _offices():
            return True
    return False


@cache
def _personal_titles() -> frozenset[str]:
    """In small letters, with a capital and in capitals."""
    return frozenset(form for word in _lists()["personal_titles"] for form in (word, word.title(), word.upper()))


@cache
def _short_given_names() -> frozenset[str]:
    return frozenset(table("name_heads")["short_given_names"])


@cache
def _offices() -> frozenset[str]:
    return frozenset(lines("titles"))


def _with_speakers(words: Sequence[str], marks: Sequence[int], found: Sequence[Mention]) -> list[Mention]:
    """The mentions, and as persons the given names right behind speech and its verb, and places: `"…!" desah |Jati|,`."""
    behind = sorted({i + reach for i in marks for reach in (2, 3) if 3 < i + reach < len(words) - 1})
    tagged = {m.first: m for m in found}
    places = {m.first for m in found if m.type == "Place" and m.last - m.first == 1 and words[m.first].istitle()}
    names = (i for i in behind if words[i] in given_names() or i in places)
    named = (i for i in names if not words[i + 1][:1].isupper())
    speakers = [i for i in named if _behind_speech(words, i)]
    if not speakers:
        return sorted(tagged.values(), key=_first)
    covered = {i for m in found for i in range(m.first, m.last)}
    counts = Counter(words)
    for i in speakers:
        known = tagged.get(i)
        alone = known.last == i + 1 if known else i not in covered
        if alone and (known is None or known.type != "Person") and counts[words[i]] == 1:
            tagged[i] = Mention(i, i + 1, "Person")
    return sorted(tagged.values(), key=_first)


def _behind_speech(words: Sequence[str], i: int) -> bool:
    """Whether a lower-case word, and speech that a comma or mark ends, stand before the token."""
    verb = words[i - 1].isalpha() and words[i - 1].islower() and words[i - 1] not in _function_words()
    before = words[i - 3 : i - 1]
    return verb and not _MARKS.isdisjoint(before) and not _SPEECH_ENDS.isdisjoint(before)


@cache
def _function_words() -> frozenset[str]:
    return frozenset(lines("function_words"))


def _stands_for(words: Sequence[str], i: int) -> bool:
    """Whether letters stand for a person whom no name is given: "berinisial RS", "tersangka RS"."""
    if not _LETTERS.fullmatch(words[i]) or i == 0:
        return False
    before = words[i - 1].lower()
    return before in _lists()["initials"] or (before in _lists()["accused"] and len(words[i]) < _MOST_LETTERS)


def _has_age(words: Sequence[str], i: int) -> bool:
    """Whether two letters are followed by an age: "|AS| (31)"."""
    age = words[i + 2] if words[i + 1 : i + 4 : 2] == ["(", ")"] else ""
    return len(words[i]) == _LETTERS_WITH_AGE and words[i].isalpha() and age.isdecimal() and _YOUNGEST <= int(age) < 100


def _with_initials(words: Sequence[str], m: Mention, inside: set[int]) -> Mention:
    """A person's mention from its initials on: "|A.A.| Gede Oka", and not "|H.| Gede Oka", which is a title.

    So too from a word that begins names of a region, if it begins no sentence: "|Lalu| Wirya".
    """
    first = m.first - 1 - (words[m.first - 1] == ".")
    if m.type != "Person" or first <= 0 or first in inside:
        return m
    if words[first] in _lists()["noble"] and words[first - 1] not in _ENDS - {","}:
        return replace(m, first=first)
    dotted = first < m.first - 1 or "." in words[first]
    initials = dotted and _INITIALS.fullmatch(words[first]) and words[first].lower().strip(".") not in _ranks()
    initials = initials and not words[first - 1].isdigit()  # "Rp 15 M. Rina Utami"
    return replace(m, first=first) if initials else m


@cache
def _ranks() -> frozenset[str]:
    return frozenset(lines("ranks"))


@cache
def _lists() -> dict[str, frozenset[str]]:
    return {key: frozenset(words) for key, words in table("name_initials").items()}
