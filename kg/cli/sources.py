"""The documents that a command was given, and what could not be read of them."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from kg.cli.terminal import complain, counted

if TYPE_CHECKING:
    from kg.documents import Preview, Problem, Report
    from kg.model import Document, Listed

T = TypeVar("T")

Sources = Annotated[
    list[str],
    typer.Argument(metavar="SOURCE", help="Files or folders of any kind in docs/formats.md; - is stdin."),
]


Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column", metavar="FIELD=NAME", help="What the source calls a field, say text=isi; may be repeated."
    ),
]


_COUNTED = {
    "date": "dates cannot be read",
    "language": "texts are not Indonesian and were left out",
    "ignored": "files or pages are of no kind that is read",
}


def documents(
    sources: list[str], lost: list[Problem], columns: list[str] | None, *, quiet: bool = False
) -> Iterator[Document]:
    """The documents of the sources; what is lost goes to stderr and to `lost`, other problems are counted at the end."""
    from kg.documents import read_documents

    names = _names(columns or [])
    return _told(lost, lambda report: read_documents(sources, report=report, columns=names), quiet=quiet)


def named(file: Path | None, lost: list[Problem]) -> tuple[Listed, ...] | None:
    """The names of a list, None if there is no list; rows that say nothing clear go to stderr and to `lost`."""
    if file is None:
        return None
    from kg.documents.listed import read_names

    def report(problem: Problem) -> None:
        complain(str(problem))
        lost.append(problem)

    return read_names(file, report=report)


def previews(sources: list[str], lost: list[Problem], columns: list[str] | None) -> Iterator[Preview]:
    """What each file of the sources is taken for; problems as with `documents`."""
    from kg.documents import preview

    names = _names(columns or [])
    return _told(lost, lambda report: preview(sources, report=report, columns=names), quiet=True)


def _told(lost: list[Problem], read: Callable[[Report], Iterator[T]], *, quiet: bool) -> Iterator[T]:
    counts: Counter[str] = Counter()

    def report(problem: Problem) -> None:
        if problem.kind == "unreadable":
            complain(str(problem))
            lost.append(problem)
        else:
            counts[problem.kind] += 1

    found = read(report)
    yield from found if quiet else counted(found, "articles")
    for kind, count in counts.items():
        complain(f"{count:,} {_COUNTED[kind]}")


def _names(columns: list[str]) -> dict[str, str]:
    """The columns that `kg.toml` in this folder names under `[columns]`, and those of the options, which go first."""
    pairs = [each.partition("=") for each in columns]
    if bad := [field for field, equals, name in pairs if not (field and equals and name)]:
        raise typer.BadParameter(f"write --column FIELD=NAME, not {bad[0]!r}")
    return _from_file() | {field: name for field, _, name in pairs}


def _from_file() -> dict[str, str]:
    file = Path("kg.toml")
    if not file.is_file():
        return {}
    try:
        columns = tomllib.loads(file.read_text(encoding="utf-8")).get("columns", {})
    except (OSError, ValueError) as error:
        raise typer.BadParameter(f"kg.toml cannot be read: {error}") from None
    return {str(field): str(name) for field, name in columns.items()}


def end(lost: Sequence[object]) -> None:
    """End the command with status 1 if an article was lost."""
    if lost:
        raise typer.Exit(1)
