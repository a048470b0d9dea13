"""What an article has said so far about who is spoken of, and which entity a speaker's phrase stands for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from msgspec.structs import replace

from kg.extract.marks import Marks, Mention
from kg.extract.roles import Role
from kg.extract.speakers import Phrase, lexicon
from kg.model import Entity, Resolution, Span

Resolved = tuple[tuple[str, ...], Resolution]
_MEMORY = 40  # persons named last that a role may point back to


@dataclass(slots=True)
class Discourse:
    """The state of the article's story, fed sentence by sentence; `entities` grows by unnamed speakers."""

    marks: Marks
    titles: dict[str, set[str]]
    entities: dict[str, Entity]
    subject: str | None = None
    speakers: tuple[str, ...] = ()
    organization: str | None = None
    recent: list[str] = field(default_factory=list)
    unnamed: dict[str, str] = field(default_factory=dict)
    places: dict[str, list[Span]] = field(default_factory=dict)

    def resolve(self, phrase: Phrase) -> Resolved:
        """The entities that the phrase stands for, and how they were found; none when nobody fits."""
        if phrase.kind == "name":
            full = all(self.marks.prose.text[slice(*m.span)] == m.entity.name for m in phrase.names)
            return tuple(dict.fromkeys(m.entity.id for m in phrase.names)), "explicit" if full else "alias"
        if phrase.kind == "pronoun":
            return self.by_pronoun(self.marks.lower[phrase.first]), "pronoun"
        return self._by_noun(phrase)

    def by_pronoun(self, pronoun: str) -> tuple[str, ...]:
        """Whom ia, dia, beliau, -nya, mereka or pihaknya stand for: the subject, not the last name."""
        if pronoun in lexicon().plural and len(self.speakers) > 1:
            return self.speakers
        if self.subject is not None:
            return (self.subject,)
        return self.speakers[:1] or tuple(self.recent[-1:])

    def _by_noun(self, phrase: Phrase) -> Resolved:
        lower = self.marks.lower[phrase.first : phrase.end]
        said = [word for word in lower if word not in lexicon().quantifiers]
        points = bool(said) and said[-1] in lexicon().pointing
        if lower[0] not in lexicon().indefinite and said:
            person = self._by_title(said[: len(said) - points])
            if person is not None:
                return (person,), "role"
            if points and said[0] in lexicon().bodies and self.organization is not None:
                return (self.organization,), "role"
            if points and (focus := self.by_pronoun("ia")):
                return focus, "role"
        return (self._unnamed(phrase),), "explicit"

    def _by_title(self, said: list[str]) -> str | None:
        """The person whose titles share most with the phrase, its head among them; the latest named of equals."""
        best, most = None, 0
        for person in dict.fromkeys(reversed(self.recent[-_MEMORY:])):
            titles = self.titles.get(person, set())
            if said and said[0] in titles and (shared := sum(word in titles for word in said)) > most:
                best, most = person, shared
        return best

    def _unnamed(self, phrase: Phrase) -> str:
        text, span = self.marks.text(phrase.first, phrase.end), self.marks.span(phrase.first, phrase.end)
        key = " ".join(text.lower().split())
        known = self.unnamed.setdefault(key, self._free_id())
        if known not in self.entities:
            self.entities[known] = Entity(id=known, type="Unnamed", name=text)
        self.places.setdefault(known, []).append(span)
        return known

    def _free_id(self) -> str:
        number = len(self.entities) + 1
        while f"e{number}" in self.entities:
            number += 1
        return f"e{number}"

    def known(self) -> tuple[Entity, ...]:
        """All entities, the unnamed ones with every place where they speak."""
        return tuple(
            replace(e, mentions=tuple(sorted({*e.mentions, *self.places[e.id]}))) if e.id in self.places else e
            for e in self.entities.values()
        )

    def heard(self, speakers: tuple[str, ...]) -> None:
        """Take note of who has just spoken."""
        self.speakers = speakers
        if speakers and self.entities[speakers[0]].type in ("Person", "Unnamed"):
            self.subject = speakers[0]

    def read(self, mentions: Iterable[Mention], subject: Mention | None) -> None:
        """Take note of a sentence: whom it names, and its subject if that is a person."""
        for mention in mentions:
            if mention.entity.type == "Person":
                self.recent.append(mention.entity.id)
            elif mention.entity.type == "Organization":
                self.organization = mention.entity.id
        if subject is not None:
            self.subject = subject.entity.id


def opened(marks: Marks, roles: Iterable[Role], entities: Iterable[Entity]) -> Discourse:
    """The discourse at the beginning of an article."""
    titles: dict[str, set[str]] = {}
    for role in roles:
        words = marks.prose.text[slice(*role.title)].lower().split()
        titles.setdefault(role.person, set()).update(word.strip("(),.") for word in words)
    return Discourse(marks, titles, {e.id: e for e in entities})
