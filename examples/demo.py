"""Build the example articles into a graph and ask it questions, each command shown as one would type it.

make demo
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
KG = Path(sys.executable).with_name("kg")
QUESTIONS = [
    'who-met-whom --person "Pramono Anung"',
    "focus-areas --organization BNN",
    'who-said-what-where --said-at "Balai Kota DKI Jakarta" --limit 3',
    "disputed-attribution",
    'claims --about "PT Bahari Lestari" --limit 2',
]
EVIDENT = ("statement", "fact")


def kg(arguments: str) -> None:
    """Show a command and what it prints."""
    print(f"\n$ kg {arguments}", flush=True)
    subprocess.run([KG, *shlex.split(arguments)], cwd=ROOT, env=environment(), check=True)


def environment() -> dict[str, str]:
    """The environment without a graph of the user's own."""
    return {**os.environ, "KG_GRAPH": "examples.kg"}


def first_evident(question: str) -> str | None:
    """The uri of the first statement or fact of an answer."""
    command = [KG, "ask", *shlex.split(question), "--format", "json"]
    answer = subprocess.run(command, cwd=ROOT, env=environment(), check=True, capture_output=True, encoding="utf-8")
    uris = [row[column] for row in json.loads(answer.stdout) for column in EVIDENT if column in row]
    return uris[0] if uris else None


def main() -> None:
    """The way from the articles to answers, and from answers to the words that support them."""
    kg("build examples/articles.jsonl -o examples.kg")
    for question in QUESTIONS:
        kg(f"ask {question}")
        if uri := first_evident(question):
            kg(f"ask evidence --uri {uri}")
    print("\nThe graph is in examples.kg. More questions: .venv/bin/kg queries")


if __name__ == "__main__":
    main()
