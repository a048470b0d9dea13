"""Reporting words: which words can report speech, and how they build a statement (`reporting_verbs.toml`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.language import table


@dataclass(frozen=True, slots=True)
class Cue:
    """How a word reports: `kind` is the class in the word list, `clitic` tells -nya (the speaker is in the word).

    `strong` words report wherever they stand with a speaker; the others need a quotation mark, a comma or bahwa.
    """

    kind: str
    strong: bool = True
    clitic: bool = False
    denies: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """The word sets of one language that the finding of statements uses, all in lower case."""

    cues: dict[str, Cue]
    rumour: frozenset[str]
    back: frozenset[str]
    back_alone: frozenset[str]
    source_nouns: frozenset[str]
    texts: frozenset[str]
    adverbs: frozenset[str]
    negations: frozenset[str]
    unreal: frozenset[str]
    linking: frozenset[str]
    complementisers: frozenset[str]
    topics: frozenset[str]
    predicates: frozenset[str]


@cache
def words() -> Words:
    """The reporting words, read once."""
    data = table("reporting_verbs")

    def listed(section: str, key: str) -> frozenset[str]:
        return frozenset(data[section].get(key, "").split())

    return Words(
        cues=dict(_cues(data)),
        rumour=listed("passive", "rumour"),
        back=listed("back", "nouns"),
        back_alone=listed("back", "alone"),
        source_nouns=listed("according", "nouns"),
        texts=listed("according", "texts"),
        adverbs=listed("before", "adverbs"),
        negations=listed("before", "negations"),
        unreal=listed("before", "unreal"),
        linking=listed("before", "linking"),
        complementisers=listed("clause", "complementisers"),
        topics=listed("clause", "topics"),
        predicates=listed("clause", "predicates"),
    )


def _cues(data: dict[str, Any]) -> Iterator[tuple[str, Cue]]:
    """Later pairs win: a word that is both (minta) takes its fuller class."""
    for strong, key in ((False, "sometimes"), (True, "always")):
        for stem in data["stem"][key].split():
            yield stem, Cue("stem", strong)
            yield f"{stem}nya", Cue("stem", strong, clitic=True)
    for kind in ("say", "ask", "attitude", "deny"):
        for strong, key in ((False, "weak"), (True, "strong")):
            for verb in data[kind].get(key, "").split():
                yield verb, Cue(kind, strong, denies=kind == "deny")
    denying = data["passive"]["deny"].split()
    for verb in data["passive"]["strong"].split() + data["passive"]["rumour"].split():
        yield verb, Cue("passive", denies=verb in denying)
        yield f"{verb}nya", Cue("passive", clitic=True, denies=verb in denying)
    for word in data["according"]["data"].split():
        yield word, Cue("data")
    for word in data["according"]["strong"].split():
        yield word, Cue("according", clitic=word.endswith("nya"))
