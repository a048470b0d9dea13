"""Occasions of statements, with names and statements marked by hand.

In the texts `[A:P]` is a mention of the entity A of type Person, Organization (O), Place (L) or Unnamed (U), `{…}` the
words said, `<…>` the cue of the statement whose words stand next to it, followed by `=A` for its speaker.
"""

import re
import time

import pytest

from kg.extract.occasion import place_and_date
from kg.extract.prose import prose
from kg.model import Entity, EntityType, Span, Statement

PUBLISHED = "2025-06-19"  # a Thursday
TYPES: dict[str, EntityType] = {"P": "Person", "O": "Organization", "L": "Place", "U": "Unnamed"}
MARK = re.compile(r"\[(?P<name>[^:\]]+):(?P<type>[POLU])\]|\{(?P<said>[^}]*)\}|<(?P<cue>[^>]*)>=(?P<who>[^=]+)=")


def occasions(
    marked: str, published: str | None = PUBLISHED, via: str | None = None
) -> list[tuple[str | None, str | None]]:
    """Place and date of each statement of a marked text."""
    text, at = "", 0
    mentions: dict[str, list[Span]] = {}
    types: dict[str, EntityType] = {}
    said: list[Span] = []
    cues: list[tuple[Span, str]] = []
    for mark in MARK.finditer(marked):
        text += marked[at : mark.start()]
        plain = mark["name"] or mark["said"] or mark["cue"]
        span = (len(text), len(text) + len(plain))
        text, at = text + plain, mark.end()
        if mark["name"]:
            mentions.setdefault(plain, []).append(span)
            types[plain] = TYPES[mark["type"]]
        elif mark["said"]:
            said.append(span)
        else:
            cues.append((span, mark["who"]))
    text += marked[at:]
    entities = [Entity(id=n, type=types[n], name=n, mentions=tuple(spans)) for n, spans in mentions.items()]
    statements = [
        Statement(
            id=f"s{i}", kind="direct", speakers=(who,), speaker_mention=None, resolution="explicit",
            cue=cue, content=(content,), via=via,
        )
        for i, (content, (cue, who)) in enumerate(zip(said, cues, strict=True), 1)
    ]  # fmt: skip
    out = place_and_date(prose(text), entities, statements, published)
    return [(s.place.entity if s.place else None, s.date.value if s.date else None) for s in out]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Namun pada April 2017, [Ali:P] <mengatakan>=Ali= {rumah itu dijual}.", (None, "2017-04")),
        ("Tahun 2017, [Ali:P] <mengatakan>=Ali= {rumah itu dijual}.", (None, "2017")),
        ("Sejak 2017, [Ali:P] <mengatakan>=Ali= {rumah itu dijual}.", (None, None)),
        (
            '"{Kami siap}," <kata>=Ali= [Ali:P] di [Balai Kota:L], [Medan:L], Rabu (18/6/2025).',
            ("Balai Kota", "2025-06-18"),
        ),
        (
            '"{Kami siap}," <kata>=Ali= [Ali:P] saat ditemui di kawasan [Menteng:L], Rabu malam.',
            ("Menteng", "2025-06-18"),
        ),
        ('"{Kami siap}," <ujarnya>=Ali= di [Medan:L], kemarin. [Ali:P] pulang.', ("Medan", "2025-06-18")),
        ('"{Kami siap}," <ujar>=Ali= [Ali:P] di kantornya, [Medan:L], Senin.', ("Medan", "2025-06-16")),
        ('"{Kami siap}," <ujar>=Ali= [Ali:P] kepada pers, Rabu (18/6).', (None, "2025-06-18")),
        ("Dalam rapat di [Medan:L], Rabu (18/6), [Ali:P] <berkata>=Ali= {warga siap}.", ("Medan", "2025-06-18")),
        ('"{Kami siap}," <kata>=Ali= [Ali:P] di [Medan:L]. Ia lalu pulang.', ("Medan", None)),
    ],
)
def test_said_in_the_sentence_of_the_cue(text: str, expected: tuple[str | None, str | None]) -> None:
    assert occasions(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        '"{Kami siap}," <kata>=Ali= [Ali:P], dikutip Rabu (18/6).',
        '"{Kami siap}," <kata>=Ali= [Ali:P] seperti dilansir Kabar Kita, Rabu (18/6/2025).',
        '"{Kami siap}," <kata>=Ali= [Ali:P] dikutip dari Kabar Kita, kemarin.',
        "Kabar Kita pada Rabu (18/6) melansir, [Ali:P] <berkata>=Ali= {warga siap}.",
        "[Ali:P] <berkata>=Ali= {acara itu dibuka Rabu (18/6)}.",
        '"{Kami siap}," <kata>=Ali= [Ali:P], Rabu (25/6).',
        '"{Kami siap}," <kata>=Ali= [Ali:P] beberapa waktu lalu.',
        '"{Kami siap}," <kata>=Ali= [Ali:P], pria kelahiran [Medan:L], 8 Mei 1984.',
        '"{Kami siap}," <kata>=Ali= [Ali:P] yang mengajar setiap Rabu.',
    ],
)
def test_dates_of_other_things_are_not_of_the_utterance(text: str) -> None:
    assert occasions(text) == [(None, None)]


