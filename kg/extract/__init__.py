"""From documents to extraction records: names, places, roles, statements, occasions, facts, one article at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable

import msgspec

from kg.extract import facts, handles, listed, names, occasion, places, roles, statements
from kg.extract.listed import Finder
from kg.extract.names.model import Tagger
from kg.extract.prose import Prose, prose
from kg.extract.when import reference_day
from kg.model import Article, Document, Entity, Extractor, Fact, Record, Rejection, Statement

NAME = "kabargraph"
# What decides the outcome besides the code: models and word lists.
_KNOWLEDGE = (
    ("kg.language.id", (".txt", ".toml", ".tsv")),
    ("kg.extract.names", (".npz", ".txt", ".tsv")),
    ("kg.schemas", ("predicates.toml",)),
)


def extract(documents: Iterable[Document]) -> Iterator[Record]:
    """The extraction record of each document, in their order; raises nothing on any text."""
    return map(extract_article, documents)


def extract_article(document: Document, tagger: Tagger | None = None, known_names: Finder | None = None) -> Record:
    """The extraction record of one document; its spans are code points into `document.text`, end exclusive.

    Names are tagged by the shipped model unless another tagger is given (measuring out of fold), and those of
    `known_names` are found besides.
    """
    text = prose(document.text)
    entities, told, known = _found(text, document, tagger, known_names)
    return Record(
        article=_article(document),
        extractor=extractor_of(document, known_names),
        entities=entities,
        statements=told,
        facts=known,
        rejected=tuple(Rejection(reason="no speaker named", span=s.content[0]) for s in told if not s.speakers),
    )


def _found(
    text: Prose, document: Document, tagger: Tagger | None, known_names: Finder | None
) -> tuple[tuple[Entity, ...], tuple[Statement, ...], tuple[Fact, ...]]:
    day = reference_day(document)
    entities = handles.find(text, names.find(text, tagger))
    if known_names:
        entities = listed.find(text, entities, known_names)
    entities = places.locate(text, entities, document)
    titles = roles.find(text, entities)
    told, entities = statements.find(text, entities, titles)
    told = occasion.place_and_date(text, entities, told, day)
    known, entities = facts.find(text, entities, titles, told, day)
    return entities, told, known


def _article(document: Document) -> Article:
    return Article(
        id=document.id,
        url=document.url,
        title=document.title,
        publisher=document.publisher,
        authors=document.authors,
        published=document.published,
        language=document.language,
        sha256=hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest(),
    )


@cache
def extractor() -> Extractor:
    """Name, version and hash of the extractor; the hash covers its models and word lists."""
    digest = hashlib.sha256()
    for package, suffixes in _KNOWLEDGE:
        for file in sorted(_files(package, suffixes), key=lambda file: file.name):
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return Extractor(name=NAME, version=metadata.version(NAME), hash=digest.hexdigest()[:16])


def extractor_of(document: Document, known_names: Finder | None) -> Extractor:
    """The extractor of a document: its hash also covers the known names that stand there."""
    digest = known_names.digest(document.text) if known_names else ""
    return msgspec.structs.replace(extractor(), hash=f"{extractor().hash}+{digest}") if digest else extractor()


def _files(package: str, suffixes: tuple[str, ...]) -> Iterator[Traversable]:
    return (file for file in resources.files(package).iterdir() if file.name.endswith(suffixes))
