"""kabargraph: knowledge graphs from Indonesian news, in which every fact and quotation leads back to its words.

    import kg

    kg.build.build(kg.read_documents(["articles.jsonl"], report=print), "news.kg")
    kg.ask.ask("who-met-whom", {"person": "Pramono Anung"}, "news.kg").rows
    kg.tables.statements("news.kg")

What `__all__` names is loaded when it is first used, so that `import kg` costs next to nothing. Verbs are
modules that hold the function of their name and what belongs to it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg import ask as ask
    from kg import build as build
    from kg import doctor as doctor
    from kg import exports as exports
    from kg import extract as extract
    from kg import tables as tables
    from kg import verify as verify
    from kg.ask import Answer as Answer
    from kg.build import Built as Built
    from kg.catalogue import Question as Question
    from kg.catalogue import questions as questions
    from kg.documents import Problem as Problem
    from kg.documents import read_documents as read_documents
    from kg.errors import KabarError as KabarError
    from kg.exports.networkx import networkx_graph as networkx_graph
    from kg.ledger import Ledger as Ledger
    from kg.ledger import open_ledger as open_ledger
    from kg.model import Document as Document
    from kg.model import Entity as Entity
    from kg.model import Fact as Fact
    from kg.model import Record as Record
    from kg.model import Statement as Statement
    from kg.selection import Filter as Filter

_HOMES = {
    "Answer": "kg.ask",
    "Built": "kg.build",
    "Document": "kg.model",
    "Entity": "kg.model",
    "Fact": "kg.model",
    "Filter": "kg.selection",
    "KabarError": "kg.errors",
    "Ledger": "kg.ledger",
    "Problem": "kg.documents",
    "Question": "kg.catalogue",
    "Record": "kg.model",
    "Statement": "kg.model",
    "ask": "kg",
    "build": "kg",
    "doctor": "kg",
    "exports": "kg",
    "extract": "kg",
    "networkx_graph": "kg.exports.networkx",
    "open_ledger": "kg.ledger",
    "questions": "kg.catalogue",
    "read_documents": "kg.documents",
    "tables": "kg",
    "verify": "kg",
}

__all__ = list(_HOMES)  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    if home == "kg":
        return import_module(f"kg.{name}")
    return getattr(import_module(home), name)
