from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, combinations
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml
from rdflib.plugins.sparql import prepareQuery

from kg.catalogue import Question, annotated, header, markdown, nearest, query, question, questions
from kg.engines import Iri, sparql
from kg.errors import QuestionError

ALL = list(questions().values())
TABLE = {  # the catalogue as the design has it: parameters (needed ones with *) and columns without their uris
    "who-said-what-where": (
        "speaker text said_at about_place publisher since until",
        "speaker role kind said date published place article publisher url statement",
    ),
    "said-about": ("entity*", "speaker said date article statement"),
    "said-about-place": ("place*", "place speaker said date article statement"),
    "who-met-whom": ("person since until", "one other date place article"),
    "focus-areas": ("organization", "organization focus basis source article"),
    "positions": ("person on", "person title first_date last_date articles"),
    "people-of": ("organization*", "person title articles"),
    "most-quoted": ("since until publisher", "speaker statements articles"),
    "speaker-timeline": ("speaker*", "date published said place publisher article statement"),
    "who-quotes-whom": ("publisher", "publisher speaker statements"),
    "relayed": ("via", "via speaker said publisher article statement"),
    "claims": ("about", "claimant subject predicate object polarity basis date article fact"),
    "evidence": ("uri*", "article url start end exact"),
    "co-quoted": ("speaker*", "speaker other articles"),
    "places-in-the-news": ("level", "place statements articles"),
    "same-quote": ("", "said statements publishers sources first_published quote"),
    "disputed-attribution": ("", "said speaker publisher article statement quote"),
}
NAMEABLE = {"speaker", "place", "one", "other", "article", "publisher", "organization", "focus", "source", "person"}
NAMEABLE |= {"via", "claimant", "subject", "object"}


def subsets(asked: Question) -> Iterator[tuple[str, ...]]:
    """Every set of parameters that may be given."""
    needed = tuple(each.name for each in asked.parameters if each.required)
    free = [each.name for each in asked.parameters if not each.required]
    for chosen in chain.from_iterable(combinations(free, n) for n in range(len(free) + 1)):
        yield needed + chosen


def example(asked: Question, given: tuple[str, ...]) -> dict[str, object]:
    from datetime import date

    values: dict[str, object] = {}
    for each in asked.parameters:
        if each.name in given:
            day = each.type in ("first_day", "last_day")
            values[each.name] = date(2025, 4, 11) if day else Iri("http://x.id/1") if each.type == "uri" else 'a"\n$b'
            if each.type == "uri":
                values[f"{each.name}_key"] = "http://x.id/1"
    return values


def test_the_catalogue_is_that_of_the_design() -> None:
    found = {}
    for each in ALL:
        parameters = " ".join(p.name + "*" * p.required for p in each.parameters)
        found[each.name] = (parameters, " ".join(c for c in each.columns if not c.endswith("_uri")))
    assert found == dict(sorted(TABLE.items()))


@pytest.mark.parametrize("asked", ALL, ids=lambda asked: asked.name)
def test_columns_that_name_something_have_their_uri_beside_them(asked: Question) -> None:
    for column in NAMEABLE & set(asked.columns):
        assert asked.columns[asked.columns.index(column) + 1] == f"{column}_uri"


@pytest.mark.parametrize("asked", ALL, ids=lambda asked: asked.name)
def test_both_files_have_one_header_which_is_yaml_as_grlc_reads_it(asked: Question) -> None:
    assert header(asked.rq) == header(asked.cypher)
    lines = "\n".join(line[2:].removeprefix(" ") for line in asked.rq.splitlines() if line.startswith("#+"))
    entries = yaml.load(lines, yaml.BaseLoader)
    flat = {f"parameters.{name}": text for name, text in entries.pop("parameters", {}).items()}
    assert entries | flat == header(asked.rq)


@pytest.mark.parametrize("asked", ALL, ids=lambda asked: asked.name)
def test_every_set_of_parameters_parses_and_runs(asked: Question) -> None:
    store, text = ox.Store(), ""
    for given in subsets(asked):
        text = sparql(asked, example(asked, given))  # type: ignore[arg-type]
        solutions = store.query(text + "LIMIT 1 OFFSET 1")
        assert isinstance(solutions, ox.QuerySolutions)
        assert set(asked.columns) <= {variable.value for variable in solutions.variables}
    prepareQuery(text)


@pytest.mark.parametrize("asked", ALL, ids=lambda asked: asked.name)
@pytest.mark.parametrize("language", ["rq", "cypher"])
def test_a_query_mentions_just_the_parameters_that_are_given(asked: Question, language: str) -> None:
    for given in subsets(asked):
        text = query(asked, language, given)  # type: ignore[arg-type]
        assert {name.removesuffix("_key") for name in re.findall(r"\$(\w+)", text)} == set(given)


@pytest.mark.parametrize("asked", ALL, ids=lambda asked: asked.name)
def test_values_stand_in_values_or_filter_only_and_nothing_depends_on_the_base(asked: Question) -> None:
    body = query(asked, "rq", [each.name for each in asked.parameters])
    for line in body.splitlines():
        assert "$" not in line or "VALUES" in line or "FILTER" in line
    assert "localhost" not in body
    assert "BOUND" not in body
    assert re.search(r"^ORDER BY .+", body, re.M)


def test_tags_keep_lines_by_what_is_given() -> None:
    asked = Question("q", "", "", (), (), "#+ name: q\n\nA\nB   #? x\nC #! x\n", "//+ name: q\nA\nB //? x\nC //! x")
    assert query(asked, "rq", ["x"]) == "A\nB\n"
    assert query(asked, "rq", []) == "A\nC\n"
    assert query(asked, "cypher", ["x"]) == "A\nB\n"


def test_a_limit_inside_is_lowered_to_the_rows_that_are_looked_at() -> None:
    asked = Question(
        "q", "", "", (), (), "A LIMIT 7\n LIMIT 7  #= rows\n", "A LIMIT 7\n LIMIT 7  //= rows\nB //? x\nC //! x"
    )
    assert query(asked, "rq", []) == "A LIMIT 7\n LIMIT 7\n"
    assert query(asked, "cypher", ["x"], 3) == "A LIMIT 7\n LIMIT 3\nB\n"
    assert annotated(asked, [], 5) == "A LIMIT 7\n LIMIT 5\n// with x: B\nC  // not with x"
    assert annotated(asked, ["x"], 5) == "A LIMIT 7\n LIMIT 5\nB"


def test_an_unknown_question_names_the_nearest() -> None:
    with pytest.raises(QuestionError, match=r"no question 'who-meet-who' \(did you mean who-met-whom"):
        question("who-meet-who")
    assert nearest("zzzz", ["who-met-whom"]) == ""


@pytest.mark.parametrize("text", ["#+ nonsense", "#+ parameters:\n#+   x: colour -- which"])
def test_a_header_that_is_none_is_refused(text: str) -> None:
    from kg import catalogue

    with pytest.raises(ValueError, match="not a"):
        catalogue._question(text + "\n#+ columns: a", "")


def test_the_page_of_questions_is_current(root: Path) -> None:
    assert (root / "docs" / "questions.md").read_text(encoding="utf-8") == markdown()
