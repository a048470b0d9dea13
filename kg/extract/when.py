"""Dates in the text of an article, as ISO dates of the text's own precision.

What the text leaves out (the year, the day of a bare weekday, "kemarin") is counted from the day of publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import NamedTuple

from kg.documents.dates import normalise_date
from kg.extract.prose import Prose
from kg.language import table
from kg.model import Document, Span


class Date(NamedTuple):
    """A date that the text names: where, and its ISO value (`2025`, `2025-04` or `2025-04-11`)."""

    span: Span
    value: str


_TABLE = table("dates")
_WORDS: dict[str, frozenset[str]] = {name: frozenset(words) for name, words in _TABLE["words"].items()}
MONTHS: dict[str, int] = {name: int(n) for n, names in _TABLE["months"].items() for name in names}
WEEKDAYS: dict[str, int] = {name: int(n) for n, names in _TABLE["weekdays"].items() for name in names}
COUNTED: dict[str, int] = {phrase: int(n) for n, phrases in _TABLE["relative"].items() for phrase in phrases}
_YEARS = range(1900, 2100)


def _any(words: frozenset[str] | dict[str, int]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first) + ")"


_NUMERIC = (
    r"(?P<d>\d{1,2})\s?(?P<sep>[/-])\s?(?P<m>\d{1,2})(?:\s?[/-]\s?(?P<y>\d{4}|\d\d))?(?![\d/])"
    r"|(?P<d_>\d{1,2})\.(?P<m_>\d{1,2})\.(?P<y_>\d{4})(?!\d)"
)
_IN_WORDS = (
    r"(?:(?P<first>\d{1,2})\s?(?:-|–|/|hingga|sampai|s/d|s\.d\.|dan)\s?)?"
    rf"(?P<day>\d{{1,2}})[\s-]+(?P<month>{_any(MONTHS)})\b\.?(?:\s*[,/-]?\s*(?P<year>\d{{4}})(?!\d))?"
)
_FULL = rf"(?:{_IN_WORDS}|{_NUMERIC})"
_BETWEEN = rf"(?:[\s,]+{_any(_WORDS['between'])}\b)*"
_LATER = frozenset().union(*(_WORDS[kind] for kind in ("week_before", "week_this", "ahead", "past")))
_AFTER = rf"(?P<after>(?:\s+{_any(_LATER)}\b)?)"
_WEEKDAY = re.compile(
    rf"(?P<weekday>{_any(WEEKDAYS)})\b(?:{_BETWEEN}[\s,.]*(?P<open>\(?)\s*{_FULL}\s?\)?{_BETWEEN}|{_AFTER})",
    re.IGNORECASE,
)
_CALENDAR = re.compile(rf"(?P<iso>\d{{4}}-\d\d-\d\d)(?!\d)|{_FULL}{_BETWEEN}", re.IGNORECASE)
_MONTH = re.compile(
    rf"(?P<month>{_any(MONTHS)})\b\.?(?:\s+(?:tahun\s+)?(?P<year>\d{{4}})(?!\d)|{_AFTER})", re.IGNORECASE
)
_COUNTED = re.compile(rf"{_any(COUNTED)}\b(?!\s*\(?\d{{1,2}}\s?/)", re.IGNORECASE)
_YEAR_NUMBER = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]\d|\d)")
_DATED_YEAR = re.compile(
    rf"\d\s?/\s?\d{{1,2}}\s?/\s?(\d{{4}})(?!\d)|\d\s(?:{_any(MONTHS)})\s(\d{{4}})(?!\d)", re.IGNORECASE
)
_URL_DAY = re.compile(r"(?<!\d)(20\d\d)([/-]?)([01]\d)\2([0-3]\d)(?!\d{1,5}(?!\d))|/(\d\d)/([01]\d)/([0-3]\d)/")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BARE_MONTHS = frozenset(name for name in MONTHS if len(name) > 3 or name == "mei")
_FIRST_WORDS = {phrase.split()[0] for phrase in COUNTED}


def _cased(words: frozenset[str] | set[str] | dict[str, int]) -> frozenset[str]:
    return frozenset(form for word in words for form in (word.capitalize(), word.upper()))


_WEEKDAY_TOKENS = _cased(WEEKDAYS) | WEEKDAYS.keys()
_MONTH_TOKENS = _cased(_BARE_MONTHS)
_COUNTED_TOKENS = _cased(_FIRST_WORDS) | _FIRST_WORDS
_TOKENS = _WEEKDAY_TOKENS | _MONTH_TOKENS | _COUNTED_TOKENS
_LOWER_TOKENS = frozenset(word.lower() for word in _TOKENS)
_OTHER_DIGITS = "\u0660"  # the first that is not ASCII


def reference_day(document: Document) -> str | None:
    """The day that an article's dates count from: that of publication or in its url, else the month or year known."""
    published = _normal(document.published or "")
    if published and len(published) >= 10:
        return published[:10]
    for found in _URL_DAY.finditer(document.url or ""):
        year, month, day = (found[1], found[3], found[4]) if found[1] else (f"20{found[5]}", found[6], found[7])
        if value := _day(int(year), int(month), int(day)):
            return value.isoformat()
    return published


