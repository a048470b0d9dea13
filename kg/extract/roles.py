"""Titles beside names: "Gubernur Jawa Sari, Budi Hartono", "Budi Hartono selaku Ketua RT", "mantan pemain Budi".

The word lists are `titles`, `title_stops`, `title_words`, `ranks` and `roles` of `kg.language`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from msgspec import Struct

from kg.extract.marks import Marks, Mention, mark
from kg.extract.prose import Prose
from kg.language import lines, table
from kg.model import Entity, Span

_NOTE = 3  # tokens of a word in brackets
_BETWEEN = 6  # tokens between a name and its title after it
_REACH = 24  # tokens: the longest titles of ministries and faculties have about twenty
_VERB = re.compile(r"(?:me[lmnrwy]|ber|ter|di)[a-z]{3,}")
_DEGREE = re.compile(
    r"[SMDAL]\.[A-Z][A-Za-z]*(?:\.[A-Z][A-Za-z]*)*|Ph\.D|M\.?M|MBA|SH|MH|SE|SIP|MM|ST|MT|MSi|MPd|SPd|Apt|Drs|Dra|Ir|LL\.M|[DB]\.?Sc"
)
_JOINERS = frozenset("()/&-–,.")
_HIS = "nya"
_OPEN, _CLOSE = "(", ")"
_HANGING = _JOINERS - {_CLOSE}


class Role(Struct, frozen=True, gc=False):
    """A person's title as it stands at one of his mentions.

    `title` is the span of the title without the name; `organization` the entity named in it, if any;
    `mention` the person's mention that it stands at. `past` tells "mantan" (a position that has ended).
    """

    person: str
    title: Span
    organization: str | None
    mention: Span
    past: bool = False


@dataclass(frozen=True, slots=True)
class _Lexicon:
    heads: frozenset[str]
    stops: frozenset[str]
    words: frozenset[str]
    ranks: frozenset[str]
    modifiers: frozenset[str]
    corps: frozenset[str]
    arenas: frozenset[str]
    fielded: frozenset[str]
    generals: frozenset[str]
    untitled: frozenset[str]
    past: frozenset[str]
    verbs: frozenset[str]
    given: frozenset[str]
    becoming: frozenset[str]
    selecting: frozenset[str]
    taking: frozenset[str]
    fillers: frozenset[str]
    leaving: frozenset[str]
    fronting: frozenset[str]
    further: frozenset[str]
    joint: frozenset[str]
    serving: frozenset[str]
    predicating: frozenset[str]
    pairs: frozenset[str]
    services: frozenset[str]
    pairing: frozenset[str]
    coming: frozenset[str]
    owners: frozenset[str]
    belonging: frozenset[str]
    many: frozenset[str]
    led: frozenset[str]
    vague: frozenset[str]
    listed: frozenset[str]
    after: frozenset[str]
    links: frozenset[str]
    origin: frozenset[str]
    areas: frozenset[str]
    closers: frozenset[str]
    joining: frozenset[str]
    trailing: frozenset[str]


@cache
def _lexicon() -> _Lexicon:
    lists = (frozenset(lines(name)) for name in ("titles", "title_stops", "title_words", "ranks"))
    return _Lexicon(*lists, **{name: frozenset(entries) for name, entries in table("roles").items()})


def find(prose: Prose, entities: tuple[Entity, ...]) -> tuple[Role, ...]:
    """The titles beside the mentions of persons, in text order of the mentions."""
    return roles(mark(prose, entities))


def roles(marks: Marks) -> tuple[Role, ...]:
    """As `find`, over tokens already marked. A title between two names is given to one of them."""
    found: list[Role] = []
    free = 0
    for mention in marks.mentions:
        if mention.entity.type != "Person":
            continue
        before = title_before(marks, mention.first)
        if before and (before[0] < free or _is_of_next(marks, before, mention)):
            before = None
        spans = [*_before_its_clause(marks, before, mention.first), *_joint(marks, before), before] if before else []
        after = [s for s in titles_after(marks, mention.end) if not (before and _is_next_in_list(marks, s))]
        if after and _gives_it(marks, before[0] if before else before_ranks(marks, mention.first), after[0]):
            after = []
        spans += after
        free = max([free, *(end for _, end in spans)])
        found += [_role(marks, mention, *part) for span in spans for part in _parts(marks, *span)]
    found += _listed(marks)
    return tuple(sorted(found, key=lambda role: (role.mention, role.title)))


def _parts(marks: Marks, first: int, end: int) -> Iterator[tuple[int, int]]:
    """The titles that "dan" joins: "Bupati X dan Ketua Y" are two, "Ketua dan pendiri Y" is one of one body."""
    lexicon = _lexicon()
    for at in range(first + 1, end - 1):
        joins = marks.lower[at] in lexicon.pairing and marks.at[at] is None
        if joins and marks.lower[at + 1] in lexicon.heads and marks.at[at + 1] is None:
            bodies = [any(m is not None for m in marks.at[a:b]) for a, b in ((first, at), (at + 1, end))]
            if bodies[0] or not bodies[1]:
                yield first, at
                yield from _parts(marks, at + 1, end)
                return
    yield first, end


def _listed(marks: Marks) -> Iterator[Role]:
    """The title that several names share: "dua anggota Persiwa, yakni Budi dan Sari"."""
    listing = _lexicon().listed
    for at in marks.prose.where(listing, 0, len(marks.lower)):
        if marks.at[at] is not None or at == 0:
            continue
        names = _names(marks, at + 1)
        comma = marks.lower[at - 1] == ","
        if comma and marks.lower[at] == "seperti":
            continue  # it compares
        end = at - comma
        first = _leftmost_head(marks, end) if names and end > 0 else None
        if first is not None:
            yield from (_role(marks, name, first, _without_origin(marks, first, end)) for name in names)


def _names(marks: Marks, at: int) -> list[Mention]:
    """The persons that are listed from the token on."""
    names: list[Mention] = []
    while (i := pass_ranks(marks, at)) < len(marks.lower):
        mention = marks.at[i]
        if mention is None or mention.entity.type != "Person":
            break
        after = at = _past_note(marks, mention.end)
        if marks.lower[after : after + 1] and marks.lower[after] in _lexicon().selecting:
            break  # "serta Budi selaku panitera" has a title of his own
        names.append(mention)
        while at < len(marks.lower) and marks.lower[at] in _lexicon().joining:
            at += 1
        if at == after:
            break
    return names


def _past_note(marks: Marks, at: int) -> int:
    """Past the note in brackets after a name, or where its bearer comes from ("Budi (25)", "Budi dari Solo")."""
    if at + 1 >= len(marks.lower):
        return at
    from_where = marks.at[at + 1]
    if marks.lower[at] in _lexicon().coming and from_where is not None and from_where.first == at + 1:
        return from_where.end
    return _skip_parenthesis(marks, at) if marks.lower[at] == _OPEN else at


def _role(marks: Marks, mention: Mention, first: int, end: int) -> Role:
    end -= end > first + 1 and marks.at[end - 1] is None and marks.lower[end - 1] in _lexicon().trailing
    inside = [m for m in marks.at[first:end] if m and m.entity.type == "Organization"]
    return Role(
        person=mention.entity.id,
        title=(_glued_head(marks, first) or marks.prose.starts[first], _title_stop(marks, first, end)),
        organization=inside[-1].entity.id if inside else None,
        mention=mention.span,
        past=marks.lower[first] in _lexicon().past,
    )


def _title_stop(marks: Marks, first: int, end: int) -> int:
    """Where a title ends in the text, without the "-nya" of "pemain kuncinya, Budi"."""
    owned = marks.at[end - 1] is None and marks.prose.words[end - 1].islower()
    of_his = owned and marks.lower[end - 1].endswith(_HIS) and len(marks.lower[end - 1]) > len(_HIS) + 2
    return marks.prose.ends[end - 1] - (len(_HIS) if of_his else 0)


def _is_of_next(marks: Marks, title: tuple[int, int], name: Mention) -> bool:
    """Whether the name only completes the title of somebody else: "kuasa hukum Budi, Sari", "ajudan Budi itu"."""
    if title[1] != name.first or marks.lower[title[1] - 1] not in _lexicon().owners or name.end >= len(marks.lower):
        return False
    following = marks.at[pass_ranks(marks, min(name.end + 1, len(marks.lower) - 1))]
    is_appositive = marks.lower[name.end] == "," and following is not None and following.entity.type == "Person"
    return (
        is_appositive
        or marks.lower[name.end] in _lexicon().closers
        or " ".join(marks.lower[title[0] : title[1]]) in _lexicon().belonging
    )


def _gives_it(marks: Marks, start: int, title: tuple[int, int]) -> bool:
    """Whether a title is one that the name's bearer gives to another: "ditunjuk Budi menjadi Ketua RT"."""
    if not start or marks.lower[title[0] - 1] not in _lexicon().becoming | _lexicon().selecting:
        return False
    at = start - 1 - (marks.lower[start - 1] == "oleh")
    return at >= 0 and marks.lower[at] in _lexicon().given


