"""Facts of the closed list of predicates, from names, titles, statements and the patterns of `schemas/predicates.toml`.

Precision comes before recall: a pattern gives a fact only where the sentence shows who acts on whom, and that it
happened. What a statement holds is claimed, unless its speaker speaks for himself or his body (see `basis_of`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice

from msgspec.structs import replace

from kg.extract.facts import events, kin, lists, offices, places, titles
from kg.extract.facts.candidates import Candidate
from kg.extract.facts.clauses import Items, Phrase, Reader, Word, is_verb, words
from kg.extract.facts.context import Context, Statements, token_roles
from kg.extract.facts.matching import Match, chained, matches, mood_of
from kg.extract.facts.patterns import Pattern, Predicate, fitting, grammar, parse, starts
from kg.extract.marks import Marks, Mention, mark
from kg.extract.prose import Prose
from kg.extract.roles import Role, before_ranks
from kg.extract.when import Date, dates_in
from kg.model import Entity, Fact, FactBasis, Polarity, Span, Statement

Patterns = dict[str, tuple[Pattern, ...]]
_AS = ("sebagai", "selaku", "menjadi")  # a title after one of these stands for nobody
_PARTICIPATION = parse("participated_in", "A bertanding di B")
_PASSIVE = re.compile(r"di[a-z]{4,}")
_LONGEST = 400  # tokens of a sentence that are read; longer ones are lists and tables
_AHEAD = 3  # sentences that may name a group after it was spoken of
_SENTENCES = 5_000  # of an article that patterns are looked for in
_KNOWN = 100  # titles of an article that a title alone is looked for among
_MAIN = 3  # mentions of the person whom an article is about, at least
_OPENING = 12  # items of a sentence within which a place may open it
_CLOSE = 50  # characters between a clause and a place or date that is still its own
_REACH_BACK = 300  # characters that evidence is stretched at most to hold a name
_REACH_BODY = 1_500  # … to hold the name of the body that an office means


def find(
    prose: Prose,
    entities: tuple[Entity, ...],
    roles: Sequence[Role],
    statements: Sequence[Statement],
    published: str | None,
) -> tuple[tuple[Fact, ...], tuple[Entity, ...]]:
    """The facts of an article, ids f1, f2 … in text order, and its entities with new Unnamed ones added.

    `published` is the article's date (ISO, any precision), from which the text's incomplete dates are completed.
    """
    marks = mark(prose, entities)
    context, affiliations = _context(marks, entities, roles, statements)
    unnamed = _Unnamed(entities)
    candidates = [*titles.positions(context), *affiliations]
    candidates += [*titles.ownerships(context), *titles.contests(context), *titles.endorsements(context)]
    candidates += [*places.located(context), *places.parts(context)]
    candidates += _from_patterns(context, unnamed, dates_in(prose, published))
    return unnamed.named(_facts(context, _grounded(titles.fullest(candidates))))


def _context(
    marks: Marks, entities: tuple[Entity, ...], roles: Sequence[Role], statements: Sequence[Statement]
) -> tuple[Context, tuple[Candidate, ...]]:
    """What the facts are found in, and the affiliations that it is made from."""
    by_id = {entity.id: entity for entity in entities}
    named = titles.named_bodies(marks)
    context = Context(marks, token_roles(marks, roles), Statements(statements), {}, named, {}, by_id)
    affiliations = tuple(titles.affiliations(context))
    for candidate in affiliations:
        if isinstance(candidate.object, Entity):
            context.bodies.setdefault(candidate.subject.id, candidate.object)
    context.teams.update(titles.coached(context))
    known = {titles.spelled_out(marks.lower[r.first : r.end]): r.mention.entity for r in context.roles}
    context.has_events = any(entity.type == "Event" for entity in entities)
    context.titled = frozenset(r.first for r in context.roles if marks.lower[r.first - 1] in _AS)
    context.starts = {r.mention.first: r.first for r in reversed(context.roles) if r.first < r.mention.first}
    context.main = _main_person(entities)
    context.known_titles.extend(list(known.items())[-_KNOWN:])
    return context, affiliations


def _main_person(entities: tuple[Entity, ...]) -> Entity | None:
    """The person with most of the mentions of persons in an article, and three at least."""
    people = [entity for entity in entities if entity.type == "Person"]
    main = max(people, key=lambda entity: len(entity.mentions), default=None)
    if main is None or len(main.mentions) < _MAIN:
        return None
    return main if 2 * len(main.mentions) > sum(len(entity.mentions) for entity in people) else None


class _Unnamed:
    """Makes entities of actors without a name; those that facts use get ids that go on after the article's."""

    def __init__(self, entities: tuple[Entity, ...]) -> None:
        self._entities = entities
        self._made: dict[Span, Entity] = {}

    def entity(self, span: Span, text: str) -> Entity:
        """The actor who stands there, under a preliminary id."""
        return self._made.setdefault(span, Entity(id=f"?{span[0]}", type="Unnamed", name=text, mentions=(span,)))

    def named(self, facts: tuple[Fact, ...]) -> tuple[tuple[Fact, ...], tuple[Entity, ...]]:
        """The facts under final ids, and all entities of the article."""
        used = {end for fact in facts for end in (fact.subject, fact.object)}
        new = [entity for _, entity in sorted(self._made.items()) if entity.id in used]
        last = max((int(e.id[1:]) for e in self._entities if e.id[1:].isdigit()), default=0)
        ids = {entity.id: f"e{i}" for i, entity in enumerate(new, last + 1)}
        renamed = tuple(
            replace(f, subject=ids.get(f.subject, f.subject), object=ids.get(f.object, f.object))
            if isinstance(f.object, str)
            else f
            for f in facts
        )
        return renamed, (*self._entities, *(replace(e, id=ids[e.id]) for e in new))


