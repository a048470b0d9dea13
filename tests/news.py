"""A small graph from records made by hand, with names and words that files of all kinds must carry unharmed."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from kg.build import build_records
from kg.model import Article, DateRef, Document, Entity, Extractor, Fact, Literal, PlaceRef, Record, Span, Statement

FIRST = (
    'Wali Kota Ani "Na" Lestari menerima Direktur PT NULL & <Rekan>, Budi Santoso, di Balai Kota Kediri, '
    "Senin (3/3/2025).\n"
    "“Kami, ya;\tkami dukung 100%,” kata Ani. Budi membantah proyek itu mahal.\r\n"
    "Menurut Budi, Ani menemui warga NA."
)
SECOND = "=Ani Lestari= bertemu Budi Santoso lagi.\x01 NA ikut 32.10 — 𝄞 “Selesai,” kata dia."
DIRECT = "Kami, ya;\tkami dukung 100%"


def span(text: str, words: str, nth: int = 0) -> Span:
    """Where the words stand for the n-th time."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return start, start + len(words)


def entity(text: str, name: str, kind: str, title: str, *others: tuple[str, int], **more: Any) -> Entity:
    mentions = (span(text, title), *(span(text, words, nth) for words, nth in others))
    return Entity(id=name, type=kind, name=title, mentions=mentions, **more)  # type: ignore[arg-type]


def statement(text: str, name: str, kind: str, speaker: str | None, cue: str, said: str, **more: Any) -> Statement:
    return Statement(
        id=name,
        kind=kind,  # type: ignore[arg-type]
        speakers=(speaker,) if speaker else (),
        speaker_mention=None,
        resolution="alias" if speaker else "unresolved",
        cue=span(text, cue),
        content=(span(text, said),),
        **more,
    )


def fact(text: str, name: str, subject: str, predicate: str, obj: str | Literal, words: str, **more: Any) -> Fact:
    return Fact(id=name, subject=subject, predicate=predicate, object=obj, evidence=span(text, words), **more)


def article(document: Document, **parts: Any) -> tuple[Document, Record]:
    head = Article(
        id=document.id,
        url=document.url,
        title=document.title,
        publisher=document.publisher,
        published=document.published,
        sha256=hashlib.sha256(document.text.encode()).hexdigest(),
    )
    return document, Record(article=head, extractor=Extractor(name="hand", version="1"), **parts)


def first() -> tuple[Document, Record]:
    place = PlaceRef(entity="e4", basis="inherited")
    date = DateRef(value="2025-03-03", basis="inherited")
    meeting = FIRST[FIRST.index("Ani") : FIRST.index(", Senin")]
    return article(
        Document(
            id="NA",
            text=FIRST,
            title="32.10",
            url="https://kabarcontoh.id/1?a=b&c=d",
            publisher="Kabar Contoh",
            published="2025-03-03T09:30+07:00",
        ),
        entities=(
            entity(FIRST, "e1", "Person", 'Ani "Na" Lestari', ("Ani", 1), ("Ani", 2), aliases=("Ani",)),
            entity(FIRST, "e2", "Person", "Budi Santoso", ("Budi", 1), ("Budi", 2)),
            entity(FIRST, "e3", "Organization", "PT NULL & <Rekan>"),
            entity(FIRST, "e4", "Place", "Balai Kota Kediri", within="35.71"),
            entity(FIRST, "e5", "Unnamed", "warga NA"),
        ),
        statements=(
            statement(FIRST, "s1", "direct", "e1", "kata", DIRECT, role='"Wali" Kota', place=place, date=date,
                      confidence=0.97),
            statement(FIRST, "s2", "indirect", "e2", "membantah", "proyek itu mahal", polarity="negative",
                      confidence=0.8),
            statement(FIRST, "s3", "indirect", "e2", "Menurut", "Ani menemui warga NA", confidence=0.9),
        ),
        facts=(
            fact(FIRST, "f1", "e1", "met", "e2", meeting, place="e4", date="2025-03-03", confidence=0.9),
            fact(FIRST, "f2", "e2", "affiliated_with", "e3", "PT NULL & <Rekan>, Budi Santoso"),
            fact(FIRST, "f3", "e1", "holds_position", Literal(literal="Wali Kota"), 'Wali Kota Ani "Na" Lestari'),
            fact(FIRST, "f4", "e1", "met", "e5", "Ani menemui warga NA", statement="s3", basis="claimed"),
        ),
    )  # fmt: skip


def second() -> tuple[Document, Record]:
    return article(
        Document(id="32.10", text=SECOND, publisher="harian-lain.id", published="2025-04"),
        entities=(
            entity(SECOND, "e1", "Person", "Ani Lestari"),
            entity(SECOND, "e2", "Person", "Budi Santoso"),
            entity(SECOND, "e3", "Organization", "NA"),
            entity(SECOND, "e4", "Event", "32.10 — 𝄞"),
        ),
        statements=(statement(SECOND, "s1", "direct", None, "kata", "Selesai", confidence=0.5),),
        facts=(
            fact(SECOND, "f1", "e2", "met", "e1", "Ani Lestari= bertemu Budi Santoso"),
            fact(SECOND, "f2", "e3", "participated_in", "e4", "NA ikut 32.10 — 𝄞"),
        ),
    )


@pytest.fixture(scope="session")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the graph."""
    folder = tmp_path_factory.mktemp("news") / "news.kg"
    built = build_records([first(), second()], folder)
    assert built.new == 2
    assert not built.refused
    return folder
