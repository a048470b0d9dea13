from __future__ import annotations

import pytest

from kg.extract.names.datelines import with_city
from kg.extract.names.mentions import Mention


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("SEOUL - Hujan turun", (1, 2)),
        ("BARITO TIMUR - Hujan turun", (1, 3)),
        ("BINTAN , Kabar Kita - Hujan turun", (1, 2)),
        ("BINTAN , hujan turun lagi", None),
        ("HUJAN TURUN DI KOTA - angin reda", None),
        ("KABAR - KITA.COM , Bintan - Hujan turun", None),
        ("KOMPAS - Hujan turun", None),
        ("Hujan - BINTAN - turun", None),
    ],
)
def test_the_city_of_a_dateline_is_a_place(text: str, city: tuple[int, int] | None) -> None:
    words = ["¶", *text.split(), "¶"]
    assert list(with_city(words, [])) == ([Mention(*city, "Place")] if city else [])


def test_a_dateline_that_was_tagged_stays() -> None:
    tagged = [Mention(1, 2, "Organization")]
    assert with_city("¶ SEOUL - Hujan turun ¶".split(), tagged) == tagged
