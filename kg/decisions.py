"""What people decided, in `decisions.jsonl`: plain text, one decision per line, made for git.

    same / not_same   two entities               rename    an entity's name
    wrong / right     a statement or a fact      same_as   an entity is that of another data set
    mask              a private person           undo      an earlier decision

A decision names what it is about by content (article, name, words), so it outlives runs, models and uris. A mask holds
only an HMAC of the name under the key in the folder's file `secret`, which does not belong in git.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec

from kg.errors import InputError
from kg.resolve.naming import core

FILE, SECRET = "decisions.jsonl", "secret"
Kind = Literal["same", "not_same", "wrong", "right", "rename", "same_as", "mask", "undo"]


class Named(msgspec.Struct, frozen=True):
    """An entity by one article that names it: the article's key, its type there, and its name there."""

    article: str
    type: str
    name: str


class Quoted(msgspec.Struct, frozen=True, omit_defaults=True):
    """A statement, or with a predicate a fact, by its words in an article, and some words before and behind them."""

    article: str
    exact: str
    prefix: str = ""
    suffix: str = ""
    predicate: str | None = None
    subject: str | None = None
    object: str | None = None


class Decision(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One line of the file; which of the fields are there depends on the kind."""

    id: str
    decision: Kind
    who: str
    when: str
    one: Named | None = None
    other: Named | None = None
    quote: Quoted | None = None
    name: str | None = None
    uri: str | None = None
    hmac: str | None = None
    undoes: str | None = None
    note: str | None = None


_decode = msgspec.json.Decoder(Decision).decode


def read(folder: Path) -> tuple[Decision, ...]:
    """The decisions of a graph folder in their order; InputError, with its line, for a line that is none."""
    return tuple(_lines(folder / FILE))


def _lines(file: Path) -> Iterator[Decision]:
    if not file.is_file():
        return
    for number, line in enumerate(file.read_bytes().splitlines(), 1):
        if line.strip():
            try:
                yield _decode(line)
            except msgspec.DecodeError as error:
                raise InputError(f"{file}, line {number}: is no decision ({error}); correct or remove it") from None


def standing(decisions: tuple[Decision, ...]) -> tuple[Decision, ...]:
    """The decisions that are not undone; an undone undo stands again."""
    undone: set[str] = set()
    for decision in reversed(decisions):
        if decision.decision == "undo" and decision.id not in undone and decision.undoes:
            undone.add(decision.undoes)
    return tuple(d for d in decisions if d.id not in undone and d.decision != "undo")


def append(folder: Path, decision: Decision) -> None:
    """Add a decision to the file."""
    with (folder / FILE).open("ab") as file:
        file.write(msgspec.json.encode(decision) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def new_id() -> str:
    """An id for a decision."""
    return secrets.token_hex(5)


def digest(folder: Path) -> str:
    """A hash of the file, by which a change of it is told."""
    file = folder / FILE
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


def name_hmac(folder: Path, kind: str, name: str, *, make: bool = False) -> str | None:
    """The HMAC of a name under the folder's secret, which is made if it is not there and `make` says so."""
    key = _secret(folder, make)
    return hmac.new(key, core(kind, name).encode(), hashlib.sha256).hexdigest() if key else None


def _secret(folder: Path, make: bool) -> bytes | None:
    file = folder / SECRET
    if not file.is_file():
        if not make:
            return None
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as out:
            out.write(secrets.token_hex(32))
    return bytes.fromhex(file.read_text().strip())
