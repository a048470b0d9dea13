"""What is asked of a worker process, and what it answers; both cross a pipe as length-prefixed MessagePack."""

from __future__ import annotations

import msgspec


class Query(msgspec.Struct, frozen=True, tag="query"):
    """A SPARQL query with its protocol dataset; the first format of each list that fits the result is used."""

    text: str
    base: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    tables: tuple[str, ...] = ("json",)
    graphs: tuple[str, ...] = ("turtle",)


class Question(msgspec.Struct, frozen=True, tag="question"):
    """A question of the catalogue with its parameters as a user writes them."""

    name: str
    parameters: dict[str, str]


class Describe(msgspec.Struct, frozen=True, tag="describe"):
    """Everything the store says about a uri of its own, as RDF in a format."""

    uri: str
    format: str


class Reply(msgspec.Struct, frozen=True):
    """HTTP status, format and content; for a status other than 200 the content is one line of plain text."""

    status: int
    format: str
    content: bytes


Job = Query | Question | Describe
to_job = msgspec.msgpack.Decoder(Job)
to_reply = msgspec.msgpack.Decoder(Reply)


def framed(message: Job | Reply) -> bytes:
    """The message as it crosses the pipe."""
    content = msgspec.msgpack.encode(message)
    return len(content).to_bytes(8, "big") + content
