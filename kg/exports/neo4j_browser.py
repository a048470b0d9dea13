"""A pack for Neo4j Browser: a guide, a style, saved scripts, and a picture of the model.

guide.html      opened in Browser by `:play URL` or `:guide URL`
guide.md        the same to read
style.grass     colours and captions, by `:style URL` or dropped onto the window
scripts.zip     every question of the catalogue and every picture of the guide, dropped onto the window
model.svg       labels and relationships
README.md       what to do with these
"""

from __future__ import annotations

import re
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from html import escape
from importlib import resources
from io import BytesIO
from pathlib import Path

from kg.ask import answer
from kg.catalogue import Parameter, Question, annotated, questions
from kg.days import day_bounds
from kg.engines import Engine, engine
from kg.exports.neo4j_model import style, svg
from kg.exports.output import binary, folder
from kg.keys import key
from kg.ledger import Ledger

Examples = Mapping[str, str]
"""For each parameter, a value that the graph knows, as a user writes it."""

SERVED = "http://localhost:8737/neo4j/"  # where `kg serve` has the pack; Browser takes guides from localhost
_ROWS = 100
_PER_SLIDE = 4
# Where an example comes from: a question, a column, and which of the first three rows (of places the first is a country).
_SPEAKER, _PLACE = ("most-quoted", "speaker", 0), ("places-in-the-news", "place", 1)
_SOURCES = {
    **dict.fromkeys(("speaker", "entity"), _SPEAKER),
    **dict.fromkeys(("place", "said_at", "about_place"), _PLACE),
    "other": ("most-quoted", "speaker", 2),
    "person": ("who-met-whom", "one", 0),
    "organization": ("focus-areas", "organization", 0),
    "publisher": ("who-quotes-whom", "publisher", 0),
    "via": ("relayed", "via", 0),
    "about": ("claims", "subject", 0),
    "uri": ("who-said-what-where", "statement", 0),
}
_OTHERWISE = {"level": "provinsi", "text": "warga", "since": "2025", "until": "2030", "on": "2025"}


def write(ledger: Ledger, path: str | Path) -> None:
    """Write the files into the folder. The examples in them are of the whole graph, whatever part was chosen."""
    goal = folder(path)
    for name, content in files(ledger.folder).items():
        with binary(goal / name) as file:
            file.write(content)


def files(graph: str | Path) -> dict[str, bytes]:
    """The files by name, for the graph in the folder. Raises GraphError if there is none."""
    with engine(graph) as store:
        given = examples(store)
    texts = {
        "README.md": _README.format(served=SERVED),
        "guide.html": _html(given),
        "guide.md": _markdown(given),
        "style.grass": style(),
        "model.svg": svg(),
    }
    return {**{name: text.encode() for name, text in texts.items()}, "scripts.zip": _zip(given)}


def examples(store: Engine) -> Examples:
    """Names and days that the graph knows; where it knows none, a likely one."""
    asked = {name: answer(name, {"limit": "3"}, store) for name in {source for source, _, _ in _SOURCES.values()}}
    found = dict.fromkeys(_SOURCES, "jakarta") | _OTHERWISE
    for parameter, (source, column, row) in _SOURCES.items():
        at = asked[source].columns.index(column)
        if values := [str(each[at]) for each in asked[source].rows if each[at]]:
            found[parameter] = values[min(row, len(values) - 1)]
    return found


def to_paste() -> str:
    """What to do in Neo4j Browser, for somebody who has just loaded a graph."""
    return _PASTE.format(served=SERVED)


# ------------------------------------------------------------------ Cypher


def literal(value: str | date) -> str:
    """A text or a day as an expression of Cypher."""
    if isinstance(value, date):
        return f"date('{value.isoformat()}')"
    return "'" + re.sub(r"[\\'\n\r\t\b\f]", lambda match: _ESCAPED[match[0]], value) + "'"


_ESCAPED = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def values(parameter: Parameter, given: Examples) -> dict[str, str | date]:
    """What the query's `$x` stand for: the parameter as `kg.ask` reads it."""
    value = given[parameter.name]
    if parameter.type in ("entity", "place", "publisher"):
        return {parameter.name: key(value)}
    if parameter.type in ("first_day", "last_day"):
        first, last = day_bounds(value) or (value, value)
        return {parameter.name: date.fromisoformat(last if parameter.type == "last_day" else first)}
    return (
        {parameter.name: value, f"{parameter.name}_key": key(value)}
        if parameter.type == "uri"
        else {parameter.name: value}
    )


