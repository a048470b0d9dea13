from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.names import find
from kg.extract.prose import prose


def names(text: str) -> dict[str, str]:
    return {e.name: e.type for e in find(prose(text))}


ARTICLE = """Bupati Banyumas Hendra Wirawan bertemu Direktur PT Bumi Lestari, Ratna Puspitasari, di Purwokerto, Senin (3/3/2031).
Hendra mengatakan, Badan Pengelola Irigasi Daerah (BPID) akan memperbaiki saluran air.
"BPID sudah siap," kata Ratna."""


def test_persons_organisations_and_places_with_all_their_mentions() -> None:
    found = {e.name: e for e in find(prose(ARTICLE))}
    assert {n: e.type for n, e in found.items()} == {
        "Banyumas": "Place",
        "Hendra Wirawan": "Person",
        "PT Bumi Lestari": "Organization",
        "Ratna Puspitasari": "Person",
        "Purwokerto": "Place",
        "Badan Pengelola Irigasi Daerah": "Organization",
    }
    assert found["Hendra Wirawan"].aliases == ("Hendra",)
    assert found["Badan Pengelola Irigasi Daerah"].aliases == ("BPID",)
    assert len(found["Ratna Puspitasari"].mentions) == 2


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Hal itu disampaikan Kapolres Metro Jakarta Timur di kantor Polres Metro Jakarta Timur, Rabu.", "Polres Metro Jakarta Timur", "Organization"),
        ("Guru besar Fakultas Hukum Universitas Airlangga itu menolak.", "Fakultas Hukum Universitas Airlangga", "Organization"),
        ("Jalan itu rusak, kata Dr. Ir. Bambang Suryanto, S.T., M.T., Rabu.", "Bambang Suryanto", "Person"),
        ("Warga Kabupaten Sukoharjo mengeluh.", "Kabupaten Sukoharjo", "Place"),
    ],
)  # fmt: skip
def test_names_of_many_words(text: str, name: str, kind: str) -> None:
    assert names(text).get(name) == kind


def test_nothing_is_found_in_boilerplate() -> None:
    assert names("Hujan turun deras.\nBaca juga: Hendra Wirawan Bertemu Ratna Puspitasari") == {}


@given(st.text(max_size=200))
def test_any_text_gives_mentions_within_it(text: str) -> None:
    for entity in find(prose(text)):
        spans = sorted(entity.mentions)
        assert entity.name in {text[s:e] for s, e in spans}
        assert all(0 <= s < e <= len(text) for s, e in spans)
        assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))


@pytest.mark.parametrize(
    "text",
    [
        "Ali Budi " * 60_000,
        "".join(f"Ali{i} Budi{i} (AB{i}) " for i in range(25_000)),
        "A" * 500_000,
        "(" * 500_000,
        "Kota " + "Kota-Kota." * 50_000,
        "".join(f"Budi Wati{i}. " for i in range(40_000)),
    ],
    ids=["one stretch", "many names", "one word", "brackets", "glued", "shared word"],
)
def test_hostile_texts_take_no_more_than_their_length(text: str) -> None:
    ready = prose(text)
    start = time.process_time()
    find(ready)
    assert time.process_time() - start < 15 * (len(text) / 500_000 + 1)  # a guard against superlinear work