# ------------------------------------------------------------------ patterns


def _from_patterns(context: Context, unnamed: _Unnamed, dates: Sequence[Date]) -> Iterator[Candidate]:
    marks, triggers = context.marks, _triggers()
    reader = _reader(context)
    sentences = list(islice(_sentences(marks), _SENTENCES))
    for n, (first, end) in enumerate(sentences):
        standing = list(titles.anaphors(context, first, end))
        reader.anaphors = {at: (stop, whom) for at, stop, whom in context.definite(first, end)}
        if standing:
            reader.anaphors |= {title.first: (title.end, (title.person,)) for title in standing}
        reader.anaphors |= _named_later(marks, reader, sentences, n)
        for title in standing:
            if title.new:
                yield from titles.of_anaphor(marks, title)
        yield from kin.relatives(context, reader.titles, first, end)
        if not any(marks.at[first:end]) or end - first > _LONGEST:
            context.look(first, end)
            continue
        starting, further = marks.prose.where(starts(), first, end), marks.prose.where(triggers, first, end)
        if starting or further:
            patterns = fitting({marks.lower[i] for i in starting}, frozenset(marks.lower[first:end]))
            if patterns or context.has_events or further:
                yield from _in_sentence(context, reader, (first, end), patterns, unnamed, dates)
        context.look(first, end)


def _named_later(
    marks: Marks, reader: Reader, sentences: Sequence[tuple[int, int]], n: int
) -> dict[int, tuple[int, tuple[Entity, ...]]]:
    """The groups of a sentence that one soon after it names ("Tiga orang ditangkap X. Ketiganya A, B, dan C")."""
    for later in sentences[n + 1 : n + 1 + _AHEAD]:
        if marks.lower[later[0]] not in lists.openings():
            continue
        if (named := lists.named_next(marks, reader.items, *later)) is not None:
            size, people = named
            return {at: (stop, people) for at, stop in lists.groups(marks, *sentences[n], size)}
    return {}


@cache
def _triggers() -> frozenset[str]:
    """The words that matter to more than patterns."""
    return events.verbs() | offices.openings()


def _reader(context: Context) -> Reader:
    before = _ranked(context.marks) | {r.first: r.mention for r in context.roles if r.first < r.mention.first}
    after = {r.first: r.end for r in context.roles if r.first > r.mention.first}
    return Reader(context.marks, before, after, context.resolve)


def _ranked(marks: Marks) -> dict[int, Mention]:
    """The persons with a rank before their name, by the token where it begins: "|Letjen TNI| Budi"."""
    people = (m for m in marks.mentions if m.entity.type == "Person")
    begun = ((before_ranks(marks, m.first), m) for m in people)
    introducing = words().introducing | words().naming
    return {first: m for first, m in begun if first < m.first and marks.lower[first] not in introducing}


