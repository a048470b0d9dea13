"""How many names of persons each word stands in: the words that many people share.

`python -m training.shared_names GRAPH` counts, over the persons of a graph (of the whole pool, say), the different full names
that hold each word, and writes those of three or more to `kg/language/id/name_words.tsv`, read by `kg/resolve/naming.py`.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from kg.ledger import open_ledger
from kg.resolve.naming import core

TABLE = Path(__file__).parent.parent / "kg" / "language" / "id" / "name_words.tsv"
LEAST = 3
HEAD = """\
# Words of persons' names and in how many different full names of two words or more each stands, of {names} names in the
# news: who shares a name with others is told by more than his name. Read by kg/resolve/naming.py; lower case.
# Made by `python -m training.shared_names GRAPH`.
"""


def counts(graph: Path) -> tuple[int, dict[str, int]]:
    """The number of full names, and of those that hold each word, for words of at least three."""
    with open_ledger(graph) as ledger:
        names = {
            core("Person", name) for (name,) in ledger.rows("SELECT DISTINCT name FROM cluster WHERE type = 'Person'")
        }
    full = [name.split() for name in names if " " in name]
    found = Counter(word for words in full for word in set(words))
    kept = sorted(word for word, n in found.items() if n >= LEAST and word.isalpha() and len(word) > 1)
    return len(full), {word: found[word] for word in kept}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("graph", type=Path)
    names, found = counts(parser.parse_args().graph)
    rows = "".join(f"{word}\t{n}\n" for word, n in found.items())
    TABLE.write_text(HEAD.format(names=f"{names:,}") + rows, encoding="utf-8")


if __name__ == "__main__":
    main()
