"""A folder to publish: the graph as tables and N-Quads, described in every way that archives ask for.

    bundle("news.kg", "release", title="…", creators=["…"], license="CC-BY-4.0")

It holds no article texts: evidence is offsets, a hash of the text, the address, and quotations cut to a length. Whoever
has the articles restores the rest with `rehydrate`.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from kg.bundle import citation, crate, croissant, data, datapackage
from kg.bundle.codebook import codebook
from kg.bundle.privacy import masked, rule
from kg.bundle.rehydrate import Rehydrated, rehydrate
from kg.bundle.release import Release, files
from kg.errors import GraphError
from kg.exports.output import folder, text
from kg.exports.provenance import line
from kg.ledger import open_ledger
from kg.selection import Filter, select

__all__ = ["Rehydrated", "Release", "bundle", "rehydrate"]

_HERE = ("http://localhost", "https://localhost", "http://127.", "http://[::1]")


def bundle(
    graph: str | Path,
    path: str | Path,
    *,
    title: str,
    creators: Sequence[str],
    license: str,
    version: str = "1.0.0",
    released: str | None = None,
    quotes: int = 200,
    precision: str | Path | None = None,
    public_figures: bool = False,
    chosen: Filter | None = None,
) -> None:
    """Write the publication of a graph, or of what a filter keeps of it, into the folder `path`.

    `license` is an SPDX id, `released` an ISO date (today), `quotes` how many characters of each quotation are kept,
    `precision` a file that `kg score` wrote, which the codebook then quotes. With `public_figures`, everybody who is
    none is masked, and the codebook says by which rule. Raises GraphError if the base of the graph's uris is this
    machine.
    """
    place, wanted = folder(path), chosen or Filter()
    _refuse_local(graph)
    with ExitStack() as closing:
        if public_figures:
            graph = closing.enter_context(masked(graph, with_store=wanted.question is not None))
        ledger = closing.enter_context(open_ledger(graph))
        closing.enter_context(ledger.snapshot())
        release = Release(
            title=title,
            creators=tuple(creators),
            license=license,
            version=version,
            released=released or date.today().isoformat(),
            quotes=quotes,
            made_by=line(ledger),
            privacy=rule() if public_figures else "",
        )
        data.write(select(ledger, wanted), place, quotes)
    with text(place / "codebook.md") as file:
        file.write(codebook(release, Path(precision) if precision else None))
    for description in (datapackage, croissant, citation, crate):
        description.write(place, release)
    with text(place / "manifest-sha256.txt") as file:
        file.writelines(f"{each.sha256}  {each.name}\n" for each in files(place) if "manifest" not in each.name)


def _refuse_local(graph: str | Path) -> None:
    with open_ledger(graph) as ledger:
        if ledger.base.startswith(_HERE):
            told = f"uris under {ledger.base} mean nothing elsewhere"
            raise GraphError(f"{told}; give the graph a base of yours: kg rebase")