def _sentences(marks: Marks) -> Iterator[tuple[int, int]]:
    """The sentences in tokens; the first begins after the dateline."""
    dateline = marks.prose.dateline
    for start, end in marks.prose.sentences:
        tokens = marks.prose.tokens_in((max(start, dateline[1]) if dateline else start, end))
        if len(tokens):
            yield tokens.start, tokens.stop


def _in_sentence(
    context: Context, reader: Reader, span: Span, patterns: Patterns, unnamed: _Unnamed, dates: Sequence[Date]
) -> Iterator[Candidate]:
    items = reader.items(*span)
    yield from _in_items(context, reader, items, unnamed, dates)
    yield from _by_patterns(context, items, patterns, unnamed, dates)
    names_a_group = patterns and not words().naming.isdisjoint(context.marks.lower[slice(*span)])
    if names_a_group and (whole := lists.folded(items)) is not None:
        yield from _by_patterns(context, whole, patterns, unnamed, dates)


def _in_items(
    context: Context, reader: Reader, items: Items, unnamed: _Unnamed, dates: Sequence[Date]
) -> Iterator[Candidate]:
    yield from offices.taken(context, reader, items)
    for who, event, verb in events.participants(items) if context.has_events else ():
        match = Match(_PARTICIPATION, who, event, verb, verb + 1)
        yield from _candidates(context, items, match, unnamed, dates)
    for who, event, verb in events.before(items, context.event) if context.event else ():
        match = Match(_PARTICIPATION, who, event, verb, verb + 1)
        yield from (replace(c, far=True) for c in _candidates(context, items, match, unnamed, dates))


def _by_patterns(
    context: Context, items: Items, patterns: Patterns, unnamed: _Unnamed, dates: Sequence[Date]
) -> Iterator[Candidate]:
    for at, item in enumerate(items) if patterns else ():
        if isinstance(item, Word) and item.lower in patterns:
            for pattern in patterns[item.lower]:
                for match in matches(items, at, pattern):
                    yield from _candidates(context, items, match, unnamed, dates)


def _candidates(
    context: Context, items: Items, match: Match, unnamed: _Unnamed, dates: Sequence[Date]
) -> Iterator[Candidate]:
    predicate = grammar().predicates[match.pattern.predicate]
    mood = mood_of(items, match, events.lost() if match.pattern is _PARTICIPATION else frozenset())
    if mood != "denied" and not words().lasting.isdisjoint(match.pattern.elements[0].words):
        mood = "real"
    if predicate.name == "ordered" and _is_done_to(items, match):
        return
    if mood == "unreal" or (mood == "planned" and not predicate.announced) or _is_of_another_sense(items, match):
        return
    if match.pattern.lead and match.pattern.lead.slot == "S":
        subjects = context.spokesman_for(context.marks.prose.starts[items[match.cue].first])
    else:
        subjects = _ends(context, match.subject, predicate.domain, predicate, unnamed)
    objects = _ends(context, match.object, predicate.range, predicate, unnamed)
    further = list(chained(items, match)) if predicate.chained else []
    objects += [e for more in further for e in more.entities if e.type in predicate.range]
    place, date = _settings(context, items, match, dates) if predicate.dated else (None, None)
    evidence = _clause(context.marks, items, match, place, date)
    if further:
        evidence = evidence[0], max(evidence[1], context.marks.prose.ends[further[-1].end - 1])
    venue = place.entities[0].id if place else None
    at = context.marks.prose.starts[items[match.cue].first]
    polarity: Polarity = "negative" if mood == "denied" else "positive"
    for a in subjects:
        for b in objects:
            if a.id != b.id and (predicate.name != "located_in" or places.may_lie_in(a, b)):
                where, when = (venue if venue != b.id else None), (date.value if date else None)
                yield Candidate(a, predicate.name, b, evidence, at, polarity, predicate.confidence, where, when)
                if predicate.name == "appointed" and a.type == "Organization" and b.type == "Person":
                    yield Candidate(b, "affiliated_with", a, evidence, at, polarity, predicate.confidence)


def _is_of_another_sense(items: Items, match: Match) -> bool:
    """Whether words tell that the verb means something else: catching a ball, or meeting in a match."""
    predicate = grammar().predicates[match.pattern.predicate]
    between = {item.lower for item in items[match.cue : match.end] if isinstance(item, Word)}
    if not predicate.unless.isdisjoint(between):
        return True
    ends = (*match.subject.entities, *match.object.entities)
    if predicate.games or any(entity.type == "Person" for entity in ends):
        return False
    return any(isinstance(item, Word) and item.lower in events.matches() for item in items)


