"""Which clusters of different articles are one entity.

Two steps, each a function of what the ledger holds and of nothing else:

    partition   clusters of one name (a block) fall into parts, one for each bearer of the name
    fuller      a part under a short, other or misspelled name finds the part that names its bearer in full

A part is compared only with parts that share a key with it, so the cost grows with the corpus and not with its square.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import msgspec
from rapidfuzz.distance import OSA, Levenshtein

from kg.gazetteer import area, is_code
from kg.resolve.clusters import Cluster
from kg.resolve.naming import core, ends, expected_bearers, is_generic, is_optional, is_shared, skeleton, word_pairs
from kg.resolve.persons import beginnings, conflict, fields, is_unique, plain_title, telling

_KEPT = 40  # of each kind of evidence in a profile
_WHOLE_BLOCK = 400  # up to here bearers of a name are told apart pair by pair of their groups


class Member(msgspec.Struct, frozen=True):
    """A cluster with the article that it belongs to: its key, and when it was published."""

    article: str
    published: str
    cluster: Cluster


class Profile(msgspec.Struct, frozen=True):
    """What a part's articles tell of it: how many they are, and its names, titles, bodies and company with counts."""

    kind: str
    core: str
    size: int
    names: dict[str, int]
    roles: dict[str, int]
    bodies: dict[str, int]
    company: dict[str, int]


def block(cluster: Cluster, article: str) -> str:
    """Where a cluster is compared: places by code, unnamed actors alone, everything else with others of its name."""
    name = core(cluster.type, cluster.name)
    if cluster.place and area(cluster.place):
        return f"place/{cluster.place}"
    if cluster.type == "Unnamed" or not name:
        return f"alone/{article}#{cluster.local}"
    if cluster.type == "Place":
        return f"Place/{name}/{cluster.within if is_code(cluster.within) else ''}"
    return f"{cluster.type}/{name}"


_Name = tuple[str, str]


def partition(members: Sequence[Member], apart: Sequence[tuple[_Name, _Name]] = ()) -> list[list[Member]]:
    """The members of a block in parts, one for each bearer of the name; within parts they keep their order.

    `apart` are pairs, each member by its article and name, of whom somebody decided that they are not the same.
    """
    if len(members) < 2:
        return [[member] for member in members]
    parts = _partition(members)
    here = {(member.article, member.cluster.name) for member in members}
    for one, other in apart:
        if one in here and other in here:
            parts = [piece for part in parts for piece in _split(part, one, other)]
    return parts


def _split(part: list[Member], one: _Name, other: _Name) -> list[list[Member]]:
    """A part that holds both of a pair falls in two: everybody goes with whom he shares more signs, in doubt with one."""
    seeds = {(m.article, m.cluster.name): m for m in part}
    if one not in seeds or other not in seeds:
        return [part]
    here, there = (set(_signs(seeds[name].cluster)) for name in (one, other))
    second = [
        m
        for m in part
        if (m.article, m.cluster.name) != one
        and ((m.article, m.cluster.name) == other or _nearer(set(_signs(m.cluster)), there, here))
    ]
    return [[m for m in part if m not in second], second]


def _nearer(signs: set[str], there: set[str], here: set[str]) -> bool:
    return len(signs & there) > len(signs & here)


def _partition(members: Sequence[Member]) -> list[list[Member]]:
    first = members[0].cluster
    name = core(first.type, first.name)
    if first.place or first.type not in ("Person", "Organization"):
        return [list(members)]
    if first.type == "Organization":
        return _joined(members) if is_generic(name) else [list(members)]
    if " " not in name:
        return _joined(members)
    return _of_shared_name(_joined(members)) if is_shared(name) else _bearers(_joined(members))


def _of_shared_name(groups: list[list[Member]]) -> list[list[Member]]:
    """Groups of a name that many bear stay apart; who has no title goes with one whom most articles speak of."""
    well_known, *others = groups
    if len(well_known) < _WELL_KNOWN or len(well_known) < sum(map(len, others)):
        return groups
    fitting = [group for group in others if _fits(group, well_known)]
    return [[*well_known, *(m for group in fitting for m in group)], *(g for g in others if g not in fitting)]


def _fits(group: list[Member], well_known: list[Member]) -> bool:
    """Whether a group of a name that many bear may go with the one whom most articles speak of: it has no title, or, of
    a name that few have, one of the same field of life."""
    roles, known = _titles(group), _titles(well_known)
    if not roles:
        return True
    first = group[0].cluster
    few = expected_bearers(core(first.type, first.name)) < _FEW
    return few and bool(fields(roles) & fields(known)) and not conflict(roles, known)


def _titles(group: list[Member]) -> set[str]:
    return {role for member in group for role in member.cluster.roles}


