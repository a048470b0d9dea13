"""The `kg` command: one module per command, each a thin call of a function of the library."""

from __future__ import annotations

import sys

import typer

from kg.cli import ask, build, doctor, export, extract, forget, queries, read, serve, verify
from kg.cli.terminal import complain, use_utf8
from kg.errors import KabarError

app = typer.Typer(
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
app.command()(queries.queries)
app.command()(read.read)
app.command()(extract.extract)
app.command()(export.export)
app.command()(serve.serve)
app.command()(forget.forget)
app.command()(verify.verify)
app.command()(doctor.doctor)


@app.callback()
def _root() -> None:
    pass


def main() -> None:
    """Run the command. Exit status: 0 done, 1 something went wrong (one line on stderr says what), 2 wrong usage."""
    use_utf8()
    try:
        app(prog_name="kg")
    except KabarError as error:
        complain(str(error))
        sys.exit(1)