def _is_done_to(items: Items, match: Match) -> bool:
    """Whether others are asked to do something to the object: "mendesak Budi dicopot"."""
    following = items[match.end] if match.end < len(items) else None
    return isinstance(following, Word) and _PASSIVE.match(following.lower) is not None


def _ends(
    context: Context, phrase: Phrase, types: frozenset[str], predicate: Predicate, unnamed: _Unnamed
) -> list[Entity]:
    """The entities of a phrase that the predicate takes; a coach's club for him where it speaks of teams."""
    if phrase.unnamed:
        span = context.marks.span(*phrase.unnamed)
        return [unnamed.entity(span, context.marks.prose.text[slice(*span)])] if "Unnamed" in types else []
    meant = [context.teams.get(e.id, e) for e in phrase.entities] if predicate.teams else phrase.entities
    return [entity for entity in meant if entity.type in types]


def _clause(marks: Marks, items: Items, match: Match, place: Phrase | None, date: Date | None) -> Span:
    """What the pattern covers, with the place and the date where they stand close after it."""
    covered = [*items[match.cue : match.end], match.subject, match.object]
    start, end = marks.span(min(item.first for item in covered), max(item.end for item in covered))
    for setting in (place and marks.span(place.first, place.end), date and date.span):
        if setting and end <= setting[0] <= end + _CLOSE:
            end = setting[1]
    return start, end


def _settings(context: Context, items: Items, match: Match, dates: Sequence[Date]) -> tuple[Phrase | None, Date | None]:
    """The venue that follows the pattern ("… di X") or opens the sentence, and the date in its sentence."""
    place = _opening_venue(items, match)
    for i in range(match.cue + 1, min(match.end + 8, len(items))):
        item, before = items[i], items[i - 1]
        follows = isinstance(before, Word) and before.lower in words().venue
        if isinstance(item, Phrase) and follows and item is not match.object and _is_place(item):
            place = item
            break
    date = _date(context.marks, items, match, dates)
    return place, date if date and _is_told_with(context, items, match, date) else None


def _opening_venue(items: Items, match: Match) -> Phrase | None:
    """The place in "Di X, A bertemu B" and "Selasa (4/3), di X, A bertemu B"."""
    for at, item in enumerate(items[: _OPENING + 2]):
        if isinstance(item, Phrase) or item.first >= match.subject.first or is_verb(item.lower):
            return None
        place, after = items[at + 1 : at + 2], items[at + 2 : at + 3]
        if item.lower == "di" and place and isinstance(place[0], Phrase) and _is_place(place[0]):
            closed = after and isinstance(after[0], Word) and after[0].lower == ","
            return place[0] if closed and place[0] is not match.object else None
    return None


def _is_told_with(context: Context, items: Items, match: Match, date: Date) -> bool:
    """Whether a date is not only that of the words that hold the match: "\"A bertemu B,\" kata C, Senin"."""
    said = context.statements.at(context.marks.prose.starts[items[match.cue].first])
    told = context.statements.at(date.span[0])
    return said is told or (said is not None and told is not None and said.id == told.id)


def _is_place(phrase: Phrase) -> bool:
    return bool(phrase.entities) and phrase.entities[0].type == "Place"


def _date(marks: Marks, items: Items, match: Match, dates: Sequence[Date]) -> Date | None:
    """The first date after the cue in its sentence, or else the last one before it there.

    A month or year must stand close, or it may belong to something else; one in a name is none.
    """
    cue = marks.prose.starts[items[match.cue].first]
    start, end = marks.prose.sentence_at(cue)
    after = bisect_left(dates, cue, key=lambda date: date.span[0])
    stop = marks.prose.ends[max(items[match.end - 1].end, match.object.end, match.subject.end) - 1]
    for date in (*dates[after : after + 1], *dates[max(after - 1, 0) : after]):
        near = -_CLOSE <= date.span[0] - stop <= _CLOSE or len(date.value) == 10
        if start <= date.span[0] < end and near and marks.at[bisect_left(marks.prose.starts, date.span[0])] is None:
            return date
    return None