@cache
def title_starts() -> frozenset[str]:
    """The lower-case words that can start a title."""
    return _lexicon().heads | _lexicon().modifiers


def is_title_start(word: str) -> bool:
    """Whether a lower-case word can start a title."""
    return word in title_starts()


def starts_title(marks: Marks, i: int) -> bool:
    """Whether a title can start at the token: at "ibu RT", but not at "ibu kota"."""
    if marks.at[i] is not None or not is_title_start(marks.lower[i]):
        return False
    return " ".join(marks.lower[i : i + 2]) not in _lexicon().untitled


def is_vague(word: str) -> bool:
    """Whether a lower-case word alone is no title ("pemain")."""
    return word in _lexicon().vague


def is_past(word: str) -> bool:
    """Whether a lower-case word says that a position, or kinship, has ended."""
    return word in _lexicon().past


def is_left(marks: Marks, name_end: int, title: int) -> bool:
    """Whether a title after a name is one that its holder has left ("Budi mundur dari jabatan Ketua RT")."""
    return not _lexicon().leaving.isdisjoint(marks.lower[name_end:title][:_BETWEEN])


def is_rank(word: str) -> bool:
    """Whether a lower-case word is a form of address, a rank or a degree."""
    return word in _lexicon().ranks


def title_before(marks: Marks, name: int) -> tuple[int, int] | None:
    """The tokens of the title that stands before the token `name` (past ranks and one comma), or None."""
    end = before_ranks(marks, name)
    end -= (end == name and _is_in_brackets(marks, name)) or _is_told_apart(marks, end, name)
    if end == 0 or marks.lower[end - 1] in "(.!?:;" or _stopped(marks, end - 1) or _starts_line(marks, end):
        return _rank_as_title(marks, end, name)
    first = _leftmost_head(marks, end)
    if first is None and end < name and marks.lower[end] == ",":
        clause = _before_clause(marks, end)
        first = _leftmost_head(marks, clause) if clause else None
        end = end if first is None else clause
    if first is None:
        return _rank_as_title(marks, end, name)
    first = _with_modifiers(marks, first)
    if marks.lower[end - 1] in _lexicon().pairs or _is_of_relative(marks, first, end):
        return None
    if _is_fronted(marks, first, end, name):
        return None
    if first > 0 and (marks.lower[first - 1] in _lexicon().many or marks.lower[first - 1].isdigit()):
        return None
    return first, _without_origin(marks, first, end)


