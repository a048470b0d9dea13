"""Queries of pages that are no questions of the catalogue, as pairs of SPARQL and Cypher files like those."""

from __future__ import annotations

from functools import cache
from importlib import resources

from kg.catalogue import Question, question, questions, read


@cache
def views() -> dict[str, Question]:
    """The views by name."""
    return read(resources.files(__name__))


def find(name: str) -> Question:
    """The view or question of that name; QuestionError names the nearest questions."""
    return views().get(name) or question(name)


def everything() -> dict[str, Question]:
    """Questions and views."""
    return {**questions(), **views()}
