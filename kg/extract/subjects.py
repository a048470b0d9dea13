"""The subject before a reporting verb: "|Kepala Dinas X, Budi,| mengatakan"."""

from __future__ import annotations

from kg.extract import phrases
from kg.extract.cues import is_verb, words
from kg.extract.marks import Marks, Mention
from kg.extract.phrases import Phrase, is_owner, lexicon, mentions_in, noun_phrase, opens_sentence, skip_bracket
from kg.extract.speakers import joined_after


def phrase_before(marks: Marks, end: int, floor: int) -> Phrase | None:
    """The subject's phrase that ends before the token `end`, after `floor`; None when there is no speaker."""
    end = before_bracket(marks, _before_degrees(marks, end, floor), floor)
    if end <= floor:
        return None
    if marks.lower[end - 1] in lexicon().pronouns and marks.at[end - 1] is None:
        return Phrase("pronoun", end - 1, end)
    chunks = _chunks(marks, end, floor)
    if not chunks:
        return None
    chunks, dated = _behind_day(marks, chunks)
    if dated or marks.lower[end - 1] == ",":
        return _of_appositive(marks, chunks)
    first, last = chunks[0]
    if len(chunks) > 1 and marks.lower[first] in lexicon().titles and (alone := _only_name(marks, *chunks[1])):
        return Phrase("name", alone.first, last, (alone,))
    if (titled := _before_listed_office(marks, chunks)) is not None:
        return Phrase("name", titled.first, last, (titled,))
    name = _subject_name(marks, first, last)
    if name is not None:
        return _coordinated(marks, name, floor, last)
    if len(chunks) > 1 and _is_description(marks, first):
        head = _name_at_end(marks, *chunks[1])
        if head is not None:
            return Phrase("name", head.first, last, (head,))
    found = _before_place(marks, chunks) or _noun_in(marks, first, last) or _body_at_end(marks, first, last)
    return found or _capitals_before(marks, first, last)


def _before_listed_office(marks: Marks, chunks: list[tuple[int, int]]) -> Mention | None:
    """The person before an office whose fields are set apart by commas: "|Sari|, Deputi Edukasi, Sosialisasi dan Data"."""
    for k in range(1, min(len(chunks) - 1, _FIELDS)):
        if any(m.entity.type == "Person" for m in mentions_in(marks, *chunks[k - 1])):
            return None
        if not marks.prose.words[chunks[k - 1][0]][0].isupper():
            return None
        if marks.lower[chunks[k][0]] in lexicon().titles:
            return _only_name(marks, *chunks[k + 1])
    return None


_FIELDS = 6  # parts of an office


def _behind_day(marks: Marks, chunks: list[tuple[int, int]]) -> tuple[list[tuple[int, int]], bool]:
    """The parts without the day that the last one begins with, and whether the day was all of that part."""
    first, last = chunks[0]
    if marks.lower[first] not in words().days or marks.at[first] is not None:
        return chunks, False
    behind = skip_bracket(marks, first + 1, last)
    if behind > first + 1 and _noun_in(marks, behind, last) is not None:
        return [(behind, last), *chunks[1:]], False
    return (chunks[1:], True) if len(chunks) > 1 else (chunks, False)


def _body_at_end(marks: Marks, first: int, last: int) -> Phrase | None:
    """The body right before the verb behind an adjunct without comma: "Dalam keterangannya |PT Sari| menjelaskan"."""
    mention = marks.at[last - 1]
    if mention is None or mention.entity.type != "Organization" or mention.first <= first:
        return None
    adjunct = marks.at[mention.first - 1] is None and marks.lower[mention.first - 1].endswith("nya")
    return Phrase("name", mention.first, mention.end, (mention,)) if adjunct else None


def _before_place(marks: Marks, chunks: list[tuple[int, int]]) -> Phrase | None:
    """The person before an adjunct that holds a place and its country: "|Budi| saat tiba di Delft, Belanda mengatakan"."""
    place = marks.at[chunks[0][0]]
    before = marks.at[chunks[1][1] - 1] if len(chunks) > 1 else None
    if place is None or before is None or {place.entity.type, before.entity.type} != {"Place"}:
        return None
    name = _subject_name(marks, *chunks[1])
    return None if name is None else Phrase("name", name.first, name.end, (name,))


def _capitals_before(marks: Marks, first: int, last: int) -> Phrase | None:
    """Capitalised words right before the verb: a name that is not among the entities."""
    i = last
    while i > first and marks.at[i - 1] is None and marks.prose.words[i - 1][0].isupper() and i - 1 > first - 1:
        i -= 1
    while i < last and opens_sentence(marks, i):
        i += 1
    starts_sentence = i == 0 or marks.lower[i - 1] in ".!?"
    if not 1 <= last - i <= phrases.LONGEST_NAME or (
        starts_sentence and last - i < 2 and marks.lower[i] in words().connectors
    ):
        return None
    return Phrase("noun", i, last)


