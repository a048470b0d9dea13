"""What the facts of one article are found in: its tokens, titles, statements, dates, and whom pronouns stand for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from msgspec import Struct

from kg.extract.facts.clauses import words
from kg.extract.marks import Marks, Mention
from kg.extract.roles import Role
from kg.model import Entity, Span, Statement

_PASSIVE = 4  # letters that a passive verb has more than
_NESTED = 8  # contents that are looked back through for one that holds an offset


class TokenRole(Struct, frozen=True, gc=False):
    """A role in tokens: its title [first, end), and the mention it stands at."""

    role: Role
    first: int
    end: int
    mention: Mention


class Statements:
    """The statements of an article by what their contents hold."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        """Order the contents by their start."""
        self.by_id = {s.id: s for s in statements}
        self._contents = sorted((start, end, s.id) for s in self.by_id.values() for start, end in s.content)
        self._starts = [content[0] for content in self._contents]
        ends = [content[1] for content in self._contents]
        self._reach = [max(ends[max(i - _NESTED, 0) : i]) for i in range(1, len(ends) + 1)]
        self._cues = sorted((s.cue, s.id) for s in self.by_id.values() if s.cue)
        self._cue_starts = [cue[0] for cue, _ in self._cues]

    def at(self, offset: int) -> Statement | None:
        """The innermost statement whose content holds the offset."""
        i = bisect_right(self._starts, offset)
        if not i or offset >= self._reach[i - 1]:
            return None
        held = [c for c in self._contents[max(i - _NESTED, 0) : i] if c[0] <= offset < c[1]]
        return self.by_id[min(held, key=lambda c: c[1] - c[0])[2]] if held else None

    def spoken_in(self, span: Span) -> Statement | None:
        """The last statement whose cue lies in the span."""
        i = bisect_left(self._cue_starts, span[1])
        return self.by_id[self._cues[i - 1][1]] if i and self._cue_starts[i - 1] >= span[0] else None

    def is_claimed(self, statement: Statement) -> bool:
        """Whether somebody else's words hold the statement, so that nobody asserts that it was made."""
        outer = self.by_id.get(statement.inside or "")
        return outer is not None and not set(statement.speakers) & set(outer.speakers)


