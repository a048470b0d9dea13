"""Errors of kabargraph. Each message is one line that says what went wrong and what to do next.

KabarError
├── InputError      a file or record cannot be read (names the file and line)
├── RecordError     an extraction record breaks the gate's rules
├── GraphError      a NAME.kg folder is missing, locked, damaged or of another version
├── QuestionError   unknown question, parameter or value
└── TargetError     a Neo4j or SPARQL store cannot be used
"""

from __future__ import annotations


class KabarError(Exception):
    """The root: everything that kabargraph raises on purpose."""


class InputError(KabarError):
    """A file or record cannot be read."""


class RecordError(KabarError):
    """An extraction record is not valid."""


class GraphError(KabarError):
    """A graph folder cannot be used."""


class QuestionError(KabarError):
    """A question, a parameter or a value is not known."""


class TargetError(KabarError):
    """A Neo4j or SPARQL store cannot be used."""
