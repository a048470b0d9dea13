"""The words that name a speaker beside a cue: a name with its titles, names joined by dan, a pronoun, a noun phrase.

Read from tokens and mentions alone; `kg.extract.discourse` says which entity a phrase stands for.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Literal

from kg.extract.cues import is_verb, words
from kg.extract.marks import Marks, Mention
from kg.language import lines, table

PhraseKind = Literal["name", "pronoun", "noun"]
_REACH = 30  # tokens of a subject with its appositives
_TITLED = 10  # tokens of a title between two names
_LONGEST_NOUN = 14
_LONGEST_NAME = 5
_NAMED = ("Person", "Organization", "Place")
_BREAKS = frozenset('.;:!?"“”„«»‘…')


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word sets of `speakers.toml` by the names of their lists, and the titles of persons."""

    singular: frozenset[str]
    plural: frozenset[str]
    body: frozenset[str]
    own: frozenset[str]
    nouns: frozenset[str]
    papers: frozenset[str]
    bodies: frozenset[str]
    owners: frozenset[str]
    pointing: frozenset[str]
    openers: frozenset[str]
    enders: frozenset[str]
    quantifiers: frozenset[str]
    indefinite: frozenset[str]
    kin: frozenset[str]
    prepositions: frozenset[str]
    joins: frozenset[str]
    skipped: frozenset[str]
    subordinate: frozenset[str]
    hearsay: frozenset[str]
    epithets: frozenset[str]
    short_bodies: frozenset[str]
    offspring: frozenset[str]
    titles: frozenset[str]
    ranks: frozenset[str]
    pronouns: frozenset[str]
    speaking: frozenset[str]
    before_names: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """The words for speakers, read once."""
    lists = {key: frozenset(text.split()) for section in table("speakers").values() for key, text in section.items()}
    lists["titles"], lists["ranks"] = frozenset(lines("titles")), frozenset(lines("ranks"))
    lists["pronouns"] = lists["singular"] | lists["plural"] | lists["body"] | lists["own"]
    lists["speaking"] = lists["nouns"] | lists["titles"] | lists["papers"] | lists["bodies"]
    lists["before_names"] = lists["titles"] | lists["ranks"] | frozenset(".&()")
    return Lexicon(*(lists[field.name] for field in fields(Lexicon)))


@dataclass(frozen=True, slots=True)
class Phrase:
    """The tokens [first, end) that name a speaker; `names` are the mentions in it, several when joined."""

    kind: PhraseKind
    first: int
    end: int
    names: tuple[Mention, ...] = ()


# --- after a cue: "kata |Kepala Dinas X, Budi,| di …" --------------------------------------------------------------


def phrase_after(marks: Marks, first: int, stop: int) -> Phrase | None:
    """The speaker's phrase that begins at the token `first`, before `stop`; None when nobody is named there."""
    while first < stop and marks.lower[first] in lexicon().skipped and marks.at[first] is None:
        first += 1
    if first >= stop:
        return None
    if marks.lower[first] in lexicon().pronouns:
        return Phrase("pronoun", first, first + 1)
    if marks.lower[first] in _BREAKS or marks.lower[first] == ",":
        return None
    end, name = _read(marks, first, stop)
    if name is not None:
        return _named(marks, first, name, stop)
    return _apposed(marks, end, stop) or _noun(marks, first, end) or _capitals_after(marks, first, end)


def _apposed(marks: Marks, comma: int, stop: int) -> Phrase | None:
    """A name that is no entity, in apposition behind a role: "kata pengacara terdakwa, |Rudi Simanjuntak|."."""
    if comma >= stop or marks.lower[comma] != ",":
        return None
    phrase = _capitals_after(marks, comma + 1, stop)
    if phrase is None or phrase.end - phrase.first < 2 or marks.lower[phrase.first] in lexicon().titles:
        return None
    return phrase if phrase.end >= stop or marks.lower[phrase.end] in ",.(" else None


def _capitals_after(marks: Marks, first: int, stop: int) -> Phrase | None:
    """Capitalised words right behind the cue: a name that is not among the entities."""
    end = first
    while end < stop and (marks.at[end] is None or end > first) and marks.prose.words[end][0].isupper():
        end += 1
    return Phrase("noun", first, end) if 1 <= end - first <= _LONGEST_NAME else None


