"""`kg queries`: the questions that can be asked."""

from __future__ import annotations

import json as json_module
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from kg.catalogue import Parameter, Question


def queries(json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """List the questions of the catalogue with their parameters.

    \b
    Examples:
      kg queries
      kg queries --json
      kg ask who-met-whom --help
    """
    from kg.catalogue import questions

    found = list(questions().values())
    if json:
        print(json_module.dumps([_entry(question) for question in found], ensure_ascii=False, indent=2))
        return
    for question in found:
        print(f"{question.name}\n  {question.english}\n  {question.indonesian}")
        for parameter in question.parameters:
            print(f"    {option(parameter)}{' (needed)' if parameter.required else ''}: {parameter.about}")


def option(parameter: Parameter) -> str:
    """How the parameter is written on the command line."""
    return "--" + parameter.name.replace("_", "-")


def _entry(question: Question) -> dict[str, object]:
    import msgspec

    entry: dict[str, object] = msgspec.to_builtins(question)
    return entry
