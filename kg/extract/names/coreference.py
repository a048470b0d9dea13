"""From mentions to entities: one for each thing that an article names, with all its mentions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from kg.extract.names.mentions import Mention, Surface
from kg.extract.names.shortening import (
    bare,
    is_acronym_of,
    is_alias_phrase,
    is_full_form,
    is_initials_of,
    is_of_larger_body,
    is_part_of_person,
    is_same_kind_left_out,
    is_sure_form,
    known_forms,
    with_acronym,
)
from kg.extract.names.tokens import Tokens
from kg.language import table
from kg.model import Entity

Name = tuple[str, Surface]
_MOST_CANDIDATES = 12
_MOST_BETWEEN = 6  # words between two names that the text calls names of one thing


def entities(text: str, found: Tokens, mentions: Sequence[Mention]) -> tuple[Entity, ...]:
    """The entities that the mentions name, with ids e1, e2 … in text order."""
    names = [(m.type, bare(found.words[m.first : m.last])) for m in mentions]
    same = _Same(names)
    for one, other in (*_beside(found.words, mentions, names), *_with_acronym(found.words, mentions, names)):
        same.join(one, other)
    for short, full in _shortened(list(dict.fromkeys(names)), _capitals(found.words, mentions)):
        same.join(short, full)
    groups: dict[Name, list[Mention]] = defaultdict(list)
    for mention, name in zip(mentions, names, strict=True):
        groups[same.root(name)].append(mention)
    return tuple(_entity(f"e{i}", text, found, members) for i, members in enumerate(groups.values(), 1))


def _capitals(words: Sequence[str], mentions: Sequence[Mention]) -> frozenset[str]:
    """The acronyms within longer names, in lower case: no letter of another acronym stands for one of them."""
    longer = ([*words[m.first : m.last]] for m in mentions if m.last - m.first > 1)
    mixed = (name for name in longer if not all(word.isupper() for word in name))
    return frozenset(w.lower() for name in mixed for w in name if len(w) > 1 and w.isupper())


class _Same:
    """Which names are names of one thing (a union-find)."""

    def __init__(self, names: Iterable[Name]):
        self._parent = {name: name for name in names}

    def root(self, name: Name) -> Name:
        while self._parent[name] != name:
            name = self._parent[name]
        return name

    def join(self, one: Name, other: Name) -> None:
        one, other = self.root(one), self.root(other)
        self._parent[one] = other


def _beside(words: Sequence[str], mentions: Sequence[Mention], names: Sequence[Name]) -> Iterator[tuple[Name, Name]]:
    """Names that stand as `X (Y)` where one is short for the other, or `X alias Y`."""
    for k in range(len(mentions) - 1):
        one, other = mentions[k], mentions[k + 1]
        if one.type != other.type or not 0 <= other.first - one.last <= _MOST_BETWEEN:
            continue
        between = [w.lower() for w in words[one.last : other.first]]
        if not between and is_acronym_of(words[other.first], words[one.first : one.last]):
            yield names[k], names[k + 1]
        if between == ["("] and words[other.last] == ")":
            if _is_short_for(words, other, one) or _is_short_for(words, one, other) or _is_gloss(words, one, other):
                yield names[k], names[k + 1]
        elif between and (is_alias_phrase(between) or (between == ["atau"] and _is_nickname(words, one, other))):
            yield names[k], names[k + 1]


def _with_acronym(
    words: Sequence[str], mentions: Sequence[Mention], names: Sequence[Name]
) -> Iterator[tuple[Name, Name]]:
    """Names that hold their own acronym in brackets, with the name that begins with it."""
    present = set(names)
    for mention, name in zip(mentions, names, strict=True):
        short = with_acronym(words[mention.first : mention.last])
        if short is not None and (mention.type, short) in present:
            yield (mention.type, short), name


def _is_short_for(words: Sequence[str], one: Mention, other: Mention) -> bool:
    return one.last == one.first + 1 and is_acronym_of(words[one.first], words[other.first : other.last])


def _is_nickname(words: Sequence[str], one: Mention, other: Mention) -> bool:
    """Whether a person's second name behind "atau" is not a second person: `Basuki Wening atau |Akok|`."""
    nickname = other.last - other.first == 1 or words[other.first].lower() in table("name_heads")["nicknames"]
    return one.type == "Person" and one.last - one.first > 1 and nickname


