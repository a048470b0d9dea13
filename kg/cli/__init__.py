"""The `kg` command: one module per command, each a thin call of a function of the library."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from kg.cli import (
    ask,
    backup,
    build,
    decide,
    diff,
    doctor,
    export,
    extract,
    forget,
    load,
    queries,
    read,
    rebase,
    rehydrate,
    report,
    review,
    sample,
    score,
    serve,
    verify,
)
from kg.cli.terminal import complain, use_utf8
from kg.errors import KabarError


class _AskSecond(TyperGroup):
    """Lists the commands as they were added, but the group `ask` right behind `build`."""

    def list_commands(self, ctx: Any) -> list[str]:
        names = [name for name in super().list_commands(ctx) if name != "ask"]
        return [*names[:1], "ask", *names[1:]]


app = typer.Typer(
    cls=_AskSecond,
    name="kg",
    help="Knowledge graphs from Indonesian news, in which every fact and quotation leads back to its words.",
    epilog="Start with: kg build articles.jsonl -o news.kg, then: kg ask who-said-what-where",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
app.command()(build.build)
app.add_typer(ask.app, name="ask")
for command in (
    queries.queries,
    load.load,
    export.export,
    serve.serve,
    read.read,
    extract.extract,
    decide.decide,
    review.review,
    forget.forget,
    diff.diff,
    verify.verify,
    doctor.doctor,
    backup.backup,
    backup.restore,
    rebase.rebase,
    rehydrate.rehydrate,
    report.report,
    sample.sample,
    score.score,
):
    app.command()(command)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"kabargraph {version('kabargraph')}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command. Exit status: 0 done, 1 something went wrong (one line on stderr says what), 2 wrong usage."""
    use_utf8()
    try:
        app(prog_name="kg")
    except KabarError as error:
        complain(str(error))
        sys.exit(1)
    except OSError as error:  # of a file that is written: what is read is told by the readers
        complain(f"{error.filename or 'the output'} cannot be written: {error.strerror or error}; name another place")
        sys.exit(1)
