"""Who speaks: the phrase that names a speaker beside a cue, and the entity behind it.

A `Phrase` is read from the words alone; `Discourse` resolves it with what the article has said so far.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal

from kg.extract.cues import words
from kg.extract.marks import Marks, Mention
from kg.extract.roles import Role
from kg.language import lines, table
from kg.model import Entity, Resolution, Span

PhraseKind = Literal["name", "pronoun", "noun"]
_REACH = 30  # tokens of a subject with its appositives
_LONGEST_NOUN = 14
_NAMED = ("Person", "Organization", "Place")
_PREPOSITIONS = frozenset(
    [
        "di",
        "ke",
        "dari",
        "oleh",
        "kepada",
        "terhadap",
        "dengan",
        "bersama",
        "untuk",
        "dalam",
        "pada",
        "soal",
        "tentang",
        "atas",
        "bagi",
        "sebagai",
        "antara",
        "menuju",
        "lewat",
        "melalui",
        "mengenai",
        "terkait",
        "menurut",
        "kata",
        "karena",
    ]
)
_JOINS = frozenset(("dan", "serta", "bersama", "&"))
_BREAKS = frozenset('.;:!?"“”„«»‘…')


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word sets of `speakers.toml` and the titles of persons."""

    singular: frozenset[str]
    plural: frozenset[str]
    body: frozenset[str]
    own: frozenset[str]
    people: frozenset[str]
    papers: frozenset[str]
    bodies: frozenset[str]
    owners: frozenset[str]
    pointing: frozenset[str]
    openers: frozenset[str]
    enders: frozenset[str]
    titles: frozenset[str]
    ranks: frozenset[str]

    @property
    def pronouns(self) -> frozenset[str]:
        return self.singular | self.plural | self.body | self.own


@cache
def lexicon() -> Lexicon:
    """The words for speakers, read once."""
    data = table("speakers")

    def words_of(section: str, key: str) -> frozenset[str]:
        return frozenset(data[section][key].split())

    return Lexicon(
        *(words_of("pronouns", key) for key in ("singular", "plural", "body", "own")),
        *(words_of("people", key) for key in ("nouns", "papers", "bodies", "owners", "pointing", "openers", "enders")),
        frozenset(lines("titles")),
        frozenset(lines("ranks")),
    )


@cache
def _pronouns() -> frozenset[str]:
    return lexicon().pronouns


@dataclass(frozen=True, slots=True)
class Phrase:
    """The tokens [first, end) that name a speaker: names (several when coordinated), a pronoun or a noun phrase."""

    kind: PhraseKind
    first: int
    end: int
    names: tuple[Mention, ...] = ()


# --- reading a phrase ------------------------------------------------------------------------------------------------


def phrase_after(marks: Marks, first: int, stop: int) -> Phrase | None:
    """The speaker's phrase that begins at the token `first` ("kata |Kepala Dinas X, Budi, di …"), before `stop`."""
    first = _skip(marks, first, stop, frozenset(("lagi", "pula", "juga", "singkat", "kembali", "oleh", "si", "sang")))
    if first >= stop:
        return None
    if marks.lower[first] in _pronouns():
        return Phrase("pronoun", first, first + 1)
    end, name = _read(marks, first, stop)
    if name is not None:
        return _named(marks, first, name, stop)
    return _noun(marks, first, end)


def _skip(marks: Marks, at: int, stop: int, skipped: frozenset[str]) -> int:
    while at < stop and marks.lower[at] in skipped and marks.at[at] is None:
        at += 1
    return at