def _is_gloss(words: Sequence[str], one: Mention, other: Mention) -> bool:
    """Whether a name in brackets that is no acronym of the one before it names the same thing nevertheless."""
    short = words[other.first : other.last]
    if one.type == "Organization":
        return not is_of_larger_body(short, words[one.first : one.last])
    return one.type == "Event" or (len(short) == 1 and len(short[0]) > 1 and short[0].isupper())


def _shortened(names: Sequence[Name], capitals: frozenset[str]) -> Iterator[tuple[Name, Name]]:
    """Each name that is short for another one of the article, with that other one."""
    holding: dict[tuple[str, str], list[Name]] = defaultdict(list)
    known: dict[Name, Name] = {}
    for kind, surface in names:
        for word in set(surface):
            holding[kind, word].append((kind, surface))
            if len(word) > 1:
                holding[kind, word[0]].append((kind, surface))
    for kind, surface in names:
        form = known_forms(kind).get(surface)
        if form is not None:
            first = known.setdefault((kind, form), (kind, surface))
            if first != (kind, surface):
                yield (kind, surface), first
        if not surface or (kind == "Person" and form is not None and form != surface):
            continue  # whom everybody knows by it, and not "Iriana |Jokowi|"
        full = [name for name in _longer(kind, surface, holding) if not _is_other(surface, name, capitals)]
        if full and (kind == "Person" or _agree(kind, full)):
            yield (kind, surface), full[0]
        elif kind == "Organization":
            yield from (((kind, surface), name) for name in full if is_sure_form(surface, name[1]))


def _is_other(short: Surface, full: Name, capitals: frozenset[str]) -> bool:
    """Whether a name only begins with the letters of an acronym: "PKS" is not "|PMI| Kota Sungai"."""
    return len(short) == 1 and short[0] not in full[1] and full[0] != "Person" and not capitals.isdisjoint(full[1])


def _longer(kind: str, surface: Surface, holding: dict[tuple[str, str], list[Name]]) -> Iterator[Name]:
    """The names that a name is short for: those with its first word, or with a word that its first letter begins."""
    tried = {(kind, surface)}
    for index in (surface[0], surface[0][0]) if kind == "Person" or len(surface) == 1 else (surface[0],):
        untried = (n for n in holding.get((kind, index), ()) if len(n[1]) >= len(surface) and n not in tried)
        for name in islice(untried, _MOST_CANDIDATES):
            tried.add(name)
            if _is_short(kind, surface, name[1]):
                yield name


def _is_short(kind: str, short: Surface, full: Surface) -> bool:
    if kind == "Person":
        return len(short) <= len(full) and is_part_of_person(short, full)
    if len(short) == 1 and is_initials_of(short[0], full):
        return True
    return is_same_kind_left_out(short, full, kind)


def _agree(kind: str, names: Sequence[Name]) -> bool:
    """Whether the longer names can all be names of one thing: each is short for the longest."""
    longest = max(names, key=lambda name: len(name[1]))
    return all(name == longest or _is_short(kind, name[1], longest[1]) for name in names)


def _entity(id_: str, text: str, found: Tokens, members: Sequence[Mention]) -> Entity:
    places = [(found.starts[m.first], found.ends[m.last - 1]) for m in members]
    kind = members[0].type
    forms: dict[str, int] = {}
    for start, end in places:
        form = text[start:end]
        forms[form] = forms.get(form, 0) + 1
    name = _fullest(forms, kind)
    return Entity(
        id=id_,
        type=kind,  # type: ignore[arg-type]
        name=name,
        aliases=tuple([form for form in forms if form != name]),
        mentions=tuple(places),
    )


def _fullest(forms: dict[str, int], kind: str) -> str:
    if len(forms) == 1:
        return next(iter(forms))
    return max(
        forms,
        key=lambda f: (is_full_form(f, kind), f.count(" "), forms[f] * (kind == "Person"), len(f), not f.isupper()),
    )
