"""The speaker behind a cue: "kata |Kepala Dinas X, Budi,| di …"."""

from __future__ import annotations

from kg.extract.cues import is_verb, words
from kg.extract.marks import Marks, Mention
from kg.extract.phrases import (
    BREAKS,
    LONGEST_NAME,
    LONGEST_NOUN,
    REACH,
    TITLED,
    Phrase,
    abbreviates,
    is_owner,
    lexicon,
    noun_phrase,
    person_follows,
    skip_bracket,
)

_OTHERS = frozenset(("lain", "lainnya"))  # "timpal yang |lain|"
_NAMING = frozenset(("bernama", "berinisial", "bergelar"))


def phrase_after(marks: Marks, first: int, stop: int) -> Phrase | None:
    """The speaker's phrase that begins at the token `first`, before `stop`; None when nobody is named there."""
    while first < stop and marks.lower[first] in lexicon().skipped and marks.at[first] is None:
        first += 1
    if first >= stop:
        return None
    if marks.lower[first] in lexicon().pronouns:
        return Phrase("pronoun", first, first + 1)
    if marks.lower[first] == "yang" and first + 1 < stop and marks.lower[first + 1] in _OTHERS:
        return Phrase("noun", first, first + 2)
    if marks.lower[first] in BREAKS or marks.lower[first] == ",":
        return None
    end, name = _read(marks, first, stop)
    if name is not None:
        return _named(marks, first, _behind_office(marks, first, name, stop), stop)
    return _apposed(marks, end, stop) or noun_phrase(marks, first, end) or _capitals_after(marks, first, end)


def _behind_office(marks: Marks, first: int, name: Mention, stop: int) -> Mention:
    """The person in apposition where an office bears a person's name: "kata Ketua Koperasi Sri Rejeki, |Budi|."."""
    comma = name.end
    if name.first == first or comma + 1 >= stop or marks.lower[comma] != ",":
        return name
    other = marks.at[comma + 1]
    closed = other is not None and (other.end >= stop or marks.lower[other.end] in ".(")
    apart = other is not None and other.entity.type == "Person" and other.entity.id != name.entity.id
    return other if other is not None and closed and apart else name


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
    return Phrase("noun", first, end) if 1 <= end - first <= LONGEST_NAME else None


def _read(marks: Marks, first: int, stop: int) -> tuple[int, Mention | None]:
    """Where the phrase ends, and the person named in it, past one comma if need be."""
    i, depth = first, 0
    limit = min(stop, first + REACH)
    while i < limit:
        mention, word = marks.at[i], marks.lower[i]
        if mention is not None:
            titled = word in lexicon().titles and word not in lexicon().also_names
            if mention.entity.type == "Person" and not is_owner(marks, mention, stop) and not titled:
                return i, mention
            i = max(mention.end, i + 1)
            continue
        depth += (word == "(") - (word == ")")
        if not depth and i > first and word in lexicon().pointing:
            named = _closing_name(marks, i + 1, stop)
            return i + 1, named
        if not depth and _ends_phrase(marks, i, first, limit):
            break
        i += 1
    return min(i, limit), None


def _closing_name(marks: Marks, comma: int, stop: int) -> Mention | None:
    """The person in apposition behind a role with a pointing word: "tutur penggagas produk ini, |Budi|."."""
    if comma + 1 >= stop or marks.lower[comma] != ",":
        return None
    mention = marks.at[comma + 1]
    if mention is None or mention.entity.type != "Person":
        return None
    return mention if mention.end >= stop or marks.lower[mention.end] in ",.(" else None


def _ends_phrase(marks: Marks, i: int, first: int, stop: int) -> bool:
    word = marks.lower[i]
    if word == ",":
        follows = person_follows(marks, i + 1, stop)
        return not follows or (marks.at[first] is not None and marks.lower[i + 1] not in lexicon().ranks)
    if word in BREAKS:
        return not abbreviates(marks, i)
    if i == first:
        return False
    if word == "yang":
        return _pointing_end(marks, i, stop) is None and not _names_behind(marks, i, stop)
    if word in lexicon().prepositions and _names_office(marks, i + 1, stop):
        return False
    behind_yang = marks.lower[first:i].count("yang") > 0
    verb = is_verb(word) and word not in lexicon().titles and word not in _NAMING and marks.prose.words[i][0].islower()
    return not behind_yang and (word in lexicon().enders or verb)


def _names_office(marks: Marks, i: int, stop: int) -> bool:
    """Whether a place or body and then, behind a comma, a person follow: "Duta Besar di |X, Budi|"."""
    mention = marks.at[i] if i < stop else None
    if mention is None or mention.entity.type == "Person" or mention.end >= stop:
        return False
    return marks.lower[mention.end] == "," and person_follows(marks, mention.end + 1, stop)


def _names_behind(marks: Marks, i: int, stop: int) -> bool:
    """Whether a relative clause is followed by the name in commas: "kata kepala dinas yang baru dilantik, |Budi|, …"."""
    comma = next(
        (k for k in range(i + 1, min(i + LONGEST_NOUN, stop)) if marks.lower[k] in BREAKS or marks.lower[k] == ","),
        stop,
    )
    if comma >= stop or marks.lower[comma] != "," or not person_follows(marks, comma + 1, stop):
        return False
    name = next(m for k in range(comma + 1, stop) if (m := marks.at[k]) is not None and m.entity.type == "Person")
    return name.end >= stop or marks.lower[name.end] in ",.("


def _pointing_end(marks: Marks, i: int, stop: int) -> int | None:
    """The end of a relative clause that a pointing word closes: "politisi yang juga ketua fraksi itu"."""
    for k in range(i + 1, min(i + LONGEST_NOUN, stop)):
        if marks.at[k] is None and marks.lower[k] in lexicon().pointing:
            return k + 1
        if marks.at[k] is None and (marks.lower[k] in BREAKS or marks.lower[k] == "yang"):
            return None
    return None


def _named(marks: Marks, first: int, name: Mention, stop: int) -> Phrase:
    names = [name]
    while (joined := joined_after(marks, names[-1].end, stop)) is not None:
        names.append(joined)
    return Phrase("name", first, names[-1].end, tuple(names))


def joined_after(marks: Marks, end: int, stop: int) -> Mention | None:
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
    for j in range(i, min(i + TITLED, stop)):
        mention, word = marks.at[j], marks.lower[j]
        if mention is not None and mention.entity.type == "Person":
            return None if word in lexicon().owners else mention
        if word == "," and marks.lower[j - 1].removesuffix("nya") in lexicon().kin:  # "Budi dan istri|nya|, Sari"
            continue
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