def _read(marks: Marks, first: int, stop: int) -> tuple[int, Mention | None]:
    """Where the phrase ends, and the person named in it, past one comma if need be."""
    i, depth = first, 0
    limit = min(stop, first + _REACH)
    while i < limit:
        mention, word = marks.at[i], marks.lower[i]
        if mention is not None:
            if mention.entity.type == "Person" and not _is_owner(marks, mention, stop):
                return i, mention
            i = max(mention.end, i + 1)
            continue
        depth += (word == "(") - (word == ")")
        if not depth and i > first and word in lexicon().pointing:
            return i + 1, None
        if not depth and _ends_phrase(marks, i, first, limit):
            break
        i += 1
    return min(i, limit), None


def _ends_phrase(marks: Marks, i: int, first: int, stop: int) -> bool:
    word = marks.lower[i]
    if word == ",":
        return marks.at[first] is not None or not _person_follows(marks, i + 1, stop)
    if word in _BREAKS:
        return not _abbreviates(marks, i)
    if i == first:
        return False
    if word == "yang":
        return _pointing_end(marks, i, stop) is None
    if word in lexicon().prepositions and _names_office(marks, i + 1, stop):
        return False
    behind_yang = marks.lower[first:i].count("yang") > 0
    verb = is_verb(word) and word not in lexicon().titles and marks.prose.words[i][0].islower()
    return not behind_yang and (word in lexicon().enders or verb)


def _names_office(marks: Marks, i: int, stop: int) -> bool:
    """Whether a place or body and then, behind a comma, a person follow: "Duta Besar di |X, Budi|"."""
    mention = marks.at[i] if i < stop else None
    if mention is None or mention.entity.type == "Person" or mention.end >= stop:
        return False
    return marks.lower[mention.end] == "," and _person_follows(marks, mention.end + 1, stop)


def _pointing_end(marks: Marks, i: int, stop: int) -> int | None:
    """The end of a relative clause that a pointing word closes: "politisi yang juga ketua fraksi itu"."""
    for k in range(i + 1, min(i + _LONGEST_NOUN, stop)):
        if marks.at[k] is None and marks.lower[k] in lexicon().pointing:
            return k + 1
        if marks.at[k] is None and (marks.lower[k] in _BREAKS or marks.lower[k] == "yang"):
            return None
    return None


def _abbreviates(marks: Marks, i: int) -> bool:
    """Whether the full stop belongs to a title ("Dr. ", "H. ")."""
    before = marks.lower[i - 1] if i else ""
    return marks.lower[i] == "." and (before in lexicon().ranks or len(before) == 1 or "." in before)


def _is_owner(marks: Marks, mention: Mention, stop: int) -> bool:
    """Whether the name only says whose relative or lawyer speaks: "istri Budi, Sari", "keluarga Budi"."""
    word = marks.lower[mention.first - 1] if mention.first else ""
    if word == "hukum":
        word = marks.lower[mention.first - 2]
    if word not in lexicon().owners or word in ("mantan", "agen"):
        return False
    comma = mention.end < stop and marks.lower[mention.end] == ","
    return word in lexicon().kin or (comma and _person_follows(marks, mention.end + 1, stop))


def _person_follows(marks: Marks, i: int, stop: int) -> bool:
    """Whether a person's name stands within the next words, behind nothing but titles and ranks."""
    for j in range(i, min(i + _TITLED, stop)):
        mention = marks.at[j]
        if mention is not None and mention.entity.type == "Person":
            return True
        known = mention is not None or marks.lower[j] in lexicon().before_names
        if not known and not marks.prose.words[j][0].isupper():
            return False
    return False


def _named(marks: Marks, first: int, name: Mention, stop: int) -> Phrase:
    names = [name]
    while (joined := _joined_after(marks, names[-1].end, stop)) is not None:
        names.append(joined)
    return Phrase("name", first, names[-1].end, tuple(names))


