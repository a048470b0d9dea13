"""`kg ask`: one subcommand per question of the catalogue, made from the question's header when it is needed."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from kg.cli.answers import Format, show
from kg.cli.graph import Graph, GraphOption, find
from kg.cli.queries import option
from kg.cli.terminal import complain

if TYPE_CHECKING:
    from kg.catalogue import Parameter, Question

_SETTINGS = {"token_normalize_func": lambda token: token.replace("_", "-")}
At = Annotated[
    str | None,
    typer.Option("--at", metavar="ADDRESS", help="Ask that store instead: bolt://… (Neo4j) or http://…/sparql."),
]
AsFormat = Annotated[Format, typer.Option("--format", "-f", help="How to print the rows.")]


class _Questions(TyperGroup):
    """The questions as subcommands; headers are read only when `kg ask` is called."""

    def list_commands(self, ctx: Any) -> list[str]:
        from kg.catalogue import questions

        return list(questions())

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        from kg.catalogue import question

        return _command(question(cmd_name))


app = typer.Typer(cls=_Questions, no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def ask() -> None:
    """Answer a question of the catalogue from a graph.

    \b
    Examples:
      kg ask who-met-whom --person "Pramono Anung"
      kg ask focus-areas news.kg --organization BNN --format json
      kg ask who-said-what-where --said-at Jakarta --since 2025-04 --format csv > said.csv
      kg ask claims --format html > claims.html
      kg ask who-said-what-where --help
    """


def _command(question: Question) -> Any:
    single = typer.Typer(rich_markup_mode=None, add_completion=False)
    single.command(question.name, help=_help(question), context_settings=_SETTINGS)(_function(question))
    return typer.main.get_command(single)


def _help(question: Question) -> str:
    needed = "".join(f" {option(each)} …" for each in question.parameters if each.required)
    columns = ", ".join(question.columns)
    return (
        f"{question.english}\n\n{question.indonesian}\n\nColumns: {columns}\n\nExample: kg ask {question.name}{needed}"
    )


def _function(question: Question) -> Callable[..., None]:
    def run(graph: Path | None, graph_option: Path | None, at: str | None, form: Format, **given: str | None) -> None:
        from kg.ask import ask

        answer = ask(question.name, given, at or find(graph, graph_option))
        show(answer, form)
        for note in answer.notes:
            complain(note)

    fixed = {"graph": (Graph, None), "graph_option": (GraphOption, None), "at": (At, None), "form": (AsFormat, "table")}
    hints = {**fixed, **{each.name: (_hint(each), None) for each in _parameters(question)}}
    run.__annotations__ = {name: hint for name, (hint, _) in hints.items()}
    run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=hint)
            for name, (hint, default) in hints.items()
        ]
    )
    return run


def _parameters(question: Question) -> tuple[Parameter, ...]:
    from kg.catalogue import PAGING

    return (*question.parameters, *PAGING)


def _hint(parameter: Parameter) -> Any:
    about = f"{parameter.about}{' [needed]' if parameter.required else ''}"
    if parameter.default is not None:
        about += f" [default: {parameter.default}]"
    return Annotated[str | None, typer.Option(option(parameter), metavar=parameter.type.upper(), help=about)]
