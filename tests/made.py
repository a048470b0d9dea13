"""Records made by hand: spans are given as the words that stand there."""

from __future__ import annotations

import hashlib
from typing import Any

from kg.model import Article, DateRef, Document, Entity, Extractor, Fact, Literal, PlaceRef, Record, Span, Statement

EXTRACTOR = Extractor(name="made", version="1", hash="0")


class Made:
    """An article under construction: `e`, `s` and `f` add to it and give the id back, `record` is what came of it."""

    def __init__(self, text: str, id: str = "a", published: str | None = "2025-04-11", **head: Any) -> None:
        self.document = Document(id=id, text=text, published=published, **head)
        self._entities: list[Entity] = []
        self._statements: list[Statement] = []
        self._facts: list[Fact] = []

    def span(self, words: str) -> Span:
        start = self.document.text.index(words)
        return start, start + len(words)

    def e(self, kind: Any, name: str, *forms: str, **more: Any) -> str:
        text = self.document.text
        taken: list[Span] = []
        for form in sorted({name, *forms}, key=len, reverse=True):
            start = text.find(form)
            while start >= 0:
                if all(start >= end or start + len(form) <= begin for begin, end in taken):
                    taken.append((start, start + len(form)))
                start = text.find(form, start + 1)
        entity = Entity(id=f"e{len(self._entities) + 1}", type=kind, name=name, mentions=tuple(sorted(taken)), **more)
        self._entities.append(entity)
        return entity.id

    def s(self, said: str | tuple[str, ...], *speakers: str, cue: str | None = None, **more: Any) -> str:
        content = (said,) if isinstance(said, str) else said
        if isinstance(more.get("date"), str):
            more["date"] = DateRef(value=more["date"], basis="explicit")
        if isinstance(more.get("place"), str):
            more["place"] = PlaceRef(entity=more["place"], basis="explicit")
        statement = Statement(
            id=f"s{len(self._statements) + 1}",
            kind=more.pop("kind", "direct"),
            speakers=speakers,
            speaker_mention=None,
            resolution="explicit" if speakers else "unresolved",
            cue=self.span(cue) if cue else None,
            content=tuple(map(self.span, content)),
            **more,
        )
        self._statements.append(statement)
        return statement.id

    def f(self, subject: str, predicate: str, obj: str, evidence: str, **more: Any) -> str:
        value = Literal(literal=obj) if predicate == "holds_position" else obj
        name = f"f{len(self._facts) + 1}"
        self._facts.append(
            Fact(id=name, subject=subject, predicate=predicate, object=value, evidence=self.span(evidence), **more)
        )
        return name

    @property
    def record(self) -> Record:
        d = self.document
        head = Article(
            id=d.id,
            url=d.url,
            title=d.title,
            publisher=d.publisher,
            authors=d.authors,
            published=d.published,
            sha256=hashlib.sha256(d.text.encode()).hexdigest(),
        )
        return Record(
            article=head,
            extractor=EXTRACTOR,
            entities=tuple(self._entities),
            statements=tuple(self._statements),
            facts=tuple(self._facts),
        )

    @property
    def pair(self) -> tuple[Document, Record]:
        return self.document, self.record