def _before_degrees(marks: Marks, end: int, floor: int) -> int:
    """The end of the name before its degrees: "Budi|, S.H., M.Si.," mengatakan"."""
    at, degrees = end, False
    while at > floor and (marks.at[at - 1] is None or marks.lower[at - 1].rstrip(".") in lexicon().degrees):
        degree = "." in marks.lower[at - 1][1:] or marks.lower[at - 1] in lexicon().degrees
        if not degree and marks.lower[at - 1] not in (".", ","):
            break
        degrees, at = degrees or degree, at - 1
    return at if degrees and at > floor and marks.at[at - 1] is not None else end


def _only_name(marks: Marks, first: int, last: int) -> Mention | None:
    """The person whose name is the whole part: "|Budi|, Direktur PT Sari mengatakan"."""
    mention = marks.at[first]
    if mention is None or mention.entity.type != "Person" or mention.first != first:
        return None
    return mention if skip_bracket(marks, mention.end, last) >= last else None


def before_bracket(marks: Marks, end: int, floor: int) -> int:
    """The token where a bracket that ends before `end` opens, or `end`."""
    if end > floor and marks.lower[end - 1] == ")" and marks.at[end - 1] is None:
        for i in range(end - 2, max(floor, end - 14) - 1, -1):
            if marks.lower[i] == "(":
                return i
    return end


def _chunks(marks: Marks, end: int, floor: int) -> list[tuple[int, int]]:
    """The parts between commas before `end`, the last first, back to a mark that ends a clause."""
    chunks: list[tuple[int, int]] = []
    stop, depth = end, 0
    i, low = end - 1, max(floor, end - phrases.REACH)
    while i >= low:
        word = marks.lower[i]
        if marks.at[i] is None:
            depth += (word == ")") - (word == "(")
            if word in phrases.BREAKS and not phrases.abbreviates(marks, i):
                break
            if word == "," and depth <= 0:
                if i + 1 < stop:
                    chunks.append((i + 1, stop))
                stop = i
        i -= 1
    if i + 1 < stop:
        chunks.append((i + 1, stop))
    return chunks


_AS = frozenset(("selaku", "sebagai", "sekaligus"))  # a description, whatever names stand in it


def _of_appositive(marks: Marks, chunks: list[tuple[int, int]]) -> Phrase | None:
    """The subject before a comma and its verb: a name behind a title, or before a description."""
    relative = next((k for k, (first, _) in enumerate(chunks[1:4], 1) if marks.lower[first] == "yang"), 0)
    if (body := _named_body(marks, chunks)) is not None:
        return body
    for first, last in (*chunks[relative + 1 :][: relative > 0], *chunks[:4]):
        if marks.lower[first] in _AS and len(chunks) > 1:
            continue
        name = _first_name(marks, first, last)
        if name is not None:
            return _with_joined(marks, _coordinated(marks, name, chunks[-1][0], last), last)
    for first, last in chunks[1:3]:
        alone = _capitals_before(marks, first, last)
        if alone is not None and alone.first == first and last - first > 1:
            return alone
    for first, last in reversed(chunks[:3]):
        noun = _noun_in(marks, first, last)
        if noun is not None:
            return noun
    return None


def _named_body(marks: Marks, chunks: list[tuple[int, int]]) -> Phrase | None:
    """The body whose name stands in commas behind its kind: "Media Malaysia, |Warta Raya|, menyebut"."""
    first, last = chunks[0]
    mention = marks.at[first]
    if len(chunks) < _TWO or mention is None or mention.entity.type == "Person" or mention.end != last:
        return None
    kind = _noun_in(marks, *chunks[1])
    known = kind is not None and kind.kind == "noun" and marks.lower[kind.first] in lexicon().bodies
    return Phrase("name", mention.first, mention.end, (mention,)) if known else None


_TWO = 2  # parts between commas


def _first_name(marks: Marks, first: int, last: int) -> Mention | None:
    """A person named in a part behind titles at most, or the one at its end whose title holds another's name."""
    if (own := _behind_title_with_name(marks, first, last)) is not None:
        return own
    for i in range(first, last):
        mention = marks.at[i]
        if mention is not None and mention.entity.type == "Person":
            return None if _is_governed(marks, i, first) or is_owner(marks, mention, last) else mention
        if mention is None and marks.lower[i] in lexicon().subordinate:
            return None
    return None


def _behind_title_with_name(marks: Marks, first: int, last: int) -> Mention | None:
    """The person at the end of a part whose title names another: "Ketua Tim Budi di Aceh tahun 2019 |Sari|"."""
    people = [m for m in mentions_in(marks, first, last) if m.entity.type == "Person"]
    if len(people) < 2 or people[-1].end < last:
        return None
    gap = [k for k in range(people[-2].end, people[-1].first) if marks.at[k] is None]
    apart = [marks.lower[k] for k in gap]
    closed = lexicon().joins | lexicon().subordinate | {"(", ",", "selaku"}
    return people[-1] if gap and not any(word in closed or is_verb(word) for word in apart) else None


