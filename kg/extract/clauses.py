"""Where the content of a reporting word begins and ends, and whether it is content at all."""

from __future__ import annotations

import re

from msgspec import Struct

from kg.extract.cues import Cue, is_verb, words
from kg.extract.marks import Marks
from kg.extract.phrases import lexicon
from kg.extract.reading import Reading
from kg.extract.speakers import phrase_after
from kg.language import table
from kg.model import Span

_THAT_REACH = 25  # tokens between a verb and its bahwa
_CLAUSE_REACH = 14  # tokens of a clause up to its reporting verb
_SORT_REACH = 4  # tokens between "saran" and its agar, without whom it is given to
_ADDRESSEE = 16  # tokens of "kepada …"
_BREAKS = frozenset(',.;:"“”')
_OPENING = frozenset('"“„«')
_CALLED = _OPENING | {"sebagai"}
_TRIMMED = frozenset(",.;:-–—")
_POINTERS = table("reporting_verbs")["pointers"]
_POINTER = re.compile(
    rf"(?:(?:{'|'.join(_POINTERS['nouns'].split())}) )?(?:{'|'.join(_POINTERS['words'])})"
    rf"(?: \w+| (?:{'|'.join(_POINTERS['behind'].split())})\b.*|, ?(?:{'|'.join(_POINTERS['turning'].split())})\b.*)?"
    rf"|{'|'.join(_POINTERS['asking'])}",
    re.IGNORECASE,
)


class Beginning(Struct, frozen=True, gc=False):
    """Where content begins; `marked` by a comma, a colon or bahwa (`that`); whom the words are addressed to."""

    first: int
    marked: bool
    that: bool
    addressee: str | None


def trimmed(marks: Marks, first: int, end: int) -> Span:
    """The code points of tokens without the punctuation at their edges; (0, 0) when nothing is left."""
    while first < end and marks.at[first] is None and marks.lower[first] in _TRIMMED:
        first += 1
    while end > first and marks.at[end - 1] is None and marks.lower[end - 1] in _TRIMMED:
        end -= 1
    return marks.span(first, end) if first < end else (0, 0)


def is_pointer(text: str, content: list[Span]) -> bool:
    """Whether the content only points elsewhere ("hal itu")."""
    return len(content) == 1 and bool(_POINTER.fullmatch(text, *content[0]))


def content_start(reading: Reading, i: int, end: int, cue: Cue) -> Beginning:
    """Where the content begins behind a verb that ends before the token `i`."""
    marks, addressee = reading.marks, None
    lower = marks.lower
    while i < end and lower[i] in words().adverbs and marks.at[i] is None:
        i += 1
    sort = i < end and marks.at[i] is None and lower[i].removesuffix("nya") in words().sorts
    told = _told_sort(reading, i + 1, end) if sort and cue.kind in ("say", "give", "ask") else None
    if told is not None:
        return told
    asked = cue.kind == "ask" and lower[i : i + 2] == (",", "kepada")
    if i < end and (asked or lower[i] == "kepada"):
        addressee, i = _addressee(reading, i + 1 + asked, end)
        i = _asked_for(marks, i, end) if cue.kind == "ask" else i
    that = _that(marks, i, end)
    if that is not None:
        return Beginning(that + 1, True, True, addressee)
    comma = i < end and lower[i] in (",", ":", ".")
    i += comma
    if comma and i < end and lower[i] in words().tails and marks.at[i] is None:  # "mengatakan, dikutip dari X, …"
        i = next((k + 1 for k in range(i, end) if lower[k] == "," and marks.at[k] is None), i)
    if i < end and lower[i].startswith("bahwa") and marks.at[i] is None:
        return Beginning(i + 1, True, True, addressee)
    if i < end and lower[i] in words().complementisers and not comma and not _is_conditional(marks, i, end):
        return Beginning(i + 1, True, True, addressee)
    return Beginning(i, comma and cue.kind == "say", False, addressee)


