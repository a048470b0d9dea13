"""What the facts of one article are found in: its tokens, titles, statements, dates, and whom pronouns stand for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.extract.facts.clauses import words
from kg.extract.marks import Marks, Mention
from kg.extract.roles import Role
from kg.model import Entity, Span, Statement

_NESTED = 8  # contents that are looked back through for one that holds an offset


@dataclass(frozen=True, slots=True)
class TokenRole:
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
        self._cues = sorted((s.cue, s.id) for s in self.by_id.values() if s.cue)

    def at(self, offset: int) -> Statement | None:
        """The innermost statement whose content holds the offset."""
        i = bisect_right(self._starts, offset)
        held = [c for c in self._contents[max(i - _NESTED, 0) : i] if c[0] <= offset < c[1]]
        return self.by_id[min(held, key=lambda c: c[1] - c[0])[2]] if held else None

    def spoken_in(self, span: Span) -> Statement | None:
        """The last statement whose cue lies in the span."""
        i = bisect_left(self._cues, ((span[1], 0), ""))
        return self.by_id[self._cues[i - 1][1]] if i and self._cues[i - 1][0][0] >= span[0] else None

    def is_claimed(self, statement: Statement) -> bool:
        """Whether somebody else's words hold the statement, so that nobody asserts that it was made."""
        outer = self.by_id.get(statement.inside or "")
        return outer is not None and not set(statement.speakers) & set(outer.speakers)


@dataclass(slots=True)
class Context:
    """One article. `focus` is the person whom "ia" stands for, kept up to date sentence by sentence."""

    marks: Marks
    roles: tuple[TokenRole, ...]
    statements: Statements
    bodies: dict[str, Entity]
    entities: dict[str, Entity]
    focus: Entity | None = None
    known_titles: list[tuple[frozenset[str], Entity]] = field(default_factory=list)

    def resolve(self, token: int, word: str) -> tuple[Entity, ...] | None:
        """Whom a pronoun stands for: () where it is unknown, None where the word is no pronoun."""
        lists = words()
        if word in lists.pronouns:
            return self._third_person(token)
        if word not in lists.first_person | lists.first_person_plural | lists.own_body:
            return None
        statement = self.statements.at(self.marks.prose.starts[token])
        speaker = self._speaker(statement) if statement else self.focus if word in lists.own_body else None
        if speaker is None:
            return ()
        body = self.bodies.get(speaker.id) if word not in lists.first_person else None
        return (body or speaker,)

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

    def _speaker(self, statement: Statement) -> Entity | None:
        return self.entities.get(statement.speakers[0]) if len(statement.speakers) == 1 else None

    def look(self, first: int, end: int) -> None:
        """Take in the sentence of the tokens [first, end): its speaker, or else its subject, comes into focus."""
        prose = self.marks.prose
        statement = self.statements.spoken_in((prose.starts[first], prose.ends[end - 1]))
        speaker = self._speaker(statement) if statement else None
        if speaker is not None and speaker.type == "Person":
            self.focus = speaker
            return
        for i in range(first, end):
            mention = self.marks.at[i]
            if mention is None or mention.first != i or mention.entity.type != "Person":
                continue
            if self.statements.at(mention.span[0]) is None and self._is_free(mention):
                self.focus = mention.entity
                return

    def _is_free(self, mention: Mention) -> bool:
        return mention.first == 0 or self.marks.lower[mention.first - 1] not in words().prepositions


def token_roles(marks: Marks, roles: Iterable[Role]) -> tuple[TokenRole, ...]:
    """The roles with their titles in tokens."""
    mentions = {mention.span: mention for mention in marks.mentions}
    starts, ends = marks.prose.starts, marks.prose.ends
    return tuple(
        TokenRole(
            role, bisect_left(starts, role.title[0]), bisect_left(ends, role.title[1]) + 1, mentions[role.mention]
        )
        for role in roles
        if role.mention in mentions
    )