def _subject_name(marks: Marks, first: int, last: int) -> Mention | None:
    """The person who is the subject of the part: the one at its end, else the first."""
    people = [m for m in mentions_in(marks, first, last) if m.entity.type == "Person"]
    if not people or (marks.lower[first] in lexicon().offspring and marks.lower[first + 1] not in lexicon().pairs):
        return None
    final = people[-1]
    described = next((m for m in people[:-1] if marks.lower[m.end] == "yang"), None)
    if described is not None and _can_be_subject(marks, described, first, last):
        return described
    at_end = skip_bracket(marks, final.end, last) >= last
    candidates = [final, *people] if at_end else people
    return next((m for m in candidates if _can_be_subject(marks, m, first, last)), None)


def _can_be_subject(marks: Marks, mention: Mention, first: int, last: int) -> bool:
    return not _is_governed(marks, mention.first, first) and not is_owner(marks, mention, last)


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


def _with_joined(marks: Marks, phrase: Phrase, last: int) -> Phrase:
    """The phrase together with the person joined behind it in its part: "A dan |Menteri X B|, Selasa, mengumumkan"."""
    joined = joined_after(marks, phrase.end, last)
    if joined is None or joined.end < last or joined in phrase.names:
        return phrase
    return Phrase("name", phrase.first, joined.end, (*phrase.names, joined))


def _joined_before(marks: Marks, first: int, floor: int, *, listed: bool) -> Mention | None:
    """The person joined before a name and its title, by dan or (in a list that dan closes) by a comma."""
    for i in range(first - 1, max(floor, first - phrases.TITLED) - 1, -1):
        word, mention = marks.lower[i], marks.at[i]
        if mention is None and (word in lexicon().joins or (listed and word == ",")):
            return _joined_at(marks, i, floor)
        if mention is not None and mention.entity.type == "Person":
            return None
        titled = word in lexicon().before_names or word.removesuffix("nya") in lexicon().titles | lexicon().kin
        apposed = word == "," and i == first - 1
        if not (mention is not None or titled or apposed or marks.prose.words[i][0].isupper()):
            return None
    return None


def _joined_at(marks: Marks, join: int, floor: int) -> Mention | None:
    end = _before_degrees(marks, join - (join > floor and marks.lower[join - 1] == ","), floor)
    end = before_bracket(marks, end, floor)
    mention = marks.at[end - 1] if end > floor else None
    if mention is None or mention.entity.type not in ("Person", "Organization"):
        return None
    if _is_governed(marks, mention.first, floor) or _is_of_office(marks, mention, floor):
        return None
    return mention


def _is_of_office(marks: Marks, mention: Mention, floor: int) -> bool:
    """Whether a body's name belongs to the office of somebody named behind it: "Kepala |Dinas Sosial|, Budi"."""
    if mention.entity.type != "Organization":
        return False
    i = mention.first - 1
    while i >= floor and marks.at[i] is None and marks.prose.words[i][0].isupper():
        if marks.lower[i] in lexicon().titles:
            return True
        i -= 1
    return False


def _is_description(marks: Marks, first: int) -> bool:
    word = marks.lower[first]
    beside = word in lexicon().subordinate or word in ("selaku", "sekaligus", "melalui", "lewat")
    return beside or word in lexicon().titles or word in lexicon().nouns


def _name_at_end(marks: Marks, first: int, last: int) -> Mention | None:
    mention = marks.at[before_bracket(marks, last, first) - 1]
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
        marks.at[k] is not None
        or _in_title(marks, k, floor)
        or marks.lower[k] in lexicon().epithets
        or (
            (marks.lower[k] in lexicon().before_names or marks.prose.words[k][0].isupper())
            and marks.lower[k] not in lexicon().prepositions
        )
        for k in range(floor, i)
    )


def _in_title(marks: Marks, k: int, floor: int) -> bool:
    """Whether a preposition belongs to the title: "Duta Besar Jepang |untuk| PBB"."""
    behind = marks.at[k + 1]
    office = behind is not None and behind.entity.type != "Person"
    return office and marks.lower[k] in lexicon().prepositions and marks.lower[floor] in lexicon().titles


def _noun_in(marks: Marks, first: int, last: int) -> Phrase | None:
    """A speaking noun phrase inside a part: "Namun |sejumlah warga di lokasi|"."""
    i = first
    while i < last and marks.at[i] is None and opens_sentence(marks, i):
        i += 1
        if i < last and marks.lower[i] == "(":
            i = skip_bracket(marks, i, last)
    return noun_phrase(marks, _behind_pointing(marks, i, last), last) if i < last else None


def _behind_pointing(marks: Marks, first: int, last: int) -> int:
    """Where the subject begins behind an adjunct that a pointing word closes: "Dalam surat itu |agen penjual| menyatakan"."""
    for k in range(first + 1, last - 1):
        closes = marks.lower[k] in lexicon().pointing and marks.at[k] is None and marks.at[k + 1] is None
        if (
            closes
            and first
            and marks.lower[first - 1] in lexicon().prepositions
            and marks.lower[k + 1] in lexicon().speaking
        ):
            return k + 1
    return first