@dataclass(slots=True)
class Context:
    """One article, and who is spoken of, kept up to date sentence by sentence.

    `main` is the person whom the article is mostly about, if there is one; `focus` is the person whom "ia" stands for,
    `body` the organisation that "klub itu" means, `event` what "acara itu" means, `group` those whom "keduanya" means;
    `titled` are the first tokens of titles that a name has just before them, `starts` those of the titles before names,
    by the first tokens of the names.
    """

    marks: Marks
    roles: tuple[TokenRole, ...]
    statements: Statements
    bodies: dict[str, Entity]
    named_bodies: dict[str, Entity]
    teams: dict[str, Entity]
    entities: dict[str, Entity]
    main: Entity | None = None
    focus: Entity | None = None
    body: Entity | None = None
    event: Entity | None = None
    group: tuple[Entity, ...] = ()
    known_titles: list[tuple[frozenset[str], Entity]] = field(default_factory=list)
    titled: frozenset[int] = frozenset()
    has_events: bool = False
    starts: dict[int, int] = field(default_factory=dict)

    def resolve(self, token: int, word: str) -> tuple[Entity, ...] | None:
        """Whom a pronoun stands for: () where it is unknown, None where the word is no pronoun."""
        lists = words()
        if word in lists.pronouns:
            return self._third_person(token)
        if word in lists.plural:
            return self._plural(token) if self._begins_clause(token) else None
        if word in lists.said_by_him:
            speaker = self._speaking_at(token)
            return (speaker,) if speaker else ()
        if word not in lists.standing_for or word in lists.kin or word in lists.his_kin:
            return None
        statement = self.statements.at(self.marks.prose.starts[token])
        speaker = self._speaker(statement) if statement else self.focus if word in lists.own_body else None
        if speaker is None:
            return ()
        if word in lists.first_person or speaker.type != "Person":
            return (speaker,)
        body = self.bodies.get(speaker.id)
        return (body or speaker,) if word not in lists.own_body else (body,) if body else ()

    def spokesman_for(self, offset: int) -> list[Entity]:
        """The body that the speaker of the words at the offset speaks for, or else the speaker."""
        statement = self.statements.at(offset)
        speaker = self._speaker(statement) if statement else None
        return [self.bodies.get(speaker.id, speaker)] if speaker else []

    def _third_person(self, token: int) -> tuple[Entity, ...]:
        statement = self.statements.at(self.marks.prose.starts[token])
        if statement is None:
            return (self.focus,) if self.focus else ()
        speaker = self._speaker(statement)
        return (speaker,) if statement.kind != "direct" and speaker and speaker.type == "Person" else ()

    def _plural(self, token: int) -> tuple[Entity, ...]:
        """Whom "mereka" stands for: the body that was spoken of last, or else the group."""
        if self.statements.at(self.marks.prose.starts[token]) is not None:
            return ()
        return (self.body,) if self.body else ()

    def _begins_clause(self, token: int) -> bool:
        return not token or self.marks.lower[token - 1] in _clause_starts()

    def _speaking_at(self, token: int) -> Entity | None:
        """Who speaks by the cue at the token ("ujarnya")."""
        prose = self.marks.prose
        statement = self.statements.spoken_in((prose.starts[token], prose.ends[token]))
        return self._speaker(statement) if statement else None

    def _speaker(self, statement: Statement) -> Entity | None:
        return self.entities.get(statement.speakers[0]) if len(statement.speakers) == 1 else None

    def look(self, first: int, end: int) -> None:
        """Take in the sentence of the tokens [first, end): its speaker, or else its subject, comes into focus."""
        prose = self.marks.prose
        if not self.statements.by_id and not any(self.marks.at[first:end]):
            return
        statement = self.statements.spoken_in((prose.starts[first], prose.ends[end - 1]))
        speaker = self._speaker(statement) if statement else None
        told = [m for m in self.marks.mentions_in(first, end) if self.statements.at(m.span[0]) is None]
        free = [m.entity for m in told if self._is_free(m)]
        self.body = next((e for e in free if e.type == "Organization"), self.body)
        self.event = next((m.entity for m in reversed(told) if m.entity.type == "Event"), self.event)
        people = tuple({m.entity.id: m.entity for m in told if m.entity.type == "Person"}.values())
        self.group = people if len(people) > 1 else self.group
        if speaker is not None and speaker.type == "Person":
            self.focus = speaker
        else:
            self.focus = next((e for e in free if e.type == "Person"), self.focus)

    def definite(self, first: int, end: int) -> Iterator[tuple[int, int, tuple[Entity, ...]]]:
        """ "klub itu", "keduanya", "pria itu": (first token, token after, who is meant; () if unknown)."""
        lists, lower = words(), self.marks.lower
        for at in self.marks.prose.where(_definite(), first, end):
            word = lower[at]
            if word in lists.plural_pronouns and word.endswith("nya"):
                yield at, at + 1, self._of(lists.plural_pronouns[word])
            elif (word in lists.plural_pronouns or word in lists.bodies) and (stop := self._closed(at, end)):
                count = lists.plural_pronouns.get(word)
                body = (self.body,) if self.body else ()
                yield at, stop, self._of(count) if count else body
            elif word in lists.occasions and self.event and (stop := self._closed(at, end) or self._opens(at, first)):
                yield at, stop, (self.event,)
            elif word in lists.somebody and (stop := self._closed(at, end)):
                yield at, stop, self._third_person(at)

    def _of(self, count: int) -> tuple[Entity, ...]:
        return self.group if len(self.group) == count else ()

    def _closed(self, at: int, end: int) -> int | None:
        """The token after "itu" if it closes the phrase that starts here within six words without a name."""
        for i in range(at + 1, min(at + 7, end)):
            if self.marks.lower[i] in words().closers:
                return i + 1
            if self.marks.lower[i] in words().boundaries or self.marks.lower[i] in words().relative | {","}:
                return None
        return None

    def _opens(self, at: int, first: int) -> int | None:
        """The token after a bare noun that begins a sentence as the subject of a passive ("Acara akan digelar")."""
        following = self.marks.lower[at + 1 : at + 3]
        passive = any(word.startswith("di") and len(word) > _PASSIVE for word in following)
        return at + 1 if at == first and passive and not any(self.marks.at[at : at + 3]) else None

    def _is_free(self, mention: Mention) -> bool:
        first = self.starts.get(mention.first, mention.first)
        return first == 0 or self.marks.lower[first - 1] not in words().prepositions


@cache
def _definite() -> frozenset[str]:
    """The nouns that stand for somebody or something with "itu" behind them."""
    lists = words()
    return lists.bodies | lists.somebody | lists.occasions | frozenset(lists.plural_pronouns)


@cache
def _clause_starts() -> frozenset[str]:
    """What a clause may begin after."""
    return words().boundaries | words().conjunctions | {",", "“"}


def token_roles(marks: Marks, roles: Iterable[Role]) -> tuple[TokenRole, ...]:
    """The roles with their titles in tokens."""
    mentions = {mention.span: mention for mention in marks.mentions}
    starts, ends = marks.prose.starts, marks.prose.ends
    return tuple(
        TokenRole(
            role, bisect_right(starts, role.title[0]) - 1, bisect_left(ends, role.title[1]) + 1, mentions[role.mention]
        )
        for role in roles
        if role.mention in mentions
    )