def _read(marks: Marks, first: int, stop: int) -> tuple[int, Mention | None]:
    """Where the phrase ends, and the person named in it, past one comma if need be."""
    enders, lower, at = lexicon().enders, marks.lower, marks.at
    i, depth = first, 0
    while i < min(stop, first + _REACH):
        mention = at[i]
        word = lower[i]
        if mention is not None:
            if mention.entity.type == "Person" and not _belongs_to_owner(marks, mention, stop):
                return i, mention
            i = max(mention.end, i + 1)
            continue
        if word == "(":
            depth += 1
        elif word == ")":
            depth -= 1
        elif word == "," and not depth:
            if not _person_follows(marks, i + 1, stop):
                break
        elif (word in _BREAKS and not _abbreviates(marks, i)) or (word in enders and i > first and not depth):
            break
        i += 1
    return i, None


def _abbreviates(marks: Marks, i: int) -> bool:
    """Whether the full stop belongs to a title ("Dr. ", "H. ")."""
    return marks.lower[i] == "." and i > 0 and (marks.lower[i - 1] in lexicon().ranks or len(marks.lower[i - 1]) == 1)


def _belongs_to_owner(marks: Marks, mention: Mention, stop: int) -> bool:
    """Whether the name only says whose relative or lawyer speaks: "istri Budi, Sari", "keluarga Budi"."""
    if mention.first == 0 or marks.lower[mention.first - 1] not in lexicon().owners:
        return False
    word = marks.lower[mention.first - 1]
    comma = mention.end < stop and marks.lower[mention.end] == ","
    return word not in ("mantan", "agen") and (
        word in _KIN or (comma and _person_follows(marks, mention.end + 1, stop))
    )


_KIN = frozenset(
    [
        "istri",
        "suami",
        "anak",
        "putra",
        "putri",
        "ibu",
        "ayah",
        "kakak",
        "adik",
        "keluarga",
        "kerabat",
        "pengacara",
        "kubu",
        "tim",
        "pendukung",
        "kuasa",
    ]
)


def _person_follows(marks: Marks, i: int, stop: int) -> bool:
    """Whether a person's name stands within the next words, behind nothing but titles and ranks."""
    for j in range(i, min(i + 9, stop)):
        mention = marks.at[j]
        if mention is not None and mention.entity.type == "Person":
            return True
        word = marks.lower[j]
        known = mention is not None or word in lexicon().titles or word in lexicon().ranks or word in "().&"
        if not known and not marks.prose.words[j][0].isupper():
            return False
    return False


def _named(marks: Marks, first: int, name: Mention, stop: int) -> Phrase:
    """The phrase of a name, with the names joined to it."""
    names, end = [name], name.end
    while True:
        joined = _joined_after(marks, end, stop)
        if joined is None:
            return Phrase("name", first, end, tuple(names))
        names.append(joined)
        end = joined.end


def _joined_after(marks: Marks, end: int, stop: int) -> Mention | None:
    i = _skip_bracket(marks, end, stop)
    if (
        i < stop
        and marks.lower[i] == ","
        and i + 1 < stop
        and (marks.lower[i + 1] in _JOINS or _listed(marks, i + 1, stop))
    ):
        i += 1
    elif i >= stop or marks.lower[i] not in _JOINS:
        return None
    i += marks.lower[i] in _JOINS
    for j in range(i, min(i + 10, stop)):
        mention = marks.at[j]
        if mention is not None and mention.entity.type == "Person":
            return mention
        if marks.lower[j] in lexicon().enders or marks.lower[j] in ",." or marks.lower[j] in words().cues:
            return None
    return None


def _listed(marks: Marks, i: int, stop: int) -> bool:
    """Whether a list "A, B, dan C" goes on at token i."""
    mention = marks.at[i]
    if mention is None or mention.entity.type != "Person" or mention.end + 1 >= stop:
        return False
    return marks.lower[mention.end] in _JOINS or (
        marks.lower[mention.end] == "," and marks.lower[mention.end + 1] in _JOINS
    )


def _skip_bracket(marks: Marks, i: int, stop: int) -> int:
    if i < stop and marks.lower[i] == "(":
        for j in range(i + 1, min(i + 12, stop)):
            if marks.lower[j] == ")":
                return j + 1
    return i