_FEW = 0.05  # bearers expected, up to which a name is common but seldom borne by two in the news
_WELL_KNOWN = 4  # articles from which on somebody is known enough to be meant where a text says nothing of him


def _joined(members: Sequence[Member]) -> list[list[Member]]:
    """Groups of members that share a special title or a body, or two of their company; the largest first."""
    leader = list(range(len(members)))

    def find(i: int) -> int:
        while leader[i] != i:
            leader[i] = leader[leader[i]]
            i = leader[i]
        return i

    held = {plain_title(role) for member in members for role in member.cluster.roles}
    first: dict[str, int] = {}
    for i, member in enumerate(members):
        for sign in (*_signs(member.cluster), *_offices(member.cluster, held)):
            j = first.setdefault(sign, i)
            if j != i:
                one, other = find(i), find(j)
                leader[max(one, other)] = min(one, other)
    groups: defaultdict[int, list[Member]] = defaultdict(list)
    for i, member in enumerate(members):
        groups[find(i)].append(member)
    return sorted(groups.values(), key=lambda group: -len(group))


def _signs(cluster: Cluster) -> Iterable[str]:
    yield from (f"role {role}" for role in cluster.roles if telling(role))
    yield from (f"office {role}" for role in map(plain_title, cluster.roles) if " " in role)
    yield from (f"body {body}" for body in cluster.bodies if " " in body)
    some = cluster.company[:8]
    yield from (f"with {a}+{b}" for i, a in enumerate(some) for b in some[i + 1 :])
    yield from (f"as {role}+{other}" for role in cluster.roles for other in some)
    yield from (f"with {one}" for one in cluster.company[:12] if " " in one)
    yield from (f"unique {role}" for role in cluster.roles if is_unique(role))
    yield from (f"field {found}" for found in fields(cluster.roles) & {"sport", "show"})


def _offices(cluster: Cluster, held: set[str]) -> Iterable[str]:
    """Offices held in the block that one of the cluster's says more exactly."""
    for role in map(plain_title, cluster.roles):
        yield from (f"office {office}" for office in beginnings(role) if office in held)


def _bearers(groups: list[list[Member]]) -> list[list[Member]]:
    """Groups of one full name are one bearer unless their titles speak against it."""
    bearers: list[tuple[list[Member], set[str]]] = []
    for group in groups:
        roles = {role for member in group for role in member.cluster.roles}
        fitting = [bearer for bearer in bearers[:_WHOLE_BLOCK] if not conflict(roles, bearer[1])]
        if len(fitting) == len(bearers) and bearers:
            fitting = fitting[:1]  # nobody speaks against anybody: one bearer so far, or nothing to tell them by
        elif not roles:
            fitting = []  # several bearers, and nothing tells which: uncertain stays apart
        if fitting:
            fitting[0][0].extend(group)
            fitting[0][1].update(roles)
        else:
            bearers.append((list(group), roles))
    return [members for members, _ in bearers]


# ------------------------------------------------------------------ from short names to full ones


def profile(members: Sequence[Member]) -> Profile:
    """What the articles of a part tell of it."""
    first = members[0].cluster
    if len(members) == 1:
        return _profile_of_one(first)
    counts: list[Counter[str]] = [Counter() for _ in range(4)]
    for member in members:
        c = member.cluster
        found = ([core(c.type, name) for name in c.names], c.roles, c.bodies, c.company)
        for count, values in zip(counts, found, strict=True):
            count.update(set(values))
    names, roles, bodies, company = (_most(count) for count in counts)
    return Profile(first.type, core(first.type, first.name), len(members), names, roles, bodies, company)


def _profile_of_one(c: Cluster) -> Profile:
    """The same for most parts, which are one cluster."""
    found = ([core(c.type, name) for name in c.names], c.roles, c.bodies, c.company)
    names, roles, bodies, company = (dict.fromkeys(sorted(set(values))[:_KEPT], 1) for values in found)
    return Profile(c.type, core(c.type, c.name), 1, names, roles, bodies, company)


def _most(count: Counter[str]) -> dict[str, int]:
    return dict(sorted(count.items(), key=lambda item: (-item[1], item[0]))[:_KEPT])


def offers(part: Profile) -> set[str]:
    """The keys under which a part is found by those that look for a fuller name."""
    found = {f"{part.kind} called {name}" for name in part.names if name != part.core}
    if part.kind == "Organization":
        found.add(f"Organization is {part.core}")
    if part.kind == "Person" and part.core.count(" ") > 1:
        found |= {f"Person partly {skeleton(pair)}" for pair in word_pairs(part.core)}
    return found | _spelled(part) | (_nearly(part) if part.size > 1 else set())