def _normal(published: str) -> str | None:
    """A publication date as ISO; most are already."""
    day, rest = published[:10], published[10:]
    if (not rest or (rest[0] == "T" and rest.endswith("+07:00"))) and _ISO_DAY.fullmatch(day):
        return day if _day(*map(int, day.split("-"))) else normalise_date(published)
    return normalise_date(published)


@lru_cache(maxsize=1)  # asked for by occasions and by facts
def dates_in(prose: Prose, published: str | None) -> tuple[Date, ...]:
    """The dates that the text names, in text order; `published` is ISO of any precision, see `reference_day`."""
    reading = _Reading(prose.text, published)
    found: list[Date] = []
    end = 0
    for i in _beginnings(prose):
        if prose.starts[i] < end:
            continue
        if one := _date_at(prose, i, reading):
            found.append(one)
            end = one.span[1]
    return tuple(found)


def _beginnings(prose: Prose) -> list[int]:
    """The tokens that a date may begin with: its words, and numbers (which sort before or far behind letters)."""
    named = [i for i in prose.where(_LOWER_TOKENS, 0, len(prose.words)) if prose.words[i] in _TOKENS]
    numbers = [i for i, word in enumerate(prose.words) if not ":" <= word < _OTHER_DIGITS and word[0].isdecimal()]
    return sorted([*named, *numbers])


@dataclass(frozen=True)
class _Reading:
    """What dates are completed from."""

    text: str
    published: str | None

    @cached_property
    def day(self) -> date | None:
        """The day of publication, where it is known."""
        return date.fromisoformat(self.published[:10]) if self.published and len(self.published) >= 10 else None

    @cached_property
    def years(self) -> frozenset[int]:
        """The years that the text mentions."""
        return frozenset(map(int, _YEAR_NUMBER.findall(self.text)))

    @cached_property
    def dated_years(self) -> frozenset[int]:
        """The years of the dates that the text writes in full."""
        return frozenset(int(year) for pair in _DATED_YEAR.findall(self.text) for year in pair if year)


def _date_at(prose: Prose, i: int, reading: _Reading) -> Date | None:
    word, start = prose.words[i], prose.starts[i]
    if word in _WEEKDAY_TOKENS:
        return _weekday(prose, i, reading)
    if word in _MONTH_TOKENS:
        return None if i and prose.words[i - 1].isdecimal() else _month(prose.text, start, reading)
    if word[0].isdecimal():
        return _calendar(prose, i, reading)
    counted = _COUNTED.match(prose.text, start)
    if reading.day and counted and not (i and prose.words[i - 1].lower() in _WORDS["span_before"]):
        days = COUNTED[" ".join(counted[0].lower().split())]
        return Date(counted.span(), (reading.day + timedelta(days)).isoformat())
    return None


def _weekday(prose: Prose, i: int, reading: _Reading) -> Date | None:
    found = _WEEKDAY.match(prose.text, prose.starts[i])
    if found is None:
        return None
    weekday = WEEKDAYS[found["weekday"].lower()]
    if found["d"] or found["d_"] or found["day"]:
        value = _complete(found, reading, weekday)
        return Date(found.span(), value) if value else None
    if reading.day is None or _is_no_day(prose, i, found):
        return None
    return Date(found.span(), _nearest(weekday, reading.day, " ".join(found["after"].lower().split())).isoformat())


