from __future__ import annotations

import random
from pathlib import Path

import pytest

from kg.ask import ask
from kg.build import build_records, forget
from kg.canonical import canonical
from kg.resolve.quotes import are_variants, bands
from kg.verify import verify
from tests.made import Made

SAID = "Kami akan membagikan beras dan air bersih kepada warga yang terdampak banjir di Kali Biru mulai besok pagi"


@pytest.mark.parametrize(
    "other",
    [
        SAID.replace("yang ", ""),
        SAID.replace("membagikan", "bagikan").replace("Kami", "kami"),
        SAID.replace("beras dan", "beras, dan").upper().capitalize(),
        SAID + ", ya",
    ],
)
def test_a_word_less_or_in_another_spelling_is_the_same_quotation(other: str) -> None:
    assert are_variants(SAID, other)
    assert are_variants(other, SAID)
    assert set(bands(SAID)) & set(bands(other))


@pytest.mark.parametrize(
    "other",
    [
        SAID.replace("Biru", "Hijau"),
        SAID.replace("akan", "tidak akan"),
        SAID.replace("beras", "20 ton beras"),
        SAID.replace("besok", "Senin"),
        SAID + " di dua titik",
        "Kami membagikan beras",
    ],
)
def test_other_numbers_names_or_sense_are_another(other: str) -> None:
    assert not are_variants(SAID, other)


def test_a_form_with_other_numbers_is_no_copy() -> None:
    form = "Harga cabai di pasar hari ini naik menjadi Rp{} per kilogram dan akan terus naik sampai lebaran"
    assert not are_variants(form.format("41.000"), form.format("42.000"))
    assert not are_variants(form.format("empat puluh ribu"), form.format("lima puluh ribu"))


def test_short_ones_are_the_same_only_word_for_word() -> None:
    assert bands("Kami siap membantu semua warga di sini") == []
    assert not are_variants("Kami siap membantu semua warga di sini", "Kami siap membantu warga di sini")


def article(number: int, said: str, speaker: str = "Sari Wuri", publisher: str | None = None) -> Made:
    m = Made(
        f'"{said}," kata {speaker}.',
        id=str(number),
        publisher=publisher or f"Warta {number}",
        published=f"2025-04-{number:02}",
    )
    m.s(said, m.e("Person", speaker), cue="kata")
    return m


def quotes(graph: Path) -> list[tuple[object, ...]]:
    return [row[:4] for row in ask("same-quote", {}, graph).rows]


def test_nearly_the_same_words_in_several_outlets_are_one_quote(tmp_path: Path) -> None:
    graph = tmp_path / "a.kg"
    near = SAID.replace("yang ", "")
    farther = near.replace("membagikan", "bagikan")
    made = [
        article(1, near),
        article(2, SAID),
        article(3, farther, "Budi Warko"),
        article(4, SAID.replace("Biru", "Hijau")),
    ]
    build_records([m.pair for m in made], graph)
    assert quotes(graph) == [(near, 3, 3, 3)]
    assert {row[1] for row in ask("disputed-attribution", {}, graph).rows} == {"Sari Wuri", "Budi Warko"}
    assert verify(graph) == []
    forget(["1"], graph)
    assert quotes(graph) == [(SAID, 2, 2, 2)]
    forget(["3"], graph)
    assert quotes(graph) == []
    assert verify(graph) == []


@pytest.mark.parametrize("seed", range(3))
def test_parts_edits_and_withdrawals_come_to_what_a_fresh_build_says(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    words = SAID.split()

    def form() -> str:
        said = words.copy()
        for _ in range(chance.randrange(4)):
            said[chance.randrange(len(said))] = chance.choice(["ya", "itu", "saja", "bagi", "tidak", "3"])
        return " ".join(said)

    final = {number: article(number, form()) for number in range(1, 25)}
    early = {number: article(number, form()) for number in chance.sample(range(1, 29), 16)}
    graph = tmp_path / "a.kg"
    for some in (list(early.values())[:8], list(early.values())[8:]):
        build_records([m.pair for m in some], graph)
    gone = [str(number) for number in early if number not in final]
    if gone:
        forget(gone, graph)
    late = list(final.values())
    chance.shuffle(late)
    build_records([m.pair for m in late], graph)
    build_records([m.pair for m in final.values()], tmp_path / "fresh.kg")
    assert quoted(graph) == quoted(tmp_path / "fresh.kg")
    assert quoted(graph)
    assert verify(graph) == []


def quoted(graph: Path) -> list[str]:
    return [line for line in canonical(graph).splitlines() if "/quote/" in line]


def test_many_forms_come_to_what_a_fresh_build_says(tmp_path: Path) -> None:
    words = [one + other for one in "bcdfghjk" for other in ("ala", "ili", "unu", "epe", "oro", "ata", "iki", "usu")]
    made = [
        article(1, f"Kami akan terus berjuang demi rakyat kecil dan sahabat kami tercinta {word}") for word in words
    ]
    few = [Made(m.document.text, id=str(i)) for i, m in enumerate(made)]
    for copy, word in zip(few, words, strict=True):
        copy.s(
            copy.document.text[1 : copy.document.text.index(word) + 4], copy.e("Person", "Sari Wuri"), cue="kata Sari"
        )
    build_records([m.pair for m in few[:20]], tmp_path / "a.kg")
    assert quotes(tmp_path / "a.kg")[0][1] == 20
    build_records([m.pair for m in few], tmp_path / "a.kg")
    build_records([m.pair for m in few], tmp_path / "fresh.kg")
    assert quotes(tmp_path / "a.kg") == quotes(tmp_path / "fresh.kg")