def test_a_source_named_right_before_the_date_relays() -> None:
    text = '"{Kami siap}," <kata>=Ali= [Ali:P] menurut [Kabar Kita:O], Rabu (18/6).'
    assert occasions(text) == [(None, "2025-06-18")]
    assert occasions(text, via="Kabar Kita") == [(None, None)]


def test_the_speakers_own_channel_does_not_relay() -> None:
    text = '"{Kami siap}," <kata>=Ali= [Ali:P] melalui [Kabar Kita:O], Rabu (18/6).'
    assert occasions(text, via="Kabar Kita") == [(None, "2025-06-18")]


@pytest.mark.parametrize(
    "text",
    [
        "[Ali:P], peneliti di [Universitas Bulan:O], <berkata>=Ali= {warga siap}.",
        '"{Kami siap}," <kata>=Ali= [Ali:P], warga yang tinggal di [Medan:L].',
        "Di [Medan:L], [Ali:P] <mengklaim>=Ali= {warga siap}.",
        '"{Kami siap}," <kata>=Ali= [Ali:P] dalam rilis yang diterima di [Medan:L].',
        "[MEDAN:L] - [Ali:P] <berkata>=Ali= {warga siap}.",
    ],
)
def test_places_of_other_things_are_not_of_the_utterance(text: str) -> None:
    assert occasions(text)[0][0] is None


def test_a_speakers_statements_share_the_occasion_and_another_speakers_do_not() -> None:
    text = (
        '[Ali:P] <menilai>=Ali= {jalan itu rusak}. "{Kami siap}," <kata>=Ali= [Ali:P] di [Medan:L], Rabu (18/6). '
        '"{Dananya ada}," <imbuhnya>=Ali=. Sementara itu, [Budi:P] <menyebut>=Budi= {dananya habis}.'
    )
    assert occasions(text) == [("Medan", "2025-06-18")] * 3 + [(None, None)]


def test_another_date_opens_another_occasion() -> None:
    text = (
        '"{Kami siap}," <kata>=Ali= [Ali:P] di [Medan:L], Rabu (18/6). "{Dananya ada}," <imbuhnya>=Ali=. '
        'Saat rapat, Senin (2/6), [Ali:P] <mengaku>=Ali= {belum siap}. "{Kami menunggu}," <katanya>=Ali=.'
    )
    assert occasions(text) == [("Medan", "2025-06-18")] * 2 + [(None, "2025-06-02")] * 2


def test_before_that_opens_another_occasion_too() -> None:
    text = (
        '"{Kami siap}," <kata>=Ali= [Ali:P] di [Medan:L], Rabu (18/6). Sebelumnya, [Ali:P] <mengaku>=Ali= {belum siap}.'
    )
    assert occasions(text) == [("Medan", "2025-06-18"), (None, None)]


def test_the_same_occasion_is_that_of_the_speaker_before() -> None:
    text = (
        '"{Kami siap}," <kata>=Ali= [Ali:P] di [Medan:L], Rabu (18/6). Pada kesempatan yang sama, [Budi:P] '
        '<menyebut>=Budi= {dananya ada}. "{Cukup}," <ujarnya>=Budi=.'
    )
    assert occasions(text) == [("Medan", "2025-06-18")] * 3


def test_who_takes_part_in_an_event_speaks_there() -> None:
    text = (
        "[Ali:P] menerima kunjungan [Budi:P] di [Balai Kota:L], [Medan:L], Rabu (18/6). [Ali:P] <menilai>=Ali= "
        '{kunjungan itu penting}. "{Terima kasih}," <kata>=Budi= [Budi:P]. "{Bagus}," <ujar>=Citra= [Citra:P].'
    )
    assert occasions(text) == [("Balai Kota", "2025-06-18")] * 2 + [(None, None)]