def parameters(given: Examples) -> str:
    """The command that sets the parameters of all questions."""
    found: dict[str, str | date] = {}
    for asked in questions().values():
        for parameter in asked.parameters:
            found |= values(parameter, given)
    return ":param {" + ", ".join(f"{name}: {literal(value)}" for name, value in sorted(found.items())) + "}"


def script(asked: Question, given: Examples) -> str:
    """A question as a saved script, ready to run with the parameters that it needs; lines of others are in comments.

    The `:param` lines are comments too, since Browser shows no rows of several statements that run at once.
    """
    lines = [f"// {asked.english}", f"// {asked.indonesian}"]
    if asked.parameters:
        lines.append("// The script Parameters sets all of these; one alone is set by its line, without the slashes.")
    for parameter in asked.parameters:
        for name, value in values(parameter, given).items():
            lines += [
                f"//   {parameter.about}" + " (needed)" * parameter.required,
                f"// :param {name} => {literal(value)}",
            ]
    needed = {each.name for each in asked.parameters if each.required}
    return "\n".join((*lines, annotated(asked, needed, _ROWS), f"LIMIT {_ROWS}")) + "\n"


@cache
def pictures() -> tuple[dict[str, str], ...]:
    """The queries that draw a graph, with their titles."""
    text = resources.files("kg.exports").joinpath("neo4j_browser.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["pictures"])


def picture(row: Mapping[str, str], given: Examples) -> str:
    """The query of a picture with the names put in."""
    return re.sub(r"\$(\w+)", lambda match: literal(key(given[match[1]])), row["cypher"].strip())


def _zip(given: Examples) -> bytes:
    """The saved scripts; the same bytes for the same scripts."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in scripts(given).items():
            packed.writestr(zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0)), text)
    return content.getvalue()


def scripts(given: Examples) -> dict[str, str]:
    """The saved scripts by their names in the archive; Browser makes a folder of what stands before the slash."""
    found = {
        "kabargraph/00_parameters.cypher": f"// Parameters: run this first, with names that you look for\n{parameters(given)}\n"
    }
    for n, row in enumerate(pictures(), 1):
        text = f"// {n}. {row['title']}\n// {row['judul']}\n{picture(row, given)}\n"
        found[f"kabargraph pictures/{n:02}.cypher"] = text
    return found | {f"kabargraph/{name}.cypher": script(asked, given) for name, asked in questions().items()}


# ------------------------------------------------------------------ the guide


def _html(given: Examples) -> str:
    slides = "\n".join(
        f'<slide class="row-fluid"><div class="col-sm-12">\n{each}\n</div></slide>' for each in _slides(given)
    )
    deck = f'<carousel class="deck container-fluid">\n{slides}\n</carousel>'
    return f'<article class="guide">\n<title>kabargraph</title>\n{deck}\n</article>\n'


def _slides(given: Examples) -> Iterator[str]:
    yield _WELCOME.format(served=SERVED, style=_code(f":style {SERVED}style.grass"))
    yield f"<h3>Model</h3>\n{svg()}{_MODEL}"
    for n, row in enumerate(pictures(), 1):
        head = f'<h3>{n}. {escape(row["judul"])}</h3>\n<p class="lead">{escape(row["title"])}</p>'
        yield f"{head}\n<p>{_inline(row['about'])}</p>\n{_code(picture(row, given))}"
    rows = list(questions().values())
    for start in range(0, len(rows), _PER_SLIDE):
        blocks = "\n".join(_question(asked, given) for asked in rows[start : start + _PER_SLIDE])
        first = "" if start else f"<p>{_inline(_PARAMETERS)}</p>\n{_code(parameters(given))}\n"
        yield f"<h3>Pertanyaan · Questions {start + 1} …</h3>\n{first}{blocks}"
    yield _END


def _question(asked: Question, given: Examples) -> str:
    return f"<h4>{escape(asked.indonesian)}</h4>\n<p>{escape(asked.english)}</p>\n{_code(script(asked, given))}"


def _code(text: str) -> str:
    """A block that goes into Browser's editor by a click."""
    return f'<pre mode="cypher" class="pre-scrollable programlisting code runnable">{escape(text.strip(), quote=False)}</pre>'


def _inline(text: str) -> str:
    return re.sub(r"`(.+?)`", r"<code>\1</code>", escape(text, quote=False))


def _markdown(given: Examples) -> str:
    parts = [_HEAD, "![The model](model.svg)\n"]
    for n, row in enumerate(pictures(), 1):
        parts.append(f"## {n}. {row['title']}\n\n*{row['judul']}* {row['about']}\n\n{_fenced(picture(row, given))}")
    parts.append(f"## Questions\n\n{_PARAMETERS}\n\n{_fenced(parameters(given))}")
    for asked in questions().values():
        parts.append(f"### {asked.english}\n\n*{asked.indonesian}*\n\n{_fenced(script(asked, given))}")
    return "\n".join(parts)


def _fenced(text: str) -> str:
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text)), 3)
    return f"{fence}cypher\n{text.strip()}\n{fence}\n"