def _joined_after(marks: Marks, end: int, stop: int) -> Mention | None:
    """The person joined to a name by dan or a list's comma."""
    i = skip_bracket(marks, end, stop)
    if (
        i + 1 < stop
        and marks.lower[i] == ","
        and (marks.lower[i + 1] in lexicon().joins or _is_listed(marks, i + 1, stop))
    ):
        i += 1
    elif i >= stop or marks.lower[i] not in lexicon().joins:
        return None
    i += marks.lower[i] in lexicon().joins
    for j in range(i, min(i + _TITLED, stop)):
        mention, word = marks.at[j], marks.lower[j]
        if mention is not None and mention.entity.type == "Person":
            return None if word in lexicon().owners else mention
        if mention is None and (word in lexicon().enders or word in ",." or word in words().cues or is_verb(word)):
            return None
    return None


def _is_listed(marks: Marks, i: int, stop: int) -> bool:
    """Whether a list "A, B, dan C" goes on with the name at token i."""
    mention = marks.at[i]
    if mention is None or mention.entity.type != "Person" or mention.end + 1 >= stop:
        return False
    following = marks.lower[mention.end : mention.end + 2]
    return following[0] in lexicon().joins or (following[0] == "," and following[1] in lexicon().joins)


def skip_bracket(marks: Marks, i: int, stop: int) -> int:
    """The token behind a bracket that opens at `i`, or `i`."""
    if i < stop and marks.lower[i] == "(":
        for j in range(i + 1, min(i + 14, stop)):
            if marks.lower[j] == ")":
                return j + 1
    return i


# --- before a verb: "|Kepala Dinas X, Budi,| mengatakan" -----------------------------------------------------------


def phrase_before(marks: Marks, end: int, floor: int) -> Phrase | None:
    """The subject's phrase that ends before the token `end`, after `floor`; None when there is no speaker."""
    end = _before_bracket(marks, _before_degrees(marks, end, floor), floor)
    if end <= floor:
        return None
    if marks.lower[end - 1] in lexicon().pronouns and marks.at[end - 1] is None:
        return Phrase("pronoun", end - 1, end)
    chunks = _chunks(marks, end, floor)
    if not chunks:
        return None
    if marks.lower[end - 1] == ",":
        return _of_appositive(marks, chunks)
    first, last = chunks[0]
    if len(chunks) > 1 and marks.lower[first] in lexicon().titles and (alone := _only_name(marks, *chunks[1])):
        return Phrase("name", alone.first, last, (alone,))
    name = _subject_name(marks, first, last)
    if name is not None:
        return _coordinated(marks, name, floor, last)
    if len(chunks) > 1 and _is_description(marks, first):
        head = _name_at_end(marks, *chunks[1])
        if head is not None:
            return Phrase("name", head.first, last, (head,))
    return _noun_in(marks, first, last) or _capitals_before(marks, first, last)


def _capitals_before(marks: Marks, first: int, last: int) -> Phrase | None:
    """Capitalised words right before the verb: a name that is not among the entities."""
    i = last
    while i > first and marks.at[i - 1] is None and marks.prose.words[i - 1][0].isupper() and i - 1 > first - 1:
        i -= 1
    while i < last and _opens(marks, i):
        i += 1
    starts_sentence = i == 0 or marks.lower[i - 1] in ".!?"
    if not 1 <= last - i <= _LONGEST_NAME or (
        starts_sentence and last - i < 2 and marks.lower[i] in words().connectors
    ):
        return None
    return Phrase("noun", i, last)


def _before_degrees(marks: Marks, end: int, floor: int) -> int:
    """The end of the name before its degrees: "Budi|, S.H., M.Si.," mengatakan"."""
    at = end
    while at > floor and marks.at[at - 1] is None and (marks.lower[at - 1] in ".," or "." in marks.lower[at - 1]):
        at -= 1
    degrees = any("." in word and word != "." for word in marks.lower[at:end])
    return at if degrees and at > floor and marks.at[at - 1] is not None else end


def _only_name(marks: Marks, first: int, last: int) -> Mention | None:
    """The person whose name is the whole part: "|Budi|, Direktur PT Sari mengatakan"."""
    mention = marks.at[first]
    if mention is None or mention.entity.type != "Person" or mention.first != first:
        return None
    return mention if skip_bracket(marks, mention.end, last) >= last else None


def _before_bracket(marks: Marks, end: int, floor: int) -> int:
    if end > floor and marks.lower[end - 1] == ")" and marks.at[end - 1] is None:
        for i in range(end - 2, max(floor, end - 14) - 1, -1):
            if marks.lower[i] == "(":
                return i
    return end