# ------------------------------------------------------------------ from candidates to facts


def _grounded(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """The candidates with evidence that names both ends, where such a stretch of the text is near."""
    for candidate in candidates:
        start, end = candidate.evidence
        reach = _REACH_BODY if candidate.far and candidate.predicate == "affiliated_with" else _REACH_BACK
        for entity in (candidate.subject, candidate.object):
            if isinstance(entity, Entity):
                start, end = _reach_name(entity, start, end, reach, forward=candidate.far)
        ends = [e for e in (candidate.subject, candidate.object) if isinstance(e, Entity)]
        if not candidate.far or all(_named_in(entity, start, end) for entity in ends):
            yield replace(candidate, evidence=(start, end))


def _named_in(entity: Entity, start: int, end: int) -> bool:
    i = bisect_left(entity.mentions, (start, 0))
    return i < len(entity.mentions) and entity.mentions[i][1] <= end


def _reach_name(entity: Entity, start: int, end: int, reach: int, *, forward: bool) -> Span:
    """The evidence, stretched back (or forward) to the nearest mention if it holds none and one is near."""
    if _named_in(entity, start, end):
        return start, end
    i = bisect_left(entity.mentions, (start, 0))
    if i and start - entity.mentions[i - 1][0] < reach:
        return entity.mentions[i - 1][0], end
    after = next((m for m in entity.mentions[i : i + 2] if m[0] >= start), None)
    if (forward or not i) and after and after[1] - end < reach:  # not i: a group that is named later
        return start, max(end, after[1])
    return start, end


def _facts(context: Context, candidates: Iterable[Candidate]) -> tuple[Fact, ...]:
    """One fact per triple: the asserted one if there is one, else the first."""
    best: dict[tuple[str, str, str, str], tuple[Candidate, Statement | None]] = {}
    for candidate in sorted(candidates, key=lambda c: (c.evidence, c.predicate)):
        statement = context.statements.at(candidate.at)
        if statement is not None and statement.polarity == "negative":
            candidate = replace(candidate, polarity="negative")
        key = _key(candidate)
        if key not in best or (best[key][1] is not None and statement is None):
            best[key] = candidate, statement
    chosen = sorted(best.values(), key=lambda x: (x[0].evidence, x[0].predicate, x[0].subject.id))
    bodies = _bodies(chosen)
    return tuple(
        _fact(f"f{i}", candidate, statement, basis_of(candidate, statement, context.statements, bodies))
        for i, (candidate, statement) in enumerate(chosen, 1)
    )


def _key(candidate: Candidate) -> tuple[str, str, str, str]:
    end = candidate.object
    ends = (candidate.subject.id, end.id if isinstance(end, Entity) else end.literal.lower())
    if grammar().predicates[candidate.predicate].symmetric:
        ends = (min(ends), max(ends))
    return candidate.predicate, *ends, candidate.polarity


def _bodies(chosen: Iterable[tuple[Candidate, Statement | None]]) -> frozenset[tuple[str, str]]:
    """Who is affiliated with what, as the article itself asserts."""
    return frozenset(
        (candidate.subject.id, candidate.object.id)
        for candidate, statement in chosen
        if candidate.predicate == "affiliated_with"
        and statement is None
        and candidate.polarity == "positive"
        and isinstance(candidate.object, Entity)
    )


def basis_of(
    candidate: Candidate, statement: Statement | None, statements: Statements, bodies: frozenset[tuple[str, str]]
) -> FactBasis:
    """`asserted` by the article, `self_reported` by a speaker about himself or his body, or `claimed`."""
    if statement is None:
        return "asserted"
    speaks_for_it = all(s == candidate.subject.id or (s, candidate.subject.id) in bodies for s in statement.speakers)
    if statement.speakers and speaks_for_it and not statements.is_claimed(statement):
        return "self_reported"
    return "claimed"


def _fact(name: str, candidate: Candidate, statement: Statement | None, basis: FactBasis) -> Fact:
    return Fact(
        id=name,
        subject=candidate.subject.id,
        predicate=candidate.predicate,
        object=candidate.object.id if isinstance(candidate.object, Entity) else candidate.object,
        evidence=candidate.evidence,
        place=candidate.place,
        date=candidate.date,
        statement=statement.id if statement else None,
        basis=basis,
        polarity=candidate.polarity,
        confidence=candidate.confidence,
    )
