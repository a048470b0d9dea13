"""Speed of extraction beside a plain tokeniser: python benchmarks/extract.py ARTICLES [ROUNDS].

Runs the articles (any file that `kg` reads), in a process of its own on one core, through spaCy's blank Indonesian
tokeniser with its rule-based sentence splitter and through the full extraction of `kg`. Both are warm: one round goes
untimed. In every further round they take turns on the same fifty articles, so that a busy machine slows both alike, and
only CPU time counts. A ratio above 1 says that `kg` extracts faster than spaCy tokenises.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import spacy

from kg.documents import read_documents
from kg.extract import extract_article
from kg.model import Document

SPACY = "3.8.18"
TURN = 50


def seconds(work: Callable[[Document], object], documents: Sequence[Document]) -> float:
    """CPU seconds for one pass over the documents."""
    begun = time.process_time()
    for document in documents:
        work(document)
    return time.process_time() - begun


def tokeniser() -> Callable[[Document], object]:
    """spaCy without any model: words and sentences."""
    nlp = spacy.blank("id")
    nlp.add_pipe("sentencizer")
    return lambda document: nlp(document.text)


def compare(path: Path, rounds: int) -> None:
    """Print articles per second of both, and the ratio."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    documents = list(read_documents([path], report=print))
    turns = [documents[at : at + TURN] for at in range(0, len(documents), TURN)]
    works = {f"spaCy {SPACY}": tokeniser(), "kg": extract_article}
    spent = dict.fromkeys(works, 0.0)
    for number in range(rounds + 1):
        for turn in turns:
            for name, work in works.items():
                spent[name] += seconds(work, turn) * (number > 0)
    speed = {name: rounds * len(documents) / total for name, total in spent.items()}
    print(f"{len(documents)} articles, {rounds} rounds")
    for name, each in speed.items():
        print(f"{name:>12}: {each:6.0f} articles/s")
    print(f"       ratio: {speed['kg'] / speed[f'spaCy {SPACY}']:.2f}")


def main(path: Path, rounds: int = 3) -> None:
    """Compare in a fresh process."""
    if spacy.__version__ != SPACY:
        raise SystemExit(f"spaCy {spacy.__version__} is installed: pip install spacy=={SPACY}")
    process = multiprocessing.get_context("spawn").Process(target=compare, args=(path, rounds))
    process.start()
    process.join()
    raise SystemExit(process.exitcode)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:3]))