def _chunks(marks: Marks, end: int, floor: int) -> list[tuple[int, int]]:
    """The parts between commas before `end`, the last first, back to a mark that ends a clause."""
    chunks: list[tuple[int, int]] = []
    stop, depth = end, 0
    i, low = end - 1, max(floor, end - _REACH)
    while i >= low:
        word = marks.lower[i]
        if marks.at[i] is None:
            depth += (word == ")") - (word == "(")
            if word in _BREAKS and not _abbreviates(marks, i):
                break
            if word == "," and depth <= 0:
                if i + 1 < stop:
                    chunks.append((i + 1, stop))
                stop = i
        i -= 1
    if i + 1 < stop:
        chunks.append((i + 1, stop))
    return chunks


def _of_appositive(marks: Marks, chunks: list[tuple[int, int]]) -> Phrase | None:
    """The subject before a comma and its verb: a name behind a title, or before a description."""
    for first, last in chunks[:4]:
        name = _first_name(marks, first, last)
        if name is not None:
            return _coordinated(marks, name, chunks[-1][0], last)
    for first, last in chunks[1:3]:
        alone = _capitals_before(marks, first, last)
        if alone is not None and alone.first == first and last - first > 1:
            return alone
    for first, last in reversed(chunks[:3]):
        noun = _noun_in(marks, first, last)
        if noun is not None:
            return noun
    return None


def _first_name(marks: Marks, first: int, last: int) -> Mention | None:
    """A person named in a part behind titles at most."""
    for i in range(first, last):
        mention = marks.at[i]
        if mention is not None and mention.entity.type == "Person":
            return None if _is_governed(marks, i, first) or _is_owner(marks, mention, last) else mention
        if mention is None and marks.lower[i] in lexicon().subordinate:
            return None
    return None


def _subject_name(marks: Marks, first: int, last: int) -> Mention | None:
    """The person who is the subject of the part: the one at its end, else the first."""
    people = [m for m in mentions_in(marks, first, last) if m.entity.type == "Person"]
    if not people or marks.lower[first] in lexicon().offspring:
        return None
    final = people[-1]
    at_end = skip_bracket(marks, final.end, last) >= last
    candidates = [final, *people] if at_end else people
    return next((m for m in candidates if _can_be_subject(marks, m, first, last)), None)


def _can_be_subject(marks: Marks, mention: Mention, first: int, last: int) -> bool:
    return not _is_governed(marks, mention.first, first) and not _is_owner(marks, mention, last)


def mentions_in(marks: Marks, first: int, last: int) -> list[Mention]:
    """The mentions that begin among the tokens [first, last)."""
    found: list[Mention] = []
    for i in range(first, last):
        mention = marks.at[i]
        if mention is not None and mention.first == i:
            found.append(mention)
    return found


def _is_governed(marks: Marks, i: int, floor: int) -> bool:
    """Whether a preposition governs the name and its title, so that it is no subject.

    "dari Partai X Budi" governs the party, "bersama Ketua X Budi" governs Budi.
    """
    name = i
    while i > floor:
        i -= 1
        word = marks.lower[i]
        if marks.at[i] is None and word in lexicon().prepositions:
            return i + 1 == name or marks.at[i + 1] is None
        if not (marks.at[i] is not None or marks.prose.words[i][0].isupper() or word in lexicon().before_names):
            return False
    return False


def _coordinated(marks: Marks, name: Mention, floor: int, last: int) -> Phrase:
    """The phrase of a name together with names joined before it ("A dan B mengatakan")."""
    names = [name]
    while (before := _joined_before(marks, names[0].first, floor, listed=len(names) > 1)) is not None:
        names.insert(0, before)
    return Phrase("name", names[0].first, max(names[-1].end, min(last, names[-1].end)), tuple(names))


def _joined_before(marks: Marks, first: int, floor: int, *, listed: bool) -> Mention | None:
    """The person joined before a name and its title, by dan or (in a list that dan closes) by a comma."""
    for i in range(first - 1, max(floor, first - _TITLED) - 1, -1):
        word, mention = marks.lower[i], marks.at[i]
        if mention is None and (word in lexicon().joins or (listed and word == ",")):
            return _joined_at(marks, i, floor)
        if mention is not None and mention.entity.type == "Person":
            return None
        if not (mention is not None or word in lexicon().before_names or marks.prose.words[i][0].isupper()):
            return None
    return None


