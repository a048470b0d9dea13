"""The subject and the mood of a reporting verb."""

from __future__ import annotations

from msgspec import Struct

from kg.extract.cues import words
from kg.extract.marks import Marks
from kg.extract.phrases import Phrase, lexicon
from kg.extract.reading import Reading
from kg.extract.subjects import before_bracket, phrase_before

_GROUP_REACH = 5  # tokens of a group before its relative clause


class Subject(Struct, frozen=True, gc=False):
    """What stands before a verb: the phrase of its subject, where it ends, and whether the verb is negated or unreal.

    `relative` tells that the verb stands in a relative clause ("warga yang mengeluhkan …").
    """

    phrase: Phrase | None
    end: int
    negated: bool
    unreal: bool
    relative: bool = False


def without_adverbs(marks: Marks, i: int, floor: int) -> tuple[int, bool, bool]:
    """The token before the adverbs and auxiliaries of the verb at `i`; whether they negate it or make it unreal."""
    negated = unreal = False
    while i > floor and marks.at[i - 1] is None:
        word = marks.lower[i - 1]
        if word in words().negations:
            negated = True
        elif word in words().unreal:
            unreal = True
        elif word not in words().before:
            break
        i -= 1
    return i, negated, unreal


def subject_phrase(reading: Reading, i: int, floor: int) -> Subject:
    """The subject of the verb at the token `i`, not before `floor` or the quotation before it."""
    marks = reading.marks
    low = reading.unquoted_start(i, floor)
    end, negated, unreal = without_adverbs(marks, i, low)
    unreal = unreal or (i > low and marks.lower[i - 1] in words().means and marks.at[i - 1] is None)
    if end <= low:
        return Subject(None, end, negated, unreal)
    if marks.lower[end - 1] == "yang" and marks.at[end - 1] is None:
        return Subject(_antecedent(marks, end - 1, low), end, negated, unreal, relative=True)
    if marks.at[end - 1] is None and marks.lower[end - 1] in words().times:
        return Subject(None, end, negated, unreal)
    return Subject(phrase_before(marks, end, low), end, negated, unreal)


def _is_group(marks: Marks, k: int) -> bool:
    """Whether a counted group without a name begins: "|banyak penggemar| tinju yang percaya"."""
    return marks.lower[k] in lexicon().indefinite and marks.lower[k + 1] in lexicon().nouns


def _antecedent(marks: Marks, end: int, floor: int) -> Phrase | None:
    """The name or noun that a relative clause belongs to."""
    end = before_bracket(marks, end, floor)
    if end <= floor:
        return None
    mention = marks.at[end - 1]
    if mention is not None and mention.entity.type in ("Person", "Organization"):
        return Phrase("name", mention.first, end, (mention,))
    word = marks.lower[end - 1]
    group = next((k for k in range(max(floor, end - _GROUP_REACH), end - 1) if _is_group(marks, k)), None)
    if group is not None and all(marks.at[k] is None for k in range(group, end)):
        return Phrase("noun", group, end)
    speaks = mention is None and word in lexicon().speaking and word not in lexicon().quantifiers
    return Phrase("noun", end - 1, end) if speaks else None
