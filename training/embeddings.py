"""Word vectors from unlabelled news: words that stand in the same surroundings get similar vectors.

Two kinds are put together: skip-gram vectors (Mikolov et al. 2013, window 2) for topics, and the singular vectors of
positive pointwise mutual information (Levy and Goldberg 2014) between a word and the word at each of four places
around it, for grammar; principal components keep what is common. Deterministic; takes about five minutes.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import scipy.sparse as sparse
from gensim.models import Word2Vec
from numpy.typing import NDArray
from sklearn.utils.extmath import randomized_svd

from kg.extract.names.features import normal
from kg.extract.names.tokens import BOUNDARY, tokens
from kg.extract.prose import prose

LEAST_COUNT = 4
CONTEXTS = 6_000
SIZE = 64
PLACES = {-2: 0.5, -1: 1.0, 1: 1.0, 2: 0.5}
BUILD = Path(__file__).parent / "build"

Floats = NDArray[np.float32]
Vectors = tuple[list[str], Floats]


def load_vectors(shared: Path) -> Vectors:
    """The words with their vectors (words × SIZE), made from the corpus once and kept in `training/build`."""
    path = BUILD / "vectors.npz"
    if not path.exists():
        BUILD.mkdir(exist_ok=True)
        words, vectors = make_vectors(shared / "corpus" / "pool.jsonl.gz")
        np.savez(path, words=np.frombuffer("\t".join(words).encode(), np.uint8), vectors=vectors)
    with np.load(path) as file:
        return file["words"].tobytes().decode().split("\t"), file["vectors"]


def make_vectors(pool: Path) -> Vectors:
    """The vectors of all words that occur often enough in the texts of a gzipped JSON Lines file, frequent first."""
    ids, words = _read(pool)
    grammar = _by_places(ids, len(words))
    topics = _skip_grams(ids, words)
    both = np.hstack([topics, grammar])
    both -= both.mean(axis=0)
    _, _, components = np.linalg.svd(both[:20_000], full_matrices=False)
    reduced = both @ components[:SIZE].T
    return words, (reduced / reduced.std()).astype(np.float32)


def _read(pool: Path) -> tuple[NDArray[np.int64], list[str]]:
    """All tokens as numbers by falling frequency; words below LEAST_COUNT share the number after the last word."""
    number: dict[str, int] = {}
    stream: list[int] = []
    with gzip.open(pool, "rt", encoding="utf-8") as lines:
        for line in lines:
            words = tokens(prose(json.loads(line)["text"])).words
            stream += [number.setdefault(normal(w), len(number)) for w in words]
    raw = np.array(stream)
    counts = np.bincount(raw)
    order = np.argsort(-counts, kind="stable")
    kept = int((counts >= LEAST_COUNT).sum())
    rank = np.full(len(order), kept)
    rank[order[:kept]] = np.arange(kept)
    forms = list(number)
    return rank[raw], [forms[i] for i in order[:kept]]


def _by_places(ids: NDArray[np.int64], size: int, dimensions: int = 100) -> NDArray[np.float32]:
    blocks = [_information(ids, size, place) * weight for place, weight in PLACES.items()]
    left, values, _ = randomized_svd(sparse.hstack(blocks).tocsr(), dimensions, n_iter=3, random_state=0)
    return _unit(left * np.sqrt(values))


def _information(ids: NDArray[np.int64], size: int, place: int) -> sparse.csr_matrix:
    """Positive pointwise mutual information of each word with the frequent words at one place beside it."""
    here, there = ids[2:-2], np.minimum(ids[2 + place : len(ids) - 2 + place], CONTEXTS)
    known = here < size
    counts = sparse.coo_matrix((np.ones(known.sum()), (here[known], there[known])), shape=(size, CONTEXTS + 1)).tocsr()
    total = counts.sum()
    rows = np.asarray(counts.sum(axis=1)).ravel()
    columns = np.asarray(counts.sum(axis=0)).ravel() ** 0.75
    columns *= total / columns.sum()
    cells = counts.tocoo()
    values = np.maximum(np.log(cells.data * total / (rows[cells.row] * columns[cells.col])), 0)
    found = sparse.csr_matrix((values, (cells.row, cells.col)), shape=counts.shape)
    found.eliminate_zeros()
    return found


def _skip_grams(ids: NDArray[np.int64], words: list[str], dimensions: int = 64) -> NDArray[np.float32]:
    named = [*words, "<rare>"]
    border = words.index(BOUNDARY)
    cuts = np.flatnonzero(ids == border)
    sentences = [[named[i] for i in part if i != border] for part in np.split(ids, cuts)]
    model = Word2Vec(
        sentences, vector_size=dimensions, window=2, min_count=1, sg=1, negative=8, epochs=6, workers=1, seed=1
    )
    return _unit(np.array([model.wv[w] if w != BOUNDARY else np.zeros(dimensions) for w in words]))


def _unit(matrix: NDArray[np.floating]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    return (matrix / np.maximum(lengths, 1e-9)).astype(np.float32)
