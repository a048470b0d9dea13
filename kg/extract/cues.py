"""Reporting words: which words can report speech, and how they build a statement (`reporting_verbs.toml`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from typing import Any

from kg.language import table, word_lists


@dataclass(frozen=True, slots=True)
class Cue:
    """How a word reports: `kind` is the class in the word list, `clitic` tells -nya (the speaker is in the word).

    `strong` words report wherever they stand with a speaker; the others need a quotation mark, a comma, a full clause
    or bahwa, and those of kind "that" need bahwa or a quotation mark,
    and those of kind "give" a noun for what is said.
    """

    kind: str
    strong: bool = True
    clitic: bool = False
    denies: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """The cues, how they are spelled even without their last letter, and the word sets around them.

    The word sets bear the names of their lists; all in lower case.
    """

    cues: dict[str, Cue]
    spelled: frozenset[str]
    opening: frozenset[str]
    rumour: frozenset[str]
    fronted: frozenset[str]
    judging: frozenset[str]
    judged: frozenset[str]
    wished: frozenset[str]
    nouns_back: frozenset[str]
    nouns_told: frozenset[str]
    agreeing: frozenset[str]
    joining_on: frozenset[str]
    alone: frozenset[str]
    heard: frozenset[str]
    nouns: frozenset[str]
    told: frozenset[str]
    carrying: frozenset[str]
    papers: frozenset[str]
    opinions: frozenset[str]
    texts: frozenset[str]
    before: frozenset[str]
    negations: frozenset[str]
    unreal: frozenset[str]
    means: frozenset[str]
    linking: frozenset[str]
    not_before_stem: frozenset[str]
    connectors: frozenset[str]
    joints: frozenset[str]
    adjuncts: frozenset[str]
    adverbs: frozenset[str]
    relayed: frozenset[str]
    tails: frozenset[str]
    days: frozenset[str]
    when: frozenset[str]
    met: frozenset[str]
    turns: frozenset[str]
    comma_turns: frozenset[str]
    nested: frozenset[str]
    goes_on: frozenset[str]
    times: frozenset[str]
    clauses_first: frozenset[str]
    titled: frozenset[str]
    said: frozenset[str]
    thus: frozenset[str]
    spoken: frozenset[str]
    continuing: frozenset[str]
    conditions: frozenset[str]
    lasting: frozenset[str]
    expecting: frozenset[str]
    matters: frozenset[str]
    describing: frozenset[str]
    welcoming: frozenset[str]
    relaying: frozenset[str]
    channels: frozenset[str]
    outlets: frozenset[str]
    towards: frozenset[str]
    talks: frozenset[str]
    audiences: frozenset[str]
    introducing: frozenset[str]
    complementisers: frozenset[str]
    auxiliary: frozenset[str]
    silent: frozenset[str]
    plain: frozenset[str]
    sorts: frozenset[str]
    topics: frozenset[str]
    speeches: frozenset[str]
    topical: frozenset[str]
    stated: frozenset[str]
    scoring: frozenset[str]
    scored: frozenset[str]
    predicates: frozenset[str]
    stative: frozenset[str]
    states: frozenset[str]
    reasons: frozenset[str]
    not_verbs: frozenset[str]
    bare: frozenset[str]
    bare_asking: frozenset[str]


@cache
def words() -> Words:
    """The reporting words, read once."""
    data = table("reporting_verbs")
    sections = ("passive", "back", "according", "before", "around", "relay", "clause")
    lists = dict(word_lists("reporting_verbs", *sections))
    lists["introducing"] = lists["relaying"] | lists["channels"] | lists["towards"] | {"dihubungi", "dengan", "ke"}
    lists["opening"] = frozenset(data["stem"]["opening"].split())
    lists["silent"] = frozenset(data["stem"]["silent"].split())
    lists["bare"] = frozenset(data["say"]["bare"].split())
    lists["bare_asking"] = frozenset(data["ask"]["bare"].split())
    lists["opinions"] = frozenset(data["attitude"]["opinions"].split())
    cues = dict(_cues(data))
    lists["spelled"] = frozenset(cues) | frozenset(word[:-1] for word in cues if word.endswith("n"))
    return Words(cues, *(lists[field.name] for field in fields(Words)[1:]))


def _cues(data: dict[str, Any]) -> Iterator[tuple[str, Cue]]:
    """Later pairs win: a word that is both (minta) takes its fuller class."""
    for stem in (*data["say"]["bare"].split(), *data["ask"]["bare"].split()):
        yield stem, Cue("bare", strong=False)
    for strong, key in ((False, "sometimes"), (True, "always")):
        for stem in data["stem"][key].split():
            yield stem, Cue("stem", strong, clitic=strong and stem.endswith("nya"))
            yield f"{stem}nya", Cue("stem", strong, clitic=True)
    for kind in ("say", "ask", "attitude", "deny"):
        for strong, key in ((False, "weak"), (True, "strong")):
            for verb in data[kind].get(key, "").split():
                yield verb, Cue(kind, strong, denies=kind == "deny")
    for verb in data["say"]["that"].split():
        yield verb, Cue("that", strong=False)
    for verb in data["say"]["give"].split():
        yield verb, Cue("give", strong=False)
    denying = data["passive"]["deny"].split()
    for key in ("strong", "rumour", "judged"):
        for verb in data["passive"][key].split():
            yield verb, Cue("passive", denies=verb in denying)
            yield f"{verb}nya", Cue("passive", clitic=True, denies=verb in denying)
    for word in data["according"]["data"].split():
        yield word, Cue("data")
    for word in (*data["according"]["views"].split(), *data["according"]["heard"].split()):
        yield word, Cue("view", strong=False, clitic=word.endswith("nya"))
    for word in data["according"]["strong"].split():
        yield word, Cue("according", clitic=word.endswith("nya"))


_VERB = re.compile(r"(?:me[lmnrwy]|di|ber|ter)[a-z-]{3,}")


@lru_cache(maxsize=20_000)
def is_verb(word: str) -> bool:
    """Whether a lower-case word has the form of a verb with me-, di-, ber-, ter-, or stands for one ("akan")."""
    word = word if word in words().predicates else word.removesuffix("lah")
    return (_VERB.fullmatch(word) is not None and word not in words().not_verbs) or word in words().predicates
