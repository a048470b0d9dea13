"""Codes of the places of an article: what the text decides, through the company a name keeps; else none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from msgspec.structs import replace
from rapidfuzz import fuzz, process

from kg.extract import toponyms
from kg.extract.place_rows import apart
from kg.extract.prose import Prose
from kg.extract.toponyms import key
from kg.language import table
from kg.model import Document, Entity

_PLACES = table("places")
_LEVELS: dict[str, str] = {word: level for level, words in _PLACES["levels"].items() for word in words}
_OFFICES: dict[str, str] = {word: level for level, words in _PLACES["offices"].items() for word in words}


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


_LEVEL_WORD = re.compile(rf"(?P<word>{_any(_LEVELS)})\s+(?=\S)", re.IGNORECASE)
_VENUE_WORD = re.compile(rf"(?:{_any(_PLACES['venues']['words'])})(?=\s|\d|$)", re.IGNORECASE)
_NATURE_WORD = re.compile(rf"(?:{_any(_PLACES['venues']['nature'])})\s", re.IGNORECASE)
_HINT = re.compile(rf"(?<!ibu )\b(?P<word>{_any({**_LEVELS, **_OFFICES})})\s+\Z", re.IGNORECASE)
_CHAIN = re.compile(rf"\s*(?:,|\(|\bdi\b|,\s*di\b)?\s*(?:(?:{_any(_LEVELS)})\s+)?\Z", re.IGNORECASE)
_HINT_WORDS = tuple({words.split()[-1] for words in (*_LEVELS, *_OFFICES)})
_HINT_REACH = 24
_CHAIN_REACH = 30
_WORLD_CITY = 1000  # thousands of inhabitants from which a town abroad is known without its country
_PAPUA = "91"
_PAPUA_DIVIDED = "2022-07-25"  # The day of the laws that made new provinces of most of it.
_NEAR = 20  # how many areas of an article smaller ones are looked for in
_SMALL = 200  # how many names of an article are looked for in them
_LONGEST_NAME = 20  # words
_ALIKE = 90  # rapidfuzz ratio of spelling variants


@dataclass(slots=True)
class _Site:
    """One place of the article while it is being decided."""

    entity: Entity
    name: str
    level: str | None
    venue: bool
    options: list[str] = field(default_factory=list)
    code: str | None = None
    within: str | None = None
    settled: bool = False  # that it has no code

    @property
    def natural(self) -> bool:
        """Whether the name is as likely that of a mountain or an island."""
        return self.level is None and _NATURE_WORD.match(self.entity.name) is not None


def locate(prose: Prose, entities: Sequence[Entity], document: Document) -> tuple[Entity, ...]:
    """The entities with `place_code` and `within` filled in where the text decides them.

    Codes are Kemendagri's (dotted), ISO 3166-1 for countries, `geonames:N` for towns abroad. A venue or an area that
    cannot be told keeps no code; `within` is then the code of the area that the text puts it in, or that place's id.
    """
    entities = apart(prose.text, entities)
    places = [e for e in entities if e.type == "Place" and e.mentions]
    if not places:
        return tuple(entities)
    sites = {e.id: _site(prose.text, e) for e in places}
    chains = list(_chains(prose.text, places))
    for site in sites.values():
        _decide_alone(site)
    _doubt_namesakes(sites, document.published)
    _decide_by_chains(sites, chains)
    _decide_kabupaten_or_kota(prose.text, sites)
    _decide_abroad(sites)
    for _ in range(2):
        _decide_by_company(sites, chains)
    _put_within(sites, chains)
    starts = {start: sites[e.id] for e in places for start, _ in e.mentions}
    return tuple(
        replace(e, place_code=sites[e.id].code, within=sites[e.id].within)
        if e.id in sites
        else replace(e, within=_stands_in(prose.text, e, starts))
        for e in entities
    )


def _stands_in(text: str, entity: Entity, starts: dict[int, _Site]) -> str | None:
    """The area of a body or event that the text names as a place: "di Polsek Cempaka, Medan"."""
    for start, end in entity.mentions if entity.type in ("Organization", "Event") else ():
        if text[max(0, start - 3) : start].lower() == "di " and text[end : end + 2] == ", " and end + 2 in starts:
            return _area(starts[end + 2])
    return entity.within


def _site(text: str, entity: Entity) -> _Site:
    name, level = _parsed(entity.name)
    forms = [name, *sorted({text[a:b] for a, b in entity.mentions} - {entity.name})]
    venue = bool(_VENUE_WORD.match(entity.name))
    levels = {level} if level else {found for form in forms if (found := _parsed(form)[1])} or _hints(text, entity)
    for one in [*levels, None] if len(levels) == 1 else [None]:
        for form in forms if not venue else forms[:1]:
            bare = key(_parsed(form)[0])
            options = [code for code in toponyms.codes().get(bare, ()) if _fits(code, one)]
            if options and not (form is not name and name.endswith(form)):
                return _Site(entity, bare, one, venue, [c for c in options if not venue or toponyms.level(c) <= 2])
        if level:
            break
    return _Site(entity, key(name), level or (levels.pop() if levels == {"4"} else None), venue)


def _parsed(name: str) -> tuple[str, str | None]:
    """A name without the word for its level, and the level; "Kota Baru" is a name of its own."""
    found = _LEVEL_WORD.match(name)
    if found is None:
        return name, None
    level, bare = _LEVELS[" ".join(found["word"].lower().split())], name[found.end() :]
    fitting = any(_fits(code, level) for code in toponyms.codes().get(key(bare), ()))
    return (name, None) if key(name) in toponyms.codes() and not fitting else (bare, level)


def _hints(text: str, entity: Entity) -> set[str]:
    """The levels that words before the mentions give the place: "Bupati …", "Kecamatan …"."""
    levels = set()
    for start, _ in entity.mentions[:8]:
        if not text[max(0, start - _HINT_REACH) : start].rstrip().lower().endswith(_HINT_WORDS):
            continue
        if found := _HINT.search(text, max(0, start - _HINT_REACH), start):
            word = " ".join(found["word"].lower().split())
            levels.add(_LEVELS.get(word) or _OFFICES[word])
    return levels


def _fits(code: str, level: str | None) -> bool:
    if level is None:
        return True
    if level[0] != str(toponyms.level(code)):
        return False
    return level[0] != "2" or toponyms.is_kota(code) == (level == "2 kota")


def _decide_alone(site: _Site) -> None:
    """Countries, provinces, and kabupaten and kota whose name no other of their kind has."""
    if site.level is None and not site.venue:
        names = [site.name, key(site.entity.name)]
        site.code = next((toponyms.countries()[n] for n in names if n in toponyms.countries()), None)
        if site.code:
            return
    large = [code for code in site.options if toponyms.level(code) <= 2]
    if len(large) > 1 and toponyms.level(large[0]) == 1:
        large = large[:1]
    if len(large) == 1 or (site.level and len(site.options) == 1):
        site.code = (large or site.options)[0]


def _doubt_namesakes(sites: dict[str, _Site], published: str | None) -> None:
    """Neighbourhoods of a city, and the bare Papua of six provinces, are not the areas of their name."""
    whole = published is not None and published < _PAPUA_DIVIDED
    known = {s.code[:2] for s in sites.values() if s.code}
    for site in sites.values():
        site.settled = site.level is None and not site.code and key(site.entity.name) in toponyms.parts()
        around = _neighbourhoods().get(site.name) if site.level is None else None
        if around and site.code and around in known and not _others_in(site.code[:2], site, sites):
            site.code, site.within, site.settled = None, around, True
        if site.code == _PAPUA and site.level is None and not whole and not _others_in(_PAPUA, site, sites):
            site.code, site.within, site.settled = None, "ID", True


def _others_in(area: str, itself: _Site, sites: dict[str, _Site]) -> bool:
    return any(site.code and site.code.startswith(area) for site in sites.values() if site is not itself)


@cache
def _neighbourhoods() -> dict[str, str]:
    return {key(name): area for area, names in _PLACES["neighbourhoods"].items() for name in names}


def _chains(text: str, places: Sequence[Entity]) -> Iterator[tuple[str, str]]:
    """Pairs of places where the second follows the first as what it lies in: "Kelapa Gading, Jakarta Utara"."""
    mentions = sorted((span, e.id) for e in places for span in e.mentions)
    for ((_, end), one), ((start, _), other) in pairwise(mentions):
        if one != other and 0 <= start - end <= _CHAIN_REACH and _CHAIN.match(text, end, start):
            yield one, other


def _decide_by_chains(sites: dict[str, _Site], chains: Sequence[tuple[str, str]]) -> None:
    for one, other in reversed(chains):
        inner, outer = sites[one], sites[other]
        if inner.settled or (inner.code and _certain(inner)):
            continue
        around = [outer.code] if outer.code else outer.options
        found = {area: _inside(area, inner) for area in around if toponyms.level(area)}
        hits = [(area, codes[0]) for area, codes in found.items() if codes]
        if len(hits) == 1:
            outer.code, inner.code = hits[0]
        elif not (hits or inner.code or inner.options or inner.venue or inner.natural) and outer.code:
            inner.code = next(iter(_alike(outer.code, inner)), None)


def _certain(site: _Site) -> bool:
    return site.level is not None or toponyms.level(site.code or "") <= 1


def _inside(area: str, site: _Site) -> list[str]:
    """The areas of the site's name inside an area; one at the largest level, else none."""
    found = [code for code in toponyms.inside(area, _local_name(area, site)) if _fits(code, site.level)]
    if not _may_be_village(area, site):
        found = [code for code in found if toponyms.level(code) < 4]
    if not found and site.level and len(area) >= 5:
        found = _alike(area, site)
    largest = [code for code in found if len(code) == len(found[0])]
    return largest if len(largest) == 1 else []