@cache
def _kin() -> frozenset[str]:
    return frozenset(table("clauses")["kin"]) - _lexicon().heads


def _is_of_relative(marks: Marks, first: int, end: int) -> bool:
    """Whether a title before a comma is that of a relative: "istri wali kota, Sari", but not "istri Wali Kota Budi"."""
    return first > 0 and marks.lower[first - 1] in _kin() and marks.lower[end : end + 1] == (",",)


def _is_fronted(marks: Marks, first: int, end: int, name: int) -> bool:
    """Whether a title belongs to what a sentence opens with: "Kepada |penyidik|, Budi mengaku …"."""
    mention, before = marks.at[name], marks.lower[first - 1] if first else ""
    if mention is None or before not in _lexicon().fronting or marks.lower[end : end + 1] != (",",):
        return False
    closed = mention.end >= len(marks.lower) or not marks.lower[mention.end][0].isalpha()
    return marks.prose.words[first - 1][0].isupper() and not closed


def _is_told_apart(marks: Marks, end: int, name: int) -> bool:
    """Whether "itu" and a comma stand before a name in commas: "Menurut dosen |itu|, Budi, harga turun"."""
    mention = marks.at[name]
    if mention is None or end < 2 or end == name or marks.lower[end - 1] not in _lexicon().closers:
        return False
    return marks.lower[end] == "," and marks.lower[mention.end : mention.end + 1] == (",",)