_WELCOME = """<h3>Siapa berkata apa, di mana dan kapan?</h3>
<p class="lead">Who said what, where and when?</p>
<p>Graf berita: setiap pernyataan dan setiap fakta menunjuk kata-kata di artikelnya. Klik sebuah kotak, lalu jalankan dengan
Ctrl+Enter.</p>
<p>A graph of news in which every statement and every fact points to the words of its article. Click a box, it goes into the
editor; run it with Ctrl+Enter. Colours first:</p>
{style}
<p>Then a picture on each of the next pages. If the colours are not found, start <code>kg serve</code>, or drop the file
<code>style.grass</code> onto this window.</p>"""
_MODEL = """<p>Orang, organisasi, tempat dan peristiwa (<code>Entity</code>) mengatakan (<code>SAID</code>) pernyataan, yang
diberitakan dalam artikel.</p>
<p>People, bodies, places and events say statements, which articles report. A fact is what an article or a speaker says of
two of them. Lines between two entities are derived from facts that the article asserts, or that somebody says of himself:
<code>basis</code> of a line says which. Names are looked up by <code>KabarName.key</code>, in small letters.</p>"""
_PARAMETERS = """Each of the questions is a table. Put names that you look for into the parameters and run them once (names \
in small letters); they stay for all questions."""
_END = """<h3>Data sendiri · Data of one's own</h3>
<p>All of ours carries the label <code>Kabar</code> or <code>KabarName</code>, and <code>kabar: true</code> on
relationships. What else is in the database is never read or changed, and relationships from own nodes to ours stay.</p>
<p>After a build, <code>kg load neo4j</code> again brings what changed. A <code>uri</code> leads to the page of its thing
while <code>kg serve</code> runs.</p>"""
_HEAD = """# Who said what, where and when?

A guide to the graph in Neo4j. Every statement and fact points to the words of its article (`starts`, `ends`, `exacts`).
Names are looked up by `KabarName.key`, in small letters. A line between two entities is derived from facts that an article
asserts, or that somebody says of himself; its `basis` says which.
"""
_PASTE = """In Neo4j Browser (port 7474 of the server), while `kg serve` runs on this machine:
    :style {served}style.grass
    :guide {served}guide.html
Or without it: `kg export neo4j-browser -o FOLDER`, then drop style.grass and scripts.zip onto its window."""
_README = """# For Neo4j Browser

Without anything else: drop `style.grass` and then `scripts.zip` onto the window of Neo4j Browser. The first gives colours,
the second fills *Favorites* with the pictures and questions; run *Parameters* once, then any of them.

With `kg serve` running on the same machine, paste into Browser:

    :style {served}style.grass
    :guide {served}guide.html

Browser takes guides and styles from `localhost` and from nowhere else unless `browser.remote_content_hostname_whitelist`
in `neo4j.conf` names the host, and the host must send `Access-Control-Allow-Origin: *`. `guide.md` is the guide to read.

`model.svg` shows the labels and relationships.
"""
