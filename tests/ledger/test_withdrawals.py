"""Whatever is built, edited and withdrawn on the way: in the end a ledger says what a fresh build of its articles says."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.build import build_records, forget
from kg.canonical import canonical
from kg.ledger import open_ledger
from kg.model import Document
from kg.verify import verify
from tests.made import Made

AREAS = (
    ("31", "Jakarta"),
    ("31", "DKI Jakarta"),
    ("31", "Batavia"),
    ("31.72", "Jakarta Utara"),
    ("31.72", "Jakut"),
    ("JP", "Jepang"),
    ("JP", "Nippon"),
    ("SG", "Singapura"),
)
SAID = ("Air di sungai surut sejak pagi tadi kata warga", "Harga cabai di pasar naik lagi mulai hari ini")
OUTLETS = ("Warta Apik", "Warta Apik Daring", "Apik")


def article(number: int, area: int, inner: int, said: int, outlet: int) -> Made:
    """An article by a speaker of its own, at places of the gazetteer: no uri depends on which articles came first."""
    speaker = f"Sari {'Wuri' * number}"
    (code, name), (inside, other) = AREAS[area], AREAS[inner]
    m = Made(
        f'{speaker} tiba di {name} dari {other}. "{SAID[said]}," kata {speaker}.',
        id=str(number),
        url=f"https://warta.example/{number}",
        publisher=OUTLETS[outlet],
        published=f"2025-04-{number + 1:02}",
    )
    person, place = m.e("Person", speaker), m.e("Place", name, place_code=code)
    if name not in other and other not in name:
        m.e("Place", other, place_code=inside)
    m.s(SAID[said], person, cue="kata")
    m.f(person, "visited", place, f"{speaker} tiba di {name}")
    return m


EDITION = st.tuples(*(st.integers(0, most - 1) for most in (len(AREAS), len(AREAS), len(SAID), len(OUTLETS))))
STEP = st.dictionaries(st.integers(1, 7), st.none() | EDITION, min_size=1, max_size=7)
"""By the numbers of articles: another edition of one, or none where it is withdrawn."""


@given(st.lists(STEP, min_size=2, max_size=4))
@settings(max_examples=15, deadline=None)
def test_what_is_left_is_what_a_fresh_build_says(steps: list[dict[int, tuple[int, int, int, int] | None]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        grown, fresh = Path(folder) / "grown.kg", Path(folder) / "fresh.kg"
        current: dict[int, Made] = {}
        gone: list[Document] = []  # what was replaced or withdrawn stays away
        for step in steps:
            made = {n: article(n, *edition) for n, edition in step.items() if edition}
            made = {n: m for n, m in made.items() if m.document not in gone}
            build_records([m.pair for m in made.values()], grown)
            gone += [current[n].document for n, m in made.items() if n in current and current[n].document != m.document]
            current |= made
            leaving = [current.pop(n).document for n, edition in step.items() if edition is None and n in current]
            forget([document.url or "" for document in leaving], grown)
            gone += leaving
        build_records([m.pair for m in current.values()], fresh)
        assert verify(grown) == []
        assert canonical(grown) == canonical(fresh)


def test_a_country_is_called_what_most_of_those_left_call_it(tmp_path: Path) -> None:
    japan, nippon = (number for number, (code, _) in enumerate(AREAS) if code == "JP")
    made = [article(n, area, 0, 0, 0) for n, area in enumerate((japan, japan, nippon, nippon), 1)]
    build_records([m.pair for m in made], tmp_path / "a.kg")
    assert _name_of_japan(tmp_path / "a.kg") == "Jepang"
    forget(["1"], tmp_path / "a.kg")
    assert _name_of_japan(tmp_path / "a.kg") == "Nippon"


def _name_of_japan(graph: Path) -> str:
    with open_ledger(graph) as ledger:
        return next(found.name for found in ledger.entities() if found.place_code == "JP")
