"""The question catalogue: every question is a file pair, `queries/NAME.rq` and `queries/NAME.cypher`.

Both begin with the same header (`#+` in SPARQL, as grlc has it, `//+` in Cypher), one `key: value` a line:

    #+ name: who-met-whom
    #+ summary: Who met whom, where and when?
    #+ ringkasan: Siapa bertemu siapa, di mana dan kapan?
    #+ parameters:
    #+   person: entity -- one of the two who met          (`person*` is needed, `person: entity = x` has a default)
    #+ columns: one, one_uri, …

A line that ends in `#? x` (`//? x`) is kept only when parameter x is given, `#! x` only when it is not; `$x` stands
for its value. The limit in a line that ends in `#= rows` may be lowered to the number of rows that are looked at.
Some lines depend on what the engine found out before: `narrowed` holds all that can stand in the rows that are looked
at, `placed` each with the place it is about (kg.index); `latest` is given where going back from the latest day is
quicker (kg.bolt).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Literal as OneOf
from typing import get_args

import msgspec

from kg.errors import QuestionError

Type = OneOf["entity", "place", "publisher", "text", "first_day", "last_day", "uri", "level", "integer"]
Language = OneOf["rq", "cypher"]

_HEADER = re.compile(r"^(?:#|//)\+ ?(.*)$", re.M)
_ENTRY = re.compile(r"(\w+)(\*?): ?(.*)")
_PARAMETER = re.compile(r"(?P<type>\w+)(?: = (?P<default>.+?))? -- (?P<about>.+)")
_LIMIT = re.compile(r"LIMIT \d+")
_TAG = re.compile(r"\s*(?:#|//)(?P<kind>[?!=]) (?P<name>\w+)$")
_ENGINES = ("narrowed", "placed", "latest")  # not parameters, but what an engine knows


class Parameter(msgspec.Struct, frozen=True):
    """A parameter of a question; `default` is as a user would write it."""

    name: str
    type: Type
    about: str
    required: bool = False
    default: str | None = None


class Question(msgspec.Struct, frozen=True):
    """A question in English and Indonesian, with the columns of its rows in order, and both queries as written."""

    name: str
    english: str
    indonesian: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    rq: str
    cypher: str


PAGING = (
    Parameter("limit", "integer", "rows at most", default="100"),
    Parameter("offset", "integer", "rows to leave out first", default="0"),
)
"""The parameters that every question has."""


@cache
def questions() -> dict[str, Question]:
    """All questions by name, in the order of their names."""
    return read(resources.files("kg.queries"))


def read(folder: Traversable) -> dict[str, Question]:
    """The questions of a folder of file pairs, by name and in the order of their names."""
    files = {file.name: file for file in folder.iterdir()}
    names = sorted(name.removesuffix(".rq") for name in files if name.endswith(".rq"))
    return {name: _question(_text(files[f"{name}.rq"]), _text(files[f"{name}.cypher"])) for name in names}


def question(name: str) -> Question:
    """The question of that name; QuestionError names the nearest ones."""
    try:
        return questions()[name]
    except KeyError:
        raise QuestionError(f"no question {name!r}{nearest(name, questions())}; `kg queries` lists all") from None


def nearest(name: str, known: Collection[str]) -> str:
    """The end of a message that something is unknown: `, did you mean x or y?` where some are near, else nothing."""
    from rapidfuzz import fuzz, process

    hits = process.extract(name, list(known), scorer=fuzz.WRatio, limit=3, score_cutoff=60)
    return f" (did you mean {' or '.join(dict.fromkeys(hit[0] for hit in hits))}?)" if hits else ""


def query(asked: Question, language: Language, given: Collection[str], rows: int | None = None) -> str:
    """The query without header and tags, with the lines that belong to the given parameters.

    Where no more than so many `rows` are looked at, offset included, it finds no more; the first rows are the same.
    """
    body = _HEADER.sub("", getattr(asked, language)).strip("\n")
    kept = (_untagged(line, given, rows) for line in body.split("\n"))
    return "\n".join(line for line in kept if line is not None) + "\n"


def annotated(asked: Question, given: Collection[str], rows: int) -> str:
    """The Cypher of the question for the given parameters, with the lines of the others in comments that name them."""
    lines = (_annotated(line, given, rows) for line in _HEADER.sub("", asked.cypher).strip("\n").split("\n"))
    return "\n".join(line for line in lines if line is not None)


def header(text: str) -> dict[str, str]:
    """The entries of a query file's header; those of parameters as `parameters.NAME`, of needed ones with a `*`."""
    entries: dict[str, str] = {}
    for line in _HEADER.findall(text):
        entry = _ENTRY.fullmatch(line.strip())
        if entry is None:
            raise ValueError(f"not an entry of a header: {line}")
        group = "parameters." if line.startswith("  ") else ""
        if entry[3]:
            entries[group + entry[1] + entry[2]] = entry[3]
    return entries


