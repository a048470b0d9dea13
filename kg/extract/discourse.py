"""What an article has said so far about who is spoken of, and which entity a speaker's phrase stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from msgspec.structs import replace

from kg.extract.antecedents import Trace, best_antecedent
from kg.extract.marks import Marks, Mention
from kg.extract.phrases import Phrase, lexicon, short_titles
from kg.extract.roles import Role
from kg.extract.shortened import shortens
from kg.model import Entity, Resolution, Span

Resolved = tuple[tuple[str, ...], Resolution]
_PAST = ("mantan", "eks", "plt", "pj", "pjs", "plh", "calon")
_JOINT_REACH = 2  # sentences after which "mereka" no longer stands for a joint subject
_TITLED = 2  # words of a title and a name
_MEMORY = 40  # persons named last that a role may point back to


@dataclass(slots=True)
class Discourse:
    """The state of the article's story, fed sentence by sentence; `entities` grows by unnamed speakers.

    `joint` are the persons who were the subject or spoke together last, in the sentence `joined`.
    `traces` tells for each entity in which sentence it last spoke, was the subject, was named or got a title.
    """

    marks: Marks
    titles: dict[str, list[list[str]]]
    titled_at: dict[int, str]
    entities: dict[str, Entity]
    sentence: int = 0
    speakers: tuple[str, ...] = ()
    joint: tuple[str, ...] = ()
    joined: int = 0
    organization: str | None = None
    recent: list[str] = field(default_factory=list)
    traces: dict[str, Trace] = field(default_factory=dict)
    unnamed: dict[str, str] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)
    places: dict[str, list[Span]] = field(default_factory=dict)

    # --- resolving --------------------------------------------------------------------------------------------------

    def resolve(self, phrase: Phrase, form: str = "subject") -> Resolved:
        """The entities that the phrase stands for, and how they were found; none when nobody fits."""
        if phrase.kind == "name":
            if (titled := self._by_bare_title(phrase)) is not None:
                return (titled,), "role"
            full = all(self.marks.prose.text[slice(*m.span)] == m.entity.name for m in phrase.names)
            return tuple(dict.fromkeys(m.entity.id for m in phrase.names)), "explicit" if full else "alias"
        if phrase.kind == "pronoun":
            return self.by_pronoun(self.marks.lower[phrase.first], form), "pronoun"
        return self._by_noun(phrase, form)

    def _by_bare_title(self, phrase: Phrase) -> str | None:
        """The person with the title that was taken for a name: "|Menpar| mengatakan"."""
        name = self.marks.lower[phrase.names[0].first]
        single = len(phrase.names) == 1 and phrase.names[0].end == phrase.names[0].first + 1
        known = name in lexicon().titles or name in short_titles()
        return self._by_title([name]) if single and known else None

    def by_pronoun(
        self, pronoun: str, form: str, content: tuple[str, ...] = (), *, described: bool = False
    ) -> tuple[str, ...]:
        """Whom ia, dia, beliau, -nya, mereka or pihaknya stand for: the subject, not the last name.

        `form` tells where the pronoun stands (`clitic`, `behind` a quotation, `subject`, `carried`); `content` holds
        the entities named in what was said; `described` leaves persons only ("gelandang itu").
        """
        if pronoun in lexicon().plural:
            if self.joint and self.sentence - self.joined <= _JOINT_REACH:
                return self.joint
            if len(self.speakers) > 1:
                return self.speakers
            form = "plural"
        candidates = self._candidates()
        if described:
            candidates = [(e, t) for e, t in candidates if t.type in ("Person", "Unnamed")] or candidates
        if (form == "subject" or described) and (told := self._subject_of_the_story(candidates)) is not None:
            return (told,)
        best = best_antecedent(candidates, self.sentence, form, content)
        return (best,) if best is not None else ()

    def _subject_of_the_story(self, candidates: list[tuple[str, Trace]]) -> str | None:
        """The person who was the subject of the sentence before, where nobody spoke: "Sari menerima Budi. |Ia| …"."""
        if any(trace.spoke >= self.sentence - 1 for _, trace in candidates):
            return None
        subjects = (e for e, t in candidates if t.type == "Person" and t.subject == self.sentence - 1 >= 0)
        return next(subjects, None)

    def is_single(self) -> bool:
        """Whether no several persons were the subject, or spoke, lately: "mereka" is then a group without names."""
        return len(self.speakers) < 2 and not (self.joint and self.sentence - self.joined <= _JOINT_REACH)

    def _candidates(self) -> list[tuple[str, Trace]]:
        return [(e, self.traces[e]) for e in dict.fromkeys(reversed(self.recent[-_MEMORY:]))]

    def mentioned(self, phrase: Phrase) -> str | None:
        """The entity of a phrase that names an audience."""
        return phrase.names[0].entity.id if phrase.names else self._unnamed(phrase)

    def _by_noun(self, phrase: Phrase, form: str) -> Resolved:
        lower = self.marks.lower[phrase.first : phrase.end]
        if self._is_hearsay(lower):
            return (), "unresolved"
        said = [word for word in lower if word not in lexicon().quantifiers]
        if "dengan" in said[1:]:  # "Presiden dengan tulus"
            said = said[: said.index("dengan")]
        points = bool(said) and said[-1] in lexicon().pointing and not _points_inside(said)
        if said and lower[0] not in lexicon().indefinite:
            found = self._by_description(said[: len(said) - points], points, lower[0], form)
            if found and (points or not self._is_elsewhere(phrase, found[0])):
                return found, "role"
        known = self._by_last_word(phrase)
        return ((known,), "alias") if known is not None else ((self._unnamed(phrase),), "explicit")

    def _by_last_word(self, phrase: Phrase) -> str | None:
        """The person elsewhere in the article whose name closes the phrase: "Direktur Studio |Setiadi|"."""
        last = self.marks.prose.words[phrase.end - 1]
        named = self.marks.at[phrase.end - 1]
        if not last[0].isupper() or phrase.end - phrase.first < _TITLED:
            return None
        if named is not None and named.entity.type != "Organization":
            return None
        people = [e.id for e in self.entities.values() if e.type == "Person" and last in e.name.split()]
        return people[0] if len(people) == 1 else None

    def _is_elsewhere(self, phrase: Phrase, person: str) -> bool:
        """Whether the phrase names an office in a place or body that none of the person's longer titles names."""
        offices = [m.entity for m in self.marks.mentions_in(phrase.first, phrase.end) if m.entity.type != "Person"]
        named = {word for entity in offices for name in (entity.name, *entity.aliases) for word in _words(name)}
        titles = [title for title in self.titles.get(person, ()) if len(title) > 1]
        return bool(named and titles) and all(named.isdisjoint(title) for title in titles)

    def _is_hearsay(self, lower: tuple[str, ...]) -> bool:
        """Whether nobody answers for what is said; somebody does for "laporan media" and "surat kabar"."""
        media = "media" in lower or lower[:2] == ("surat", "kabar")
        return not media and any(word in lexicon().hearsay for word in lower[:3])

    def _by_description(self, said: list[str], points: bool, first: str, form: str) -> tuple[str, ...]:
        if not said:
            return self.by_pronoun("ia", form, described=True) if points else ()
        if first in ("kedua", "ketiga") and points:
            people = [e for e in dict.fromkeys(reversed(self.recent[-_MEMORY:])) if self.entities[e].type == "Person"]
            return tuple(reversed(people[: 2 if first == "kedua" else 3]))
        person = self._by_title(said, points=points)
        if person is not None:
            return (person,)
        if said[0] in lexicon().bodies:
            body = self._body()
            return (body,) if body is not None and (points or "-".join(said) in lexicon().short_bodies) else ()
        if points or said[0] in lexicon().epithets:
            return self.by_pronoun("ia", form, described=said[0] not in lexicon().papers)
        return ()

    def _body(self) -> str | None:
        """The organisation that spoke last, else the subject of the sentence before, else the one named most."""
        bodies = [(t, e) for e, t in self._candidates() if self.entities[e].type == "Organization"]
        spoken = [(t.spoke, e) for t, e in bodies if t.spoke >= 0]
        subjects = [e for t, e in bodies if t.subject == self.sentence - 1 >= 0]
        if spoken:
            return max(spoken)[1]
        most = max(bodies, key=lambda body: (body[0].count, -body[0].first), default=None)
        return subjects[0] if subjects else most[1] if most else self.organization

    def _by_title(self, said: list[str], *, points: bool = False) -> str | None:
        """The person whose titles share most with the phrase, its head among them; the latest named of equals.

        A head alone is not enough where more is said: "kepala sekolah" is not the "Kepala Dinas".
        """
        said = _in_full(said)
        best, most = None, 1 if len(said) > 1 and not points else 0
        for person in dict.fromkeys(reversed(self.recent[-_MEMORY:])):
            for title in self.titles.get(person, ()):
                head = said[0] == title[0] or (said[0] in title[1:2] and title[0] in _PAST) or shortens(said[0], title)
                if head and (shared := 1 + sum(word in title for word in said[1:])) > most:
                    best, most = person, shared
        return best

    def _unnamed(self, phrase: Phrase) -> str:
        key = " ".join(self.marks.text(phrase.first, phrase.end).lower().split())
        known = self.unnamed.get(key) or self.heads.get(key) or self._free_id()
        self.unnamed[key] = known
        if known not in self.entities:
            name = self.marks.text(phrase.first, phrase.end)
            self.entities[known] = Entity(id=known, type="Unnamed", name=name)
            self.traces[known] = Trace("Unnamed", self.sentence)
            self._note_heads(key, known)
        self.recent.append(known)
        self.places.setdefault(known, []).append(self._own_words(phrase))
        return known

    def _note_heads(self, key: str, entity: str) -> None:
        """Whom a head alone stands for later on: "majelis hakim", then "hakim"."""
        first, *rest = key.split()
        last = rest[-1] if rest else first
        if first not in lexicon().indefinite and not last.startswith("lain"):
            self.heads[first] = self.heads[last] = entity

    def _own_words(self, phrase: Phrase) -> Span:
        """The words of the phrase before a name in it, so that mentions do not overlap."""
        end = next((i for i in range(phrase.first, phrase.end) if self.marks.at[i] is not None), phrase.end)
        while end > phrase.first + 1 and end < phrase.end and self.marks.lower[end - 1] in lexicon().prepositions:
            end -= 1
        return self.marks.span(phrase.first, max(end, phrase.first + 1))

    def _free_id(self) -> str:
        number = len(self.entities) + 1
        while f"e{number}" in self.entities:
            number += 1
        return f"e{number}"

    def known(self) -> tuple[Entity, ...]:
        """All entities, the unnamed ones with every place where they speak."""
        return tuple(
            replace(e, mentions=apart({*e.mentions, *self.places[e.id]})) if e.id in self.places else e
            for e in self.entities.values()
        )

    # --- taking note ------------------------------------------------------------------------------------------------

    def heard(self, speakers: tuple[str, ...]) -> None:
        """Take note of who has just spoken."""
        self.speakers = speakers
        if len(speakers) > 1:
            self.joint, self.joined = speakers, self.sentence
        for speaker in speakers:
            self._trace(speaker).spoke = self.sentence

    def begin(self, sentence: int, subjects: tuple[Mention, ...]) -> None:
        """A new sentence with its grammatical subject, or several that are joined."""
        self.sentence = sentence
        for subject in subjects[:1]:
            self._trace(subject.entity.id).subject = sentence
        if len(subjects) > 1:
            self.joint, self.joined = tuple(dict.fromkeys(m.entity.id for m in subjects)), sentence

    def read(self, mentions: Iterable[Mention]) -> None:
        """Take note of whom the sentence names outside of quotations."""
        named = [m for m in mentions if m.entity.type != "Event"]
        people = {m.entity.id for m in named if m.entity.type == "Person"}
        for mention in named:
            trace = self._trace(mention.entity.id)
            trace.named = self.sentence
            trace.count += 1
            trace.only = people == {mention.entity.id}
            if mention.span[0] in self.titled_at:
                trace.titled = self.sentence
            if mention.entity.type == "Organization":
                self.organization = mention.entity.id

    def _trace(self, entity: str) -> Trace:
        """The trace of an entity, which becomes the latest."""
        self.recent.append(entity)
        trace = self.traces.get(entity)
        if trace is None:
            trace = self.traces[entity] = Trace(self.entities[entity].type, self.sentence)
        return trace


def opened(marks: Marks, roles: Iterable[Role], entities: Iterable[Entity]) -> Discourse:
    """The discourse at the beginning of an article."""
    titles: dict[str, list[list[str]]] = {}
    titled_at: dict[int, str] = {}
    for role in roles:
        titles.setdefault(role.person, []).append(_in_full(list(_words(marks.prose.text[slice(*role.title)]))))
        titled_at[role.mention[0]] = role.person
    return Discourse(marks, titles, titled_at, {e.id: e for e in entities})


def _points_inside(said: list[str]) -> bool:
    """Whether the pointing word belongs to a noun inside the phrase: "media |negara tersebut|"."""
    return len(said) > _TITLED and said[0] in lexicon().papers and said[-2] in lexicon().bodies


def _in_full(title: list[str]) -> list[str]:
    """A title with its first word in full."""
    return [*_words(short_titles().get(title[0], title[0])), *title[1:]] if title else title


def _words(title: str) -> Iterator[str]:
    return (word.strip("),.") for word in title.lower().replace("(", " ").split())


def apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in their order without those that overlap an earlier or longer one."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return tuple(kept)
