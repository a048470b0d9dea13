"""Said is not so: who vouches for a statement or a fact, by the record alone.

asserted       the article says so
self_reported  a speaker says so of himself, or of the body that he speaks for
claimed        somebody says so of somebody else
"""

from __future__ import annotations

from collections.abc import Mapping

from kg.model import Fact, FactBasis, Polarity, Record, Statement


def statement_bases(record: Record) -> dict[str, FactBasis]:
    """The basis of each statement by its id.

    Outermost statements are asserted. One inside another is self-reported if its speakers are all among the outer's,
    else claimed; inside a claimed one everything is claimed.
    """
    by_id = {s.id: s for s in record.statements}
    bases: dict[str, FactBasis] = {}
    for statement in record.statements:
        _statement_basis(statement, by_id, bases)
    return bases


def _statement_basis(statement: Statement, by_id: Mapping[str, Statement], bases: dict[str, FactBasis]) -> FactBasis:
    if statement.id not in bases:
        bases[statement.id] = "claimed"  # what a circle of statements inside each other comes to
        outer = by_id.get(statement.inside) if statement.inside else None
        bases[statement.id] = _within(statement, outer, by_id, bases) if outer else "asserted"
    return bases[statement.id]


def _within(
    statement: Statement, outer: Statement, by_id: Mapping[str, Statement], bases: dict[str, FactBasis]
) -> FactBasis:
    own = bool(statement.speakers) and set(statement.speakers) <= set(outer.speakers)
    return "self_reported" if own and _statement_basis(outer, by_id, bases) != "claimed" else "claimed"


def fact_bases(record: Record, statements: Mapping[str, FactBasis]) -> dict[str, FactBasis]:
    """The basis of each fact by its id, given the bases of the statements.

    A fact outside statements is asserted. One in a statement that is not claimed is self-reported if each speaker is
    its subject or, as the article asserts and does not deny, affiliated with it; else it is claimed.
    """
    by_id = {s.id: s for s in record.statements}
    bodies: set[tuple[str, object]] = {
        (f.subject, f.object)
        for f in record.facts
        if f.predicate == "affiliated_with" and f.statement is None and f.polarity == "positive"
    }
    return {f.id: _fact_basis(f, by_id, statements, bodies) for f in record.facts}


def _fact_basis(
    fact: Fact,
    by_id: Mapping[str, Statement],
    statements: Mapping[str, FactBasis],
    bodies: set[tuple[str, object]],
) -> FactBasis:
    if fact.statement is None:
        return "asserted"
    speakers = by_id[fact.statement].speakers
    if not speakers or statements[fact.statement] == "claimed":
        return "claimed"
    own = all(speaker == fact.subject or (speaker, fact.subject) in bodies for speaker in speakers)
    return "self_reported" if own else "claimed"


def fact_polarities(record: Record) -> dict[str, Polarity]:
    """The polarity of each fact by its id: negative if it is negated itself or stands in a negative statement."""
    negative = {s.id for s in record.statements if s.polarity == "negative"}
    return {f.id: "negative" if f.statement in negative else f.polarity for f in record.facts}