def _text(file: Traversable) -> str:
    return file.read_text(encoding="utf-8")


def _question(rq: str, cypher: str) -> Question:
    entries = header(rq)
    parameters = tuple(_parameter(name, text) for name, text in entries.items() if name.startswith("parameters."))
    columns = tuple(entries["columns"].split(", "))
    return Question(entries["name"], entries["summary"], entries["ringkasan"], parameters, columns, rq, cypher)


def _parameter(name: str, text: str) -> Parameter:
    match = _PARAMETER.fullmatch(text)
    if match is None or match["type"] not in get_args(Type):
        raise ValueError(f"not a parameter: {name}: {text}")
    plain = name.removeprefix("parameters.")
    kind: Type = msgspec.convert(match["type"], Type)
    return Parameter(plain.rstrip("*"), kind, match["about"], plain.endswith("*"), match["default"])


def _untagged(line: str, given: Collection[str], rows: int | None = None) -> str | None:
    while tag := _TAG.search(line):
        line = line[: tag.start()]
        if tag["kind"] == "=":
            line = line if rows is None else _LIMIT.sub(f"LIMIT {rows}", line)
        elif (tag["name"] in given) != (tag["kind"] == "?"):
            return None
    return line


def _annotated(line: str, given: Collection[str], rows: int) -> str | None:
    tag = _TAG.search(line)
    if tag and tag["name"] in _ENGINES:
        return None if tag["kind"] == "?" else _annotated(line[: tag.start()], given, rows)
    if tag is None or tag["kind"] == "=" or tag["name"] in given:
        return _untagged(line, given, rows)
    if tag["kind"] == "?":
        return f"// with {tag['name']}: {line[: tag.start()].strip()}"
    return f"{line[: tag.start()]}  // not with {tag['name']}"


def markdown() -> str:
    """The catalogue as a page, `docs/questions.md`; `python -m kg.catalogue` prints it."""
    return _PAGE + "".join(_section(asked) for asked in questions().values())


_PAGE = """# Questions

Every question is a file pair, `queries/NAME.rq` (SPARQL) and `queries/NAME.cypher` (Cypher), that gives the same rows
in the same order on the same graph. `kg ask NAME` asks it; `--format csv` or `json` is for programs, `--at bolt://…`
or `--at http://…/sparql` asks a server instead.

- A name is matched in any case, with or without diacritics and dots, by alias and acronym too; a uri, or the code of
  a place, does as well. A name that several bear answers for all of them, and `kg ask` says so.
- A day is `2025-04-11`; `2025-04` and `2025` stand for their first day in `since`, for their last in `until` and `on`.
  `since` and `until` keep what may fall into the time: what has no date of its own counts by the day of publication.
- Columns ending in `_uri` hold the uri of what stands before them; `statement`, `fact` and `quote` are uris;
  `article` is the id that the article came with. A speaker who could not be found is empty.
- Statements that an article only reports somebody else to allege are left out, except in `claims` and `evidence`.
- Every question takes `--limit` (100) and `--offset` (0). The latest, or the most frequent, comes first.
"""


def _section(asked: Question) -> str:
    options = "\n".join(_option(each) for each in asked.parameters)
    columns = "Columns: " + ", ".join(f"`{column}`" for column in asked.columns)
    parts = (f"## {asked.name}", f"{asked.english} *{asked.indonesian}*", options, columns)
    return "\n" + "\n\n".join(part for part in parts if part) + "\n"


def _option(parameter: Parameter) -> str:
    needed = " (needed)" if parameter.required else ""
    return f"- `--{parameter.name.replace('_', '-')}`{needed}: {parameter.about}"


if __name__ == "__main__":
    print(markdown(), end="")