def _is_no_day(prose: Prose, i: int, found: re.Match[str]) -> bool:
    words = prose.words
    before = words[i - 1].lower() if i else ""
    after = words[i + 1].lower() if i + 1 < len(words) else ""
    if found["weekday"].islower() or before in _WORDS["no_date_before"] or after in _WORDS["no_date_after"]:
        return True
    if found["weekday"].lower() != "minggu":
        return False
    return before in _WORDS["week_before_it"] or after in _WORDS["week_after_it"]


def _nearest(weekday: int, day: date, after: str) -> date:
    back = (day.isoweekday() - weekday) % 7
    if after in _WORDS["week_before"]:
        return day - timedelta(day.isoweekday() - weekday + 7)
    if after in _WORDS["week_this"]:
        return day - timedelta(day.isoweekday() - weekday)
    if after in _WORDS["ahead"]:
        return day + timedelta((7 - back) % 7 or 7)
    if after in _WORDS["past"] and back == 0:
        return day - timedelta(7)
    return day - timedelta(back)


def _month(text: str, start: int, reading: _Reading) -> Date | None:
    found = _MONTH.match(text, start)
    if found is None:
        return None
    month = MONTHS[found["month"].lower()]
    if found["year"]:
        return Date(found.span(), f"{found['year']}-{month:02}") if int(found["year"]) in _YEARS else None
    if reading.day is None or not found["after"]:
        return None
    ahead = " ".join(found["after"].lower().split()) in _WORDS["ahead"]
    year = reading.day.year + (month <= reading.day.month if ahead else -(month >= reading.day.month))
    return Date(found.span(), f"{year}-{month:02}")


def _calendar(prose: Prose, i: int, reading: _Reading) -> Date | None:
    start = prose.starts[i]
    found = _CALENDAR.match(prose.text, start)
    if found is None:
        return _year(prose, i)
    if found["iso"]:
        return Date(found.span(), found["iso"]) if _day(*map(int, found["iso"].split("-"))) else None
    numeric_without_year = found["d"] and not found["y"]
    if numeric_without_year and not (
        found["sep"] == "/" and prose.text[max(0, start - 3) : start].rstrip()[-1:] == "("
    ):
        return None
    value = _complete(found, reading, None)
    if value is None or (numeric_without_year and not _recent(value, reading.day)):
        return None
    return Date(found.span(), value)


def _recent(value: str, day: date | None) -> bool:
    return day is None or abs(day - date.fromisoformat(value)) < timedelta(60)


def _year(prose: Prose, i: int) -> Date | None:
    word = prose.words[i]
    if len(word) != 4 or not word.isdecimal() or int(word) not in _YEARS or i == 0:
        return None
    named = prose.words[i - 1].lower() in _WORDS["year_before"]
    return Date((prose.starts[i], prose.ends[i]), word) if named else None


def _complete(found: re.Match[str], reading: _Reading, weekday: int | None) -> str | None:
    """The ISO value of a day and month, with its year as written or as it follows from the publication or the text."""
    month = MONTHS[found["month"].lower()] if found["month"] else int(found["m"] or found["m_"])
    number = int(found["day"] or found["d"] or found["d_"])
    written = found["year"] or found["y"] or found["y_"]
    if written:
        day = _day(int(written) + (2000 if len(written) == 2 else 0), month, number)
    else:
        day = _in_a_year(month, number, reading, weekday)
    if day is None:
        return None
    return day.isoformat()[:7] if found["first"] else day.isoformat()


def _in_a_year(month: int, number: int, reading: _Reading, weekday: int | None) -> date | None:
    if today := reading.day:
        days = _days_in((today.year, today.year - 1, today.year + 1), month, number)
        return min(days, key=lambda day: abs(day - today), default=None)
    if reading.published:
        return _day(int(reading.published[:4]), month, number)
    if weekday is None:
        return _day(min(reading.dated_years), month, number) if len(reading.dated_years) == 1 else None
    # Without any publication date the weekday decides between the years that the text mentions and their neighbours.
    for years in (reading.years, {year + n for year in reading.years for n in (-1, 1)}):
        fitting = [day for day in _days_in(years, month, number) if day.isoweekday() == weekday]
        if fitting:
            return fitting[0] if len(fitting) == 1 else None
    return None


def _days_in(years: Iterable[int], month: int, number: int) -> list[date]:
    return [day for year in years if (day := _day(year, month, number))]


def _day(year: int, month: int, day: int) -> date | None:
    if month > 12 >= day:
        month, day = day, month
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None
