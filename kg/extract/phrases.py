"""Phrases that name a speaker, the word lists for them (`speakers.toml`), and how a phrase without a name is read."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Literal

from msgspec import Struct

from kg.extract.cues import is_verb, words
from kg.extract.marks import Marks, Mention
from kg.language import lines, table, word_lists

PhraseKind = Literal["name", "pronoun", "noun"]
REACH = 30  # tokens of a subject with its appositives
TITLED = 10  # tokens of a title between two names
LONGEST_NOUN = 14
LONGEST_NAME = 5
_NAMED = ("Person", "Organization", "Place")
BREAKS = frozenset('.;:!?"“”„«»‘…')


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word sets of `speakers.toml` by the names of their lists, and the titles of persons."""

    singular: frozenset[str]
    plural: frozenset[str]
    body: frozenset[str]
    own: frozenset[str]
    readers: frozenset[str]
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
    adjuncts: frozenset[str]
    joins: frozenset[str]
    skipped: frozenset[str]
    subordinate: frozenset[str]
    hearsay: frozenset[str]
    epithets: frozenset[str]
    short_bodies: frozenset[str]
    offspring: frozenset[str]
    pairs: frozenset[str]
    serving: frozenset[str]
    also_names: frozenset[str]
    asking: frozenset[str]
    answering: frozenset[str]
    degrees: frozenset[str]
    shortened: frozenset[str]
    titles: frozenset[str]
    ranks: frozenset[str]
    pronouns: frozenset[str]
    speaking: frozenset[str]
    before_names: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """The words for speakers, read once."""
    lists = dict(word_lists("speakers"))
    lists["titles"], lists["ranks"] = frozenset(lines("titles")), frozenset(lines("ranks"))
    lists["degrees"] = frozenset(degree.lower() for degree in table("name_heads")["degrees"])
    lists["shortened"] = lists["firms"] | frozenset(word.lower() for word in lines("abbreviations"))
    lists["pronouns"] = lists["singular"] | lists["plural"] | lists["body"] | lists["own"]
    lists["speaking"] = lists["nouns"] | lists["titles"] | lists["papers"] | lists["bodies"]
    lists["before_names"] = lists["titles"] | lists["ranks"] | frozenset(".&()")
    return Lexicon(*(lists[field.name] for field in fields(Lexicon)))


@cache
def short_titles() -> dict[str, str]:
    """Short titles whose letters do not tell what they stand for, with the title in full."""
    return dict(table("short_titles"))


class Phrase(Struct, frozen=True, gc=False):
    """The tokens [first, end) that name a speaker; `names` are the mentions in it, several when joined."""

    kind: PhraseKind
    first: int
    end: int
    names: tuple[Mention, ...] = ()


def abbreviates(marks: Marks, i: int) -> bool:
    """Whether the full stop belongs to a title or a legal form ("Dr. ", "H. ", "Tbk. ")."""
    before = marks.lower[i - 1] if i else ""
    short = before in lexicon().ranks or before in lexicon().shortened or len(before) == 1 or "." in before
    return marks.lower[i] == "." and short


def is_owner(marks: Marks, mention: Mention, stop: int) -> bool:
    """Whether the name only says whose relative or lawyer speaks: "istri Budi, Sari", "keluarga Budi"."""
    word = marks.lower[mention.first - 1] if mention.first else ""
    if word == "hukum":
        word = marks.lower[mention.first - 2]
    if word not in lexicon().owners or word in ("mantan", "agen"):
        return False
    if word in lexicon().pairs and marks.lower[mention.first - 2] in lexicon().kin:
        return False
    followed = mention.end < stop and marks.lower[mention.end] == "," and person_follows(marks, mention.end + 1, stop)
    return followed or (word in lexicon().kin and not _serves(mention, word))


def _serves(mention: Mention, word: str) -> bool:
    """Whether the name is that of who serves and not of whom: a full name that the article has not given before."""
    first = mention.entity.mentions[0] == mention.span
    return word in lexicon().serving and first and mention.end - mention.first > 1


