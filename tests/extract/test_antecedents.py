from __future__ import annotations

from kg.extract.antecedents import Trace, best_antecedent, weights


def test_whoever_has_just_spoken_is_meant_by_nya() -> None:
    speaker = Trace("Person", 0, spoke=4, subject=4, named=4, count=3)
    other = Trace("Person", 0, named=4, count=1)
    assert best_antecedent([("other", other), ("speaker", speaker)], 5, "clitic") == "speaker"


def test_the_subject_of_the_sentence_before_is_meant_by_ia() -> None:
    subject = Trace("Person", 3, subject=4, named=4, count=1)
    passer_by = Trace("Person", 3, named=4, count=1)
    assert best_antecedent([("passer-by", passer_by), ("subject", subject)], 5, "subject") == "subject"


def test_somebody_named_in_the_words_themselves_is_less_likely() -> None:
    one, two = Trace("Person", 0, named=3, count=1), Trace("Person", 0, named=3, count=1)
    assert best_antecedent([("one", one), ("two", two)], 5, "clitic", ("one",)) == "two"


def test_nobody_without_candidates_and_weights_that_are_numbers() -> None:
    assert best_antecedent([], 5, "clitic") is None
    assert all(isinstance(weight, float) for weight in weights().values())
