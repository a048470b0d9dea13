"""Wire copies: texts that are nearly the same, by MinHash over runs of three words (package rensa).

A form that is filled in again (two match reports, two price lists) shares its words and differs in its numbers and
names, so both must agree as well.
"""

from __future__ import annotations

import re
import struct
import zlib

import msgspec
from rensa import RMinHash  # pyright: ignore[reportAttributeAccessIssue]

_PERMUTATIONS, _BANDS, _RUN, _SEED = 64, 16, 3, 42
_LEAST_WORDS = 40
_WORD = re.compile(r"\w+")
_TOLD_BY = re.compile(r"\b(?:\d[\d.,:/]*|[A-Z]\w+)")
_MOST_TOLD = 200
_ALIKE = 0.6  # of the runs of words
_SAME_NUMBERS, _SAME_NAMES = 0.7, 0.5


class Print(msgspec.Struct, frozen=True):
    """What is kept of a text to compare it: its MinHash, and hashes of its numbers and of its capitalised words."""

    signature: bytes
    numbers: bytes
    names: bytes


def fingerprint(text: str) -> Print | None:
    """The print of a text, None for one too short to tell."""
    words = _WORD.findall(text.lower())
    if len(words) < _LEAST_WORDS:
        return None
    minhash = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    minhash.update(list(map(" ".join, zip(*(words[i:] for i in range(_RUN)), strict=False))))
    told = list(dict.fromkeys(_TOLD_BY.findall(text)))[:_MOST_TOLD]
    numbers = [word for word in told if word[0].isdigit()]
    names = [word for word in told if not word[0].isdigit()]
    return Print(struct.pack(f"<{_PERMUTATIONS}I", *minhash.digest()), _hashes(numbers), _hashes(names))


def _hashes(words: list[str]) -> bytes:
    return struct.pack(f"<{len(words)}H", *sorted(zlib.crc32(word.encode()) & 0xFFFF for word in words))


def bands(found: Print) -> list[int]:
    """Numbers of which two texts that are alike share one, very probably."""
    size = len(found.signature) // _BANDS
    parts = (found.signature[i * size : (i + 1) * size] for i in range(_BANDS))
    return [zlib.crc32(part) << 4 | i for i, part in enumerate(parts)]


def are_copies(one: Print, other: Print) -> bool:
    """Whether two prints are of copies of one text."""
    mine, theirs = _unpack(one.signature, "I"), _unpack(other.signature, "I")
    same = sum(a == b for a, b in zip(mine, theirs, strict=True)) / _PERMUTATIONS
    return (
        same >= _ALIKE
        and _jaccard(one.numbers, other.numbers) >= _SAME_NUMBERS
        and _jaccard(one.names, other.names) >= _SAME_NAMES
    )


def _jaccard(one: bytes, other: bytes) -> float:
    mine, theirs = set(_unpack(one, "H")), set(_unpack(other, "H"))
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 1.0


def _unpack(packed: bytes, kind: str) -> tuple[int, ...]:
    return struct.unpack(f"<{len(packed) // struct.calcsize('<' + kind)}{kind}", packed)