def person_follows(marks: Marks, i: int, stop: int) -> bool:
    """Whether a person's name stands within the next words, behind nothing but titles and ranks."""
    for j in range(i, min(i + TITLED, stop)):
        mention = marks.at[j]
        if mention is not None and mention.entity.type == "Person":
            return True
        known = mention is not None or marks.lower[j] in lexicon().before_names
        if not known and not marks.prose.words[j][0].isupper():
            return False
    return False


def skip_bracket(marks: Marks, i: int, stop: int) -> int:
    """The token behind a bracket that opens at `i`, or `i`."""
    if i < stop and marks.lower[i] == "(":
        for j in range(i + 1, min(i + 14, stop)):
            if marks.lower[j] == ")":
                return j + 1
    return i


def mentions_in(marks: Marks, first: int, last: int) -> list[Mention]:
    """The mentions that begin among the tokens [first, last)."""
    found: list[Mention] = []
    for i in range(first, last):
        mention = marks.at[i]
        if mention is not None and mention.first == i:
            found.append(mention)
    return found


def opens_sentence(marks: Marks, i: int) -> bool:
    """Whether the word opens a sentence or clause and is no part of a phrase."""
    word = marks.lower[i]
    return word in lexicon().openers or word in words().days or word in words().before


def noun_phrase(marks: Marks, first: int, end: int) -> Phrase | None:
    """The phrase if its head can speak: a body by name, a role, a person or group without name."""
    lower = marks.lower
    while end > first and marks.at[end - 1] is None and (lower[end - 1] in ",.(" or lower[end - 1] in words().before):
        end -= 1
    if end <= first or end - first > LONGEST_NOUN or lower[first + 1 : first + 2] == ("satunya",):
        return None
    head = first
    while (
        head < end - 1 and (lower[head] in lexicon().quantifiers or lower[head][0].isdigit()) and marks.at[head] is None
    ):
        head += 1
    if marks.at[head] is None and lower[head] not in lexicon().speaking and lower[first] in lexicon().nouns:
        head = first  # "manajemen hotel"
    mention = marks.at[head]
    if mention is not None:
        return _body(marks, first, end, mention) if mention.first == head else None
    if lower[head] in lexicon().papers:
        author = next((m for m in mentions_in(marks, head, end) if m.entity.type == "Organization"), None)
        if author is not None:
            return Phrase("name", first, author.end, (author,))
    if (
        lower[head] in lexicon().speaking
        or (lower[first] == "pihak" and not is_verb(lower[head]))
        or (lower[first] in lexicon().indefinite and not is_verb(lower[head]))
    ):
        return Phrase("noun", first, _before_verb(marks, head + 1, end))
    return None


def _before_verb(marks: Marks, first: int, end: int) -> int:
    """The end of the phrase: before a verb that no yang introduces."""
    for i in range(first, end):
        if marks.at[i] is None and marks.lower[i] == "yang":
            return end
        if marks.at[i] is None and marks.lower[i] == "bahwa":
            return i - (i - 1 > first and marks.lower[i - 1] in words().cues)
        if marks.at[i] is None and (marks.lower[i] in lexicon().adjuncts or (is_verb(marks.lower[i]) and i > first)):
            return i - (i - 1 > first and marks.lower[i - 1] in lexicon().joins)
    return end


def _body(marks: Marks, first: int, end: int, mention: Mention) -> Phrase | None:
    """A body or place that speaks: its name opens the phrase and nothing but its description follows."""
    if mention.entity.type not in _NAMED:
        return None
    rest = marks.lower[mention.end : end]
    dated = {"hari", *words().days}
    described = bool(rest) and (rest[0] in ("yang", "(", "/", "selaku") or not dated.isdisjoint(rest[:2]))
    short = not rest or mention.entity.type != "Place"
    joined = marks.at[mention.end + 1] if len(rest) > 1 and rest[0] in lexicon().joins else None
    if joined is not None and joined.entity.type in _NAMED and joined.end == end:
        return Phrase("name", first, end, (mention, joined))
    if short or described:
        return Phrase("name", first, mention.end, (mention,))
    return None
