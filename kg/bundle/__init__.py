"""A folder to publish: the graph as tables and N-Quads, described in every way that archives ask for.

    bundle("news.kg", "release", title="…", creators=["…"], license="CC-BY-4.0")

It holds no article texts: evidence is offsets, a hash of the text, the address, and quotations cut to a length. Whoever
has the articles restores the rest with `rehydrate`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from kg.bundle import citation, crate, croissant, data, datapackage
from kg.bundle.codebook import codebook
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
    chosen: Filter | None = None,
) -> None:
    """Write the publication of a graph, or of what a filter keeps of it, into the folder `path`.

    `license` is an SPDX id, `released` an ISO date (today), `quotes` how many characters of each quotation are kept,
    `precision` a file that `kg score` wrote, which the codebook then quotes. Raises GraphError if the base of the
    graph's uris is this machine.
    """
    place = folder(path)
    with open_ledger(graph) as ledger, ledger.snapshot():
        if ledger.base.startswith(_HERE):
            raise GraphError(
                f"uris under {ledger.base} mean nothing elsewhere; give the graph a base of yours: kg rebase"
            )
        selected = select(ledger, chosen or Filter())
        release = Release(
            title=title,
            creators=tuple(creators),
            license=license,
            version=version,
            released=released or date.today().isoformat(),
            quotes=quotes,
            made_by=line(ledger),
        )
        data.write(selected, place, quotes)
    with text(place / "codebook.md") as file:
        file.write(codebook(release, Path(precision) if precision else None))
    for description in (datapackage, croissant, citation, crate):
        description.write(place, release)
    with text(place / "manifest-sha256.txt") as file:
        file.writelines(f"{each.sha256}  {each.name}\n" for each in files(place) if "manifest" not in each.name)