def _told_sort(reading: Reading, i: int, end: int) -> Beginning | None:
    """Where the content begins behind a noun that tells its sort: "memberi saran |kepada Budi agar| menunggu"."""
    marks, addressee = reading.marks, None
    k, limit = i, min(end, i + _SORT_REACH)
    while k < limit:
        word = marks.lower[k]
        if word in ("kepada", "ke") and marks.at[k] is None:
            addressee, k = _addressee(reading, k + 1, end)
            limit = min(end, k + 1)
            continue
        if word.startswith("bahwa"):
            return Beginning(k + 1, True, True, addressee)
        if word in _WISHED or (word == "untuk" and k + 1 < end and is_verb(marks.lower[k + 1])):
            return Beginning(k, True, True, addressee)
        if word in _BREAKS or is_verb(word):
            return None
        k += 1
    return None


def _that(marks: Marks, i: int, end: int) -> int | None:
    """The bahwa that follows the verb at once or behind adjuncts."""
    if i >= end or not (
        marks.lower[i] in words().adjuncts or marks.lower[i] in ",(" or marks.lower[i].startswith("bahwa")
    ):
        return None
    opening = marks.lower[i + 1] if i + 1 < end else ""
    if marks.lower[i] == "," and not (_is_adjunct(marks, i + 1, end) or opening.startswith("bahwa")):
        return None
    for k in range(i, min(i + _THAT_REACH, end)):
        if marks.lower[k].startswith("bahwa") and marks.at[k] is None:
            return k
        if marks.lower[i] == "," and k > i + 1 and marks.at[k] is None and is_verb(marks.lower[k]):
            return None
    return None


def _is_conditional(marks: Marks, i: int, end: int) -> bool:
    """Whether jika begins a condition with its consequence and not the content ("mengatakan jika …")."""
    return any(marks.lower[k] in (",", "maka") for k in range(i, end))


def _addressee(reading: Reading, i: int, end: int) -> tuple[str | None, int]:
    """The one spoken to behind "kepada", and where the phrase ends."""
    marks, entities = reading.marks, reading.discourse.entities
    who: str | None = None
    k = i
    while k < min(end, i + _ADDRESSEE):
        mention, word = marks.at[k], marks.lower[k]
        if mention is not None:
            if who is None or (mention.entity.type == "Person" and entities[who].type != "Person"):
                who = mention.entity.id
            k = max(mention.end, k + 1)
            continue
        if word in lexicon().enders or word in words().complementisers or word in _BREAKS:
            break
        k += 1
    return who, k


def _asked_for(marks: Marks, i: int, end: int) -> int:
    """Where what is asked begins, past what describes the addressee: "kepada warga |yang tinggal di sana untuk| …"."""
    for k in range(i, min(end, i + _ADDRESSEE)):
        if marks.lower[k] in _WISHES and marks.at[k] is None:
            return k
        if marks.lower[k] in _BREAKS:
            break
    return i


def content_end(reading: Reading, start: int, end: int) -> int:
    """Where content that begins at `start` ends: with the sentence, or before relaying, time, or another cue."""
    marks, table = reading.marks, words()
    lower = marks.lower
    for k in range(start, end - 1):
        if marks.at[k] is not None:
            continue
        if reading.quoted[k] >= 0:
            if reading.quoted[k] in reading.done:
                return k
            continue
        word = lower[k]
        if k == start:
            continue
        if word == ",":
            if _ends_at_comma(reading, start, k, end):
                return k
        elif word == ";":
            if _another_says(marks, k + 1, end):
                return k
        elif word in table.turns:
            if _another_cue(marks, k + 1, end) or (word in _AND and _asks_too(marks, start, k, end)):
                return k
        elif word in table.when and lower[k + 1] in table.met:
            return k
    return end