def wants(part: Profile) -> set[str]:
    """The keys under which a part looks for the one that names its bearer in full."""
    if part.kind not in ("Person", "Organization", "Event"):
        return set()
    found = {f"{part.kind} called {part.core}"} | _spelled(part)
    if part.kind == "Organization":
        found |= {f"Organization is {name}" for name, count in part.names.items() if name != part.core and count > 1}
    if part.kind == "Person" and " " in part.core:
        found.add(f"Person partly {skeleton(ends(part.core))}")
    return found | _nearly(part)


def _nearly(part: Profile) -> set[str]:
    """A person's name with all but the first and last letter of one of its words left out."""
    words = part.core.split() if part.kind == "Person" else []
    some = range(len(words)) if 1 < len(words) < 5 else ()
    return {
        f"Person nearly {' '.join([*words[:i], words[i][0] + '-' + words[i][-1], *words[i + 1 :]])}"
        for i in some
        if len(words[i]) > 3
    }


def _spelled(part: Profile) -> set[str]:
    long = " " in part.core and len(part.core) >= _LONG_ENOUGH
    sounds = skeleton(part.core).replace(" ", "")
    return {f"{part.kind} spelled {sounds}"} if long and part.kind in ("Person", "Organization") else set()


_LONG_ENOUGH = 9


def fuller(part: Profile, candidates: Sequence[tuple[int, Profile]]) -> int | None:
    """Which of the numbered candidates names the bearer of a part in full, None if none does for sure."""
    rated = [(_rate(part, other), number, other) for number, other in candidates if _is_fuller(other, part)]
    rated = sorted(((rate, number, other) for rate, number, other in rated if rate > 0), key=lambda found: found[:2])
    if not rated:
        return None
    most, number, best = rated[-1]
    rivals = [rate for rate, _, other in rated[:-1] if _rivals(part, best, other)]
    return None if rivals and most < 2 * rivals[-1] else number  # several that fit alike


def _rivals(part: Profile, best: Profile, other: Profile) -> bool:
    """Whether another candidate makes it uncertain which is meant: of another name, and not much less in the news."""
    if _one_name(best.core, other.core) or best.size > _MUCH_LESS * other.size:
        return False
    if other.core.replace(part.core, "").strip() in part.names:  # "muhaimin iskandar cak imin"
        return False
    rare = part.kind == "Person" and " " in part.core and not is_shared(part.core)
    return not (rare and all(part.core in name.core for name in (best, other)))


_MUCH_LESS = 6


def _one_name(one: str, other: str) -> bool:
    """Whether two names are spellings of one, or one is some words of the other."""
    return (
        skeleton(one) == skeleton(other)
        or _stands_in(one.split(), other.split())
        or _stands_in(other.split(), one.split())
    )