def _may_be_village(area: str, site: _Site) -> bool:
    """Whether a name may be that of a village there: in a large province only with a word for it."""
    return site.level == "4" or (site.level is None and (len(area) > 2 or toponyms.has_few_villages(area)))


def _local_name(area: str, site: _Site) -> str:
    prefix: str = _PLACES["papua"]["village"]
    return site.name.removeprefix(prefix) if area[:2] in _PLACES["papua"]["codes"] else site.name


def _alike(area: str, site: _Site) -> list[str]:
    """Areas spelled nearly like the site inside an area."""
    names = toponyms.villages(area[:5]) if site.level == "4" else toponyms.children(area)
    best = process.extractOne(site.name, names.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    found = [c for c in names[best[0]] if c.startswith(area + ".") and _fits(c, site.level)] if best else []
    return found if len(found) == 1 else []


def _decide_kabupaten_or_kota(text: str, sites: dict[str, _Site]) -> None:
    """A bare name of a kabupaten and a kota is the kota's unless something speaks for the kabupaten."""
    for site in sites.values():
        pair = [code for code in site.options if toponyms.level(code) == 2]
        if site.code or site.level or len(pair) < 2:
            continue
        kota = [code for code in pair if toponyms.is_kota(code)]
        regency = [code for code in pair if not toponyms.is_kota(code)]
        spoken_for = [code for code in regency if _speaks_for(code, kota, text, site, sites)]
        site.code = next(iter(spoken_for or kota), None)


def _speaks_for(regency: str, kota: Sequence[str], text: str, site: _Site, sites: dict[str, _Site]) -> bool:
    name = site.entity.name
    if _named(text, name, "2 kabupaten") and not _named(text, name, "2 kota"):
        return True
    return _holds_others(regency, site, sites) and not any(_holds_others(code, site, sites) for code in kota)


def _named(text: str, name: str, level: str) -> bool:
    words = (word for words in (_LEVELS, _OFFICES) for word, of in words.items() if of == level)
    return any(f"{word.title()} {name}" in text for word in words)


def _holds_others(area: str, itself: _Site, sites: dict[str, _Site]) -> bool:
    children = toponyms.children(area)
    return any(
        site.code.startswith(area + ".") if site.code else _is_child(site, children)
        for site in sites.values()
        if site is not itself
    )


def _is_child(site: _Site, children: dict[str, tuple[str, ...]]) -> bool:
    return site.name in children or (len(site.name) > 5 and any(name.startswith(site.name) for name in children))


def _decide_by_company(sites: dict[str, _Site], chains: Sequence[tuple[str, str]]) -> None:
    """Smaller areas by the areas that the article names elsewhere, unless it says that they lie in another."""
    small = [s for s in sites.values() if not (s.code or s.settled or s.level in ("1", "2 kabupaten", "2 kota"))]
    if not small:
        return
    said = {one: code for one, other in chains if toponyms.level(code := sites[other].code or "") in (1, 2)}
    known = [s.code for s in sites.values() if s.code and toponyms.level(s.code)]
    near = [code for code, _ in Counter(code[:5] for code in known if len(code) >= 5).most_common(_NEAR)]
    around = [code for code, _ in Counter(code[:2] for code in known).most_common(_NEAR)]
    for site in small[:_SMALL]:
        found = {c for area in near for c in _inside(area, site)}
        if site.venue:  # only a kecamatan that is called so as a whole: Pasar Minggu
            found = {code for code in found if toponyms.level(code) == 3}
        elif not found:
            found = {c for area in around for c in _in_province(area, site)}
        if len(found) == 1 and next(iter(found)).startswith(said.get(site.entity.id, "")):
            site.code = found.pop()


def _in_province(area: str, site: _Site) -> list[str]:
    found = [code for code in site.options if code.startswith(area + ".")]
    if not found and not site.natural and _may_be_village(area, site):
        found = list(toponyms.villages_spelled(_parsed(site.entity.name)[0], area))
    return found if len(found) == 1 else []


def _decide_abroad(sites: dict[str, _Site]) -> None:
    """Towns abroad: great ones, then those of a country that the article names."""
    pending = [
        s
        for s in sites.values()
        if not (s.code or s.settled or s.venue or s.level or s.options or s.name in toponyms.parts())
    ]
    countries = {s.code for s in sites.values() if s.code and not toponyms.level(s.code)} - {"ID"}
    for great in (True, False):
        for site in pending:
            towns = toponyms.towns().get(site.name, ())
            chosen = _town(towns, set() if great else countries)
            if chosen and not site.code:
                site.code, site.within = chosen.code, chosen.country
                countries.add(chosen.country)


def _town(towns: Sequence[toponyms.Town], countries: set[str]) -> toponyms.Town | None:
    if not countries:
        single = all(town.size * 5 < towns[0].size for town in towns[1:]) if towns else False
        return towns[0] if single and towns[0].size >= _WORLD_CITY else None
    there = next((town for town in towns if town.country in countries), None)
    return there if there and there.size * 2 > towns[0].size else None


def _put_within(sites: dict[str, _Site], chains: Sequence[tuple[str, str]]) -> None:
    """Where places without a code lie: what is named right after them, or in their name, or is the only area named."""
    only = _only_area(sites)
    for one, other in reversed(chains):
        inner, outer = sites[one], sites[other]
        if inner.code is None and inner.within is None:
            inner.within = _area(outer)
    named = {site.name: site for site in sites.values() if site.code}
    for site in sites.values():
        if site.code is None and site.within is None:
            site.within = toponyms.parts().get(key(site.entity.name)) or _at_the_end(site, named) or only


def _area(site: _Site) -> str | None:
    return site.within if site.code and site.code.startswith("geonames") else site.code or site.within


def _only_area(sites: dict[str, _Site]) -> str | None:
    """The provinsi, kabupaten or kota that all others of the article hold."""
    named = {s.code for s in sites.values() if s.code and toponyms.level(s.code) in (1, 2)}
    if named:
        deepest = max(named, key=len)
        return deepest if all(deepest.startswith(code) for code in named) else None
    return None


def _at_the_end(site: _Site, named: dict[str, _Site]) -> str | None:
    words = site.entity.name.split()
    for n in range(1, min(len(words), _LONGEST_NAME)):
        tail = key(" ".join(words[n:]))
        if tail in named and named[tail] is not site:
            return _area(named[tail])
        found = [code for code in toponyms.codes().get(tail, ()) if toponyms.level(code) <= 2]
        if len(found) == 1:
            return found[0]
    return None
