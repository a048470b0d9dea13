"""The truth in SQLite: articles with their records, who is who, and every change in order."""

from kg.ledger.ledger import Change, Ledger, Relation, StoredArticle, StoredEntity, open_ledger

__all__ = ["Change", "Ledger", "Relation", "StoredArticle", "StoredEntity", "open_ledger"]
