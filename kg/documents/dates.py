"""Publication dates as outlets, feeds and spreadsheets write them, normalised to ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from kg.language import table

JAKARTA = timezone(timedelta(hours=7))
_YEARS = range(1900, 2200)
_LONGEST = 300  # characters that are looked at


def _numbers(section: str) -> dict[str, int]:
    return {name: int(number) for number, names in table("dates")[section].items() for name in names}


def _alternatives(names: dict[str, int] | dict[str, str]) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


MONTHS = _numbers("months")
ZONES: dict[str, str] = {name: offset for offset, names in table("dates")["zones"].items() for name in names}

_MONTH = rf"(?P<month>{_alternatives(MONTHS)})\b\.?"
_DAY = r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})(?!\d)"
_GAP = r"[\s,/+-]{0,3}"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?<!\d)(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?!\d)",
        r"(?<!\d)(?P<day>\d{1,2})([-/.])(?P<month>\d{1,2})\2(?P<year>\d{4}|\d\d(?![\d:.]))(?!\d)",
        rf"{_DAY}{_GAP}{_MONTH}{_GAP}{_YEAR}",
        rf"(?<![^\W\d_]){_MONTH}{_GAP}{_DAY},?\s{{0,3}}{_YEAR}",
        rf"(?<![^\W\d_]){_MONTH}{_GAP}{_YEAR}",
        r"(?<!\d)(?P<year>\d{4})[-/](?P<month>\d\d)(?!\d)",
        r"(?<!\d)(?P<month>\d{1,2})/(?P<year>\d{4})(?!\d)",
        r"\A\W*(?P<year>\d{4})(?:\.0)?\W*\Z",
    )
)
_EPOCH = re.compile(r"\A\s*(\d{9,10})(\d{3})?(?:\.\d+)?\s*\Z")
_TIME = re.compile(
    r"(?<![\d:.])(?P<hour>\d{1,2})[:.](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:[.,]\d+)?)?(?![\d:])"
    r"(?:\s?(?P<half>[ap])\.?m\b)?"
    rf"(?:\s{{0,2}}(?:(?P<zone>{_alternatives(ZONES)})(?![^\W\d_])|(?:UTC|GMT)?(?P<sign>[+-])(?P<h>\d\d?):?(?P<m>\d\d)?))?",
    re.IGNORECASE,
)
_COMPACT_TIME = re.compile(r"(?<=\dT)(\d\d)(\d\d)(\d\d)?(?=Z|[+-]|\b)")


def normalise_date(text: str) -> str | None:
    """A publication date as ISO 8601, or None where it cannot be read.

    Comes out as precise as it came in: `2025`, `2025-06`, `2025-06-18` or `2025-06-18T21:35+07:00`. Numbers are
    day first unless that is impossible. A time without a zone is Jakarta's; another zone is kept, but where its day
    is not the day in Jakarta the time is given in Jakarta's, so that the first ten characters are always Jakarta's day.
    Numbers of 9, 10, 12 or 13 digits are seconds or milliseconds since 1970.
    """
    text = " ".join(text[:_LONGEST].replace("_", " ").split())
    if epoch := _EPOCH.match(text):
        return _iso(datetime.fromtimestamp(int(epoch[1]), UTC).astimezone(JAKARTA), seconds=True)
    text = _COMPACT_TIME.sub(lambda m: ":".join(filter(None, m.groups())), text)
    for form in _FORMS:
        if found := form.search(text):
            return _read(text, found)
    return None


def _read(text: str, found: re.Match[str]) -> str | None:
    parts = found.groupdict()
    year = int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0)
    if year not in _YEARS:
        return None
    if not parts.get("month"):
        return f"{year:04}"
    month = MONTHS.get(parts["month"].lower()) or (int(parts["month"]) if parts["month"].isdecimal() else 0)
    if not parts.get("day"):
        return f"{year:04}-{month:02}" if 1 <= month <= 12 else None
    day = _day(year, month, int(parts["day"]))
    return _with_time(day, text, found) if day else None


def _day(year: int, month: int, day: int) -> date | None:
    if month > 12 >= day:
        month, day = day, month
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _with_time(day: date, text: str, found: re.Match[str]) -> str:
    # The hour usually follows the day: 1 "T", "," or "|" later; some write it before.
    clock = _TIME.search(text, found.end()) or _TIME.search(text[: found.start()])
    if clock is None:
        return day.isoformat()
    hour = int(clock["hour"])
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"].lower() == "p" else 0)
    if hour > 23:
        return day.isoformat()
    moment = datetime(day.year, day.month, day.day, hour, int(clock["minute"]), int(clock["second"] or 0))
    return _iso(moment.replace(tzinfo=_zone(clock)), seconds=clock["second"] is not None)


def _zone(clock: re.Match[str]) -> timezone:
    if clock["zone"]:
        return _offset(ZONES[clock["zone"].lower()])
    if clock["sign"]:
        return _offset(f"{clock['sign']}{int(clock['h']):02}:{clock['m'] or '00'}")
    return JAKARTA


def _offset(text: str) -> timezone:
    hours, minutes = int(text[1:3]), int(text[4:6])
    if hours > 14 or minutes > 59:
        return JAKARTA
    return timezone((-1 if text[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes))


def _iso(moment: datetime, *, seconds: bool) -> str:
    in_jakarta = moment.astimezone(JAKARTA)
    kept = moment if moment.date() == in_jakarta.date() else in_jakarta
    return kept.isoformat(timespec="seconds" if seconds else "minutes")
