from __future__ import annotations

import time

import pytest

from kg.extract.names.kinds import of_kinds
from kg.extract.names.mentions import Mention

ORG, PLACE, PERSON, EVENT = "Organization", "Place", "Person", "Event"
Span = tuple[int, int, str]


@pytest.mark.parametrize(
    ("text", "tagged", "expected"),
    [
        ("kata Koperasi Teh Melati di sana", [], [(1, 4, ORG)]),
        ("kata Koperasi Teh di sana", [], []),
        ("kata Koperasi Teh Melati di sana", [(2, 3, PERSON)], [(2, 3, PERSON)]),
        ("kata Koperasi Teh Melati di sana", [(3, 4, PLACE)], [(1, 4, ORG)]),
        ("kata Yayasan Teh Sari Melati .", [(1, 3, ORG)], [(1, 5, ORG)]),
        ("kata Yayasan Teh Melati .", [(1, 3, ORG), (3, 4, PLACE)], [(1, 3, ORG), (3, 4, PLACE)]),
        ("kata Yayasan Teh Bapak Melati .", [(1, 3, ORG)], [(1, 3, ORG)]),
        ("di PDAM Melati itu", [], [(1, 3, ORG)]),
        ("di CV . Melati itu", [], [(1, 4, ORG)]),
        ("di CV . Ia pergi", [], []),
        ("di SMA Negeri 4 Melati itu", [(2, 5, ORG)], [(1, 5, ORG)]),
        ("Ketua KUD Melati Suroso Utami lagi", [(1, 2, ORG), (2, 5, PERSON)], [(1, 3, ORG), (3, 5, PERSON)]),
        ("di SMP / MTs itu", [], []),
        ("kata Kodim 0799 / Melati , di sana", [(1, 3, ORG), (4, 5, PERSON)], [(1, 5, ORG)]),
        ("kata Kodam XIX / Melati , di sana", [], [(1, 5, ORG)]),
        ("di RSUD dr . Rina Utami lagi", [(1, 2, PLACE), (4, 6, PERSON)], [(1, 6, ORG)]),
        ("di RSUD dr . Rina Utami lagi", [(1, 4, PLACE), (4, 6, PERSON)], [(1, 6, PLACE)]),
        (
            "di RSIA Bunda Melati dr . Rina Utami",
            [(1, 2, ORG), (2, 4, PERSON), (6, 8, PERSON)],
            [(1, 4, ORG), (6, 8, PERSON)],
        ),
        ("saat Pilkada Melati Februari lalu", [(2, 3, PLACE)], [(1, 3, EVENT)]),
        ("di RSUD Melati Rina Utami lagi", [(1, 3, ORG), (3, 5, PERSON)], [(1, 3, ORG), (3, 5, PERSON)]),
        ("saat Kejuaraan Teh Melati , di sana", [], [(1, 4, EVENT)]),
        ("saat Kejuaraan Teh Melati , di sana", [(2, 4, EVENT)], [(2, 4, EVENT)]),
        ("saat Konferensi Pers Kementerian di sana", [], []),
    ],
)
def test_a_name_begins_with_the_word_for_its_kind(text: str, tagged: list[Span], expected: list[Span]) -> None:
    assert list(of_kinds([*text.split(), "¶"], [Mention(*m) for m in tagged])) == [Mention(*m) for m in expected]


def test_time_grows_with_the_number_of_kinds() -> None:
    words = [*("Koperasi Yayasan SMA 4 / dr . Melati ".split() * 30_000), "¶"]
    start = time.perf_counter()
    of_kinds(words, [Mention(i + 7, i + 8, PERSON) for i in range(0, len(words) - 1, 8)])
    assert time.perf_counter() - start < 2