def _ends_at_comma(reading: Reading, start: int, k: int, end: int) -> bool:
    marks, table = reading.marks, words()
    word = marks.lower[k + 1]
    mention = marks.at[k + 1]
    if mention is not None:
        person = mention.entity.type == "Person"
        return person and _another_cue(marks, k + 1, end) and has_clause(marks, start, k)
    if word in table.tails or (word in ("seperti", "sebagaimana") and _relays(marks, k + 2, end)):
        return True
    cue = table.cues.get(word)
    if cue is not None and cue.kind == "stem":
        return cue.clitic or phrase_after(marks, k + 2, end) is not None
    return word in table.comma_turns and (marks.lower[k + 2] == "menurut" or _another_cue(marks, k + 2, end))


def _another_says(marks: Marks, k: int, end: int) -> bool:
    """Whether a clause begins whose subject is named before its reporting verb: "; sebaliknya, peneliti X menilai …"."""
    named = False
    for j in range(k, min(end, k + _CLAUSE_REACH)):
        cue = _cue_of(marks, j)
        if cue is not None and cue.strong and cue.kind in ("say", "ask", "deny", "attitude"):
            return named
        named = (
            named
            or marks.at[j] is not None
            or marks.lower[j] in lexicon().singular
            or marks.lower[j] in lexicon().speaking
        )
        if marks.at[j] is None and (
            marks.lower[j] in ".;" or (is_verb(marks.lower[j]) and marks.lower[j] not in lexicon().titles)
        ):
            return False
    return False


def _cue_of(marks: Marks, j: int) -> Cue | None:
    """The cue of a token outside of names."""
    return words().cues.get(marks.lower[j]) if marks.at[j] is None else None


def _relays(marks: Marks, i: int, end: int) -> bool:
    """Whether "seperti" is followed by a relaying verb, or by "yang" and one."""
    i += i < len(marks.lower) and marks.lower[i] == "yang"
    if i >= len(marks.lower):
        return False
    mention = marks.at[i]
    closing = mention is not None and mention.entity.type == "Organization" and mention.end + 1 >= end
    return closing or marks.lower[i] in words().relayed


def _another_cue(marks: Marks, k: int, end: int) -> bool:
    """Whether a reporting verb follows at once, behind adverbs, a pronoun or a name at most."""
    table, named = words(), False
    for j in range(k, min(end, k + 10)):
        word = marks.lower[j]
        if marks.at[j] is not None or word in lexicon().singular:
            named = True
            continue
        cue = table.cues.get(word) or table.cues.get(word.removesuffix("nya"))
        if (
            cue is not None
            and cue.strong
            and (cue.kind in ("say", "deny") or (named and cue.kind in ("ask", "attitude")))
        ):
            return word not in table.plain
        known = word in table.before or word in lexicon().before_names
        if not known and not marks.prose.words[j][0].isupper():
            return False
    return False


def _asks_too(marks: Marks, start: int, k: int, end: int) -> bool:
    """Whether the speaker goes on asking behind "dan": "mengatakan retribusi tetap |dan meminta| pedagang tertib"."""
    asks = _cue_of(marks, k + 1)
    asking = asks is not None and asks.kind == "ask" and asks.strong
    return asking and has_clause(marks, k + 2, end) and has_clause(marks, start, k)