def phrase_before(marks: Marks, end: int, floor: int) -> Phrase | None:
    """The subject's phrase that ends before the token `end` ("|Kepala Dinas X, Budi,| mengatakan"), after `floor`."""
    end = _before_bracket(marks, end, floor)
    if end <= floor:
        return None
    if marks.lower[end - 1] in _pronouns():
        return Phrase("pronoun", end - 1, end)
    chunks = _chunks(marks, end, floor)
    if not chunks:
        return None
    closed = marks.lower[end - 1] == ","
    if closed:
        return _of_appositive(marks, chunks)
    first, last = chunks[0]
    name = _subject_name(marks, first, last)
    if name is not None:
        return _coordinated(marks, name, floor, last)
    if len(chunks) > 1 and _is_description(marks, first):
        head = _name_at_end(marks, *chunks[1])
        if head is not None:
            return Phrase("name", chunks[1][0], last, (head,))
    return _noun_in(marks, first, last)


def _before_bracket(marks: Marks, end: int, floor: int) -> int:
    if end > floor and marks.lower[end - 1] == ")":
        for i in range(end - 2, max(floor, end - 14) - 1, -1):
            if marks.lower[i] == "(":
                return i
    return end


def _chunks(marks: Marks, end: int, floor: int) -> list[tuple[int, int]]:
    """The parts between commas before `end`, the last first, back to a mark that ends a clause."""
    chunks, stop, depth = [], end, 0
    low = max(floor, end - _REACH)
    i = end - 1
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
    for first, last in chunks[:4]:
        name = _first_name(marks, first, last)
        if name is not None:
            return _coordinated(marks, name, first, last)
    for first, last in reversed(chunks[:3]):
        noun = _noun_in(marks, first, last)
        if noun is not None:
            return noun
    return None


def _first_name(marks: Marks, first: int, last: int) -> Mention | None:
    """A person named at the beginning of a part, behind titles at most, or at its very end."""
    for i in range(first, last):
        mention = marks.at[i]
        if mention is not None and mention.entity.type == "Person":
            return None if _is_governed(marks, i, first) or _belongs_to_owner(marks, mention, last) else mention
        if mention is None and marks.lower[i] in ("yang", "saat", "ketika", "usai", "dalam", "di", "pada"):
            return None
    return None


def _subject_name(marks: Marks, first: int, last: int) -> Mention | None:
    """The person who is the subject of the part: the one at its end, else the first."""
    people = [m for m in _mentions(marks, first, last) if m.entity.type == "Person"]
    if not people:
        return None
    final = people[-1]
    at_end = _skip_bracket(marks, final.end, last) >= last
    if at_end and not _is_governed(marks, final.first, first) and not _belongs_to_owner(marks, final, last):
        return final
    for mention in people:
        if not _is_governed(marks, mention.first, first) and not _belongs_to_owner(marks, mention, last):
            return mention
    return None


def _mentions(marks: Marks, first: int, last: int) -> list[Mention]:
    found: list[Mention] = []
    for i in range(first, last):
        mention = marks.at[i]
        if mention is not None and (not found or found[-1] is not mention) and mention.first >= first:
            found.append(mention)
    return found


def _is_governed(marks: Marks, i: int, floor: int) -> bool:
    """Whether a preposition stands before the name and its title: it is no subject then."""
    while i > floor:
        i -= 1
        word = marks.lower[i]
        if word in _PREPOSITIONS and marks.at[i] is None:
            return True
        capital = marks.prose.words[i][0].isupper() or marks.at[i] is not None
        if not (capital or word in lexicon().titles or word in lexicon().ranks or word in ".&()"):
            return False
    return False


def _coordinated(marks: Marks, name: Mention, floor: int, last: int) -> Phrase:
    """The phrase of a name together with names joined before it ("A dan B mengatakan")."""
    names = [name]
    while True:
        before = _joined_before(marks, names[0].first, floor)
        if before is None:
            return Phrase("name", names[0].first, max(last, names[-1].end), tuple(names))
        names.insert(0, before)