def _is_in_brackets(marks: Marks, name: int) -> bool:
    """Whether the name stands alone in brackets behind its title: "Presiden (Budi)"."""
    mention = marks.at[name]
    if mention is None or name < 1 or marks.lower[name - 1] != _OPEN or mention.end >= len(marks.lower):
        return False
    return marks.lower[mention.end] == _CLOSE and marks.at[name - 2] is None


def _starts_line(marks: Marks, i: int) -> bool:
    """Whether a line begins at the token, so that what stands before it is a headline."""
    return "\n" in marks.prose.text[marks.prose.ends[i - 1] : marks.prose.starts[i]]


def _before_clause(marks: Marks, end: int) -> int:
    """The token after the title in "mantan wasit yang kini melatih, Budi", or "pebalap di ajang X, Budi"; 0 if none."""
    for i in range(end - 1, max(end - _REACH, _sentence_start(marks, end - 1)), -1):
        if marks.lower[i] in ',“”":;':
            return 0
        if marks.lower[i] == "yang" and marks.at[i] is None:
            return i - (marks.lower[i - 1] == ",")
        if marks.lower[i] == "di" and marks.lower[i + 1] in _lexicon().arenas:
            return i
    return 0


def _before_its_clause(marks: Marks, title: tuple[int, int], name: int) -> Iterator[tuple[int, int]]:
    """The title that a clause with the title found goes on about: "|mantan wasit| yang kini menjadi petani, Budi"."""
    clause = _before_clause(marks, title[0]) if title[1] < name and marks.lower[title[1]] == "," else 0
    first = _leftmost_head(marks, clause) if clause else None
    if first is not None:
        yield _with_modifiers(marks, first), _without_origin(marks, first, clause)


def _with_modifiers(marks: Marks, first: int) -> int:
    """Where a title starts with the words before its head: "|mantan| Bupati", "|Pelaksana Tugas| Camat"."""
    modifiers = _lexicon().modifiers
    while first > 0 and marks.at[first - 1] is None:
        if marks.lower[first - 1] in modifiers:
            first -= 1
        elif " ".join(marks.lower[max(first - 2, 0) : first]) in modifiers:
            first -= 2
        elif first > _NOTE and marks.lower[first - 1] == _CLOSE and marks.lower[first - 2] in modifiers:
            first -= _NOTE  # "Pelaksana tugas (Plt) Gubernur"
        else:
            break
    return first