def _stands_in(words: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether the words of a name stand in a fuller one, spelled alike or as initials: "luhut b panjaitan"."""
    return len(words) <= len(theirs) and all(any(_is_word(word, full) for full in theirs) for word in words)


def _is_word(word: str, full: str) -> bool:
    return (
        word == full
        or (len(word) == 1 and full.startswith(word))
        or (len(word) > 3 and skeleton(word) == skeleton(full))
    )


def _is_fuller(other: Profile, part: Profile) -> bool:
    """A strict order, so that nothing leads in circles."""
    return fullness(other) > fullness(part)


def fullness(part: Profile) -> tuple[int, int, str]:
    """By what a name is fuller than another: its words, the articles that use it, and itself."""
    return part.core.count(" "), part.size, part.core


def _rate(part: Profile, other: Profile) -> float:
    """How much speaks for a part being the other under a shorter or other name; 0 where it is too little."""
    shared = _shared(part, other)
    called = other.names.get(part.core, 0)
    beside = max(other.company.get(part.core, 0), part.company.get(other.core, 0))  # articles that speak of both
    if part.kind != "Person":
        return 0.0 if beside and called < 2 else _rate_body(part, other, shared, called)
    if conflict(part.roles, other.roles):
        return 0.0
    if beside:  # two spellings of one name in an article are one person, if few others have both
        return shared if _alike(part.core, other.core, 1) and shared >= 2 and 3 * beside <= other.size else 0.0
    words, theirs = part.core.split(), other.core.split()
    if len(words) == 1:
        return _rate_single(words[0], theirs, shared, called)
    if _stands_in(words, theirs) and skeleton(part.core) != skeleton(other.core):
        return _rate_partial(part, other, shared, called)
    if _alike(part.core, other.core, 2):
        return _rate_spelling(part, other, shared)
    if _is_misspelled(part.core, other.core):
        slip = part.size <= _SLIPS and other.size >= 2 * part.size and not is_shared(other.core)
        return shared if shared >= (1 if slip else 3) else 0.0
    return shared + called if called >= 2 and shared >= 1 else 0.0


def _is_misspelled(one: str, other: str) -> bool:
    """Whether one word of two names differs, by a letter wrong, too many or missing, or by two that changed places; a
    long word by two of these."""
    mine, theirs = one.split(), other.split()
    if len(mine) != len(theirs):
        return False
    apart = [(a, b) for a, b in zip(mine, theirs, strict=True) if a != b]
    return len(apart) == 1 and OSA.distance(*apart[0]) <= (1 if len(apart[0][1]) < _LONG_ENOUGH else 2)


_SLIPS = 3  # articles with one misspelling of a name


def _rate_partial(part: Profile, other: Profile, shared: float, called: int) -> float:
    """Some words of a name: from its first word on its own articles may say so; else ("Joko Widodo" of "Iriana Joko
    Widodo") only a title that both have."""
    if _first(part.core) == _first(other.core):
        if called or (ends(part.core) == ends(other.core) and not is_shared(part.core)):
            return 1 + shared + called
        return shared if shared >= 1 else 0.0
    return shared + called if any(map(telling, part.roles.keys() & other.roles.keys())) else 0.0


def _first(name: str) -> str:
    """The first word of a name that is not left away as often as not: "tito" of "muhammad tito karnavian"."""
    words = name.split()
    return skeleton(words[1] if len(words) > 2 and is_optional(words[0]) else words[0])


def _rate_spelling(part: Profile, other: Profile, shared: float) -> float:
    """Another spelling of a name: of one that few bear a little in common is enough."""
    common = is_shared(part.core) or is_shared(other.core)
    return (shared if shared >= 1 else 0.0) if common else shared + 0.5


def _rate_single(word: str, theirs: Sequence[str], shared: float, called: int) -> float:
    """A single name: a nickname of its own is enough if articles give it twice; a part of the name needs company."""
    if not called:
        return 0.0
    if word in theirs:
        return shared + 0.1 * called if shared >= 1.5 else 0.0
    return shared + called if called >= 2 or shared >= 1 else 0.0


def _rate_body(part: Profile, other: Profile, shared: float, called: int) -> float:
    """A body under its acronym, a part of its name or another name that articles give it, or misspelled."""
    if is_generic(part.core) or _other_number(part.core, other.core):
        return 0.0
    if not called and (itself := _also_called(part, other)):
        return itself + shared
    if not called:
        return 1 + shared if _alike(part.core, other.core, 1) else 0.0
    if set(part.core.split()) < set(other.core.split()):
        return called + shared if called >= max(2, part.size / 5) else 0.0
    if part.core == "".join(word[0] for word in other.core.split()):
        return called + shared if shared or part.size <= 3 * called else 0.0
    often = 10 * called >= min(part.size, other.size)  # not by a slip in one article
    return called + shared if often and (called >= 3 or shared) else 0.0


def _also_called(part: Profile, other: Profile) -> int:
    """In how many articles a body bears the other's name too; 0 if in too few, or if it may be a part of the other."""
    itself = part.names.get(other.core, 0)
    words = set(part.core.split())
    a_part = any(set(name.split()) < words or part.core.startswith(name) for name in other.names)
    return 0 if itself < max(2, part.size / 4) or a_part or is_generic(other.core) else itself


def _other_number(one: str, other: str) -> bool:
    """Whether two names differ in a number or year, written in digits or in Roman ones."""
    return any(_NUMBER.fullmatch(word) for word in set(one.split()) ^ set(other.split()))


_NUMBER = re.compile(r"\d+|[ivx]+")


def _alike(one: str, other: str, most: int) -> bool:
    """Whether two names are spellings of one: word by word the same sounds and at most so many letters
    apart, or the same letters in other words."""
    if one.replace(" ", "") == other.replace(" ", ""):
        return True
    mine, theirs = one.split(), other.split()
    if len(mine) != len(theirs) or skeleton(one) != skeleton(other):
        return False
    apart = [(a, b) for a, b in zip(mine, theirs, strict=True) if a != b]
    return all(len(a) > 2 and len(b) > 2 and Levenshtein.distance(a, b) <= most for a, b in apart)


def _shared_titles(part: Profile, other: Profile) -> int:
    return sum(telling(role) or is_unique(role) for role in part.roles.keys() & other.roles.keys())


def _shared(part: Profile, other: Profile) -> float:
    """Titles and bodies in common count one each, company a half."""
    bodies = len(part.bodies.keys() & other.bodies.keys())
    company = len(part.company.keys() & other.company.keys())
    return _shared_titles(part, other) + bodies + company / 2