def is_content(reading: Reading, begin: Beginning, stop: int, cue: Cue, verb: str) -> bool:
    """Whether the words can be what was said: a clause, or a noun phrase where the verb takes one."""
    marks, first = reading.marks, begin.first
    if marks.lower[first] in ("dan", "atau", "serta", "yang"):
        return False
    if not begin.that and not cue.strong and marks.lower[first] in words().reasons:
        return False
    if begin.marked and stop - first >= 2:
        return True
    if cue.kind == "say" and marks.lower[first].removesuffix("nya") in words().speeches:
        return False
    scores = verb in words().scoring and marks.lower[first].removesuffix("nya") in words().scored
    if scores and not (cue.strong and has_clause(marks, first, stop)):
        return False
    if cue.kind == "give":
        return False
    if cue.kind == "that":
        return marks.lower[first] in _ASKED
    if cue.kind == "ask" and marks.lower[first] == "maaf":
        return False
    if cue.kind != "say":
        return cue.strong or has_clause(marks, first, stop)
    pointed = marks.lower[first + 1 : first + 2] in _POINTED
    equated = not _EQUATING.isdisjoint(marks.lower[first:stop])
    called = pointed and (has_clause(marks, first, stop) or not _CALLED.isdisjoint(marks.lower[first + 2 : first + 3]))
    topic = _is_topic(marks.lower[first]) and not equated and not called
    if topic and not (has_clause(marks, first, stop) and verb not in words().topical):
        return False
    if marks.lower[first] in _WISHED:
        return True
    if not cue.strong and marks.lower[first] in _MEANS:
        return False
    if not cue.strong:
        comma = next((k for k in range(first, stop) if marks.lower[k] == ","), stop)
        return has_clause(marks, comma if marks.lower[first] in _GOVERNING else first, stop)
    if verb in words().topical and marks.lower[first] in ("ke", "kepada"):
        return False
    if verb in words().topical:
        topic = _is_topic(marks.lower[first]) and not equated and not pointed
        return (has_clause(marks, first, stop) and not topic) or _is_small_clause(marks, first, stop)
    return stop - first >= 2


def _is_topic(word: str) -> bool:
    return word in words().topics or word.removesuffix("nya") in words().topics


_GOVERNING = ("pada", "kepada", "dengan", "terhadap", "oleh")  # "percaya pada X" takes an object, no clause
# "beberapa waktu lalu" is a time, "beberapa warga" goes on with what is said.
_TIMED = frozenset(("beberapa", "belum", "kemudian", "lalu", "singkat", "lagi"))
_TIME_NOUNS = frozenset(
    ("waktu", "lama", "hari", "jam", "saat", "menit", "pekan", "bulan", "tahun", "lalu", "ini", ",", ".")
)
_EQUATING = frozenset(("adalah", "merupakan", "ialah"))
_AND = ("dan", "serta")
_MEANS = ("lewat", "melalui", "dari", "di", "ke")  # "mengancam lewat serangan balik"
_ASKED = ("bagaimana", "mengapa", "kenapa")
_WISHED = ("agar", "supaya")
_WISHES = ("agar", "supaya", "untuk")
_POINTED = (("itu",), ("ini",), ("tersebut",))


def _is_small_clause(marks: Marks, first: int, stop: int) -> bool:
    """Whether the object is named and then described: "menyebut X sebagai Y", "menyebut hal itu …"."""
    relative = next((k for k in range(first, stop) if marks.lower[k] == "yang"), stop)
    called = _POINTED_AS in zip(marks.lower[relative:stop], marks.lower[relative + 1 : stop], strict=False)
    named = "sebagai" in marks.lower[first:relative] or called or marks.lower[first] in words().stated
    return named or any(_describes(marks, k, stop) for k in range(first + 1, min(relative, stop - 1)))


_POINTED_AS = ("tersebut", "sebagai")  # closes a relative clause: "orang yang datang |tersebut sebagai| tamu"


def _describes(marks: Marks, k: int, stop: int) -> bool:
    """Whether a pointing word at `k` closes a noun and its description follows: "langkah itu |keliru|"."""
    word = marks.lower[k + 1]
    if word in _OPENING:
        return marks.lower[k] in lexicon().pointing
    passes = word in lexicon().prepositions or word in lexicon().enders or word in _BREAKS
    return marks.lower[k] in lexicon().pointing and marks.at[k + 1] is None and not passes and word != "yang"


def has_clause(marks: Marks, first: int, stop: int) -> bool:
    """Whether a verb or auxiliary stands in the words outside of relative clauses."""
    relative = False
    for k in range(first, stop):
        word = marks.lower[k]
        if marks.at[k] is not None:
            continue
        if word in words().reasons and k > first:
            return False
        if word == "yang":
            relative = True
        elif word == ",":
            relative = False
        elif is_verb(word) or word in words().stative or (word == "dalam" and marks.lower[k + 1] in words().states):
            if not relative:
                return True
            relative = False
    return False


