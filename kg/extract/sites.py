"""Places that a sentence tells as those of something that happens: behind "di", beside a day, after "konferensi pers"."""

from __future__ import annotations

import re

from kg.extract.scene import Scene, Site, any_of, within, words
from kg.extract.when import COUNTED, WEEKDAYS
from kg.model import Span

_ELSEWHERE = re.compile(rf"\b{any_of('elsewhere')}\s+\Z")
_SITE = re.compile(rf"\b(?:[Dd]i|ke|{any_of('going')})(?:\s+(?i:{any_of('site_words')})\b,?)*\s+\Z")
_SAYING = tuple(f" {word}" for word in words("saying_words"))
_BEFORE_SITE = frozenset(["di", "ke", *words("going"), *(word.split()[-1] for word in words("site_words"))])
_CHAIN = re.compile(r",?\s+(?:di\s+)?\(?\Z|\s*\(\Z")
_DATE_NEXT = re.compile(
    rf"[\s,]*\(?(?:pada\s+)?(?:hari\s+)?(?:(?i:{any_of([*WEEKDAYS, *COUNTED])})\b|\d{{1,2}}\s?(?:/|[A-Z]))"
)
REACH = 60  # characters before a place that are read
_LONGEST_WORD = 24  # characters before a place in which its preposition ends
NEXT = 12  # characters between a place and the date beside it


def preposition(setting: Scene, site: Site, sentence: Span) -> int | None:
    """Where the "di" of a place of happening starts, None for other places."""
    found = _site(setting, site, sentence[0])
    if found is None or _ELSEWHERE.search(setting.text, max(sentence[0], found.start() - REACH), found.start()):
        return None
    return found.start()


def beside_a_date(setting: Scene, site: Site, at: int) -> bool:
    """Whether a place, with its preposition at `at`, follows a date or leads to one: "di Gedung DPR, Jakarta, Senin"."""
    if any(0 <= at - date.span[1] < NEXT for date in within(setting.dates, (at - REACH, at))):
        return True
    at = site.end
    for following in within(setting.sites, (site.end, site.end + REACH)):
        if following.start >= at:
            if not _CHAIN.match(setting.text, at, following.start):
                break
            at = following.end
    return _DATE_NEXT.match(setting.text, at) is not None


def spoken_in(setting: Scene, site: Site) -> bool:
    """Whether words like "konferensi pers di" lead to a place."""
    found = _site(setting, site, 0)
    return found is not None and found[0][:2].lower() == "di" and after_saying(setting, 0, found.start())


def _site(setting: Scene, site: Site, start: int) -> re.Match[str] | None:
    """The words that make a place one of happening: "di", "di kawasan", "mengunjungi"."""
    before = setting.text[max(start, site.start - _LONGEST_WORD) : site.start].rsplit(None, 1)
    if not before or before[-1].strip(",").lower() not in _BEFORE_SITE:
        return None
    return _SITE.search(setting.text, max(start, site.start - REACH), site.start)


def after_saying(setting: Scene, start: int, at: int) -> bool:
    """Whether a word of speaking or meeting stands right before an offset."""
    return setting.text[max(start, at - _LONGEST_WORD) : at].rstrip(" ,").lower().endswith(_SAYING)
