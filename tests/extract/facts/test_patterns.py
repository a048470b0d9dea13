from __future__ import annotations

from kg.extract.facts.patterns import fitting, grammar, parse


def test_a_pattern_needs_its_words_but_for_the_first_and_the_optional_ones() -> None:
    pattern = parse("met", "A bertemu [langsung] dengan|bersama B di kantor")
    assert pattern.needed == (frozenset(("di",)), frozenset(("kantor",)), frozenset(("dengan", "bersama")))


def test_only_patterns_whose_words_a_sentence_holds_can_fit() -> None:
    known = grammar().by_word
    word = max(known, key=lambda first: len(known[first]))
    assert fitting((), frozenset()) == {}
    assert {p for p in known[word] if not p.needed} <= set(fitting((word,), frozenset((word,))).get(word, ()))
    for pattern in known[word]:
        sentence = frozenset((word, *(next(iter(words)) for words in pattern.needed)))
        assert pattern in fitting((word,), sentence)[word]
        for words in pattern.needed:
            without = sentence - words - {word}
            assert pattern not in fitting((word,), without | ({word} - words)).get(word, ())