def test_a_dated_sentence_that_only_names_a_topic_tells_when_somebody_spoke() -> None:
    text = '[Ali:P], Rabu (18/6), membenarkan hal itu. "{Benar}," <kata>=Ali= [Ali:P]. "{Ya}," <kata>=Budi= [Budi:P].'
    assert occasions(text) == [(None, "2025-06-18"), (None, None)]


def test_an_event_ahead_or_without_people_speaking_is_no_occasion() -> None:
    assert occasions("[Ali:P] akan bertemu [Budi:P], Rabu (18/6). [Ali:P] <menilai>=Ali= {itu penting}.") == [
        (None, None)
    ]
    assert occasions("[Ali:P] jatuh sakit, Rabu (18/6). [Ali:P] <menilai>=Ali= {itu ringan}.") == [(None, None)]


def test_after_the_game_means_the_game_told_before() -> None:
    text = (
        'Harimau FC kalah dari Elang FC di [Stadion Bulan:L], [Medan:L], Rabu (18/6). "{Kami lelah}," <kata>=Ali= '
        "[Ali:P] usai pertandingan."
    )
    assert occasions(text) == [(None, "2025-06-18")]


def test_what_a_body_says_first_is_dated_by_who_speaks_for_it() -> None:
    text = (
        '[Kereta Nusa:O] <memastikan>=Kereta Nusa= {semua jalur aman}. "{Semua normal}," <ujar>=Ali= [Ali:P], humas '
        "[Kereta Nusa:O], Rabu (18/6)."
    )
    assert occasions(text) == [(None, "2025-06-18")] * 2


def test_a_date_torn_off_the_sentence_belongs_to_it() -> None:
    assert occasions('"{Kami siap}," <kata>=Ali= [Ali:P] dalam keterangannya. Rabu (18/6/2025).') == [
        (None, "2025-06-18")
    ]
    glued = '"{Kami siap}," <kata>=Ali= [Ali:P], Rabu (18/6/2025).[Budi:P] <menilai>=Budi= {itu baik}.'
    assert occasions(glued) == [(None, "2025-06-18"), (None, None)]


def test_the_publication_date_is_not_the_date_of_utterance() -> None:
    assert occasions('"{Kami siap}," <kata>=Ali= [Ali:P].') == [(None, None)]


def test_explicit_and_inherited() -> None:
    text = '"Kami siap," kata Ali, Rabu (18/6). "Dananya ada," imbuhnya.'
    ali = Entity(id="e1", type="Person", name="Ali", mentions=((17, 20),))
    shared = {"kind": "direct", "speakers": ("e1",), "speaker_mention": None, "resolution": "explicit"}
    first = Statement(id="s1", cue=(12, 16), content=((1, 10),), **shared)  # type: ignore[arg-type]
    second = Statement(id="s2", cue=(49, 57), content=((36, 46),), **shared)  # type: ignore[arg-type]
    bases = [s.date.basis for s in place_and_date(prose(text), [ali], [first, second], PUBLISHED) if s.date]
    assert bases == ["explicit", "inherited"]


@pytest.mark.parametrize("end", [". ", ", "])
def test_thousands_of_statements_take_linear_time(end: str) -> None:
    unit = f'"Kami siap," kata Ali Baba di Medan, Rabu (18/6) usai rapat{end}'
    count, length = 3000, len(unit)
    places = tuple((i * length + 30, i * length + 35) for i in range(count))
    entities = [Entity(id="m", type="Place", name="Medan", mentions=places)]
    statements = [
        Statement(
            id=f"s{i}", kind="direct", speakers=(f"p{i}",), speaker_mention=None, resolution="explicit",
            cue=(i * length + 13, i * length + 17), content=((i * length + 1, i * length + 10),),
        )
        for i in range(count)
    ]  # fmt: skip
    article = prose(unit * count)
    start = time.process_time()
    dated = place_and_date(article, entities, statements, PUBLISHED)
    assert (
        time.process_time() - start < 15
    )  # a guard against superlinear work on any machine; speed itself is for benchmarks
    assert all(s.date for s in dated)


def test_who_was_received_was_there_too() -> None:
    text = (
        "Hal itu <disampaikan>=Ali= [Ali:P] usai menerima kunjungan dari [Badan Bulan:O] di [Balai Kota:L], Rabu "
        "(18/6): {warga siap}. Kepala [Badan Bulan:O], [Budi:P], <menyebut>=Budi= {warga waspada}. "
        "[Citra:P] <menilai>=Citra= {itu baik}."
    )
    assert occasions(text) == [("Balai Kota", "2025-06-18")] * 2 + [(None, None)]