def _joined_before(marks: Marks, first: int, floor: int) -> Mention | None:
    for i in range(first - 1, max(floor, first - 12) - 1, -1):
        if marks.lower[i] in _JOINS and marks.at[i] is None:
            j = i - 1 - (i - 1 >= floor and marks.lower[i - 1] == ",")
            j = _before_bracket(marks, j + 1, floor) - 1
            mention = marks.at[j] if j >= floor else None
            return mention if mention is not None and mention.entity.type == "Person" else None
        word, mention = marks.lower[i], marks.at[i]
        if mention is not None and mention.entity.type == "Person":
            return None
        if not (
            mention is not None
            or word in lexicon().titles
            or word in lexicon().ranks
            or marks.prose.words[i][0].isupper()
        ):
            return None
    return None


def _is_description(marks: Marks, first: int) -> bool:
    word = marks.lower[first]
    return word in lexicon().titles or word in lexicon().people or word in ("yang", "selaku", "sekaligus")


def _name_at_end(marks: Marks, first: int, last: int) -> Mention | None:
    mention = marks.at[_before_bracket(marks, last, first) - 1]
    if mention is None or mention.entity.type != "Person" or _is_governed(marks, mention.first, first):
        return None
    return mention


# --- phrases without a person's name ---------------------------------------------------------------------------------


def _noun_in(marks: Marks, first: int, last: int) -> Phrase | None:
    """A speaking noun phrase inside a part: "Namun |sejumlah warga di lokasi|"."""
    openers, lower = lexicon().openers, marks.lower
    i = first
    while i < last and marks.at[i] is None and lower[i] in openers:
        i += 1
    return _noun(marks, i, last) if i < last else None


_QUANTIFIERS = frozenset(
    [
        "seorang",
        "para",
        "sejumlah",
        "banyak",
        "beberapa",
        "sebagian",
        "salah",
        "satu",
        "dua",
        "tiga",
        "empat",
        "pihak",
        "si",
        "sang",
        "sebuah",
        "suatu",
        "semua",
        "seluruh",
        "kedua",
        "ketiga",
        "setiap",
        "manajemen",
        "jajaran",
        "sebanyak",
        "otoritas",
        "penelitian",
        "hasil",
        "sumber",
        "akun",
        "kelompok",
        "manajemen",
    ]
)


def _noun(marks: Marks, first: int, end: int) -> Phrase | None:
    """The phrase if its head can speak: a body by name, a role, a person or group without name."""
    while end > first and (marks.lower[end - 1] in ",.(" or marks.lower[end - 1] in words().adverbs):
        end -= 1
    if end <= first or end - first > _LONGEST_NOUN:
        return None
    head = _skip(marks, first, end, _QUANTIFIERS)
    if head >= end:
        head = first
    mention = marks.at[head]
    if mention is not None and mention.entity.type in _NAMED and mention.first == head:
        return Phrase("name", first, end, (mention,)) if mention.end >= end - 4 else None
    speaking = lexicon().people | lexicon().titles | lexicon().papers | lexicon().bodies
    if (mention is None and marks.lower[head] in speaking) or marks.lower[first] in (
        "seorang",
        "sejumlah",
        "banyak",
        "para",
    ):
        return Phrase("noun", first, end)
    return None


