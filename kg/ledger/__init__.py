"""the truth in SQLite."""