def left_content(reading: Reading, floor: int, end: int) -> Span:
    """The content before an inserted cue, without what only joins the sentence to the one before."""
    marks = reading.marks
    start = reading.unquoted_start(end, floor)
    if marks.lower[end - 1] in ("sebagaimana", "seperti"):
        end -= 1
    if marks.lower[end - 1] in ("karena", "lantaran", "sebab", "bahwa", "sebagaimana", "seperti"):
        return (0, 0)
    while start < end and (marks.lower[start] in words().joints or marks.lower[start] == ","):
        start += 1
    return trimmed(marks, start, end)


def past_adjuncts(reading: Reading, i: int, end: int, complete: bool, opens: bool) -> int:
    """Where content goes on behind an inserted cue that ends before `i`; `end` when only time and place follow.

    `complete` tells that a clause stands before the cue already; then only another clause goes on with it.
    `opens` tells that the cue opens the sentence, so that a place or time behind its comma is content.
    """
    marks = reading.marks
    if i < end and marks.lower[i] == "(":
        while i < end and marks.lower[i] != ")":
            i += 1
        i += 1
    if i >= end:
        return end
    if marks.lower[i] == ",":
        if _is_relaying(marks, i + 1, end) if opens else _is_adjunct(marks, i + 1, end):
            return _behind_comma(reading, i + 1, end, complete)
        return i + 1 if not complete or _is_clause(reading, i + 1, end) else end
    if not complete and marks.lower[i] in ("dalam", "pada", "di"):
        comma = next((k for k in range(i, end) if marks.lower[k] == ","), end)
        if has_clause(marks, i, comma):
            return i
    if _is_adjunct(marks, i, end) or marks.lower[i] in _BREAKS:
        return _behind_comma(reading, i, end, complete)
    return i if not complete or has_clause(marks, i, end) else end


def _is_adjunct(marks: Marks, i: int, end: int) -> bool:
    if i >= end or marks.at[i] is not None:
        return False
    if marks.lower[i] in words().goes_on:
        return False
    if marks.lower[i] in ("saat", "hari", "di") and marks.lower[i + 1 : i + 2] in (("ini",), ("samping",)):
        return False
    if marks.lower[i] in _TIMED and marks.lower[i + 1 : i + 2] and marks.lower[i + 1] not in _TIME_NOUNS:
        return False
    return marks.lower[i] in words().adjuncts or marks.lower[i] in lexicon().enders


def _is_relaying(marks: Marks, i: int, end: int) -> bool:
    return i < end and marks.at[i] is None and (marks.lower[i] in words().days or marks.lower[i] in words().tails)


def _is_clause(reading: Reading, i: int, end: int) -> bool:
    marks = reading.marks
    described = i < end and (marks.lower[i] in lexicon().titles or marks.lower[i] in lexicon().nouns)
    return not described and has_clause(marks, i, reading.unquoted_end(i, end))


def _behind_comma(reading: Reading, i: int, end: int, complete: bool) -> int:
    """The clause behind the comma that closes an adjunct, if one is still wanted."""
    if complete:
        return end
    marks = reading.marks
    for k in range(i, end):
        if (
            marks.lower[k] == ","
            and marks.at[k] is None
            and reading.quoted[k] < 0
            and not _is_adjunct(marks, k + 1, end)
            and not _is_date(marks, k + 1, end)
        ):
            return k + 1
    return end


def _is_date(marks: Marks, i: int, end: int) -> bool:
    """Whether a day of the month and a comma follow: "Dilansir X, Selasa, |25 Agustus 2015,| …"."""
    dated = marks.lower[i : i + 4]
    return i + 3 < end and len(dated) > 3 and dated[0].isdigit() and dated[2].isdigit() and dated[3] == ","
