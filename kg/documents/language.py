"""Is a text Indonesian? Only what is surely something else is left out.

Language identifiers take short Indonesian texts for Malay or Javanese, so they are asked only about a text with few
Indonesian function words, and believed only if they are certain of a language that is not a neighbour.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kg.language import lines

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_LOOKED_AT = 4000
_FEWEST_WORDS = 30
_INDONESIAN_SHARE = 0.03
_CERTAIN = 0.99
_NEIGHBOURS = frozenset(("id", "ms", "jv", "su", "tl"))
_WORD = re.compile(r"[^\W\d_]+")


def foreign_language(text: str) -> str | None:
    """The ISO 639-1 code of the language if it is surely not Indonesian, else None. Short texts are never."""
    head = text[:_LOOKED_AT]
    if _surely_indonesian(head):
        return None
    words = _WORD.findall(head.lower())
    if len(words) < _FEWEST_WORDS or _known(words) >= _INDONESIAN_SHARE * len(words):
        return None
    language, probability = _identifier().classify(head)
    return str(language) if probability >= _CERTAIN and language not in _NEIGHBOURS else None


def _surely_indonesian(head: str) -> bool:
    """Whether there would be function words enough if every second character began a word; quick, and so for nearly all."""
    return _known(head.lower().split()) >= _INDONESIAN_SHARE * (len(head) + 1) / 2


def _known(words: list[str]) -> int:
    return sum(map(_function_words().__contains__, words))


@cache
def _function_words() -> frozenset[str]:
    return frozenset(lines("function_words"))


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