def _joint(marks: Marks, title: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The title before another one of the same person: "|Bupati X| sekaligus Ketua Y", "|Bupati X| yang juga Ketua Y"."""
    end = title[0] - 1
    if end > 0 and marks.lower[end] == "juga" and marks.lower[end - 1] == "yang":
        end -= 1
    elif end < 0 or marks.lower[end] not in _lexicon().joint:
        return
    end -= end > 1 and marks.lower[end - 1] == ","
    first = _leftmost_head(marks, end) if end > 0 else None
    if first is not None:
        yield _with_modifiers(marks, first), end


def _stopped(marks: Marks, i: int) -> bool:
    return marks.at[i] is None and marks.lower[i] in _lexicon().links


def before_ranks(marks: Marks, name: int) -> int:
    """The token where the ranks and forms of address before a name begin, the name's own where it has none."""
    at, comma = name, False
    while at > 0 and (marks.at[at - 1] is None or _is_service(marks, at - 1)):
        word = marks.lower[at - 1]
        abbreviated = (
            word == "." and at > 1 and marks.lower[at - 2] in _lexicon().ranks and not _is_general(marks, at - 2)
        )
        if word == "," and not comma:
            comma = True
        elif length := _long_rank(marks, at):
            at -= length - 1
        elif _is_general(marks, at - 1) or not (
            word in _lexicon().ranks or word in _lexicon().services or abbreviated or _is_retired(marks, at - 1)
        ):
            break
        at -= 1
    return at


def _is_service(marks: Marks, i: int) -> bool:
    """Whether the token only tells which service a rank is of: "Mayjen |TNI|"."""
    return i > 0 and marks.lower[i] in _lexicon().services and marks.lower[i - 1] in _lexicon().ranks


def _is_general(marks: Marks, i: int) -> bool:
    """Whether a word for a rank belongs to a title: "Konsul |Jenderal|"."""
    return i > 0 and f"{marks.lower[i - 1]} {marks.lower[i]}" in _lexicon().generals


def _long_rank(marks: Marks, end: int) -> int:
    """How many tokens the rank of several words has that ends before the token `end`; 0 if there is none."""
    for length in (4, 3, 2) if end and marks.lower[end - 1] in _ends_of_long_ranks() else ():
        if end >= length and " ".join(marks.lower[end - length : end]) in _lexicon().ranks:
            return length
    return 0


@cache
def _ends_of_long_ranks() -> frozenset[str]:
    return frozenset(rank.rsplit(" ", 1)[1] for rank in _lexicon().ranks if " " in rank)


def _is_retired(marks: Marks, i: int) -> bool:
    """Whether the token is part of "(Purn)", or of "Kolonel Laut (P)"."""
    lower = marks.lower
    if lower[i] in _lexicon().corps:
        return lower[i - 1 : i] == (_OPEN,) and lower[i + 1 : i + 2] == (_CLOSE,)
    return (lower[i] == _CLOSE and i > 0 and _is_noted(lower[i - 1])) or (
        lower[i] == _OPEN and i + 1 < len(lower) and _is_noted(lower[i + 1])
    )


def _is_noted(word: str) -> bool:
    return word in _lexicon().ranks or word in _lexicon().corps


@cache
def _telling_heads() -> frozenset[str]:
    return _lexicon().heads - _lexicon().vague


def _rank_as_title(marks: Marks, first: int, name: int) -> tuple[int, int] | None:
    for i in range(first, name):
        if marks.lower[i] in _telling_heads() and marks.at[i] is None:
            return i, i + 1
    return None


def _inner(marks: Marks, i: int) -> bool:
    """Whether the token may stand inside a title."""
    mention, word, lexicon = marks.at[i], marks.lower[i], _lexicon()
    if mention is not None:
        return mention.entity.type != "Unnamed" and (mention.entity.type != "Person" or _is_owned(marks, mention))
    if word in lexicon.heads or word in _JOINERS:
        return True
    surface = marks.prose.words[i]
    if not surface[0].isalnum():
        return False
    if surface[0].isupper() and i > 0 and marks.lower[i - 1] not in '.:”"':
        return True
    if word in lexicon.stops:
        return word == "dan" or (word in lexicon.serving and _is_body(marks, i + 1))
    if surface[0].isupper() or surface[0].isdigit():
        return True
    return word in lexicon.words or not _VERB.match(word)


def _is_body(marks: Marks, i: int) -> bool:
    mention = marks.at[i] if i < len(marks.at) else None
    return mention is not None and mention.first == i and mention.entity.type == "Organization"


def _is_owned(marks: Marks, person: Mention) -> bool:
    """Whether the person's name belongs to somebody else's title ("agen Budi")."""
    return person.first > 0 and marks.lower[person.first - 1] in _lexicon().owners


def _leftmost_head(marks: Marks, end: int) -> int | None:
    """Scan left from the end of the title for the head that the whole phrase starts with."""
    heads, best, closed = _lexicon().heads, None, 0
    floor = max(end - _REACH, _sentence_start(marks, end - 1))
    for i in range(end - 1, floor - 1, -1):
        word = marks.lower[i]
        if not (_inner(marks, i) or word in _lexicon().origin):
            break
        if best is not None and word in ",.":
            return _of_fields(marks, floor, i, best)
        closed += (word == _CLOSE) - (word == _OPEN)
        if closed < 0 or (best is None and word == "," and not _starts_name(marks, i + 1)):
            break
        his = i == end - 1 and _is_his(marks, i)
        if not closed and (his or (word in heads and starts_title(marks, i)) or _glued_head(marks, i) is not None):
            if word in _lexicon().led and _is_led(marks, i, end):
                break
            best = i
    return best


def _is_his(marks: Marks, i: int) -> bool:
    """Whether the token is a title of somebody who belongs to one spoken of: "|pelatihnya|, Budi"."""
    bare = marks.lower[i].removesuffix(_HIS)
    return bare != marks.lower[i] and marks.at[i] is None and bare in _lexicon().heads - _lexicon().vague


def _is_led(marks: Marks, i: int, name: int) -> bool:
    """Whether "pimpinan" says who leads what stands before it: "Kabinet X pimpinan Budi", "negara pimpinan Budi"."""
    if i == 0 or marks.at[i - 1] is not None:
        return i > 0
    return i == name - 1 and marks.prose.words[i - 1].islower() and marks.lower[i - 1] not in _lexicon().stops


def _of_fields(marks: Marks, floor: int, comma: int, head: int) -> int:
    """The head of an office with fields in commas if the last is a title: "|Deputi| Bidang X, Y, dan Konsultan"."""
    if marks.lower[comma] != "," or head != comma + 2 or marks.lower[comma + 1] not in _lexicon().pairing:
        return head
    for i in range(comma, floor - 1, -1):
        if marks.at[i] is not None or not (_is_field(marks, i) or marks.lower[i] in _lexicon().heads | {",", "dan"}):
            break
        if marks.lower[i] in _lexicon().heads:
            return head if _lexicon().fielded.isdisjoint(marks.lower[i:comma]) else i
    return head


_GLUED = (re.compile(r"(?P<head>[A-Z][a-z]+)(?=[A-Z])"), re.compile(r"[\w.-]*[a-z.-](?P<head>[A-Z][a-z]+)\Z"))


@lru_cache(10_000)
def _glued(word: str) -> tuple[int, int] | None:
    """The part of a word that heads a title, if scraping has glued something to it ("JakartaKetua", "KetuaPersiwa")."""
    for part in _GLUED:
        found = part.match(word)
        if found and found["head"].lower() in _lexicon().heads:
            return found.span("head")
    return None


def _glued_head(marks: Marks, i: int) -> int | None:
    """The offset of a title's head that is part of a token, and of no name."""
    part = None if marks.prose.words[i].lower() in _lexicon().heads else _glued(marks.prose.words[i])
    if part is None:
        return None
    start, end = marks.prose.starts[i] + part[0], marks.prose.starts[i] + part[1]
    name = marks.at[i]
    return start if name is None or name.span[1] <= start or name.span[0] >= end else None


def _starts_name(marks: Marks, i: int) -> bool:
    return marks.at[i] is not None or marks.prose.words[i][0].isupper() or marks.lower[i] == "dan"


def _sentence_start(marks: Marks, i: int) -> int:
    """The first token of the sentence, or the last one that a title could reach back to."""
    start, floor = marks.prose.sentence_at(marks.prose.starts[i])[0], max(i - _REACH, 0)
    return bisect_left(marks.prose.starts, start, floor, i)


def _without_origin(marks: Marks, first: int, end: int) -> int:
    """The end of the title before "asal Jawa" or "19 tahun"."""
    for i in range(first + 1, end):
        is_age = marks.lower[i].isdigit() and marks.lower[i + 1 : i + 2] == ("tahun",)
        if marks.at[i] is None and (marks.lower[i] in _lexicon().origin or is_age):
            return i
    return end


def titles_after(marks: Marks, end: int) -> Iterator[tuple[int, int]]:
    """The token ranges of the titles that follow a name which ends before token `end`."""
    first = _title_start(marks, end)
    while first is not None:
        stop = title_end(marks, first)
        if stop <= first or not _is_closed(marks, end, first, stop):
            return
        yield first, stop
        end, first = stop, _further_title(marks, stop)


def _title_start(marks: Marks, end: int) -> int | None:
    """Where a title starts after a name: in brackets, after a comma, or after words like "selaku"."""
    n = len(marks.lower)
    at = skip_degrees(marks, end)
    if at < n and marks.lower[at] == _OPEN:
        if at + 1 < n and starts_title(marks, at + 1):
            return at + 1
        at = _skip_parenthesis(marks, at)
    if at < n and marks.lower[at] == ",":
        at += 1
    opened = at > end and marks.lower[at - 1] == ","
    if at < n and not opened and _is_bare_apposition(marks, at):
        return at
    for i in range(at, min(at + 5, n)):
        word, named = marks.lower[i], marks.at[i]
        if opened and is_title_start(word) and (named is None or named.entity.type == "Organization"):
            return i
        if named is not None:
            return None
        if word in _lexicon().verbs or word == "juga" or (i == end and word in _lexicon().predicating):
            opened = True
        elif word not in _lexicon().fillers and word not in _lexicon().leaving:
            return None
    return None


def _is_bare_apposition(marks: Marks, at: int) -> bool:
    """Whether a title with a body's name follows without a comma: "Budi anggota Persiwa"."""
    if marks.lower[at] not in _lexicon().heads or marks.at[at] is not None or not marks.prose.words[at].islower():
        return False
    return any(m and m.entity.type == "Organization" for m in marks.at[at : title_end(marks, at)])


@lru_cache(10_000)
def _is_degree(word: str) -> bool:
    return _DEGREE.fullmatch(word) is not None


def skip_degrees(marks: Marks, at: int) -> int:
    """Past the degrees after a name: ", S.H., M.Hum."."""
    last = at
    for i in range(at, min(at + 16, len(marks.lower))):
        if _is_degree(marks.prose.words[i]):
            last = i + 1 + (i + 1 < len(marks.lower) and marks.lower[i + 1] == ".")
        elif marks.lower[i] not in ",.":
            break
    return last


def _further_title(marks: Marks, at: int) -> int | None:
    """Where another title of the same person starts ("…, sekaligus Ketua RT")."""
    n = len(marks.lower)
    if at < n and marks.lower[at] == ",":
        at += 1
    if at < n and (
        marks.lower[at] in _lexicon().further
        or marks.lower[at : at + 2] == ("yang", "juga")
        or marks.lower[at : at + 2] == ("dan", "juga")
    ):
        at += 1 + (marks.lower[at] not in _lexicon().further)
        return at if at < n and starts_title(marks, at) else None
    return None


def _skip_parenthesis(marks: Marks, at: int) -> int:
    for i in range(at + 1, min(at + 6, len(marks.lower))):
        if marks.lower[i] == _CLOSE:
            return i + 1
    return at


def past_origin(marks: Marks, at: int, end: int) -> int:
    """The token after "asal Jawa", "19 tahun" or "yang …" behind a title, if "itu" closes it there; else `at`."""
    opens = at < end and (
        marks.lower[at] in _lexicon().origin or marks.lower[at].isdigit() or marks.lower[at] == "yang"
    )
    if not opens or marks.at[at] is not None:
        return at
    for i in range(at + 1, min(at + 12, end)):
        if marks.lower[i] in _lexicon().closers:
            return i
        if marks.lower[i] in ",.:;":
            return at
    return at


def title_end(marks: Marks, first: int) -> int:
    """The end of the title that starts at the token `first`."""
    limit = min(first + _REACH, len(marks.lower))
    stop = marks.prose.sentence_at(marks.prose.starts[first])[1]
    end, opened = first, 0
    fields = first
    while end < limit and marks.prose.starts[end] < stop and marks.lower[end] != "." and _inner(marks, end):
        if marks.lower[end] == "," and end >= fields and not (fields := _past_fields(marks, end, limit)):
            break
        opened += (marks.lower[end] == _OPEN) - (marks.lower[end] == _CLOSE)
        if opened < 0 or _is_venue(marks, end):
            break
        end += 1
    while end > first and marks.at[end - 1] is None and _hangs(marks.lower[end - 1]):
        end -= 1
    return _without_origin(marks, first, end)


def _hangs(word: str) -> bool:
    """Whether a word or mark does not end a title."""
    return word in _HANGING or word in _lexicon().links or word in _lexicon().areas


def _past_fields(marks: Marks, comma: int, limit: int) -> int:
    """The token after the fields of an office in commas: "Deputi Riset|, Inovasi, dan Data|"; 0 for no such list."""
    at = comma
    while at + 1 < limit and marks.lower[at] == ",":
        at += 1 + (last := marks.lower[at + 1] in _lexicon().pairing)
        start = at
        while at < limit and _is_field(marks, at):
            at += 1
        if at == start or last:
            return at if at > start else 0
        if marks.lower[at : at + 1] == ("dan",) and at + 1 < limit and _is_field(marks, at + 1):
            return at + 1
    return 0


def _is_field(marks: Marks, i: int) -> bool:
    """Whether the token is a word of a field ("Inovasi"): capitalised, no name and no title."""
    return marks.at[i] is None and marks.prose.words[i][0].isupper() and marks.lower[i] not in _lexicon().heads


def _is_venue(marks: Marks, i: int) -> bool:
    """Whether a place, a span of years or a remark begins here, which says where or when and not what."""
    if i + 1 >= len(marks.lower):
        return False
    if marks.lower[i] == "di":
        following = marks.at[i + 1]
        return following.entity.type == "Place" if following is not None else _is_common(marks, i + 1)
    return marks.lower[i] == _OPEN and (marks.lower[i + 1][0].isdigit() or _is_remark(marks, i))


def _is_common(marks: Marks, i: int) -> bool:
    """Whether a noun begins here that names no body or place ("di hadapan peserta", but "di masjid X")."""
    return marks.prose.words[i].islower() and not any(word[0].isupper() for word in marks.prose.words[i + 1 : i + 2])


def _is_remark(marks: Marks, bracket: int) -> bool:
    """Whether a body's name is explained in brackets, and not abbreviated: "Rumah Tani (komunitas petani muda)"."""
    body = marks.at[bracket - 1] if bracket else None
    return body is not None and body.end == bracket and marks.prose.words[bracket + 1].islower()


def _is_closed(marks: Marks, name_end: int, first: int, stop: int) -> bool:
    """Whether what stands after the comma is an appositive: closed itself, and no title of the next name."""
    if stop >= len(marks.lower):
        return True
    if marks.lower[stop] in _lexicon().listed:
        return False
    following = marks.at[pass_ranks(marks, stop)]
    if following is not None and following.entity.type == "Person":
        return False
    if marks.lower[first - 1] != ",":
        return stop > first + 1 or marks.lower[stop] != "yang" or marks.lower[first] not in _lexicon().vague
    name = marks.at[name_end - 1]
    opens = name is not None and _sentence_start(marks, name.first) == name.first
    if marks.prose.words[first][0].isupper() or any(
        m and m.entity.type == "Organization" for m in marks.at[first:stop]
    ):
        return True
    if marks.lower[stop] in _lexicon().after or marks.at[stop - 1] is not None:
        return True
    return opens and bool(_VERB.match(marks.lower[stop]))


def pass_ranks(marks: Marks, at: int) -> int:
    """The token after the ranks that start at the token, never past the last one."""
    while (
        at + 1 < len(marks.lower)
        and marks.at[at] is None
        and (marks.lower[at] in _lexicon().ranks or _is_retired(marks, at))
    ):
        at += 1
    return at


def _is_next_in_list(marks: Marks, title: tuple[int, int]) -> bool:
    """Whether a comma and a name follow: the title belongs to the next one of a list of people."""
    at = title[1]
    if at + 1 >= len(marks.lower) or marks.lower[title[0] - 1] != "," or marks.lower[at] != ",":
        return False
    following = marks.at[pass_ranks(marks, at + 1)]
    return following is not None and following.entity.type == "Person"