# --- resolving -------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Discourse:
    """What the article has said so far about who is spoken of; fed sentence by sentence."""

    marks: Marks
    roles: tuple[Role, ...]
    entities: dict[str, Entity]
    subject: str | None = None
    speakers: tuple[str, ...] = ()
    recent: list[str] = field(default_factory=list)
    organization: str | None = None
    unnamed: dict[str, str] = field(default_factory=dict)
    titles: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for role in self.roles:
            title = self.marks.prose.text[slice(*role.title)].lower().split()
            self.titles.setdefault(role.person, set()).update(word.strip("(),.") for word in title)

    def resolve(self, phrase: Phrase) -> tuple[tuple[str, ...], Resolution]:
        """The entities that the phrase stands for, and how they were found; none when nobody fits."""
        if phrase.kind == "name":
            return self._by_name(phrase)
        if phrase.kind == "pronoun":
            return self.by_pronoun(self.marks.lower[phrase.first]), "pronoun"
        return self._by_noun(phrase)

    def _by_name(self, phrase: Phrase) -> tuple[tuple[str, ...], Resolution]:
        full = all(self.marks.prose.text[slice(*m.span)] == m.entity.name for m in phrase.names)
        return tuple(dict.fromkeys(m.entity.id for m in phrase.names)), "explicit" if full else "alias"

    def by_pronoun(self, pronoun: str) -> tuple[str, ...]:
        if pronoun in lexicon().plural and len(self.speakers) > 1:
            return self.speakers
        if self.subject is not None:
            return (self.subject,)
        return self.speakers[:1] or tuple(self.recent[-1:])

    def _by_noun(self, phrase: Phrase) -> tuple[tuple[str, ...], Resolution]:
        text = self.marks.text(phrase.first, phrase.end)
        said = [word for word in self.marks.lower[phrase.first : phrase.end] if word not in _QUANTIFIERS]
        points = said[-1] in lexicon().pointing if said else False
        indefinite = self.marks.lower[phrase.first] in (
            "seorang",
            "sejumlah",
            "banyak",
            "beberapa",
            "para",
            "sebagian",
            "salah",
        )
        if not indefinite:
            person = self._by_title([word for word in said if word not in lexicon().pointing])
            if person is not None:
                return (person,), "role"
        if points:
            if said[0] in lexicon().bodies and self.organization is not None:
                return (self.organization,), "role"
            focus = self.by_pronoun("ia")
            if focus:
                return focus, "role"
        return (self._unnamed(text, self.marks.span(phrase.first, phrase.end)),), "explicit"

    def _by_title(self, said: list[str]) -> str | None:
        """The person whose titles share most with the phrase, its head among them; the latest named of equals."""
        if not said:
            return None
        best, most = None, 0
        for person in dict.fromkeys(reversed(self.recent)):
            titles = self.titles.get(person, set())
            shared = sum(word in titles for word in said)
            if said[0] in titles and shared > most:
                best, most = person, shared
        return best

    def _unnamed(self, text: str, span: Span) -> str:
        key = " ".join(text.lower().split())
        known = self.unnamed.get(key)
        if known is None:
            known = f"e{len(self.entities) + 1}"
            while known in self.entities:
                known += "u"
            self.unnamed[key] = known
            self.entities[known] = Entity(id=known, type="Unnamed", name=text, mentions=(span,))
        elif span not in self.entities[known].mentions:
            entity = self.entities[known]
            self.entities[known] = replace_mentions(entity, (*entity.mentions, span))
        return known

    def heard(self, speakers: tuple[str, ...]) -> None:
        """Take note of who has just spoken."""
        self.speakers = speakers
        if speakers and self.entities[speakers[0]].type in ("Person", "Unnamed"):
            self.subject = speakers[0]

    def read(self, mentions: Iterable[Mention], subject: Mention | None) -> None:
        """Take note of a sentence: whom it names, and its subject if that is a person."""
        for mention in mentions:
            if mention.entity.type == "Person":
                self.recent.append(mention.entity.id)
            elif mention.entity.type == "Organization":
                self.organization = mention.entity.id
        if subject is not None:
            self.subject = subject.entity.id


def replace_mentions(entity: Entity, mentions: tuple[Span, ...]) -> Entity:
    """The entity with other mentions."""
    return Entity(
        id=entity.id,
        type=entity.type,
        name=entity.name,
        aliases=entity.aliases,
        mentions=mentions,
        within=entity.within,
        place_code=entity.place_code,
    )


__all__ = ["Discourse", "Phrase", "lexicon", "phrase_after", "phrase_before", "replace"]
