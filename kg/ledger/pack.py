"""Records and texts as the ledger keeps them: JSON and UTF-8, compressed by zstd. Nothing is ever unpickled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
import zstandard

from kg.errors import GraphError
from kg.model import Record, Span
from kg.resolve import Cluster, block
from kg.resolve.clusters import Words

_LEVEL = 6
_compress = zstandard.ZstdCompressor(level=_LEVEL).compress
_decompress = zstandard.ZstdDecompressor().decompress
_record = msgspec.json.Decoder(Record)
_Words = dict[str, str]
_words = msgspec.json.Decoder(_Words)
_TEXT, _SPANS = b"t", b"w"


def pack_record(record: Record) -> bytes:
    """A record as bytes."""
    return _compress(msgspec.json.encode(record))


def unpack_record(blob: bytes) -> Record:
    """The record of `pack_record`."""
    return _record.decode(_decompress(blob))


def pack_text(text: str) -> bytes:
    """A text as bytes."""
    return _TEXT + _compress(text.encode("utf-8", "surrogatepass"))


def pack_spans(text: str, record: Record) -> bytes:
    """Only the words of a record's spans, where texts are not kept."""
    words = {f"{start}-{end}": text[start:end] for start, end in sorted(set(_spans(record)))}
    return _SPANS + _compress(msgspec.json.encode(words))


def unpack_text(blob: bytes) -> str | None:
    """The text, or None where only words are kept."""
    return _decompress(blob[1:]).decode("utf-8", "surrogatepass") if blob[:1] == _TEXT else None


def unpack_words(blob: bytes) -> Words:
    """A function from a span of the record to its words."""
    text = unpack_text(blob)
    if text is not None:
        return lambda span: text[span[0] : span[1]]
    kept = _words.decode(_decompress(blob[1:]))

    def words(span: Span) -> str:
        try:
            return kept[f"{span[0]}-{span[1]}"]
        except KeyError:
            raise GraphError(f"the text of span {list(span)} is not kept; build again without --no-text") from None

    return words


ClusterRow = tuple[str, str, str, str, str, int, str | None, str | None, str]
"""Local id, block, type, name, names, start, place, within and context, as the ledger's table has them."""


def pack_clusters(found: Iterable[Cluster], article: str) -> bytes:
    """The clusters of an article, by its key, as bytes."""
    return msgspec.json.encode([_cluster_row(cluster, block(cluster, article)) for cluster in found])


def _cluster_row(c: Cluster, where: str) -> ClusterRow:
    names, context = (msgspec.json.encode(each).decode() for each in (c.names, (c.roles, c.bodies, c.company)))
    return c.local, where, c.type, c.name, names, c.start, c.place, c.within, context


unpack_clusters = msgspec.json.Decoder(list[ClusterRow]).decode
"""The rows of `pack_clusters`."""


def _spans(record: Record) -> Iterator[Span]:
    for entity in record.entities:
        yield from entity.mentions
    for statement in record.statements:
        yield from statement.content
        yield from (span for span in (statement.cue, statement.speaker_mention) if span)
    yield from (fact.evidence for fact in record.facts)