def _joined_at(marks: Marks, join: int, floor: int) -> Mention | None:
    end = _before_degrees(marks, join - (join > floor and marks.lower[join - 1] == ","), floor)
    end = _before_bracket(marks, end, floor)
    mention = marks.at[end - 1] if end > floor else None
    if mention is None or mention.entity.type not in ("Person", "Organization"):
        return None
    return None if _is_governed(marks, mention.first, floor) else mention


def _is_description(marks: Marks, first: int) -> bool:
    word = marks.lower[first]
    beside = word in lexicon().subordinate or word in ("selaku", "sekaligus", "melalui", "lewat")
    return beside or word in lexicon().titles or word in lexicon().nouns


def _name_at_end(marks: Marks, first: int, last: int) -> Mention | None:
    mention = marks.at[_before_bracket(marks, last, first) - 1]
    if mention is None or mention.entity.type != "Person" or not _is_headed(marks, mention.first, first):
        return None
    return mention


def _is_headed(marks: Marks, i: int, floor: int) -> bool:
    """Whether nothing but a title stands before the name in its part, behind words that open a sentence."""
    while (
        floor < i
        and marks.at[floor] is None
        and marks.lower[floor] in ("sementara", "sedangkan", "namun", "adapun", "itu")
    ):
        floor += 1
    return all(
        marks.at[k] is not None or marks.lower[k] in lexicon().before_names or marks.prose.words[k][0].isupper()
        for k in range(floor, i)
    ) and not any(marks.at[k] is None and marks.lower[k] in lexicon().prepositions for k in range(floor, i))


# --- without a person's name ---------------------------------------------------------------------------------------


def _noun_in(marks: Marks, first: int, last: int) -> Phrase | None:
    """A speaking noun phrase inside a part: "Namun |sejumlah warga di lokasi|"."""
    i = first
    while i < last and marks.at[i] is None and _opens(marks, i):
        i += 1
        if i < last and marks.lower[i] == "(":
            i = skip_bracket(marks, i, last)
    return _noun(marks, i, last) if i < last else None


def _opens(marks: Marks, i: int) -> bool:
    word = marks.lower[i]
    return word in lexicon().openers or word in words().days or word in words().before


def _noun(marks: Marks, first: int, end: int) -> Phrase | None:
    """The phrase if its head can speak: a body by name, a role, a person or group without name."""
    lower = marks.lower
    while end > first and marks.at[end - 1] is None and (lower[end - 1] in ",.(" or lower[end - 1] in words().before):
        end -= 1
    if end <= first or end - first > _LONGEST_NOUN:
        return None
    head = first
    while head < end - 1 and lower[head] in lexicon().quantifiers and marks.at[head] is None:
        head += 1
    mention = marks.at[head]
    if mention is not None:
        return _body(marks, first, end, mention) if mention.first == head else None
    if lower[head] in lexicon().papers:
        author = next((m for m in mentions_in(marks, head, end) if m.entity.type == "Organization"), None)
        if author is not None:
            return Phrase("name", first, author.end, (author,))
    if lower[head] in lexicon().speaking or (lower[first] in lexicon().indefinite and not is_verb(lower[head])):
        return Phrase("noun", first, _before_verb(marks, head + 1, end))
    return None


def _before_verb(marks: Marks, first: int, end: int) -> int:
    """The end of the phrase: before a verb that no yang introduces."""
    for i in range(first, end):
        if marks.at[i] is None and marks.lower[i] == "yang":
            return end
        if marks.at[i] is None and is_verb(marks.lower[i]) and i > first:
            return i
    return end


def _body(marks: Marks, first: int, end: int, mention: Mention) -> Phrase | None:
    """A body or place that speaks: its name opens the phrase and nothing but its description follows."""
    if mention.entity.type not in _NAMED:
        return None
    rest = marks.lower[mention.end : end]
    described = bool(rest) and rest[0] in ("yang", "(", "/", "selaku")
    short = not rest or mention.entity.type != "Place"
    joined = marks.at[mention.end + 1] if len(rest) > 1 and rest[0] in lexicon().joins else None
    if joined is not None and joined.entity.type in _NAMED and joined.end == end:
        return Phrase("name", first, end, (mention, joined))
    if short or described:
        return Phrase("name", first, mention.end, (mention,))
    return None
